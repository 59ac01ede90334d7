"""In tunnels: how much of the daylight gets as far as a point, and into the air before it."""

from __future__ import annotations

import numpy as np

from ...kernel import kernel
from ...kernels.approx import exp
from ...kernels.memory import get, put
from ...light.tubes import within
from . import layout as at
from .air import Air, airlight
from .layout import BLOCK, LANE_COUNT


@kernel("i8, i8, f4[:,:], f4[:] -> f4[:]", narrow=True)
def indoors(first, end, pieces, table, blocks_out):
    """Multiply what is not hidden nearby (NEAR) of blocks [first, end) by the share of daylight,
    which stands in KEEP afterwards: nothing more comes to lie there.

    pieces (K, COLUMNS), table: of ``light.tubes``. All that comes from the sky goes through NEAR.
    """
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        west, south = get(blocks_out, o + at.X), get(blocks_out, o + at.Y)
        east, north = west, south
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            x, y = get(blocks_out, i + at.X), get(blocks_out, i + at.Y)
            west, east = min(west, x), max(east, x)
            south, north = min(south, y), max(north, y)
            put(blocks_out, i + at.KEEP, np.float32(1.0))
        for n in range(pieces.shape[0]):
            px, py, pz = pieces[n, 0], pieces[n, 1], pieces[n, 2]
            to_east, to_north, length = pieces[n, 3], pieces[n, 4], pieces[n, 5]
            rise, half, height = pieces[n, 6], pieces[n, 7], pieces[n, 8]
            begun, left, per = pieces[n, 9], pieces[n, 10], pieces[n, 11]
            x, y, wide = px + to_east * length, py + to_north * length, half + 1.0
            if east < min(px, x) - wide or west > max(px, x) + wide:
                continue
            if north < min(py, y) - wide or south > max(py, y) + wide:
                continue
            for k in range(LANE_COUNT):
                i = o + np.uint64(k)
                light = within(
                    get(blocks_out, i + at.X), get(blocks_out, i + at.Y),
                    get(blocks_out, i + at.Z), px, py, pz, to_east, to_north, length, rise, half,
                    height, begun, left, per, table,
                )  # fmt: skip
                put(blocks_out, i + at.KEEP, min(get(blocks_out, i + at.KEEP), light))
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            near = get(blocks_out, i + at.NEAR) * get(blocks_out, i + at.KEEP)
            put(blocks_out, i + at.NEAR, near)


@kernel("i8, i8, air, f4 -> f4[:]", narrow=True, air=Air)
def through_tunnel(first, end, air, here, blocks_out):
    """As ``air.through_air``, where ``indoors`` has been: the air before what lies in a tunnel is
    lit by the mean of the daylight at both ends of the way, of which ``here`` is the camera's."""
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            there = get(blocks_out, i + at.KEEP)
            lit = 0.5 * (here + there) if there < 1.0 else np.float32(1.0)
            passed = exp(-get(blocks_out, i + at.DISTANCE))
            red, green, blue = airlight(
                air,
                -get(blocks_out, i + at.EX),
                -get(blocks_out, i + at.EY),
                -get(blocks_out, i + at.EZ),
            )
            added = lit * (1.0 - passed)
            put(blocks_out, i + at.OUT_RED, red * added + get(blocks_out, i + at.OUT_RED) * passed)
            out = green * added + get(blocks_out, i + at.OUT_GREEN) * passed
            put(blocks_out, i + at.OUT_GREEN, out)
            put(
                blocks_out,
                i + at.OUT_BLUE,
                blue * added + get(blocks_out, i + at.OUT_BLUE) * passed,
            )
