"""Hems of jackets, coats and skirts: two shells, front and back, whose side walls overlap."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..builder import MeshBuilder
from ..sculpt import Clay
from .posture import Hem
from .proportions import Proportions

Array = NDArray[np.float64]

_POWER = 2.6
"""Exponent of the superelliptic sections: walls flat enough to slide past each other."""


def hem_of(
    body: Proportions,
    clay: Clay,
    *,
    top: float,
    low: float,
    ease: float,
    flare: float,
    tuck: float = 0.0,
    slack: float = 0.4,
) -> tuple[Hem, Array]:
    """The panels between two heights above the hips [m], and their sections.

    ease: distance from the body; flare: how much further out the hem is; tuck: how much closer the
    upper edge lies. Sections (K, 4): height below the upper edge, half-width, depth in front and
    behind [m].
    """
    z = np.linspace(top, low, 5)
    inside = np.maximum(z, -0.030 * body.stature)
    origins = np.zeros((5, 1, 3))
    origins[..., 2] = inside[:, None]
    angle = np.radians([0, 25, 90, 155, 180])
    rays = np.column_stack([np.cos(angle), np.sin(angle), 0 * angle])[None]
    points = clay.cast(origins, rays, 0.3 * body.stature)
    front = np.maximum(points[:, 0, 0], 1.02 * points[:, 1, 0])
    back = -np.minimum(points[:, 4, 0], 1.02 * points[:, 3, 0])
    width = points[:, 2, 1]
    # A skirt does not come in again below the widest place.
    front, back, width = (np.maximum.accumulate(side) for side in (front, back, width))
    share = np.linspace(0, 1, 5)
    out = ease + flare * share - tuck * np.clip(1 - 5 * share, 0, 1)
    rows = np.column_stack([top - z, width + out, front + out, back + out])
    thigh = 0.053 * body.stature * body.girth + 0.3 * ease
    knee = 0.036 * body.stature * body.girth + 0.3 * ease
    hem = Hem(top, top - low, rows[0, 2], rows[-1, 2], rows[0, 3], rows[-1, 3], thigh, knee, slack)
    return hem, rows


def panel(
    rows: Array, front: bool, material: str, colour: str, detail: int, lining: bool
) -> MeshBuilder:
    """One shell; origin in the middle of its upper edge. The front one lies outside."""
    builder = MeshBuilder()
    reach = np.radians(118 if front else 112)
    angle = np.linspace(-reach, reach, (13, 9, 7)[detail])
    cosine, sine = np.cos(angle), np.sin(angle)
    c = np.sign(cosine) * np.abs(cosine) ** (2 / _POWER)
    s = np.sign(sine) * np.abs(sine) ** (2 / _POWER)
    if detail:
        rows = rows[[0, 2, 4]] if detail == 1 else rows[[0, 4]]
    layer = 0.003 if front else 0.0
    outer = np.empty((len(rows), len(angle), 3))
    for k, (drop, width, ahead, behind) in enumerate(rows):
        near, far = (ahead, behind) if front else (behind, ahead)
        x = np.where(c > 0, c * near, c * min(far, near))
        outer[k] = np.column_stack([x + layer, s * (width + layer), np.full(len(angle), -drop)])
    if not front:
        outer *= [-1, -1, 1]
    builder.grid(outer, material, colour=colour, flip=True)
    if lining:
        inner = outer * [0.95, 0.95, 1] + [0, 0, 0.002]
        builder.grid(inner, material, colour=f"{colour}_lining")
        edge = np.array([inner[-1], outer[-1]])
        builder.grid(edge, material, colour=colour)
        for column in (0, -1):
            side = np.array([inner[:, column], outer[:, column]])
            builder.grid(side, material, colour=colour, flip=column == 0)
    return builder
