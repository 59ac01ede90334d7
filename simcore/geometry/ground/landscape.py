"""The land around roads out to the horizon: fields, meadows, hills and woods.

A height field lies buried under the corridors and rises to their outer edges, so that it shows
only beyond them; its cells are 14 m near the roads and grow with the distance. Hills: ridged noise
with a wavelength of some 1–3 km, which begins to rise 120 m from the road.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from ...classes import class_id
from ...keys import fold, generator
from ...scene import Placement
from ..sheets import Sheet, assembled, unit
from ..vegetation.forest import Wood
from .corridor import Corridor, within_bend
from .noise import fbm, hashed

Array = NDArray[np.float64]

_CELL = 14.0
_NEAR = 230.0
_FAR = 5000.0
_BURIED = -1.6
_TILE = 8


class Land(NamedTuple):
    """What the country is like.

    hills: height of the hills [m]; rolling: of the ground near the road [m]; woods: how many woods
    stand within 900 m; conifers: share of them; arable: share of the fields that are bare soil.
    """

    hills: float = 60.0
    rolling: float = 2.5
    woods: int = 16
    conifers: float = 0.4
    arable: float = 0.35


LANDS = {
    "country": Land(),
    "forest": Land(hills=90.0, rolling=4.0, woods=26, conifers=0.75, arable=0.0),
    "motorway": Land(hills=50.0, rolling=2.0, woods=20, arable=0.4),
    "suburban": Land(hills=50.0, rolling=0.8, woods=12, conifers=0.2, arable=0.0),
    "town": Land(hills=30.0, rolling=0.0, woods=6, conifers=0.1, arable=0.0),
}


class Relief(Protocol):
    """The height of the land, and how far places are beyond its roads."""

    @property
    def land(self) -> Land:
        """What the country is like."""

    def beyond(self, points: Array) -> tuple[Array, Array]:
        """Distance beyond the roads (negative: within), and the height there, (P,) [m]."""

    def height(self, points: Array) -> Array:
        """(P,) height of the land at points (P, 2) [m]."""


class Terrain:
    """The height of the land at any place."""

    def __init__(self, corridors: Sequence[Corridor], land: Land, key: int):
        self.corridors, self.land = tuple(corridors), land
        self._seed = fold(key, "terrain") & 0xFFFFFFFF

    def beyond(self, points: Array) -> tuple[Array, Array]:
        """Distance beyond the nearest corridor's outer edge (negative: within), and the height of
        that edge, each (P,), for points (P, 2) [m]."""
        away = np.full(len(points), np.inf)
        edge = np.zeros(len(points))
        for corridor in self.corridors:
            s, t = corridor.line.project(points)
            first, last = corridor.span
            past = np.maximum(np.maximum(first - s, s - last), 0.0)
            end = np.where(t > 0, corridor.section.end(1), corridor.section.end(-1))
            axis = corridor.line.axis(s.clip(first, last))
            reach = np.where(axis.curvature * t > 0, within_bend(axis.curvature), np.inf)
            across = np.abs(t) - np.minimum(np.abs(end), reach)
            distance = np.where(past > 0, np.hypot(past, np.maximum(across, 0.0)), across)
            base = axis.z + corridor.section.height(end)
            nearer = distance < away
            away, edge = np.where(nearer, distance, away), np.where(nearer, base, edge)
        return away, edge

    def height(self, points: Array) -> Array:
        """(P,) height of the land at points (P, 2) [m]; buried under corridors."""
        away, edge = self.beyond(points)
        x, y = points[:, 0], points[:, 1]
        ridge = 1.0 - np.abs(2.0 * fbm(x / 1500, y / 1500, 3, self._seed, 0.45) - 1.0)
        hills = self.land.hills * ridge**2 * np.clip((away - 120.0) / 700.0, 0.0, 1.5)
        roll = 2.0 * fbm(x / 160, y / 160, 2, self._seed + 9) - 1.0
        rolling = self.land.rolling * roll * np.clip(away / 60.0, 0.0, 1.0)
        # Far from any road the land keeps to a mean level, whatever the road's grade.
        level = edge * np.clip(1.0 - (away - 100.0) / 1500.0, 0.0, 1.0)
        z = level + hills + rolling
        return np.where(away < -5.0, edge + _BURIED, np.where(away < 0.0, edge - 0.12, z))


def landscape(
    corridors: Sequence[Corridor], key: int, land: Land | str = "country", season: str = "summer"
) -> tuple[Placement, ...]:
    """The land around corridors as meshes; it reaches 5 km beyond them."""
    land = LANDS[land] if isinstance(land, str) else land
    terrain = Terrain(corridors, land, key)
    outlines = np.concatenate([c.exact(np.linspace(*c.span, 60), 0.0)[:, :2] for c in corridors])
    low, high = outlines.min(0), outlines.max(0)
    xs, ys = _lines(low[0], high[0]), _lines(low[1], high[1])
    grid_x, grid_y = np.meshgrid(xs, ys, indexing="ij")
    flat = np.stack([grid_x.ravel(), grid_y.ravel()], -1)
    z = terrain.height(flat).reshape(grid_x.shape)
    points = np.stack([grid_x, grid_y, z], -1)
    slope_x, slope_y = np.gradient(z, xs, ys)
    normals = unit(np.stack([-slope_x, -slope_y, np.ones_like(z)], -1))
    buried = (terrain.beyond(flat)[0] < -5.0).reshape(grid_x.shape)
    cells = _fields(points, land, key)
    return _tiles(points, normals, buried, cells, season) + woods(terrain, outlines, key, season)


def _lines(low: float, high: float) -> Array:
    """Places of grid lines along an axis: even near the roads, wider and wider beyond."""
    first, last = low - _NEAR, high + _NEAR
    even = np.linspace(first, last, int(np.ceil((last - first) / _CELL)) + 1)
    steps = [_CELL * 1.7]
    while sum(steps) < _FAR:
        steps.append(steps[-1] * 1.5)
    out = np.cumsum(steps)
    return np.concatenate([first - out[::-1], even, last + out])


def _fields(points: Array, land: Land, key: int) -> NDArray[np.int64]:
    """(A - 1, B - 1) what grows on each cell: 0 meadow, 1 pasture, 2 soil, 3 wooded hill."""
    seed = fold(key, "fields") & 0xFFFFFFFF
    middle = (points[1:, 1:] + points[:-1, :-1]) / 2
    width = points[1:, 1:, 0] - points[:-1, :-1, 0]
    skew = middle[..., :2] @ np.array([[0.96, 0.28], [-0.28, 0.96]])
    chance = hashed(np.floor(skew[..., 0] / 140), np.floor(skew[..., 1] / 75), seed)
    kind = np.where(chance < land.arable, 2, np.where(chance < 0.5 + land.arable / 2, 0, 1))
    rise = middle[..., 2] - np.median(points[..., 2])
    wooded = (width > 2 * _CELL) & (rise > 0.3 * land.hills) & (land.hills > 0)
    return np.where(wooded, 3, kind)


GREENS = {
    "winter": ((0.085, 0.095, 0.04), (0.11, 0.10, 0.05), (0.075, 0.07, 0.05)),
    "spring": ((0.055, 0.105, 0.025), (0.075, 0.125, 0.03), (0.06, 0.09, 0.03)),
    "summer": ((0.05, 0.09, 0.025), (0.085, 0.10, 0.035), (0.03, 0.055, 0.018)),
    "autumn": ((0.065, 0.09, 0.03), (0.11, 0.10, 0.045), (0.12, 0.075, 0.025)),
}
"""Meadow, pasture and distant wooded hills by season."""


def _tiles(
    points: Array, normals: Array, buried: NDArray[np.bool_], cells: NDArray[np.int64], season: str
) -> tuple[Placement, ...]:
    """The height field in tiles, without cells that lie wholly under corridors."""
    meadow, pasture, wooded = GREENS[season]
    kinds = (
        ("grass", "grass", meadow),
        ("grass", "pasture", pasture),
        ("soil", "soil", None),
        ("leaf", "wooded_hill", wooded),
    )
    shown = ~(buried[:-1, :-1] & buried[1:, :-1] & buried[1:, 1:] & buried[:-1, 1:])
    placements = []
    for i in range(0, cells.shape[0], _TILE):
        for j in range(0, cells.shape[1], _TILE):
            part = points[i : i + _TILE + 1, j : j + _TILE + 1]
            up = normals[i : i + _TILE + 1, j : j + _TILE + 1]
            here, seen = (a[i : i + _TILE, j : j + _TILE] for a in (cells, shown))
            sheets = []
            for number, (material, colour, albedo) in enumerate(kinds):
                mask = (here == number) & seen
                if mask.any():
                    sheets.append(_patch(part, up, mask, material, colour, albedo))
            if sheets:
                placements.append(Placement(assembled(sheets), np.eye(4), class_id("terrain")))
    return tuple(placements)


def _patch(
    points: Array, normals: Array, mask: NDArray[np.bool_], material: str, colour: str, albedo
) -> Sheet:
    rows, columns = points.shape[:2]
    number = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = number[:-1, :-1], number[1:, :-1], number[1:, 1:], number[:-1, 1:]
    faces = np.stack([a, b, c, a, c, d], -1)[mask].reshape(-1, 3)
    used = np.zeros(rows * columns, bool)
    used[faces] = True
    faces = (np.cumsum(used) - 1)[faces]
    flat = points.reshape(-1, 3)[used]
    return Sheet(flat, normals.reshape(-1, 3)[used], flat[:, :2], faces, material, colour, albedo)


def woods(terrain: Relief, road: Array, key: int, season: str) -> tuple[Placement, ...]:
    """Woods around the road (N, 2), the nearer the smaller."""
    rng = generator(key, "woods")
    low, size = road.min(0), np.ptp(road, axis=0)
    drawn = []
    for _ in range(terrain.land.woods):
        distance = 90.0 * (1 + 8.0 * rng.random() ** 1.5)
        breadth = float(rng.uniform(0.25, 0.6) * min(distance, 320.0))
        place = low + size * rng.random(2)
        turn = rng.uniform(0, 2 * np.pi)
        place = place + distance * np.array([np.cos(turn), np.sin(turn)])
        conifers = bool(rng.random() < terrain.land.conifers)
        drawn.append((place, breadth, conifers, int(rng.integers(2**31))))
    away, _ = terrain.beyond(np.array([place for place, *_ in drawn]))
    woods = []
    for (place, breadth, conifers, seed), free in zip(drawn, away, strict=True):
        if free >= breadth * 0.6 + 10.0:
            nearest = road[((road - place) ** 2).sum(1).argmin()]
            gap = float(np.linalg.norm(nearest - place))
            towards = (nearest - place) / gap
            woods.append(Wood(place, breadth, gap - 0.5 * breadth, towards, conifers, seed))
    if not woods:
        return ()
    levels = terrain.height(np.concatenate([w.rim for w in woods])).reshape(len(woods), -1)
    return tuple(
        Placement(w.mesh(level, season), np.eye(4), class_id("vegetation"))
        for w, level in zip(woods, levels, strict=True)
    )
