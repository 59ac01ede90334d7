"""Manhole covers and storm grates: flat things in the surface of the road."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ..builder import MeshBuilder
from ..fixture import Fixture
from ..sheets import QUAD

_IRON = (0.10, 0.098, 0.095)
LIFT = 0.004


@lru_cache(maxsize=8)
def manhole(detail: int = 0) -> Fixture:
    """A cast-iron cover d 0.63 m in its frame, in a ring of newer asphalt d 0.9 m."""
    builder = MeshBuilder()
    sides = (24, 14, 8)[detail]
    angle = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    circle = np.stack([np.cos(angle), np.sin(angle), 0 * angle], 1)
    up = np.array([0, 0, LIFT])

    def ring(inner, outer, lift, material, colour):
        rows = [circle * inner + [0, 0, lift], circle * outer + [0, 0, lift]]
        builder.grid(rows, material, colour=colour, closed=True, flip=True)

    ring(0.345, 0.45, LIFT, "asphalt", "patch")
    ring(0.315, 0.345, LIFT + 0.002, "trim", "iron")
    builder.fan(circle * 0.315 + up, "trim", colour="iron")
    if detail == 0:
        for row in range(-2, 3):
            for column in range(-2, 3):
                x, y = 0.105 * row, 0.105 * column
                if np.hypot(x, y) < 0.275:
                    turn = 0.056 if (row + column) % 2 else 0.026
                    size = (turn, 0.082 - turn, 0.006)
                    builder.box((x, y, LIFT + 0.003), size, "trim", colour="knob", leave_out="-z")
    colours = {"iron": _IRON, "knob": (0.16, 0.155, 0.15), "patch": (0.066, 0.065, 0.064)}
    return Fixture(((builder.build().recoloured(colours), "road"),))


@lru_cache(maxsize=8)
def storm_grate(detail: int = 0, width: float = 0.5) -> Fixture:
    """A grate 0.50 m long with seven slots across, for the gutter."""
    builder = MeshBuilder()
    z, half = LIFT, width / 2
    builder.quad((-0.25, -half, z), (0.25, -half, z), (0.25, half, z), (-0.25, half, z), "trim",
                 colour="iron")  # fmt: skip
    if detail < 2:
        for k in range(7):
            x, deep = -0.18 + 0.06 * k, half - 0.05
            slot = [(x - 0.015, -deep), (x + 0.015, -deep), (x + 0.015, deep), (x - 0.015, deep)]
            builder.add([(a, b, z + 0.001) for a, b in slot], QUAD, "under")
    return Fixture(((builder.build().recoloured({"iron": _IRON}), "road"),))
