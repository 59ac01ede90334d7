"""Crushed stone: grains of 15 to 40 mm, each of its own tone, with dark gaps."""

from __future__ import annotations

import numpy as np

from ....kernel import kernel
from ....kernels.approx import smoothstep
from ....kernels.noise import faded, fbm3, grain, noise, shard_edge, turned
from .. import layout as at
from ..detail import bend, cell_value, tint
from ..layout import BLOCK, LANE_COUNT


@kernel("i8, i8 -> f4[:]", narrow=True)
def shade(first, end, blocks_out):
    """Change colour and normal of the points in blocks [first, end)."""
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            s, t = blocks_out[i + at.U], blocks_out[i + at.V]
            foot = blocks_out[i + at.FOOTPRINT] * 1.4
            close = faded(foot, 0.04)
            p, q = turned(s, t)
            relief, a, c = grain(p * 45.0, q * 45.0)
            edge = shard_edge(s * 34.0, t * 34.0)
            stone = cell_value(s * 34.0 + relief, t * 34.0 - relief)
            gap = smoothstep(0.13, 0.02, edge)
            broad = fbm3(s * 0.7, t * 0.7)
            fine = (noise(s * 120.0, t * 120.0) - 0.5) * faded(foot, 0.012)
            light = (
                0.80
                + 0.32 * broad
                + (0.7 * (stone - 0.5) + 0.3 * relief - 0.6 * gap) * close
                + 0.3 * fine
            )
            tint(blocks_out, i, max(light, 0.12))
            bend(blocks_out, i, a * 0.45 * close, c * 0.45 * close)
