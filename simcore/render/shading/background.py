"""The sky behind everything: its clear part, the clouds before it, the disc of the sun."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ...kernel import device, kernel
from ...kernels.approx import exp, smoothstep
from ...kernels.memory import get, put
from ...kernels.noise import faded, noise, turned
from ...light.horizon import SUN_RADIUS
from . import layout as at
from .air import Air, airlight
from .layout import BLOCK, LANE_COUNT
from .mirror import sky_taken

FULL = np.float32(1.0 / np.sin(SUN_RADIUS) ** 2)


class Clouds(NamedTuple):
    """cover: share of the sky; above: where their noise must lie; x, y: how far they have drifted
    [cloud lengths]; veil: how dense thin clouds above them are; disc_*: luminance of the disc of
    sun or moon [cd/m²]; lit_*: unit vector across a moon's disc to its lit side, per sine of its
    radius; limb: cosine of its phase; whole: 2 for the sun, of which all is lit; pixel: the angle
    of a pixel [rad]."""

    cover: np.float32
    above: np.float32
    x: np.float32
    y: np.float32
    veil: np.float32
    disc_red: np.float32
    disc_green: np.float32
    disc_blue: np.float32
    lit_x: np.float32
    lit_y: np.float32
    lit_z: np.float32
    limb: np.float32
    whole: np.float32
    pixel: np.float32


@device(narrow=True, inline=True)
def cloud_noise(x, y, footprint):
    """Heaps of cloud: four octaves of noise around 1/2, faded with the footprint."""
    total = 0.48 * (noise(x, y) - 0.5) * faded(footprint, 1.0)
    total = total + 0.27 * (noise(x * 2.13 + 3.7, y * 2.13 + 8.1) - 0.5) * faded(footprint, 0.47)
    total = total + 0.16 * (noise(x * 4.57 + 11.9, y * 4.57 + 2.3) - 0.5) * faded(footprint, 0.22)
    return total + 0.09 * (noise(x * 9.31 + 7.7, y * 9.31 + 5.9) - 0.5) * faded(footprint, 0.11)


@device(narrow=True, inline=True)
def veils(x, y, footprint):
    """Streaks of thin, high cloud in [0, 1]."""
    p, q = turned(x, y)
    bend = noise(p * 0.35 + 4.1, q * 0.35)
    streak = 0.65 * noise(p * 0.6 + 7.3, q * 2.6 + 2.4 * bend)
    streak = streak + 0.35 * (noise(p * 1.5, q * 7.1 + 5.0 * bend) - 0.5) * faded(footprint, 0.2)
    return smoothstep(0.30, 0.62, streak)


@kernel("i8, i8, f4[:], f4[:], f4, f4, clouds, air -> f4[:]", narrow=True, clouds=Clouds, air=Air)
def background(first, end, clear, cloud, east, north, clouds, air, blocks_out):
    """Radiance of the points of sky in blocks [first, end), as it reaches the camera; their ways
    have been measured (``way``).

    clear, cloud: tables of ``light.sky``, flattened; (east, north): level unit vector to the sun.
    """
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            x, y = -get(blocks_out, i + at.EX), -get(blocks_out, i + at.EY)
            z = -get(blocks_out, i + at.EZ)
            high = max(z, 0.0) + 0.07
            size = clouds.pixel / (high * high)
            heap = cloud_noise(x / high * 1.3 + clouds.x, y / high * 1.3 + clouds.y, size)
            heap = heap * smoothstep(0.0, 0.10, z)  # far clouds are one bank
            soft = 0.05 + 0.22 * (1.0 - faded(size, 0.4))
            dense = smoothstep(clouds.above - soft, clouds.above + soft + 0.06, heap)
            dense = dense if clouds.cover < 0.995 else np.float32(1.0)
            dense = dense if clouds.cover > 0.005 else np.float32(0.0)
            red, green, blue = sky_taken(clear, x, y, z, east, north)
            cr, cg, cb = sky_taken(cloud, x, y, z, east, north)
            # Veils of ice far above the heaps let most of the sky through.
            veil = veils(x / high * 0.5 + 0.3 * clouds.x, y / high * 0.5 + 0.3 * clouds.y, size)
            veil = veil * clouds.veil * smoothstep(0.0, 0.12, z)
            red = red + (cr - red) * veil
            green = green + (cg - green) * veil
            blue = blue + (cb - blue) * veil
            # Thin parts are bright, thick ones grey from below; a closed deck is gently uneven.
            thick = smoothstep(clouds.above, clouds.above + 0.22, heap)
            tone = 1.0 + (0.34 - 0.46 * thick) * (1.0 - clouds.cover)
            tone = tone * (1.0 - 0.55 * heap * clouds.cover)
            red = red + (cr * tone - red) * dense
            green = green + (cg * tone - green) * dense
            blue = blue + (cb * tone - blue) * dense
            sun = x * air.sun_x + y * air.sun_y + z * air.sun_z
            disc = smoothstep(0.9999826, 0.9999936, sun) * (1.0 - dense) * (1.0 - dense)
            # A moon is lit on one side of half an ellipse.
            side = x * clouds.lit_x + y * clouds.lit_y + z * clouds.lit_z
            across = max(2.0 * (1.0 - sun) * FULL - side * side, 0.0)
            edge = side + clouds.whole + clouds.limb * np.sqrt(max(1.0 - across, 0.0))
            disc = disc * smoothstep(-0.1, 0.1, edge)
            passed = exp(-get(blocks_out, i + at.DISTANCE))
            red = red + disc * clouds.disc_red
            green = green + disc * clouds.disc_green
            blue = blue + disc * clouds.disc_blue
            ar, ag, ab = airlight(air, x, y, z)
            put(blocks_out, i + at.OUT_RED, ar + (red - ar) * passed)
            put(blocks_out, i + at.OUT_GREEN, ag + (green - ag) * passed)
            put(blocks_out, i + at.OUT_BLUE, ab + (blue - ab) * passed)
