"""Glitter of fresh snow: crystals that lie so as to flash the sun at the eye."""

from __future__ import annotations

import numpy as np

from ...kernel import kernel
from ...kernels.approx import smoothstep
from ...kernels.noise import faded, floored, hashed, tilt
from . import layout as at
from .layout import BLOCK, LANE_COUNT
from .light import Daylight


@kernel("i8, i8, day -> f4[:]", narrow=True, day=Daylight)
def glitter(first, end, day, blocks_out):
    """Add flashes to the points in blocks [first, end), whose share of the sun is known.

    The ground is cut into cells of 6 mm; one in five holds a crystal, turned at random.
    """
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        sunny = np.int32(0)
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            sunny += np.int32(blocks_out[i + at.SNOW] * blocks_out[i + at.SUN] > 0.0)
        if sunny == 0:
            continue
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            moves = blocks_out[i + at.MOVING] > 0.0
            x = blocks_out[i + at.U] if moves else blocks_out[i + at.X]
            y = blocks_out[i + at.V] if moves else blocks_out[i + at.Y]
            cell_x, cell_y = floored(x * 160.0), floored(y * 160.0)
            a, c = tilt(cell_x, cell_y)
            held = np.float32(1.0) if hashed(cell_y, cell_x) & np.uint32(7) < 2 else np.float32(0.0)
            nx = blocks_out[i + at.GX] + 0.7 * a
            ny = blocks_out[i + at.GY] + 0.7 * c
            nz = blocks_out[i + at.GZ]
            hx = blocks_out[i + at.EX] + day.sun_x
            hy = blocks_out[i + at.EY] + day.sun_y
            hz = blocks_out[i + at.EZ] + day.sun_z
            scale = (nx * nx + ny * ny + nz * nz) * (hx * hx + hy * hy + hz * hz)
            cosine = (nx * hx + ny * hy + nz * hz) / np.sqrt(scale + 1e-12)
            fresh = blocks_out[i + at.SNOW] * (1.0 - blocks_out[i + at.PACKED])
            flash = smoothstep(0.9972, 0.9996, cosine) * held * fresh * blocks_out[i + at.SUN]
            flash = 1.6 * flash * faded(blocks_out[i + at.FOOTPRINT], 0.012)
            blocks_out[i + at.OUT_RED] += flash * day.sun_red
            blocks_out[i + at.OUT_GREEN] += flash * day.sun_green
            blocks_out[i + at.OUT_BLUE] += flash * day.sun_blue
