"""Grass: tufts and blades, lush and dry places; light that shines through the blades."""

from __future__ import annotations

import numpy as np

from ....kernel import kernel
from ....kernels.approx import smoothstep
from ....kernels.noise import faded, fbm3, grain, noise, turned
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
            p, q = turned(s, t)
            tufts, a, c = grain(s * 6.0, t * 6.0)
            blades, d, e = grain(p * 30.0 + tufts, q * 30.0)
            hairs = noise(q * 90.0 + 2.0 * blades, p * 150.0)
            near, nearer = faded(foot, 0.05), faded(foot, 0.016)
            wide = faded(foot, 0.25)
            lush = fbm3(s * 0.23 + 8.0, t * 0.23)
            light = 0.62 + 0.75 * lush + 0.7 * tufts * wide
            light = light + 1.1 * blades * near + 0.7 * (hairs - 0.5) * nearer
            tint(blocks_out, i, max(light, 0.12))
            dry = smoothstep(0.50, 0.74, fbm3(s * 0.41, t * 0.41 + 60.0) + 0.4 * blades * near)
            blend(blocks_out, i, 0.21 * light, 0.165 * light, 0.075 * light, 0.55 * dry)
            soil = smoothstep(0.66, 0.80, noise(s * 1.9 + 3.0, t * 1.9)) * (1.0 - 0.5 * lush)
            blend(blocks_out, i, 0.075, 0.055, 0.035, 0.5 * soil)
            bend(blocks_out, i, a * 0.3 * wide + d * 0.2 * near, c * 0.3 * wide + e * 0.2 * near)
            # Blades stand up: seen level they show their sides, which are brighter than their tops.
            aslant = 1.0 - max(blocks_out[i + at.EZ], 0.0)
            tint(blocks_out, i, 0.85 + 0.35 * aslant)
