"""Roof tiles: rows of 0.22 m, 0.20 m wide, rounded, weathered and mossy."""

from __future__ import annotations

import numpy as np

from ....kernel import kernel
from ....kernels.approx import smoothstep
from ....kernels.noise import faded, fbm3, floored, lattice, noise
from .. import layout as at
from ..detail import bend, blend, fraction, grazing, tint
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
            row, column = v * 4.5454545, u * 5.0
            j = floored(row)
            column = column + 0.5 * np.float32(np.int32(j & np.int32(1)))
            n = floored(column)
            close = faded(foot, 0.20)
            tone = (lattice(n, j) - 0.5) * close
            fu, fv = fraction(column), fraction(row)
            lap = smoothstep(0.16, 0.0, fv) * close + 0.08 * (1.0 - close)
            weather = fbm3(u * 0.5 + blocks_out[i + at.SEED] * 40.0, v * 0.5)
            fine = (noise(u * 40.0, v * 40.0) - 0.5) * faded(foot, 0.03)
            light = (0.74 + 0.42 * weather + 0.40 * tone + 0.2 * fine) * (1.0 - 0.55 * lap)
            tint(blocks_out, i, light)
            moss = smoothstep(0.58, 0.76, fbm3(u * 0.9 + 7.0, v * 0.7) + 0.15 * lap)
            blend(blocks_out, i, 0.07, 0.075, 0.035, 0.45 * moss)
            barrel = (fu - 0.5) * 1.1 * close
            step = (0.30 - 0.30 * smoothstep(0.0, 0.2, fv)) * close
            bend(blocks_out, i, barrel * 0.5, -step)
