"""The land around a network: it meets every edge of the roads and reaches to the horizon.

One triangulation (Delaunay) of points that are close to each other beside the roads and wide apart
far from them. Near roads its height is that of the nearest edges, weighted by their distance
(Shepard 1968), so that between a high and a low road there is a slope; further away it rolls, and
hills rise as in ``ground.landscape``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..classes import class_id
from ..geometry.ground.landscape import GREENS, LANDS, Land, woods
from ..geometry.ground.noise import fbm, hashed
from ..geometry.sheets import Sheet, assembled, unit
from ..keys import fold
from ..scene import Placement
from .ground import Ground
from .tube import rims

Array = NDArray[np.float64]

RINGS = ((1.5, 3.0), (6.0, 5.0), (15.0, 9.0), (35.0, 16.0), (75.0, 30.0), (150.0, 55.0))
"""Distance from the roads and spacing of the points there [m]."""
GRIDS = ((100.0, 350.0), (300.0, 1200.0), (1000.0, 6000.0))
"""Spacing of the points further away, and how far they reach beyond the roads [m]."""
UNDER = 0.03
"""How much lower than the road's edge the land begins [m]."""
NEAREST = 8


class Relief:
    """The height of the land at any place.

    area: what roads take up, in plan (shapely); edges (N, 3): places on their edges.
    """

    def __init__(self, area: Any, edges: Array, land: Land, key: int):
        from scipy.spatial import cKDTree

        self.area, self.land = area, land
        self._edges = edges
        self._tree = cKDTree(edges[:, :2])
        self._mean = float(np.median(edges[:, 2]))
        self._seed = fold(key, "terrain") & 0xFFFFFFFF

    def beyond(self, points: Array) -> tuple[Array, Array]:
        """Distance from the nearest edge (negative: on a road) and the height of the edges there,
        (P,), for points (P, 2) [m]."""
        from shapely import contains_xy, prepare

        prepare(self.area)
        away, k = self._tree.query(points, k=min(NEAREST, len(self._edges)))
        away, k = away.reshape(len(points), -1), k.reshape(len(points), -1)
        weight = 1.0 / (away + 0.02) ** 2
        level = (weight * self._edges[k, 2]).sum(1) / weight.sum(1)
        on_road = contains_xy(self.area, points)
        return np.where(on_road, -away[:, 0], away[:, 0]), level

    def height(self, points: Array) -> Array:
        """(P,) height of the land at points (P, 2) [m]."""
        away, level = self.beyond(points)
        away = np.maximum(away, 0.0)
        x, y = points[:, 0], points[:, 1]
        ridge = 1.0 - np.abs(2.0 * fbm(x / 1500, y / 1500, 3, self._seed, 0.45) - 1.0)
        hills = self.land.hills * ridge**2 * np.clip((away - 120.0) / 700.0, 0.0, 1.5)
        roll = 2.0 * fbm(x / 160, y / 160, 2, self._seed + 9) - 1.0
        rolling = self.land.rolling * roll * np.clip((away - 4.0) / 60.0, 0.0, 1.0)
        verge = UNDER + 0.06 * np.minimum(away, 5.0)
        share = np.clip(1.0 - (away - 100.0) / 1500.0, 0.0, 1.0)
        return self._mean + (level - self._mean) * share - verge + hills + rolling


def relief_of(ground: Ground, area: Any, land: str, key: int) -> Relief:
    """The relief around the segments of a network that lie on the ground or beneath it."""
    rows = []
    for item in ground.segments:
        if item.kind == "tunnel":
            rows += rims(item)
        elif item.kind == "ground":
            for lane in item.layers:
                rows += [_dense(border) for border in item.places[lane]]
    return Relief(area, np.concatenate(rows), LANDS[land], key)


def _dense(border: Array) -> Array:
    """A polyline (N, 3) with a place every metre."""
    run = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(border, axis=0), axis=1))])
    at = np.linspace(0.0, run[-1], max(2, int(run[-1]) + 1))
    return np.stack([np.interp(at, run, border[:, k]) for k in range(3)], -1)


def landscape(relief: Relief, key: int, season: str) -> tuple[Placement, ...]:
    """The land as meshes, with woods; it reaches 6 km beyond the roads."""
    from scipy.spatial import Delaunay
    from shapely import contains_xy

    flat = _points(relief)
    middle = flat.mean(0)
    faces = Delaunay(flat - middle).simplices.astype(np.int64)
    a, b, c = (flat[faces[:, k]] for k in range(3))
    turn = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    faces[turn < 0] = faces[turn < 0][:, ::-1]
    faces = faces[np.abs(turn) > 1e-4]
    centre = flat[faces].mean(1)
    kept = ~contains_xy(relief.area, centre)
    faces, centre = faces[kept], centre[kept]
    points = np.column_stack([flat, relief.height(flat)])
    normals = _normals(points, faces)
    away = relief.beyond(centre)[0]
    kinds = _fields(points[faces].mean(1), away, relief.land, key)
    outline = relief._edges[:: max(1, len(relief._edges) // 400), :2]
    return _tiles(points, normals, faces, centre, away, kinds, season) + woods(
        relief, outline, key, season
    )


def _points(relief: Relief) -> Array:
    """(N, 2) places of the triangulation."""
    from shapely import contains_xy, distance
    from shapely import points as places

    area = relief.area
    found = [_boundary(area.simplify(0.03), 3.0)]
    low, high = np.array(area.bounds[:2]), np.array(area.bounds[2:])
    grown = area
    for away, step in RINGS:
        grown = area.simplify(0.05 * away).buffer(away, quad_segs=4).simplify(0.1 * away)
        found.append(_boundary(grown, step))
    inner = None
    coarser = max(1.0, float((high - low).max()) / 20_000.0)
    for step, reach in ((coarser * a, b) for a, b in GRIDS):
        first, end = low - reach, high + reach
        xs, ys = (np.arange(np.floor(a / step), np.ceil(b / step) + 1) * step
                  for a, b in zip(first, end, strict=True))  # fmt: skip
        grid = np.stack(np.meshgrid(xs, ys, indexing="ij"), -1).reshape(-1, 2)
        if inner is not None:
            outside = (grid < inner[0] - 0.3 * step) | (grid > inner[1] + 0.3 * step)
            grid = grid[outside.any(1)]
        else:
            grid = grid[distance(places(grid), grown) > 0.4 * step]
            grid = grid[~contains_xy(grown, grid)]
        inner = (first, end)
        found.append(grid)
    every = np.concatenate(found)
    _, kept = np.unique(np.round(every / 0.25).astype(np.int64), axis=0, return_index=True)
    return every[np.sort(kept)]


def _boundary(area: Any, step: float) -> Array:
    """Places along all rings of an area, at most ``step`` apart."""
    from shapely import get_coordinates

    return get_coordinates(area.boundary.segmentize(step))


def _normals(points: Array, faces: NDArray[np.int64]) -> Array:
    a, b, c = (points[faces[:, k]] for k in range(3))
    facing = np.cross(b - a, c - a)
    normals = np.zeros_like(points)
    for k in range(3):
        for axis in range(3):
            normals[:, axis] += np.bincount(faces[:, k], facing[:, axis], len(points))
    normals[:, 2] += 1e-9
    return unit(normals)


def _fields(centre: Array, away: Array, land: Land, key: int) -> NDArray[np.int64]:
    """(T,) what grows on each triangle: 0 meadow, 1 pasture, 2 soil, 3 wooded hill."""
    seed = fold(key, "fields") & 0xFFFFFFFF
    skew = centre[:, :2] @ np.array([[0.96, 0.28], [-0.28, 0.96]])
    chance = hashed(np.floor(skew[:, 0] / 140), np.floor(skew[:, 1] / 75), seed)
    kind = np.where(chance < land.arable, 2, np.where(chance < 0.5 + land.arable / 2, 0, 1))
    kind = np.where(away < 25.0, 0, kind)
    wooded = (away > 250.0) & (centre[:, 2] - np.median(centre[:, 2]) > 0.3 * land.hills)
    return np.where(wooded & (land.hills > 0), 3, kind)


def _tiles(
    points: Array,
    normals: Array,
    faces: NDArray[np.int64],
    centre: Array,
    away: Array,
    kinds: NDArray[np.int64],
    season: str,
) -> tuple[Placement, ...]:
    """The triangles in tiles, small ones beside the roads."""
    meadow, pasture, wooded = GREENS[season]
    looks: Sequence[tuple[str, str, Any]] = (
        ("grass", "grass", meadow),
        ("grass", "pasture", pasture),
        ("soil", "soil", None),
        ("leaf", "wooded_hill", wooded),
    )
    size = np.where(away < 60.0, 80.0, np.where(away < 400.0, 320.0, 2000.0))
    tile = np.floor(centre / size[:, None]).astype(np.int64)
    _, number = np.unique(np.column_stack([size.astype(np.int64), tile]), axis=0,
                          return_inverse=True)  # fmt: skip
    number = number.ravel()
    order = np.argsort(number, kind="stable")
    cuts = np.flatnonzero(np.diff(number[order])) + 1
    placements = []
    for rows in np.split(order, cuts):
        sheets = []
        for kind, (material, colour, albedo) in enumerate(looks):
            mine = faces[rows[kinds[rows] == kind]]
            if len(mine):
                used, index = np.unique(mine, return_inverse=True)
                sheets.append(
                    Sheet(points[used], normals[used], points[used, :2], index.reshape(-1, 3),
                          material, colour, albedo)
                )  # fmt: skip
        if sheets:
            placements.append(Placement(assembled(sheets), np.eye(4), class_id("terrain")))
    return tuple(placements)
