"""Bare soil: clods, pebbles, ruts of moisture."""

from __future__ import annotations

import numpy as np

from ....kernel import kernel
from ....kernels.approx import smoothstep
from ....kernels.noise import faded, fbm3, grain, noise, turned
from .. import layout as at
from ..detail import bend, blend, grazing, tint
from ..layout import BLOCK, LANE_COUNT

MEAN_DAMP = np.float32(0.24)


@kernel("i8, i8 -> f4[:]", narrow=True)
def shade(first, end, blocks_out):
    """Change colour, roughness and normal of the points in blocks [first, end)."""
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            s, t = blocks_out[i + at.U], blocks_out[i + at.V]
            foot = blocks_out[i + at.FOOTPRINT] * 1.4
            p, q = turned(s, t)
            clods, a, c = grain(p * 10.0, q * 10.0)
            close = faded(foot, 0.1)
            crumbs = (noise(s * 55.0, t * 55.0) - 0.5) * faded(foot, 0.02)
            broad = fbm3(s * 0.6, t * 0.6)
            tint(blocks_out, i, 0.66 + 0.5 * broad + 0.8 * clods * close + 0.5 * crumbs)
            stone, d, e = grain(s * 34.0 + 9.0, t * 34.0)
            pebble = smoothstep(0.36, 0.42, stone) * faded(foot, 0.03)
            blend(blocks_out, i, 0.22, 0.20, 0.17, 0.8 * pebble)
            # Patches that are too small to be seen are as damp as all are in the mean.
            damp = smoothstep(0.52, 0.70, fbm3(s * 0.33 + 5.0, t * 0.33)) - MEAN_DAMP
            damp = MEAN_DAMP + damp * faded(grazing(blocks_out, i), 1.5)
            tint(blocks_out, i, 1.0 - 0.35 * damp)
            blocks_out[i + at.ROUGH] = 0.95 - 0.35 * damp
            near = faded(foot, 0.03)
            bend(
                blocks_out, i, a * 0.35 * close + d * 0.2 * near, c * 0.35 * close + e * 0.2 * near
            )
