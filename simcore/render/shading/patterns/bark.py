"""Bark: ridges along the trunk, furrows between, lichen on one side."""

from __future__ import annotations

import numpy as np

from ....kernel import kernel
from ....kernels.approx import smoothstep
from ....kernels.noise import faded, noise, noise_slope
from .. import layout as at
from ..detail import bend, blend, tint
from ..layout import BLOCK, LANE_COUNT


@kernel("i8, i8 -> f4[:]", narrow=True)
def shade(first, end, blocks_out):
    """Change colour and normal of the points in blocks [first, end)."""
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            u, v = blocks_out[i + at.U], blocks_out[i + at.V]
            w = blocks_out[i + at.SEED] * 71.0
            foot = blocks_out[i + at.FOOTPRINT] * 1.3
            warp = noise(u * 6.0, v * 1.5 + w)
            ridge, a, c = noise_slope(u * 26.0 + 2.0 * warp, v * 4.2 + w)
            furrow = abs(ridge - 0.5) * 2.0
            close = faded(foot, 0.05)
            fine = (noise(u * 110.0, v * 40.0) - 0.5) * faded(foot, 0.012)
            broad = noise(u * 2.0 + 3.0, v * 0.9 + w)
            light = 0.80 + 0.40 * (broad - 0.5) + 0.85 * (furrow - 0.45) * close + 0.4 * fine
            tint(blocks_out, i, max(light, 0.15))
            lichen = smoothstep(0.55, 0.80, noise(u * 5.0 + w, v * 2.1)) * (
                0.5 + 0.5 * blocks_out[i + at.NY]
            )
            blend(blocks_out, i, 0.12, 0.125, 0.085, 0.35 * max(lichen, 0.0))
            side = 1.0 if ridge > 0.5 else -1.0
            bend(blocks_out, i, -a * side * 0.35 * close, -c * side * 0.12 * close)
