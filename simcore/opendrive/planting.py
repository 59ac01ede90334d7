"""Trees and bushes in the country around a network."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ..geometry.dresser.dressing import Stand
from ..geometry.ground.noise import hashed
from ..geometry.vegetation.birch import birch
from ..geometry.vegetation.bush import bush
from ..geometry.vegetation.spruce import spruce
from ..geometry.vegetation.tree import bare_tree, leafed_tree
from ..keys import fold
from ..line import Line
from ..pose import pose
from .land import Relief

Array = NDArray[np.float64]

CELL = 9.0
"""One place at most in each square of this side [m]."""
SHARES = {"fields": 0.05, "mixed": 0.16, "forest": 0.55}
"""Share of the squares with something in them."""
CONIFERS = {"fields": 0.1, "mixed": 0.35, "forest": 0.6}
FAR = {"fields": 70.0, "mixed": 60.0, "forest": 45.0}
"""No further from the roads than this [m]: beyond there are woods."""
MOST = 6000
"""No more than so many; the nearest to the route are kept."""


def planted(
    relief: Relief, route: Line, style: str, season: str, key: int, clearing: float
) -> Iterator[Stand]:
    """Trees and bushes. style: of ``SHARES``; clearing: from a road to the first of them [m]."""
    seed = fold(key, "planting") & 0xFFFFFFFF
    low, right, high, left = relief.area.buffer(FAR[style]).bounds
    squares = np.meshgrid(
        np.arange(np.floor(low / CELL), np.ceil(high / CELL)),
        np.arange(np.floor(right / CELL), np.ceil(left / CELL)),
        indexing="ij",
    )
    i, j = squares[0].ravel(), squares[1].ravel()
    some = hashed(i, j, seed) < SHARES[style]
    i, j = i[some], j[some]
    flat = CELL * np.column_stack([i + hashed(i, j, seed + 1), j + hashed(i, j, seed + 2)])
    away, _ = relief.beyond(flat)
    inside = (away > clearing) & (away < FAR[style])
    i, j, flat = i[inside], j[inside], flat[inside]
    if not len(flat):
        return
    s, t = route.project(flat)
    first, last = route.span
    apart = np.hypot(np.maximum(np.maximum(first - s, s - last), 0.0), t)
    order = np.argsort(apart, kind="stable")[:MOST]
    z = relief.height(flat)
    chances = np.stack([hashed(i, j, seed + 3 + m) for m in range(3)])
    for n in order:
        kind, size, turn = chances[:, n].tolist()
        detail = 0 if apart[n] < 14.0 else 1 if apart[n] < 45.0 else 2
        fixture = _plant(kind, size, CONIFERS[style], detail, season)
        at = np.array([flat[n, 0], flat[n, 1], z[n] - 0.05])
        yield Stand(fixture, pose(at, yaw=2 * np.pi * turn))


def _plant(kind: float, size: float, conifers: float, detail: int, season: str):
    if kind < 0.25:
        return bush(int(size * 3), max(detail, 1), 1.6, season)
    variant = int(kind * 97) % 3
    height = (7.0, 9.0, 12.0)[int(size * 3)]
    if (kind - 0.25) / 0.75 < conifers:
        return spruce(variant, max(detail, 1), (6.0, 8.0, 10.0)[int(size * 3)])
    if kind > 0.92:
        return birch(variant, max(detail, 1), height * 1.2, season, 0.0)
    if season == "winter":
        return bare_tree(variant, max(detail, 1), height, 0.0)
    return leafed_tree(variant, max(detail, 1), height, season, 0.0)
