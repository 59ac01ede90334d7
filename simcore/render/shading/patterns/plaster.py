"""Rendered walls: uneven trowelling, streaks of rain, a splashed foot."""

from __future__ import annotations

import numpy as np

from ....kernel import kernel
from ....kernels.approx import smoothstep
from ....kernels.noise import faded, fbm3, grain, noise
from .. import layout as at
from ..detail import bend, grazing, tint
from ..layout import BLOCK, LANE_COUNT


@kernel("i8, i8 -> f4[:]", narrow=True)
def shade(first, end, blocks_out):
    """Change colour and normal of the points in blocks [first, end)."""
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            w = blocks_out[i + at.SEED] * 53.0
            u, v = blocks_out[i + at.U] + w, blocks_out[i + at.V]
            foot = grazing(blocks_out, i)
            broad = fbm3(u * 0.45, v * 0.6)
            streak = fbm3(u * 2.6, v * 0.22 + 3.0)
            relief, a, c = grain(u * 48.0, v * 48.0)
            close = faded(foot, 0.03)
            trowel, d, e = grain(u * 4.0, v * 5.0)
            light = 0.90 + 0.16 * broad + 0.2 * relief * close + 0.08 * trowel
            run = smoothstep(0.52, 0.74, streak) * (0.5 + 0.5 * broad)
            low = smoothstep(0.75, 0.0, v) * (0.45 + 0.55 * noise(u * 1.7, v * 2.3))
            tint(blocks_out, i, light * (1.0 - 0.17 * run) * (1.0 - 0.30 * low))
            blocks_out[i + at.BLUE] = blocks_out[i + at.BLUE] * (1.0 - 0.06 * low)
            bend(blocks_out, i, a * 0.16 * close + d * 0.03, c * 0.16 * close + e * 0.03)
