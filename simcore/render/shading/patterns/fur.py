"""Fur: hairs along the body, darker partings, bright edges against the light."""

from __future__ import annotations

import numpy as np

from ....kernel import kernel
from ....kernels.noise import faded, grain, noise
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
            w = blocks_out[i + at.SEED] * 31.0
            foot = blocks_out[i + at.FOOTPRINT]
            bow = noise(u * 5.0, v * 5.0 + w)
            hair = noise(u * 260.0 + 8.0 * bow, v * 55.0 + w)
            tuft, a, c = grain(u * 30.0 + 3.0 * bow, v * 16.0 + w)
            close, near = faded(foot, 0.006), faded(foot, 0.04)
            patch = noise(u * 3.0 + w, v * 3.0)
            light = 0.84 + 0.32 * patch + 0.55 * (hair - 0.5) * close + 0.5 * tuft * near
            toward = blocks_out[i + at.NX] * blocks_out[i + at.EX]
            toward = toward + blocks_out[i + at.NY] * blocks_out[i + at.EY]
            toward = max(toward + blocks_out[i + at.NZ] * blocks_out[i + at.EZ], 0.0)
            edge = 1.0 - toward
            tint(blocks_out, i, light * (1.0 + 0.55 * edge * edge))
            bend(blocks_out, i, a * 0.25 * near, c * 0.25 * near)
