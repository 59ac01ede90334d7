"""Door mirrors."""

from __future__ import annotations

import numpy as np

from ...builder import MeshBuilder
from .cabin import Cabin
from .details import QUAD
from .form import CarForm

_SECTIONS = (
    # y from the centre, half length, half height, x of the middle [m]
    (-0.095, 0.030, 0.036, 0.004),
    (-0.070, 0.053, 0.065, 0.0),
    (0.060, 0.050, 0.062, -0.020),
    (0.105, 0.018, 0.026, -0.040),
)


def add_mirror(builder: MeshBuilder, form: CarForm, cab: Cabin, detail: int) -> None:
    """The left mirror: a shell round in front and flat behind, its glass, a foot on the door."""
    tall = 1.35 if form.measures.height > 1.75 else 1.0
    foot, _ = cab.side.at(cab.side.along[cab.lines[1]] + 0.05, 0.06)
    centre = foot + np.array([0.01, 0.13, 0.06 * tall])
    if detail > 0:
        builder.box(centre, (0.09, 0.20, 0.12 * tall), "car_paint", leave_out="-y")
        return

    angle = np.linspace(0, 2 * np.pi, 10, endpoint=False)
    c, s = np.cos(angle), np.sin(angle)
    y, length, height, x = (column[:, None] for column in np.array(_SECTIONS).T)
    ahead = x + np.where(c > 0, 1.3 * c, 0.45 * c) * length
    up = np.sign(s) * np.abs(s) ** 0.75 * height * tall
    points = np.stack([ahead, y + 0 * c, up], -1) + centre
    builder.grid(points, "car_paint", closed=True, flip=True)
    builder.fan(points[0], "car_paint")
    builder.fan(points[-1], "car_paint", flip=True)
    low, high = 0.046 * tall, 0.050 * tall
    glass = [(-0.0255, -0.070, -low), (-0.0255, -0.070, high)]
    glass += [(-0.050, 0.074, 0.8 * high), (-0.050, 0.074, -0.8 * low)]
    builder.add(centre + np.array(glass), QUAD, "chrome")
    builder.box((foot + centre) / 2 - [0, 0, 0.025], (0.05, 0.15, 0.028), "trim")
