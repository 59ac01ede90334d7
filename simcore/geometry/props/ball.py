"""Balls: a football of 12 pentagons and 20 hexagons, a basketball, a beach ball."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from ..builder import MeshBuilder
from ..sheets import unit
from .prop import Prop, prop

Array = NDArray[np.float64]

_PHI = (1 + 5**0.5) / 2
_MASS = {"football": 0.43, "basketball": 0.62, "beach": 0.10}
_RADIUS = {"football": 0.11, "basketball": 0.12, "beach": 0.22}
_LUNES = (
    (0.60, 0.04, 0.03), (0.75, 0.74, 0.70), (0.04, 0.16, 0.50), (0.75, 0.52, 0.04),
    (0.75, 0.74, 0.70), (0.06, 0.36, 0.12),
)  # fmt: skip

PATTERNS = tuple(_MASS)


@lru_cache(maxsize=16)
def figure(*, pattern: str = "football", radius: float | None = None) -> Prop:
    """A ball that rolls; pattern: one of ``PATTERNS``; mass of a hollow ball of that size."""
    if pattern not in _MASS:
        raise ValueError(f"no ball is called '{pattern}'; known: {', '.join(PATTERNS)}")
    size = radius or _RADIUS[pattern]
    builder = MeshBuilder()
    {"football": _football, "basketball": _basketball, "beach": _beach}[pattern](builder, size)
    mass = _MASS[pattern] * (size / _RADIUS[pattern]) ** 2
    colours = {
        "panel": (0.70, 0.70, 0.68), "pentagon": (0.02, 0.02, 0.022), "seam": (0.20, 0.20, 0.20),
        "rubber_orange": (0.52, 0.17, 0.03), "groove": (0.02, 0.02, 0.02),
        **{f"lune{k}": colour for k, colour in enumerate(_LUNES)},
    }  # fmt: skip
    return prop(builder.build(80.0), "ball", "ball", mass, radius=size, colours=colours)


def _football(builder: MeshBuilder, radius: float) -> None:
    """Panels with narrow seams between them, on the sphere."""
    corners = unit(np.array([p for a in (-1, 1) for b in (-_PHI, _PHI)
                             for p in ((0, a, b), (a, b, 0), (b, 0, a))]))  # fmt: skip
    gap = np.linalg.norm(corners[:, None] - corners[None], axis=-1)
    near = (gap > 0) & (gap < 1.1)
    for a in range(12):  # a pentagon around each corner of the icosahedron
        others = np.flatnonzero(near[a])
        ring = (2 * corners[a] + corners[others]) / 3
        _panel(builder, ring, radius, "pentagon", 2)
    for a, b, c in combinations(range(12), 3):  # a hexagon in each of its faces
        if not (near[a, b] and near[b, c] and near[a, c]):
            continue
        pairs = ((a, b), (b, a), (b, c), (c, b), (c, a), (a, c))
        ring = np.array([(2 * corners[p] + corners[q]) / 3 for p, q in pairs])
        _panel(builder, ring, radius, "panel", 2)


def _panel(builder: MeshBuilder, ring: Array, radius: float, colour: str, steps: int) -> None:
    """A polygon bulged onto the sphere, with a seam along its border."""
    middle = unit(ring.mean(0))
    side = unit(ring[0] - middle * (ring[0] @ middle))
    angle = np.arctan2((ring @ np.cross(middle, side)), ring @ side)
    ring = unit(ring[np.argsort(angle)])
    inner = unit(middle + 0.94 * (ring - middle))
    count = len(ring)
    for k in range(count):
        a, b = inner[k], inner[(k + 1) % count]
        rows = []
        for i in range(steps + 1):
            share = np.linspace(0, 1, i + 1)[:, None] if i else np.zeros((1, 1))
            edge = middle + (a - middle) * i / steps, middle + (b - middle) * i / steps
            rows.append(unit(edge[0] * (1 - share) + edge[1] * share) * radius)
        points, faces, start = np.concatenate(rows), [], 0
        for i in range(steps):
            below = start + i + 1
            faces += [(start + j, below + j, below + j + 1) for j in range(i + 1)]
            faces += [(start + j, below + j + 1, start + j + 1) for j in range(i)]
            start = below
        builder.add(points, faces, "leather", colour)
        share = np.linspace(0, 1, steps + 1)[:, None]
        rim = [unit(p[k] * (1 - share) + p[(k + 1) % count] * share) * radius * s
               for p, s in ((inner, 1.0), (ring, 0.992))]  # fmt: skip
        builder.grid(rim, "leather", colour="seam", flip=True)


def _basketball(builder: MeshBuilder, radius: float) -> None:
    builder.ellipsoid(
        (0, 0, 0), (radius,) * 3, "leather", colour="rubber_orange", sides=24, rings=15
    )
    angle = np.linspace(0, 2 * np.pi, 41)
    circles = [
        np.stack([np.cos(angle), np.sin(angle), 0 * angle], 1),
        np.stack([np.cos(angle), 0 * angle, np.sin(angle)], 1),
    ]
    for sign in (-1, 1):  # the curved seams on both sides
        height = sign * (0.62 - 0.30 * np.cos(2 * angle))
        spread = np.sqrt(1 - height**2)
        circles.append(np.stack([spread * np.cos(angle), height, spread * np.sin(angle)], 1))
    for circle in circles:
        side = unit(np.cross(circle, np.gradient(circle, axis=0)))
        band = [unit(circle + s * 0.024 * side) * radius * 1.006 for s in (1, -1)]
        builder.grid(band, "leather", colour="groove", flip=True)


def _beach(builder: MeshBuilder, radius: float) -> None:
    latitude = np.linspace(-np.pi / 2, np.pi / 2, 13)[:, None]
    for k in range(6):
        azimuth = np.linspace(k, k + 1, 5)[None] * np.pi / 3
        points = np.stack([np.cos(latitude) * np.cos(azimuth), np.cos(latitude) * np.sin(azimuth),
                           np.sin(latitude) + 0 * azimuth], -1)  # fmt: skip
        builder.grid(points * radius, "plastic", colour=f"lune{k}")
