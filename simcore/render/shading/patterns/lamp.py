"""Lamps: a faceted lens that, lit, is bright in its beam and dimmer aside."""

from __future__ import annotations

import numpy as np

from ....kernel import kernel
from ....kernels.noise import faded
from .. import layout as at
from ..detail import fraction, tint
from ..layout import BLOCK, LANE_COUNT


@kernel("i8, i8 -> f4[:]", narrow=True)
def shade(first, end, blocks_out):
    """Change colour and shine of the points in blocks [first, end)."""
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            u, v = blocks_out[i + at.U], blocks_out[i + at.V]
            close = faded(blocks_out[i + at.FOOTPRINT], 0.02)
            facet = abs(fraction(u * 50.0) - 0.5) + abs(fraction(v * 50.0) - 0.5)
            tint(blocks_out, i, 0.55 + 0.45 * facet * close)
            toward = blocks_out[i + at.NX] * blocks_out[i + at.EX]
            toward = toward + blocks_out[i + at.NY] * blocks_out[i + at.EY]
            toward = max(toward + blocks_out[i + at.NZ] * blocks_out[i + at.EZ], 0.0)
            beam = toward * toward
            beam = beam * beam
            shine = blocks_out[i + at.LIT] * (0.12 + 0.88 * beam) * (0.75 + 0.25 * facet * close)
            red, green = blocks_out[i + at.RED], blocks_out[i + at.GREEN]
            blue = blocks_out[i + at.BLUE]
            scale = shine / max(0.2126 * red + 0.7152 * green + 0.0722 * blue, 1e-3)
            blocks_out[i + at.OUT_RED] += scale * red
            blocks_out[i + at.OUT_GREEN] += scale * green
            blocks_out[i + at.OUT_BLUE] += scale * blue
