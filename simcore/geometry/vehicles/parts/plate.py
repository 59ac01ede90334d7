"""Number plates with illegible characters."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ...builder import MeshBuilder
from .details import QUAD

WIDTH, HEIGHT = 0.52, 0.11
"""The European single-line plate [m]."""

_STROKES = (
    # (y, z) of opposite corners of the strokes of one half [m]
    (0.020, -0.030, 0.030, 0.030),
    (0.030, 0.020, 0.050, 0.030),
    (0.078, -0.030, 0.088, 0.030),
    (0.088, -0.030, 0.108, -0.020),
    (0.150, -0.030, 0.160, 0.030),
    (0.140, 0.020, 0.172, 0.030),
    (0.205, -0.030, 0.215, 0.030),
    (0.215, -0.005, 0.232, 0.005),
)


def add_plate(
    builder: MeshBuilder, centre: ArrayLike, facing: float, detail: int, width: float = WIDTH
) -> None:
    """The left half of a plate that faces forwards (1) or backwards (-1), on a dark carrier."""
    x, _, z = np.asarray(centre, np.float64)
    half = width / 2
    out = facing

    def sheet(y0: float, y1: float, z0: float, z1: float, depth: float, material: str) -> None:
        corners = [(x + out * depth, y, zz) for y, zz in ((y0, z0), (y1, z0), (y1, z1), (y0, z1))]
        builder.add(corners if out > 0 else corners[::-1], QUAD, material)

    top = HEIGHT / 2
    if detail == 0:
        edge = half + 0.012
        builder.box(
            (x - out * 0.01, edge / 2, z), (0.036, edge, HEIGHT + 0.024), "trim", leave_out="-y"
        )
    sheet(0.0, half, z - top, z + top, 0.0095, "plate")
    if detail == 0:
        for y0, z0, y1, z1 in _STROKES:
            if y1 < half:
                sheet(y0, y1, z + z0, z + z1, 0.0115, "trim")
