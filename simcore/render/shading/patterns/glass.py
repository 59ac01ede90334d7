"""Glass of vehicles, seen from outside: a dark room behind a mirror, dust at the edges."""

from __future__ import annotations

import numpy as np

from ....kernel import kernel
from ....kernels.approx import smoothstep
from ....kernels.noise import fbm3, noise
from .. import layout as at
from ..detail import blend
from ..layout import BLOCK, LANE_COUNT


@kernel("i8, i8 -> f4[:]", narrow=True)
def shade(first, end, blocks_out):
    """Change the colour of the points in blocks [first, end)."""
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            u, v = blocks_out[i + at.U], blocks_out[i + at.V]
            w = blocks_out[i + at.SEED]
            # Shapes of seats and pillars, looked at through the glass.
            depth = 0.9
            x = u + depth * (blocks_out[i + at.EX] - blocks_out[i + at.EY])
            y = v - depth * blocks_out[i + at.EZ]
            shapes = smoothstep(0.42, 0.62, noise(x * 2.3 + 11.0 * w, y * 2.9))
            blend(blocks_out, i, 0.045, 0.045, 0.048, 0.7 * shapes)
            dust = 0.05 * fbm3(u * 2.0 + w * 7.0, v * 2.0)
            blend(blocks_out, i, 0.30, 0.29, 0.27, dust * (0.3 + 0.7 * w))
            blocks_out[i + at.ROUGH] = 0.05
