"""Concrete: cloudy, stained, with joints every few metres."""

from __future__ import annotations

import numpy as np

from ....kernel import kernel
from ....kernels.approx import smoothstep
from ....kernels.noise import faded, fbm3, noise
from .. import layout as at
from ..detail import blend, grazing, near_edge, tint
from ..layout import BLOCK, LANE_COUNT


@kernel("i8, i8 -> f4[:]", narrow=True)
def shade(first, end, blocks_out):
    """Change the colour of the points in blocks [first, end)."""
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            u, v = blocks_out[i + at.U], blocks_out[i + at.V]
            w = blocks_out[i + at.SEED] * 37.0
            foot = grazing(blocks_out, i)
            clouds = fbm3(u * 0.65 + w, v * 0.65)
            pores = (noise(u * 70.0, v * 70.0 + w) - 0.5) * faded(foot, 0.02)
            fine = (noise(u * 9.0 + w, v * 9.0) - 0.5) * faded(foot, 0.12)
            joint = near_edge(u * 0.2, 0.0008, foot * 0.2)
            stain = smoothstep(0.56, 0.72, fbm3(u * 0.9 + 11.0, v * 0.5 + w))
            dirt = blocks_out[i + at.GUTTER] * (0.4 + 0.6 * fine + 0.5 * clouds)
            tint(
                blocks_out,
                i,
                (0.84 + 0.30 * clouds + 0.16 * pores + 0.12 * fine) * (1.0 - 0.22 * stain),
            )
            blend(blocks_out, i, 0.05, 0.045, 0.04, 0.8 * joint)
            blend(blocks_out, i, 0.13, 0.11, 0.085, 0.8 * min(max(dirt, 0.0), 1.0))
