"""Wood: grain along the texture's longer way, knots, weathering; painted wood shows little."""

from __future__ import annotations

import numpy as np

from ....kernel import kernel
from ....kernels.approx import smoothstep
from ....kernels.noise import faded, fbm3, noise
from .. import layout as at
from ..detail import tint
from ..layout import BLOCK, LANE_COUNT


@kernel("i8, i8 -> f4[:]", narrow=True)
def shade(first, end, blocks_out):
    """Change the colour of the points in blocks [first, end)."""
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            w = blocks_out[i + at.SEED] * 29.0
            u, v = blocks_out[i + at.U] + w, blocks_out[i + at.V]
            foot = blocks_out[i + at.FOOTPRINT]
            # Paint, which is bright, hides the grain.
            bright = 0.4 * (blocks_out[i + at.RED] + blocks_out[i + at.GREEN])
            raw = smoothstep(0.50, 0.30, bright)
            bow = noise(u * 1.3, v * 0.6)
            rings = noise(u * 55.0 + 9.0 * bow, v * 2.4 + 4.0 * bow)
            fibre = noise(u * 240.0, v * 5.0)
            close, closer = faded(foot, 0.02), faded(foot, 0.006)
            knot = smoothstep(0.80, 0.90, noise(u * 4.0 + 17.0, v * 1.7)) * faded(foot, 0.10)
            weather = fbm3(u * 1.1, v * 0.7)
            light = 0.5 * (rings - 0.5) * close + 0.3 * (fibre - 0.5) * closer - 0.4 * knot
            worn = smoothstep(0.62, 0.80, noise(u * 7.0, v * 7.0) * 0.6 + weather * 0.4)
            tint(blocks_out, i, 0.90 + 0.20 * weather + raw * light - (1.0 - raw) * 0.10 * worn)
            blocks_out[i + at.ROUGH] = blocks_out[i + at.ROUGH] + 0.1 * (weather - 0.5)
