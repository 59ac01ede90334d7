"""Kerb stones of 1 m: joints, chipped edges, tyre marks and dirt."""

from __future__ import annotations

import numpy as np

from ....kernel import kernel
from ....kernels.noise import faded, fbm3, floored, lattice, noise
from .. import layout as at
from ..detail import blend, fraction, line, tint
from ..layout import BLOCK, LANE_COUNT


@kernel("i8, i8 -> f4[:]", narrow=True)
def shade(first, end, blocks_out):
    """Change the colour of the points in blocks [first, end)."""
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            s, t = blocks_out[i + at.U], blocks_out[i + at.V]
            z = blocks_out[i + at.NZ]
            foot = blocks_out[i + at.FOOTPRINT]
            stone = (lattice(floored(s), np.int32(5)) - 0.5) * faded(foot, 0.6)
            f = fraction(s)
            joint = line(min(f, 1.0 - f), 0.004, foot * 1.5)
            fine = (noise(s * 40.0, t * 40.0 + z * 3.0) - 0.5) * faded(foot, 0.03)
            cloudy = fbm3(s * 1.3, t * 3.0 + z)
            tint(blocks_out, i, 0.80 + 0.34 * cloudy + 0.22 * stone + 0.16 * fine)
            blend(blocks_out, i, 0.05, 0.046, 0.04, 0.75 * joint)
            # The face towards the road is smeared by tyres and splashes.
            face = (1.0 - z) * (0.35 + 0.5 * noise(s * 0.9, 3.0))
            blend(blocks_out, i, 0.07, 0.064, 0.056, min(max(face, 0.0), 0.75))
