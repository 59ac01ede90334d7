"""Number plates with characters of nobody's."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike

from ...builder import MeshBuilder
from .details import QUAD

WIDTH, HEIGHT = 0.52, 0.11
"""The European single-line plate [m]."""

_TALL, _WIDE, _THICK = 0.074, 0.046, 0.010
"""A character and its strokes [m]."""

_MIRRORED = {
    # (y, z) of opposite corners of strokes, as shares of half the width and half the height
    "H": ((-1, -1, -1, 1), (1, -1, 1, 1), (-1, 0, 1, 0)),
    "O": ((-1, -1, -1, 1), (1, -1, 1, 1), (-1, 1, 1, 1), (-1, -1, 1, -1)),
    "T": ((-1, 1, 1, 1), (0, -1, 0, 1)),
}
"""Characters that are their own mirror images, as the halves of a vehicle are."""

_HALF = (("O", 0.048), ("T", 0.116), ("H", 0.186))
"""Characters of the left half, from the middle on, and where they stand [m]."""


def _strokes() -> Iterator[tuple[float, float, float, float]]:
    """Least and greatest y and z of the strokes of the left half [m]."""
    reach, rise = (_WIDE - _THICK) / 2, (_TALL - _THICK) / 2
    for letter, middle in _HALF:
        for y0, z0, y1, z1 in _MIRRORED[letter]:
            yield (
                middle + y0 * reach - _THICK / 2,
                middle + y1 * reach + _THICK / 2,
                z0 * rise - _THICK / 2,
                z1 * rise + _THICK / 2,
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
        for y0, y1, z0, z1 in _strokes():
            if y1 < half:
                sheet(y0, y1, z + z0, z + z1, 0.0115, "trim")
