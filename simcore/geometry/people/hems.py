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
    slack: float = 0.4,
) -> tuple[Hem, Array]:
    """The panels between two heights above the hips [m], and their sections.

    ease: distance from the body; flare: how much further out the hem is. Sections (K, 4): height
    below the upper edge, half-width, depth in front and behind [m].
    """
    z = np.linspace(top, low, 5)
    inside = np.maximum(z, -0.030 * body.stature)
    origins = np.zeros((5, 1, 3))
    origins[..., 2] = inside[:, None]
    angle = np.linspace(0, np.pi, 13)
    rays = np.column_stack([np.cos(angle), np.sin(angle), 0 * angle])[None]
    points = clay.cast(origins, rays, 0.3 * body.stature)
    front, back = points[..., 0].max(1), -points[..., 0].min(1)
    width = points[..., 1].max(1)
    # Blow the superellipse up until it contains the whole section.
    depth = np.where(points[..., 0] > 0, front[:, None], back[:, None])
    norm = np.abs(points[..., 0] / depth) ** _POWER + (points[..., 1] / width[:, None]) ** _POWER
    blown = norm.max(1) ** (1 / _POWER)
    # A skirt does not come in again below the widest place.
    front, back, width = (np.maximum.accumulate(side * blown) for side in (front, back, width))
    share = np.linspace(0, 1, 5)
    out = ease + flare * share
    rows = np.column_stack([top - z, width + out, front + out, back + out])
    thigh = 0.054 * body.stature * body.girth + 0.014
    knee = 0.036 * body.stature * body.girth + 0.014
    hem = Hem(top, top - low, rows[0, 2], rows[-1, 2], rows[0, 3], rows[-1, 3], thigh, knee, slack)
    return hem, rows


def panel(
    rows: Array, front: bool, material: str, colour: str, detail: int, lining: bool
) -> MeshBuilder:
    """One shell; origin in the middle of its upper edge. The front one lies outside."""
    builder = MeshBuilder()
    reach = np.radians(118 if front else 112)
    angle = np.linspace(-reach, reach, (11, 7, 5)[detail])
    cosine, sine = np.cos(angle), np.sin(angle)
    c = np.sign(cosine) * np.abs(cosine) ** (2 / _POWER)
    s = np.sign(sine) * np.abs(sine) ** (2 / _POWER)
    rows = rows[([0, 1, 2, 4], [0, 2, 4], [0, 4])[detail]]
    layer = 0.003 if front else 0.0
    outer = np.empty((len(rows), len(angle), 3))
    for k, (drop, width, ahead, behind) in enumerate(rows):
        near, far = (ahead, behind) if front else (behind, ahead)
        x = np.where(c > 0, c * near, c * far)
        outer[k] = np.column_stack([x + layer, s * (width + layer), np.full(len(angle), -drop)])
    if not front:
        outer *= [-1, -1, 1]
    builder.grid(outer, material, colour=colour, flip=True)
    if front and detail == 0:
        _seams(builder, rows, colour)
    if lining:
        inner = outer[len(rows) // 2 :] * [0.95, 0.95, 1] + [0, 0, 0.002]
        builder.grid(inner, material, colour=f"{colour}_lining")
        edge = np.array([inner[-1], outer[-1]])
        builder.grid(edge, material, colour=colour)
    return builder


def _seams(builder: MeshBuilder, rows: Array, colour: str) -> None:
    """The zip down the front, and a slanting pocket on either side of a jacket."""
    x, z = rows[:, 2] + 0.0055, -rows[:, 0]
    if colour == "top":
        strip = np.stack([np.column_stack([x, np.full(len(x), y), z]) for y in (-0.003, 0.003)], 1)
        builder.grid(strip, "trim", colour="zip", flip=True)
        for side in (-1.0, 1.0):
            _pocket(builder, rows, side)


def _pocket(builder: MeshBuilder, rows: Array, side: float) -> None:
    drop = np.array([0.25, 0.25 + min(0.6, 0.10 / rows[-1, 0])]) * min(rows[-1, 0], 0.18)
    if rows[-1, 0] > 0.18:
        drop = np.array([0.03, 0.15])
    corners = []
    for edge in (0.0, 0.012):
        for d, turn in zip(drop, (0.62, 0.92), strict=True):
            width, ahead = (np.interp(d, rows[:, 0], rows[:, k]) for k in (1, 2))
            a = side * (turn + edge / ahead)
            c = np.cos(a) ** (2 / _POWER)
            s = np.sign(a) * np.abs(np.sin(a)) ** (2 / _POWER)
            corners.append([c * ahead + 0.006, s * (width + 0.006), -d])
    builder.grid(np.array(corners).reshape(2, 2, 3), "trim", colour="zip", flip=side < 0)
