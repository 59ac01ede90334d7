"""Slabs of 0.6 m by 0.4 m in half bond: each of its own tone, with mossy joints and stains."""

from __future__ import annotations

import numpy as np

from ....kernel import kernel
from ....kernels.approx import smoothstep
from ....kernels.noise import faded, fbm3, floored, grain, lattice, noise
from .. import layout as at
from ..detail import bend, blend, fraction, grazing, line, tint
from ..layout import BLOCK, LANE_COUNT


@kernel("i8, i8 -> f4[:]", narrow=True)
def shade(first, end, blocks_out):
    """Change colour and normal of the points in blocks [first, end)."""
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            s, t = blocks_out[i + at.U], blocks_out[i + at.V]
            foot = grazing(blocks_out, i)
            row = t * 2.5
            j = floored(row)
            shifted = s * 1.6666667 + 0.5 * np.float32(np.int32(j & np.int32(1)))
            i_slab = floored(shifted)
            slab = faded(foot, 0.5)
            tone = (lattice(i_slab, j) - 0.5) * slab
            fs, ft = fraction(shifted) * 0.6, fraction(row) * 0.4
            away = min(min(fs, 0.6 - fs), min(ft, 0.4 - ft))
            joint = line(away, 0.004, foot) * faded(foot, 0.6)
            stains = fbm3(s * 0.8 + 7.0, t * 0.8)
            fine = (noise(s * 45.0, t * 45.0) - 0.5) * faded(foot, 0.03)
            gum, _, _ = grain(s * 12.0 + 2.0, t * 12.0)
            spot = smoothstep(0.43, 0.48, gum) * faded(foot, 0.04)
            wet_edge = smoothstep(0.45, 0.80, fbm3(s * 0.31, t * 0.9 + 20.0))
            light = 0.80 + 0.36 * stains + 0.26 * tone + 0.14 * fine
            tint(blocks_out, i, light * (1.0 - 0.30 * spot) * (1.0 - 0.12 * wet_edge))
            mossy = smoothstep(0.45, 0.65, noise(s * 0.7, t * 0.7 + 5.0))
            blend(blocks_out, i, 0.055, 0.055 + 0.02 * mossy, 0.038, 0.8 * joint)
            blend(blocks_out, i, 0.13, 0.11, 0.085, 0.6 * blocks_out[i + at.GUTTER] * stains)
            # Slabs do not lie quite level, which shows in low light.
            bend(
                blocks_out,
                i,
                (lattice(j, i_slab) - 0.5) * 0.035 * slab,
                (lattice(np.int32(i_slab + j), j) - 0.5) * 0.035 * slab,
            )
