"""Paint on the road: chipped where wheels go, cracked with age, dirty."""

from __future__ import annotations

import numpy as np

from ....kernel import kernel
from ....kernels.approx import smoothstep
from ....kernels.noise import faded, fbm3, grain, noise
from .. import layout as at
from ..detail import blend, grazing, tint
from ..layout import BLOCK, LANE_COUNT


@kernel("i8, i8 -> f4[:]", narrow=True)
def shade(first, end, blocks_out):
    """Change colour and roughness of the points in blocks [first, end)."""
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            s, t = blocks_out[i + at.U], blocks_out[i + at.V]
            worn = blocks_out[i + at.WORN]
            foot = grazing(blocks_out, i)
            coarse = fbm3(s * 1.7 + 3.0, t * 6.0)
            chips, _, _ = grain(s * 26.0, t * 26.0)
            more, _, _ = grain(t * 71.0, s * 71.0)
            chips = 0.5 + 1.3 * chips + 0.6 * more
            close = faded(foot, 0.04)
            chips = 0.5 + (chips - 0.5) * close
            grains = (noise(s * 140.0, t * 140.0) - 0.5) * faded(foot, 0.010)
            bare = 0.33 + 0.17 * worn
            bare = bare + 0.10 * (noise(s * 0.3, 4.0) - 0.5)
            soft = 0.05 + 0.16 * (1.0 - close)
            lost = smoothstep(bare + soft, bare - soft, 0.55 * chips + 0.45 * coarse + 0.2 * grains)
            tint(blocks_out, i, 0.80 + 0.28 * coarse + 0.10 * grains)
            blend(blocks_out, i, 0.105, 0.103, 0.10, 0.88 * lost)
            blocks_out[i + at.ROUGH] = 0.62 + 0.28 * lost
