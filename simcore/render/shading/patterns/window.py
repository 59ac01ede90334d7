"""Windows of houses: a room behind the pane, by day dark, by night lit in some of them.

Texture coordinates count windows: within one, u and v run from a whole number to almost the next.
"""

from __future__ import annotations

import numpy as np

from ....kernel import kernel
from ....kernels.approx import smoothstep
from ....kernels.noise import floored, lattice, noise
from .. import layout as at
from ..detail import blend, fraction
from ..layout import BLOCK, LANE_COUNT

LIT_SHARE = np.float32(0.42)
"""Of the windows of a house in which somebody is up."""


@kernel("i8, i8 -> f4[:]", narrow=True)
def shade(first, end, blocks_out):
    """Change colour, normal and shine of the points in blocks [first, end)."""
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            u, v = blocks_out[i + at.U], blocks_out[i + at.V]
            house = np.int32(blocks_out[i + at.SEED] * 65536.0)
            number = np.int32(floored(u) * np.int32(31) + floored(v))
            chance = lattice(number, house)
            warmth = lattice(house, np.int32(number + np.int32(7)))
            kind = lattice(np.int32(number ^ np.int32(21)), house)
            fu, fv = fraction(u), fraction(v)
            ex, ey, ez = blocks_out[i + at.EX], blocks_out[i + at.EY], blocks_out[i + at.EZ]
            nx, ny = blocks_out[i + at.NX], blocks_out[i + at.NY]
            # The back wall of the room, 3 m away, seen through the pane by parallax.
            toward = max(nx * ex + ny * ey, 0.15)
            slip = min(max((nx * ey - ny * ex) / toward, -2.0), 2.0)
            x, y = fu + 1.6 * slip, fv - 1.6 * ez / toward
            wall = 0.5 + 0.5 * noise(x * 2.1 + 9.0 * chance, y * 1.7 + 5.0 * kind)
            ceiling = smoothstep(1.02, 1.25, y)
            room = 0.55 * wall + 0.75 * ceiling
            # Blinds in some, net curtains in others.
            blind = smoothstep(fv - 0.01, fv + 0.01, 1.0 - 0.75 * (kind - 0.8) * 5.0)
            blind = (1.0 - blind) if kind > 0.8 else np.float32(0.0)
            net = 0.55 + 0.25 * noise(fu * 38.0, 3.0 + fv) if kind < 0.35 else np.float32(0.0)
            hung = smoothstep(0.10, 0.25, blocks_out[i + at.RED])  # curtains bring their colour
            blend(blocks_out, i, 0.05 * room, 0.047 * room, 0.044 * room, (1.0 - hung) * 0.8)
            blend(blocks_out, i, 0.24, 0.235, 0.22, max(0.55 * net, 0.85 * blind) * (1.0 - hung))
            on = blocks_out[i + at.LIT]
            on = on if chance < LIT_SHARE else np.float32(0.0)
            on = on * (0.45 + 0.8 * warmth)
            veil = 1.0 - 0.45 * net - 0.55 * blind
            glow = on * (hung * 0.40 + (1.0 - hung) * veil * (0.45 + 0.75 * room))
            cool = smoothstep(0.86, 0.93, warmth)
            blocks_out[i + at.OUT_RED] += glow * (1.38 - 0.45 * cool)
            blocks_out[i + at.OUT_GREEN] += glow * (0.94 + 0.08 * cool)
            blocks_out[i + at.OUT_BLUE] += glow * (0.45 + 0.75 * cool)
            # Old panes are not quite flat, so that reflections waver from one to the next.
            tilt = (lattice(house, number) - 0.5) * 0.012 + (
                noise(fu * 3.0, fv * 3.0 + chance) - 0.5
            ) * 0.008
            blocks_out[i + at.NX] = nx + tilt * ny
            blocks_out[i + at.NY] = ny - tilt * nx
            blocks_out[i + at.NZ] = blocks_out[i + at.NZ] + (chance - 0.5) * 0.010
            blocks_out[i + at.ROUGH] = 0.05
