"""Brickwork: courses of 75 mm, bricks of 250 mm in half bond, each of its own tone, in mortar."""

from __future__ import annotations

import numpy as np

from ....kernel import kernel
from ....kernels.approx import smoothstep
from ....kernels.noise import faded, fbm3, floored, lattice, noise
from .. import layout as at
from ..detail import bend, blend, fraction, grazing, line, tint
from ..layout import BLOCK, LANE_COUNT


@kernel("i8, i8 -> f4[:]", narrow=True)
def shade(first, end, blocks_out):
    """Change colour and normal of the points in blocks [first, end)."""
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            u, v = blocks_out[i + at.U], blocks_out[i + at.V]
            foot = grazing(blocks_out, i)
            course = v * 13.333333
            j = floored(course)
            shifted = u * 4.0 + 0.5 * np.float32(np.int32(j & np.int32(1)))
            n = floored(shifted)
            close = faded(foot, 0.16)
            tone = (lattice(n, j) - 0.5) * close
            burnt = lattice(j, np.int32(n + np.int32(91)))
            burnt = smoothstep(0.86, 0.95, burnt) * close
            fu, fv = fraction(shifted) * 0.25, fraction(course) * 0.075
            across, upward = min(fu, 0.25 - fu), min(fv, 0.075 - fv)
            wobble = (noise(u * 26.0, v * 26.0) - 0.5) * 0.003
            away = min(across, upward) + wobble
            mortar = line(away, 0.0055, foot)
            mean = 0.19  # share of mortar in the wall
            mortar = mean + (mortar - mean) * faded(foot, 0.10)
            weather = fbm3(u * 0.55, v * 0.55)
            fine = (noise(u * 90.0, v * 90.0) - 0.5) * faded(foot, 0.015)
            light = 0.80 + 0.36 * weather + 0.46 * tone + 0.25 * fine
            tint(blocks_out, i, light * (1.0 - 0.5 * burnt))
            blocks_out[i + at.RED] = blocks_out[i + at.RED] * (1.0 + 0.12 * tone)
            salt = smoothstep(0.60, 0.80, fbm3(u * 0.8 + 31.0, v * 0.5))
            blend(blocks_out, i, 0.42, 0.38, 0.34, 0.18 * salt)
            pale = 0.82 + 0.30 * weather
            blend(blocks_out, i, 0.37 * pale, 0.345 * pale, 0.31 * pale, 0.92 * mortar)
            # Rain and splashes darken the foot of the wall.
            foot_of_wall = smoothstep(0.9, 0.0, v) * (0.4 + 0.6 * noise(u * 2.0, v * 1.3))
            tint(blocks_out, i, 1.0 - 0.30 * foot_of_wall)
            near = faded(foot, 0.05)
            side = 1.0 if fu < 0.125 else -1.0
            top = 1.0 if fv < 0.0375 else -1.0
            rim_u = smoothstep(0.013, 0.005, across) * side
            rim_v = smoothstep(0.013, 0.005, upward) * top
            bend(blocks_out, i, rim_u * 0.40 * near, rim_v * 0.40 * near)
