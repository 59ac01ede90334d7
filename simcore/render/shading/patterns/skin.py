"""Skin: slightly blotchy, softly lit at the edges as light comes through."""

from __future__ import annotations

import numpy as np

from ....kernel import kernel
from ....kernels.noise import faded, noise
from .. import layout as at
from ..detail import tint
from ..layout import BLOCK, LANE_COUNT


@kernel("i8, i8 -> f4[:]", narrow=True)
def shade(first, end, blocks_out):
    """Change the colour of the points in blocks [first, end)."""
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            w = blocks_out[i + at.SEED] * 61.0
            u, v = blocks_out[i + at.U] + w, blocks_out[i + at.V]
            foot = blocks_out[i + at.FOOTPRINT]
            blotch = (noise(u * 22.0, v * 22.0) - 0.5) * faded(foot, 0.05)
            pores = (noise(u * 300.0, v * 300.0) - 0.5) * faded(foot, 0.004)
            tint(blocks_out, i, 1.0 + 0.10 * blotch + 0.12 * pores)
            blocks_out[i + at.RED] = blocks_out[i + at.RED] * (1.0 + 0.06 * blotch)
