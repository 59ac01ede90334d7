"""A full-face helmet in place of a motorcyclist's head."""

from __future__ import annotations

import numpy as np

from ...builder import MeshBuilder
from ...people.head import Head

_RINGS = (
    # height, half-depth, half-width, shift forward: in units of the head, from the chin upwards
    (-0.12, 0.36, 0.31, 0.02),
    (-0.09, 0.47, 0.38, 0.03),
    (0.10, 0.555, 0.425, 0.03),
    (0.30, 0.585, 0.450, 0.01),
    (0.64, 0.575, 0.450, -0.02),
    (0.84, 0.500, 0.405, -0.04),
    (1.01, 0.340, 0.290, -0.05),
    (1.09, 0.140, 0.125, -0.05),
)
_VISOR = (3, 4)
"""The rings between which the visor lies."""


def full_helmet(model: Head, detail: int) -> MeshBuilder:
    """Shell, visor and neck; the shell in the colour slot "helmet"."""
    sides = (18, 12, 8)[detail]
    rows = np.array(_RINGS)
    if detail == 2:
        rows = rows[[0, 2, 3, 4, 6]]
    visor = (2, 3) if detail == 2 else _VISOR
    angle = 2 * np.pi * (np.arange(sides) + 0.5) / sides
    height, depth, width, shift = (column[:, None] for column in rows.T)
    c, s = np.cos(angle), np.sin(angle)
    # The chin bar juts out in front.
    front = np.where(c > 0, 1.0 + 0.10 * c**3 * (height < 0.35), 1.0)
    points = np.stack([shift + depth * c * front, width * s, height + 0 * c], -1)
    points[..., 0] -= 0.02
    open_ = np.roll(np.cos(angle), 0) > 0.25
    rows_of = []
    for k in range(len(rows) - 1):
        here = visor[0] <= k < visor[1]
        rows_of.append(
            [
                "glass" if here and open_[n] and open_[(n + 1) % sides] else "plastic"
                for n in range(sides)
            ]
        )
    builder = MeshBuilder()
    placed = model.placed(points)
    for material in ("plastic", "glass"):
        chosen = [[m if m == material else None for m in row] for row in rows_of]
        colour = "helmet" if material == "plastic" else None
        builder.grid(placed, chosen, colour=colour, closed=True)
    builder.fan(placed[-1], "plastic", colour="helmet")
    builder.fan(placed[0], "cloth", colour="top", flip=True)
    neck = model.placed(np.array([(-0.10, 0.0, -0.55), (-0.06, 0.0, -0.05)]))
    builder.tube(
        neck, 0.30 * model.size, "cloth", colour="top", sides=8 if not detail else 5, caps=False
    )
    return builder
