"""Leaves and needles: leaf by leaf in tone, bright where light shines through them."""

from __future__ import annotations

import numpy as np

from ....kernel import kernel
from ....kernels.noise import faded, grain, noise, turned
from .. import layout as at
from ..detail import across_axis, bend, tint
from ..layout import BLOCK, LANE_COUNT


@kernel("i8, i8 -> f4[:]", narrow=True)
def shade(first, end, blocks_out):
    """Change colour and normal of the points in blocks [first, end)."""
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            u, v = across_axis(blocks_out, i)
            w = blocks_out[i + at.SEED] * 43.0
            foot = blocks_out[i + at.FOOTPRINT] * 1.2
            p, q = turned(u + w, v)
            leaf, a, c = grain(p * 15.0, q * 15.0)
            other, d, e = grain(u * 31.0 + leaf + w, v * 31.0)
            close, wide = faded(foot, 0.06), faded(foot, 0.4)
            spray = (noise(u * 2.7, v * 2.7 + w) - 0.5) * wide
            vein = (noise(u * 70.0, v * 70.0) - 0.5) * faded(foot, 0.015)
            light = 0.92 + 0.55 * spray + (1.1 * leaf + 0.7 * other) * close + 0.3 * vein
            tint(blocks_out, i, max(light, 0.2))
            # Young leaves are yellower.
            blocks_out[i + at.RED] = blocks_out[i + at.RED] * (1.0 + 0.35 * spray)
            bend(blocks_out, i, (a + 0.5 * d) * 0.6 * close, (c + 0.5 * e) * 0.6 * close)
