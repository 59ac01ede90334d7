"""Leaves and needles: leaf by leaf in tone, bright where light shines through them."""

from __future__ import annotations

import numpy as np

from ....kernel import kernel
from ....kernels.noise import faded, noise, noise_slope
from .. import layout as at
from ..detail import bend, tint
from ..layout import BLOCK, LANE_COUNT


@kernel("i8, i8 -> f4[:]", narrow=True)
def shade(first, end, blocks_out):
    """Change colour and normal of the points in blocks [first, end)."""
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            u, v = blocks_out[i + at.U], blocks_out[i + at.V]
            w = blocks_out[i + at.SEED] * 43.0
            foot = blocks_out[i + at.FOOTPRINT] * 1.2
            leaf, a, c = noise_slope(u * 17.0 + w, v * 17.0)
            close, wide = faded(foot, 0.06), faded(foot, 0.4)
            spray = (noise(u * 2.7, v * 2.7 + w) - 0.5) * wide
            vein = (noise(u * 70.0, v * 70.0) - 0.5) * faded(foot, 0.015)
            light = 0.92 + 0.55 * spray + 0.85 * (leaf - 0.5) * close + 0.3 * vein
            tint(blocks_out, i, max(light, 0.2))
            # Young leaves are yellower.
            blocks_out[i + at.RED] = blocks_out[i + at.RED] * (1.0 + 0.35 * spray)
            bend(blocks_out, i, a * 0.55 * close, c * 0.55 * close)
