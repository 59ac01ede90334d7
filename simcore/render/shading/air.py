"""The way to the camera: the air between dims what a point sends and adds light of its own.

What a ray collects tends to the light that the air itself scatters in its direction (Koschmieder);
that light depends on the direction alone, and smoothly, so that ground, houses and sky meet
without a seam.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ...kernel import device, kernel
from ...kernels.approx import exp
from ...kernels.memory import get, put
from . import layout as at
from .layout import BLOCK, LANE_COUNT


class Air(NamedTuple):
    """extinction: σ [1/m]; side_*: radiance of the air seen level; up_*, down_*: how much more it
    is straight up and straight down; soft_up, soft_down: sines of elevations at which about half
    of that is reached; sun_x, sun_y, sun_z: unit vector to the sun; glow_*: what the sun adds when
    looking at it; forward: f of that glow, see ``glow_at``."""

    extinction: np.float32
    side_red: np.float32
    side_green: np.float32
    side_blue: np.float32
    up_red: np.float32
    up_green: np.float32
    up_blue: np.float32
    down_red: np.float32
    down_green: np.float32
    down_blue: np.float32
    soft_up: np.float32
    soft_down: np.float32
    sun_x: np.float32
    sun_y: np.float32
    sun_z: np.float32
    glow_red: np.float32
    glow_green: np.float32
    glow_blue: np.float32
    forward: np.float32


@device(narrow=True, inline=True)
def glow_at(forward, cosine):
    """The sun's glow by the cosine of the angle to it: (1 - f)² / (1 + f² - 2 f cos θ), 1 towards
    the sun."""
    base = max(1.0 + forward * (forward - 2.0 * cosine), 1e-3)
    return (1.0 - forward) * (1.0 - forward) / base


@device(narrow=True, inline=True)
def airlight(air, x, y, z):
    """Radiance of an endless way through the air in the unit direction (x, y, z)."""
    soft = air.soft_up if z > 0.0 else air.soft_down
    tilt = abs(z) * (1.0 + soft) / (abs(z) + soft)
    up = tilt if z > 0.0 else np.float32(0.0)
    down = tilt - up
    glow = glow_at(air.forward, x * air.sun_x + y * air.sun_y + z * air.sun_z)
    red = air.side_red + up * air.up_red + down * air.down_red + glow * air.glow_red
    green = air.side_green + up * air.up_green + down * air.down_green + glow * air.glow_green
    blue = air.side_blue + up * air.up_blue + down * air.down_blue + glow * air.glow_blue
    return red, green, blue


@kernel("i8, i8, air -> f4[:]", narrow=True, air=Air)
def through_air(first, end, air, blocks_out):
    """Bring the radiance of blocks [first, end) to the camera; their ways have been measured
    (``way``)."""
    for block in range(first, end):
        o = np.uint64(block) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            passed = exp(-get(blocks_out, i + at.DISTANCE))
            red, green, blue = airlight(
                air,
                -get(blocks_out, i + at.EX),
                -get(blocks_out, i + at.EY),
                -get(blocks_out, i + at.EZ),
            )
            r, g = get(blocks_out, i + at.OUT_RED), get(blocks_out, i + at.OUT_GREEN)
            b = get(blocks_out, i + at.OUT_BLUE)
            put(blocks_out, i + at.OUT_RED, red + (r - red) * passed)
            put(blocks_out, i + at.OUT_GREEN, green + (g - green) * passed)
            put(blocks_out, i + at.OUT_BLUE, blue + (b - blue) * passed)


@kernel("i8, f4[:], i4[:], f4[:], f4 -> f4[:,:]", narrow=True)
def collect(points, blocks, pixel, weight, limit, image_out):
    """Add the points to their pixels, image_out (3, pixels), by their shares ``weight`` (N,).

    A point that fills only a part of its pixel counts with ``limit`` at most, lest lamps and
    glints make hard, ragged edges.
    """
    red, green, blue = image_out[0], image_out[1], image_out[2]
    for b in range(points // 64):
        o, n = np.uint64(b) * BLOCK, np.uint64(b) * LANE_COUNT
        for k in range(LANE_COUNT):
            i, w = o + np.uint64(k), weight[n + np.uint64(k)]
            if w == 0.0:
                continue
            p = np.uint64(pixel[n + np.uint64(k)])
            if w == 1.0:
                red[p] = blocks[i + at.OUT_RED]
                green[p] = blocks[i + at.OUT_GREEN]
                blue[p] = blocks[i + at.OUT_BLUE]
                continue
            red[p] += w * min(blocks[i + at.OUT_RED], limit)
            green[p] += w * min(blocks[i + at.OUT_GREEN], limit)
            blue[p] += w * min(blocks[i + at.OUT_BLUE], limit)
