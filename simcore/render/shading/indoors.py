"""In tunnels: how much of the daylight gets as far as a point, and into the air before it."""

from __future__ import annotations

import numpy as np

from ...kernel import kernel
from ...kernels.approx import exp
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
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            x, y, z = blocks_out[i + at.X], blocks_out[i + at.Y], blocks_out[i + at.Z]
            light = np.float32(1.0)
            for n in range(pieces.shape[0]):
                light = min(light, within(x, y, z, pieces[n], table))
            blocks_out[i + at.NEAR] *= light
            blocks_out[i + at.KEEP] = light


@kernel("i8, i8, air, f4 -> f4[:]", narrow=True, air=Air)
def through_tunnel(first, end, air, here, blocks_out):
    """As ``air.through_air``, where ``indoors`` has been: the air before what lies in a tunnel is
    lit by the mean of the daylight at both ends of the way, of which ``here`` is the camera's."""
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            there = blocks_out[i + at.KEEP]
            lit = 0.5 * (here + there) if there < 1.0 else np.float32(1.0)
            passed = exp(-blocks_out[i + at.DISTANCE])
            red, green, blue = airlight(
                air, -blocks_out[i + at.EX], -blocks_out[i + at.EY], -blocks_out[i + at.EZ]
            )
            added = lit * (1.0 - passed)
            blocks_out[i + at.OUT_RED] = red * added + blocks_out[i + at.OUT_RED] * passed
            blocks_out[i + at.OUT_GREEN] = green * added + blocks_out[i + at.OUT_GREEN] * passed
            blocks_out[i + at.OUT_BLUE] = blue * added + blocks_out[i + at.OUT_BLUE] * passed
