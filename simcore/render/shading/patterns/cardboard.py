"""Cardboard: faint flutes, tape, scuffs."""

from __future__ import annotations

import numpy as np

from ....kernel import kernel
from ....kernels.approx import smoothstep
from ....kernels.noise import faded, fbm3, grain, noise
from .. import layout as at
from ..detail import blend, line, tint
from ..layout import BLOCK, LANE_COUNT


@kernel("i8, i8 -> f4[:]", narrow=True)
def shade(first, end, blocks_out):
    """Change colour and roughness of the points in blocks [first, end)."""
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            u, v = blocks_out[i + at.U], blocks_out[i + at.V]
            foot = blocks_out[i + at.FOOTPRINT]
            flutes = (noise(u * 150.0, v * 3.0) - 0.5) * faded(foot, 0.008)
            broad = fbm3(u * 3.0, v * 3.0 + 9.0 * blocks_out[i + at.SEED])
            wear, _, _ = grain(u * 11.0 + 5.0, v * 11.0)
            scuff = smoothstep(0.30, 0.42, wear) * faded(foot, 0.06)
            tape = line(abs(u), 0.025, foot)
            tint(blocks_out, i, 0.88 + 0.24 * broad + 0.14 * flutes)
            blend(blocks_out, i, 0.42, 0.33, 0.22, 0.5 * scuff)
            blend(blocks_out, i, 0.40, 0.31, 0.18, 0.6 * tape)
            blocks_out[i + at.ROUGH] = 0.9 - 0.45 * tape
