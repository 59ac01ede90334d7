"""The fairing on a lorry's roof that leads the air over the box."""

from __future__ import annotations

import numpy as np

from ...builder import MeshBuilder
from .sheet import Sheet


def add_deflector(builder: MeshBuilder, roof: Sheet, top: float, detail: int) -> None:
    """The left half of a fairing that rises from the roof to ``top`` [m]."""
    front, rear = float(roof.points[0, 0, 0]) - 0.30, float(roof.points[0, -1, 0]) + 0.12
    half, low = float(roof.points[0, :, 1].max()) - 0.06, float(roof.points[0, 0, 2])
    share = np.linspace(0.0, 1.0, (7, 4, 2)[detail])
    x = front + (rear - front) * share
    ridge = low + 0.03 + (top - low) * np.sin(np.pi / 2 * share) ** 1.3
    wide = half * (0.80 + 0.20 * share)
    middle = np.stack([x, 0 * x, ridge], 1)
    edge = np.stack([x, 0.82 * wide, ridge - 0.02 - 0.05 * share], 1)
    side = np.stack([x, wide, ridge - 0.07 - 0.12 * share], 1)
    foot = np.stack([x, wide, 0 * x + low - 0.03], 1)
    side[:, 2] = np.maximum(side[:, 2], foot[:, 2] + 0.005)
    builder.grid([foot, side, edge, middle], "car_paint")
    back = [line[-1] for line in (foot, side, edge, middle)]
    builder.grid([[back[0], back[0] * [1, 0, 1]], [back[1], back[1] * [1, 0, 1]],
                  [back[2], back[2] * [1, 0, 1]]], "trim")  # fmt: skip
