"""Birch bark: white, with dark lenticels across and black furrows near the ground."""

from __future__ import annotations

import numpy as np

from ....kernel import kernel
from ....kernels.approx import smoothstep
from ....kernels.noise import faded, fbm3, grain, noise
from .. import layout as at
from ..detail import blend, tint
from ..layout import BLOCK, LANE_COUNT


@kernel("i8, i8 -> f4[:]", narrow=True)
def shade(first, end, blocks_out):
    """Change the colour of the points in blocks [first, end)."""
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            u, v = blocks_out[i + at.U], blocks_out[i + at.V]
            w = blocks_out[i + at.SEED] * 71.0
            foot = blocks_out[i + at.FOOTPRINT]
            close = faded(foot, 0.02)
            lenticel = smoothstep(0.70, 0.80, noise(u * 22.0 + w, v * 95.0))
            lenticel = 0.09 + (lenticel - 0.09) * close
            knot, _, _ = grain(u * 7.0 + w, v * 5.0 + 3.0)
            scar = smoothstep(0.42, 0.52, knot)
            rough, _, _ = grain(u * 16.0 + w, v * 5.0)
            old = smoothstep(1.2, 0.1, v) * smoothstep(-0.05, 0.15, rough)
            tint(blocks_out, i, 0.88 + 0.24 * fbm3(u * 3.0, v * 5.0 + w))
            blend(
                blocks_out, i, 0.05, 0.045, 0.04, max(0.75 * lenticel, max(0.8 * scar, 0.85 * old))
            )
