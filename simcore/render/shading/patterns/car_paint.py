"""Car paint: flakes under a clear coat, and dirt thrown up from the road."""

from __future__ import annotations

import numpy as np

from ....kernel import kernel
from ....kernels.approx import smoothstep
from ....kernels.noise import faded, fbm3, noise
from .. import layout as at
from ..detail import blend, tint
from ..layout import BLOCK, LANE_COUNT


@kernel("i8, i8 -> f4[:]", narrow=True)
def shade(first, end, blocks_out):
    """Change colour, roughness and coat of the points in blocks [first, end)."""
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            u, v = blocks_out[i + at.U], blocks_out[i + at.V]
            w = blocks_out[i + at.SEED]
            foot = blocks_out[i + at.FOOTPRINT]
            toward = blocks_out[i + at.NX] * blocks_out[i + at.EX]
            toward = toward + blocks_out[i + at.NY] * blocks_out[i + at.EY]
            toward = max(toward + blocks_out[i + at.NZ] * blocks_out[i + at.EZ], 0.0)
            # Flakes lie flat: metallic paint is brighter head-on and darkens towards the edges.
            metallic = smoothstep(0.30, 0.10, abs(blocks_out[i + at.RED] - 0.32))
            flop = 1.0 + metallic * (0.35 * toward - 0.22)
            sparkle = (noise(u * 900.0, v * 900.0) - 0.5) * faded(foot, 0.0016)
            tint(blocks_out, i, flop * (1.0 + 0.35 * sparkle))
            # v is height for the sides, which are dirtier than what lies level.
            upright = 1.0 - abs(blocks_out[i + at.NZ])
            low = smoothstep(0.85, 0.20, v) * upright
            grime = low * (0.25 + 0.75 * fbm3(u * 2.2 + 9.0 * w, v * 3.0)) * (0.35 + 0.65 * w)
            film = 0.06 * fbm3(u * 0.8, v * 0.8)
            dirt = min(0.65 * grime + film * w, 1.0)
            blend(blocks_out, i, 0.16, 0.14, 0.115, dirt)
            blocks_out[i + at.COAT] = blocks_out[i + at.COAT] * (1.0 - 0.85 * dirt)
            blocks_out[i + at.ROUGH] = 0.45 + 0.45 * dirt
