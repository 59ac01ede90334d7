"""Rock: layers, cracks and lichen."""

from __future__ import annotations

import numpy as np

from ....kernel import kernel
from ....kernels.approx import smoothstep
from ....kernels.noise import faded, fbm3, grain, noise, shard_edge
from .. import layout as at
from ..detail import bend, blend, line, tint
from ..layout import BLOCK, LANE_COUNT


@kernel("i8, i8 -> f4[:]", narrow=True)
def shade(first, end, blocks_out):
    """Change colour and normal of the points in blocks [first, end)."""
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            w = blocks_out[i + at.SEED] * 50.0
            u, v = blocks_out[i + at.U] + w, blocks_out[i + at.V]
            foot = blocks_out[i + at.FOOTPRINT] * 1.3
            relief, a, c = grain(u * 6.0, v * 9.0)
            close = faded(foot, 0.12)
            broad = fbm3(u * 0.9, v * 1.6)
            crack = line(shard_edge(u * 0.9 + broad, v * 1.3 - broad) * 0.8, 0.008, foot)
            fine = (noise(u * 60.0, v * 60.0) - 0.5) * faded(foot, 0.02)
            light = 0.68 + 0.55 * broad + 0.7 * relief * close + 0.25 * fine
            tint(blocks_out, i, light * (1.0 - 0.6 * crack))
            lichen = smoothstep(0.66, 0.76, noise(u * 3.1, v * 3.1 + 8.0))
            blend(blocks_out, i, 0.33, 0.34, 0.25, 0.4 * lichen)
            bend(blocks_out, i, a * 0.35 * close, c * 0.35 * close)
