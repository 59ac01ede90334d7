"""Grass: tufts and blades, lush and dry places; light that shines through the blades."""

from __future__ import annotations

import numpy as np

from ....kernel import kernel
from ....kernels.approx import smoothstep
from ....kernels.noise import faded, fbm3, noise, noise_slope
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
            s, t = blocks_out[i + at.U], blocks_out[i + at.V]
            foot = blocks_out[i + at.FOOTPRINT] * 1.6
            tufts, a, c = noise_slope(s * 7.0, t * 7.0)
            blades = noise(s * 34.0 + 0.8 * tufts, t * 34.0)
            hairs = noise(s * 110.0, t * 110.0)
            near, nearer = faded(foot, 0.05), faded(foot, 0.016)
            wide = faded(foot, 0.25)
            lush = fbm3(s * 0.23 + 8.0, t * 0.23)
            light = 0.62 + 0.75 * lush + 0.45 * (tufts - 0.5) * wide
            light = light + 0.75 * (blades - 0.5) * near + 0.6 * (hairs - 0.5) * nearer
            tint(blocks_out, i, max(light, 0.12))
            dry = smoothstep(
                0.50, 0.74, fbm3(s * 0.41, t * 0.41 + 60.0) + 0.22 * (blades - 0.5) * near
            )
            blend(blocks_out, i, 0.21 * light, 0.165 * light, 0.075 * light, 0.55 * dry)
            soil = smoothstep(0.66, 0.80, noise(s * 1.9 + 3.0, t * 1.9)) * (1.0 - 0.5 * lush)
            blend(blocks_out, i, 0.075, 0.055, 0.035, 0.5 * soil)
            bend(blocks_out, i, a * 0.25 * wide, c * 0.25 * wide)
            # Blades stand up: seen level they show their sides, which are brighter than their tops.
            aslant = 1.0 - max(blocks_out[i + at.EZ], 0.0)
            tint(blocks_out, i, 0.85 + 0.35 * aslant)
