"""Cloth: folds, weave, and a soft sheen at the edges."""

from __future__ import annotations

import numpy as np

from ....kernel import kernel
from ....kernels.noise import faded, grain, noise, turned
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
            w = blocks_out[i + at.SEED] * 61.0
            u, v = blocks_out[i + at.U] + w, blocks_out[i + at.V]
            foot = blocks_out[i + at.FOOTPRINT]
            folds, a, c = grain(u * 8.0, v * 12.0 + 2.0 * noise(u * 4.0, v * 3.0))
            p, q = turned(u, v)
            crease, d, e = grain(p * 24.0 + 3.0, q * 24.0)
            wide, close = faded(foot, 0.10), faded(foot, 0.03)
            weave = (noise(u * 400.0, v * 400.0) - 0.5) * faded(foot, 0.003)
            fade = noise(u * 2.3, v * 2.3)
            light = 0.90 + 0.18 * fade + 0.3 * folds * wide + 0.2 * crease * close
            toward = blocks_out[i + at.NX] * blocks_out[i + at.EX]
            toward = toward + blocks_out[i + at.NY] * blocks_out[i + at.EY]
            toward = max(toward + blocks_out[i + at.NZ] * blocks_out[i + at.EZ], 0.0)
            fuzz = 1.0 - toward
            tint(blocks_out, i, (light + 0.3 * weave) * (1.0 + 0.5 * fuzz * fuzz * fuzz))
            bend(
                blocks_out,
                i,
                a * 0.22 * wide + d * 0.10 * close,
                c * 0.26 * wide + e * 0.10 * close,
            )
