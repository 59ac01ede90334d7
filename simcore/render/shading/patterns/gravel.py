"""Crushed stone: grains of 15 to 40 mm, each of its own tone, with dark gaps."""

from __future__ import annotations

import numpy as np

from ....kernel import kernel
from ....kernels.approx import smoothstep
from ....kernels.noise import faded, fbm3, noise, noise_slope
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
            relief, a, c = noise_slope(s * 33.0, t * 33.0)
            grain = cell_value(s * 38.0 + 0.7 * relief, t * 38.0 - 0.7 * relief)
            gap = smoothstep(0.36, 0.18, relief)
            broad = fbm3(s * 0.7, t * 0.7)
            fine = (noise(s * 120.0, t * 120.0) - 0.5) * faded(foot, 0.012)
            light = 0.80 + 0.32 * broad + (0.75 * (grain - 0.5) - 0.55 * gap) * close + 0.3 * fine
            tint(blocks_out, i, max(light, 0.12))
            bend(blocks_out, i, a * 0.45 * close, c * 0.45 * close)
