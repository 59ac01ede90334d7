"""Reflections of the environment in smooth surfaces: the sky, the skyline, the ground.

The environment is the sky above a skyline whose height follows from how little of the sky is open;
below it, what stands around and the ground, as bright as they are on average.
"""

from __future__ import annotations

import numpy as np

from ...kernel import device, kernel
from ...kernels.approx import smoothstep
from ...kernels.memory import get, put, take
from ...kernels.noise import noise
from ...light.sky import COLUMNS, ROWS
from . import layout as at
from .layout import BLOCK, LANE_COUNT
from .light import INVERSE_PI, Daylight

_COLUMNS = np.int32(COLUMNS)
_LEAST = np.float32(1e-3)  # what mirrors less is left out, point by point


@device(narrow=True, inline=True)
def sky_taken(table, x, y, z, east, north):
    """RGB of the sky from a table of ``light.sky``; as its ``sky_at``, for loops that ``put``."""
    level = x * x + y * y + 1.0e-12
    cosine = (x * east + y * north) / np.sqrt(level)
    across = np.sqrt(max(0.5 - 0.5 * cosine, 0.0)) * np.float32(COLUMNS - 1)
    up = np.sqrt(min(max(z, 0.0), 1.0)) * np.float32(ROWS - 1)
    i = min(np.int32(up), np.int32(ROWS - 2))
    j = min(np.int32(across), np.int32(COLUMNS - 2))
    v, u = up - np.float32(i), across - np.float32(j)
    a = np.uint64((i * _COLUMNS + j) * np.int32(3))
    c = a + np.uint64(3 * COLUMNS)
    wa, wb, wc, wd = (1.0 - u) * (1.0 - v), u * (1.0 - v), (1.0 - u) * v, u * v
    red = wa * take(table, a) + wb * take(table, a + np.uint64(3))
    red = red + wc * take(table, c) + wd * take(table, c + np.uint64(3))
    green = wa * take(table, a + np.uint64(1)) + wb * take(table, a + np.uint64(4))
    green = green + wc * take(table, c + np.uint64(1)) + wd * take(table, c + np.uint64(4))
    blue = wa * take(table, a + np.uint64(2)) + wb * take(table, a + np.uint64(5))
    blue = blue + wc * take(table, c + np.uint64(2)) + wd * take(table, c + np.uint64(5))
    return red, green, blue


@kernel("i8, i8, day, f4[:], f4, f4 -> f4[:]", narrow=True, day=Daylight)
def mirror(first, end, day, table, east, north, blocks_out):
    """Add what the blocks [first, end) mirror, of which ``daylight`` has left the shares.

    table: the mean sky, flattened; (east, north): level unit vector to the sun. Afterwards the
    rows of the colour hold that of the environment.
    """
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        mirrors = np.int32(0)
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            mirrors += np.int32(blocks_out[i + at.F0] + blocks_out[i + at.COAT] >= _LEAST)
        if mirrors == 0:
            continue
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            nx, ny, nz = (
                get(blocks_out, i + at.NX),
                get(blocks_out, i + at.NY),
                get(blocks_out, i + at.NZ),
            )
            ex, ey, ez = (
                get(blocks_out, i + at.EX),
                get(blocks_out, i + at.EY),
                get(blocks_out, i + at.EZ),
            )
            twice = 2.0 * max(nx * ex + ny * ey + nz * ez, 0.0)
            x, y, z = twice * nx - ex, twice * ny - ey, twice * nz - ez
            sky_share, near = get(blocks_out, i + at.OPEN), get(blocks_out, i + at.NEAR)
            red, green, blue = sky_taken(table, x, y, z, east, north)
            skyline = 0.10 + 0.30 * (1.0 - sky_share)
            skyline = skyline + 0.16 * (noise(x * 5.0 + 9.0, y * 5.0) - 0.5)
            sky_there = smoothstep(skyline - 0.03, skyline + 0.03, z)
            ground = smoothstep(0.02, -0.10, z)
            wr = day.walls_red + (day.ground_red - day.walls_red) * ground
            wg = day.walls_green + (day.ground_green - day.walls_green) * ground
            wb = day.walls_blue + (day.ground_blue - day.walls_blue) * ground
            # Below a car the ground that is mirrored lies in its shade.
            dim = INVERSE_PI * (0.25 + 0.75 * sky_share)
            share = get(blocks_out, i + at.F0) + get(blocks_out, i + at.COAT)
            share = share * (0.3 + 0.7 * near) if share >= _LEAST else np.float32(0.0)
            share = share * min(near * 7.0, 1.0)  # creases leave 0.15: less is in a tunnel
            red = wr * dim + (red - wr * dim) * sky_there
            green = wg * dim + (green - wg * dim) * sky_there
            blue = wb * dim + (blue - wb * dim) * sky_there
            put(blocks_out, i + at.RED, red)
            put(blocks_out, i + at.GREEN, green)
            put(blocks_out, i + at.BLUE, blue)
            put(blocks_out, i + at.OUT_RED, get(blocks_out, i + at.OUT_RED) + share * red)
            put(blocks_out, i + at.OUT_GREEN, get(blocks_out, i + at.OUT_GREEN) + share * green)
            put(blocks_out, i + at.OUT_BLUE, get(blocks_out, i + at.OUT_BLUE) + share * blue)
