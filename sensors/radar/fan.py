"""What a fan of rays finds: the echoes of walls, rails and trees, and mirrors with what they show.

A surface sends back γ times the area that a beam meets of it (constant-γ law: Barton, Radar System
Analysis, 1964), and as a mirror that is met square, π R² times what it reflects: the radar sees
itself at twice the range. In smooth sides that are met obliquely it sees bodies a second time: at
their mirrored place where the wave goes both ways by the mirror, half-way to it, and from between,
where it goes so one way only.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...simcore.classes import class_id
from ...simcore.pose import Array
from ...simcore.rays.world import Among
from ...simcore.render.stage import Posed, Stage
from .echo import HALF_MIRRORED, MIRRORED, Echoes, Stand
from .echoes import echoes, gammas, mirrors
from .signals import SURFACES

ROWS = np.radians([-1.5, 0.2, 0.6, 1.5, 4.5])
"""Elevations of the rays [rad]: most of them where rails and walls are."""
HEIGHTS = np.radians([1.55, 1.05, 0.65, 1.95, 5.0])
"""What each stands for, to the middle between it and its neighbours [rad]."""
FLAT, RAILS = 1, (1, 2, 3)
"""The row in which mirrors are looked for, and those for guard rails, which are low."""
NARROW, FINE, COARSE = np.radians([10.0, 0.4, 1.4])
"""Steps of the azimuth, within so far of the axis and beyond it [rad]."""
UPRIGHT = 0.3
"""Mirrors are steeper than this, by the vertical share of their normals."""
RAIL = class_id("guard_rail")
AGAIN = 0.05
"""Second rays begin so far from a mirror [m]."""


class Fan:
    """Rays within a field of view to each side [rad]."""

    def __init__(self, field: float):
        inner = min(field, float(NARROW))
        azimuth = np.arange(-inner + 0.5 * FINE, inner, FINE)
        width = np.full(len(azimuth), FINE)
        if field > inner:
            side = np.arange(inner + 0.5 * COARSE, field, COARSE)
            azimuth = np.concatenate([-side[::-1], azimuth, side])
            more = np.full(len(side), COARSE)
            width = np.concatenate([more, width, more])
        # Rows are shifted against each other, so that what is narrow is met by some of them.
        shift = (np.arange(len(ROWS)) * 0.618 % 1.0 - 0.5)[:, None] * width
        self.azimuth = (azimuth + shift).ravel()
        self.elevation = np.repeat(ROWS, len(azimuth))
        self.width = np.tile(width, len(ROWS))
        self.solid = self.width * np.repeat(HEIGHTS, len(azimuth))
        self.row = np.repeat(np.arange(len(ROWS)), len(azimuth))

    def __len__(self) -> int:
        return len(self.azimuth)


def found(
    fan: Fan, among: Among, stage: Stage, posed: Posed, faces: Array, stand: Stand, reach: float,
    speeds: dict[int, Array], lit: set[int],
) -> list[Echoes]:  # fmt: skip
    """Echoes of surfaces, and of bodies by way of mirrors.

    faces (T, 3): normals of the stage's triangles (``faces_of``); speeds: velocity (3,) of bodies
    by id; lit: ids of those that the radar sees straight.
    """
    direction = stand.towards(fan.azimuth, fan.elevation)
    hits = among.closest(stand.eye, direction, reach)
    rays = np.flatnonzero(hits.item >= 0)
    if not len(rays):
        return []
    item, away = hits.item[rays], hits.distance[rays].astype(np.float64)
    kind = stage.class_id[item]
    gamma = gammas()[kind]
    normal = _turned(posed, item, faces[hits.triangle[rays]])
    square = -(normal * direction[rays]).sum(1)
    facing = mirrors()[kind]
    area = gamma * away**2 * fan.solid[rays]
    # The steepest ray onto each item stands for the mirror that shows the radar to itself.
    seen = square > np.cos(0.75 * fan.width[rays])
    seen &= (facing > 0.0) & (gamma > 0.0)
    if seen.any():
        best = np.flatnonzero(seen)[np.argsort(-square[seen], kind="stable")]
        best = best[np.unique(item[best], return_index=True)[1]]
        area[best] += np.pi * away[best] ** 2 * facing[best]
    kept = area > 0.0
    parts = [_surfaces(stand, fan, rays[kept], away[kept], area[kept], kind[kept])]
    row = fan.row[rays]
    flat = (row == FLAT) | ((kind == RAIL) & (row >= RAILS[0]) & (row <= RAILS[-1]))
    flat &= (facing > 0.0) & (np.abs(normal[:, 2]) < UPRIGHT) & (square > 0.02)
    if flat.any():
        parts += _mirrored(
            among, stage, stand, reach, speeds, lit, direction[rays[flat]], away[flat],
            item[flat], normal[flat], facing[flat],
        )  # fmt: skip
    return parts


def _surfaces(stand: Stand, fan: Fan, rays, away, area, kind) -> Echoes:
    azimuth, elevation = fan.azimuth[rays], fan.elevation[rays]
    speed = -(stand.towards(azimuth, elevation) @ stand.velocity)
    none = np.zeros(len(rays), np.int64)
    return Echoes(away, azimuth, elevation, azimuth, elevation, speed, area, none,
                  kind.astype(np.int64), none, SURFACES + rays)  # fmt: skip


def _mirrored(among, stage: Stage, stand: Stand, reach, speeds, lit, direction, away, item,
              normal, facing) -> list[Echoes]:  # fmt: skip
    """Bodies that mirrors show."""
    along = (direction * normal).sum(1)
    onwards = direction - 2.0 * along[:, None] * normal
    start = stand.eye + direction * away[:, None] + AGAIN * normal
    hits = among.closest(start, onwards, np.maximum(reach - away, 0.0))
    body = np.where(hits.item >= 0, stage.body[hits.item], 0).astype(np.int64)
    first = stage.body[item]
    known = np.zeros(max(int(stage.body.max()), *speeds, 0) + 1, bool)
    known[list(speeds)] = True
    shown = (body > 0) & (body != first) & known[body]
    rows = np.flatnonzero(shown)
    if not len(rows):
        return []
    # One image of each body on each side: that of the middle one of its rays.
    side = (direction[rows] @ stand.T[:3, 1] > 0.0).astype(np.int64)
    order = np.lexsort((rows, 2 * body[rows] + side))
    rows, side = rows[order], side[order]
    _, begin, count = np.unique(2 * body[rows] + side, return_index=True, return_counts=True)
    rows = rows[begin + count // 2]
    return _images(stage, stand, speeds, lit, direction, away, normal, facing, first, start,
                   onwards, hits, body, rows)  # fmt: skip


def _images(stage: Stage, stand: Stand, speeds, lit, direction, away, normal, facing, first,
            start, onwards, hits, body, rows) -> list[Echoes]:  # fmt: skip
    rest = hits.distance[rows].astype(np.float64) + AGAIN
    place = start[rows] + onwards[rows] * rest[:, None]
    n, to, bodies = normal[rows], direction[rows], body[rows]
    kind = stage.class_id[hits.item[rows]].astype(np.int64)
    table = echoes()
    sigma = np.array([table[k].area if k in table else 0.0 for k in kind.tolist()])
    velocity = np.array([speeds[b] for b in bodies.tolist()])
    mirror = np.array([speeds.get(int(b), np.zeros(3)) for b in first[rows]])
    image = velocity - 2.0 * ((velocity - mirror) * n).sum(1)[:, None] * n
    bounced = away[rows] + rest
    receding = ((image - stand.velocity) * to).sum(1)
    azimuth, elevation = stand.angles(to)
    number = 2 * SURFACES + 4 * bodies
    power = facing[rows]
    whole = Echoes(bounced, azimuth, elevation, azimuth, elevation, receding, sigma * power**2,
                   bodies, kind, np.full(len(rows), MIRRORED), number)  # fmt: skip
    seen = np.array([int(b) in lit for b in bodies], bool)
    straight = place - stand.eye
    direct = np.linalg.norm(straight, axis=1)
    straight /= direct[:, None]
    azimuth_out, elevation_out = stand.angles(straight)
    there = ((velocity - stand.velocity) * straight).sum(1)
    half = 0.5 * (direct + bounced)
    spread = half**4 / (direct**2 * bounced**2)
    mixed = Echoes(half, azimuth, elevation, azimuth_out, elevation_out,
                   0.5 * (there + receding), sigma * power * spread, bodies, kind,
                   np.full(len(rows), HALF_MIRRORED), number + 1)  # fmt: skip
    return [whole, mixed.at(np.flatnonzero(seen))]


def faces_of(stage: Stage) -> Array:
    """(T, 3) unit normals of all triangles in the axes of their items."""
    g = stage.geometry
    first = np.repeat(g.first_vertex[:-1], np.diff(g.first_triangle))
    p = g.vertices[:, g.triangles + first[:, None]].astype(np.float64)  # (axis, T, corner)
    normal = np.cross((p[:, :, 1] - p[:, :, 0]).T, (p[:, :, 2] - p[:, :, 0]).T)
    return normal / np.maximum(np.linalg.norm(normal, axis=1), 1e-12)[:, None]


def _turned(posed: Posed, item: NDArray, normal: Array) -> Array:
    """(N, 3) unit normals in the world. Scaled items turn them by the inverse of their axes,
    transposed."""
    turn = posed.start[item, :3, :3]
    size = np.maximum((turn * turn).sum(1), 1e-12)
    normal = np.einsum("nij,nj->ni", turn / size[:, None, :], normal)
    return normal / np.maximum(np.linalg.norm(normal, axis=1), 1e-12)[:, None]
