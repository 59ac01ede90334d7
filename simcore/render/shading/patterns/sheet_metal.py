"""Sheet metal: ribs every 0.2 m, dents, streaks of dirt."""

from __future__ import annotations

import numpy as np

from ....kernel import kernel
from ....kernels.approx import smoothstep
from ....kernels.noise import faded, fbm3, noise_slope
from .. import layout as at
from ..detail import bend, fraction, grazing, tint
from ..layout import BLOCK, LANE_COUNT


@kernel("i8, i8 -> f4[:]", narrow=True)
def shade(first, end, blocks_out):
    """Change colour and normal of the points in blocks [first, end)."""
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            u, v = blocks_out[i + at.U], blocks_out[i + at.V]
            foot = grazing(blocks_out, i)
            f = fraction(u * 5.0)
            close = faded(foot, 0.10)
            flank = smoothstep(0.10, 0.16, f) - smoothstep(0.20, 0.26, f)
            other = smoothstep(0.40, 0.46, f) - smoothstep(0.50, 0.56, f)
            dents, a, c = noise_slope(u * 1.6 + blocks_out[i + at.SEED] * 9.0, v * 1.6)
            dirt = fbm3(u * 3.0, v * 0.3)
            tint(blocks_out, i, 0.86 + 0.22 * dirt + 0.05 * (dents - 0.5))
            blocks_out[i + at.ROUGH] = blocks_out[i + at.ROUGH] + 0.12 * (dirt - 0.5)
            bend(blocks_out, i, (flank - other) * 0.5 * close + a * 0.02, c * 0.02)
