"""The open bed of a pickup."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...builder import MeshBuilder
from .form import CarForm
from .lower import LowerBody

Array = NDArray[np.float64]

WALL = 0.065
"""Thickness of the bed's walls [m]."""
FLOOR = 0.40
"""Height of its floor, share of the car's height."""


def add_bed(builder: MeshBuilder, form: CarForm, body: LowerBody, first: int, detail: int) -> None:
    """Rails, walls and floor of the left half, behind column ``first`` of the belt."""
    edge = body.belt[first:]
    tail = edge[-1, 0] + WALL
    inner = edge.copy()
    inner[:, 0] = np.maximum(edge[:, 0], tail)
    inner[:, 1] = np.minimum(edge[:, 1], edge[:, 1].max() - WALL)
    floor = inner.copy()
    floor[:, 2] = FLOOR * form.measures.height
    builder.grid([edge, inner], "trim")
    wall = floor.copy()  # it ends above the wheel wells, which the boxes cover
    wall[:, 2] = np.maximum(floor[:, 2], body.by_z.points[0, first:, 2] + 0.02)
    builder.grid([inner, wall], "car_paint")
    ahead = inner[:, 0] > tail + 1e-6
    turn = np.flatnonzero(ahead)[-1] + 1
    builder.grid([floor[: turn + 1], floor[: turn + 1] * [1, 0, 1]], "trim")
    front = np.stack([floor[0], floor[0] * [1, 0, 1]])
    top = front + np.array([0, 0, inner[0, 2] - floor[0, 2]])
    builder.grid([front, top], "car_paint")
    # The cab's floor behind its rear window, which would else be open to the ground.
    x0, x1 = float(inner[0, 0]), float(form.x(form.cabin[-1][0])) + 0.15
    side, top = float(edge[0, 1]) - 0.02, float(edge[0, 2]) - 0.01
    builder.quad((x0, 0, top), (x1, 0, top), (x1, side, top), (x0, side, top), "trim")
    width = form.measures.width
    y, z = float(edge[:, 1].max()) - WALL, float(floor[0, 2])
    over_wheel = (2 * body.arch, 0.22, 0.24)
    builder.box((body.axles[1], y - 0.11, z + 0.12), over_wheel, "trim", leave_out="-z+y")
    if detail == 0:
        for x in np.linspace(x0 - 0.12, tail + 0.12, 7):
            rib = (0.05, 0.42 * width, 0.012)
            builder.box((x, 0.21 * width, z + 0.006), rib, "trim", leave_out="-z-y+y")
