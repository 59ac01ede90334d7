"""Tunnels: walls and ceiling around a segment, its portals, the ground above, and its lamps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..classes import class_id
from ..geometry.builder import MeshBuilder
from ..geometry.dresser.dressing import Stand
from ..geometry.fixture import Fixture, Light
from ..geometry.sheets import Sheet, assembled, lattice, triangulated, unit
from ..light.tubes import Tube
from ..materials import lit
from ..pose import pose
from ..scene import Placement
from .segments import GREEN, PAVEMENT, WALK, Segment

Array = NDArray[np.float64]

CLEAR = 4.9
"""Height of the ceiling [m] (RABT: 4.50 m clear, and room for what hangs from it)."""
COVERED = 7.2
"""How high the land lies above the road of a tunnel [m]."""
ROOM = 0.7
"""From the outermost lane to the wall [m]."""
LINED = 1.1
"""From there to where the land goes on beside it [m]: further than the wall."""
BEHIND = 1.5
"""How far behind a portal the land has risen [m]."""
WING = 5.0
"""How far a portal reaches beyond the walls [m]."""
LAMPS = 12.0
"""Distance between lamps [m]."""
_LIGHT = (0.62, 0.61, 0.58)


def tubes(segments: Sequence[Segment]) -> list[Placement]:
    """The tunnels among segments, which are in the order of their roads."""
    placements = []
    for number, item in enumerate(segments):
        if item.kind != "tunnel":
            continue
        sheets = [_inside(item), _roof(item)]
        for end, step in ((0, -1), (-1, 1)):
            beside = segments[number + step] if 0 <= number + step < len(segments) else None
            within = beside is not None and beside.course is item.course
            if not (within and beside is not None and beside.kind == "tunnel"):
                sheets.append(_portal(item, end))
        mesh = assembled([sheets[0], *sheets[2:]])
        placements.append(Placement(mesh, np.eye(4), class_id("tunnel")))
        placements.append(Placement(assembled([sheets[1]]), np.eye(4), class_id("terrain")))
    return placements


def tunnel_spaces(segments: Sequence[Segment]) -> Iterator[Tube]:
    """The spaces of the tunnels, each from mouth to mouth, for their daylight."""
    for (_, kind), items in groupby(segments, lambda item: (id(item.course), item.kind)):
        if kind != "tunnel":
            continue
        line, wide = [], 0.0
        for item in items:
            right, left = (float(t) for t in _profile(item)[[0, -1], 0])
            n = len(item.s)
            line.append(item.at(np.full(n, (right + left) / 2), np.zeros(n)))
            wide = max(wide, left - right)
        yield Tube(np.concatenate(line), wide, CLEAR)


def _profile(item: Segment) -> Array:
    """(K, 2) t and height of the inside, from the foot of the right wall over the ceiling."""
    right, left = item.reach((PAVEMENT, WALK, GREEN)) or (-3.0, 3.0)
    right, left = right - ROOM, left + ROOM
    bend = 0.9
    angle = np.linspace(0.0, np.pi / 2, 5)
    corner = np.column_stack([right + bend * (1 - np.cos(angle)),
                              CLEAR - bend * (1 - np.sin(angle))])  # fmt: skip
    other = np.column_stack([left + right - corner[::-1, 0], corner[::-1, 1]])
    return np.concatenate([[[right, -0.3]], corner, other, [[left, -0.3]]])


def cutting(item: Segment) -> Any:
    """The area in plan that a tunnel keeps free of land (shapely)."""
    from shapely import polygons

    (right, left), n = _sides(item), len(item.s)
    edges = [item.at(np.full(n, t), np.zeros(n))[:, :2] for t in (right, left)]
    return polygons(np.concatenate([edges[0], edges[1][::-1]])).buffer(0.0)


def rims(item: Segment) -> list[Array]:
    """The edges (N, 3) of the land beside a tunnel, behind its portals."""
    first, last = float(item.s[0]) + BEHIND, float(item.s[-1]) - BEHIND
    if last <= first:
        return []
    s = np.linspace(first, last, max(2, int(last - first)))
    return [item.course.at(s, t, COVERED) for t in _sides(item)]


def _sides(item: Segment) -> tuple[float, float]:
    right, left = item.reach((PAVEMENT, WALK, GREEN)) or (-3.0, 3.0)
    return right - LINED, left + LINED


def _swept(item: Segment, rows: Array) -> Array:
    """(N, K, 3) a profile along the stations of a segment."""
    n = len(item.s)
    return np.stack([item.at(np.full(n, t), np.full(n, h)) for t, h in rows], 1)


def _inside(item: Segment) -> Sheet:
    rows = _profile(item)
    points = _swept(item, rows)
    along, across = np.gradient(points, axis=0), np.gradient(points, axis=1)
    normals = unit(np.cross(across, along))
    middle = points.mean(1, keepdims=True)
    wrong = ((middle - points) * normals).sum(-1).mean() < 0
    normals = -normals if wrong else normals
    run = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(rows, axis=0), axis=1))])
    uv = np.stack(np.broadcast_arrays(item.s[:, None], run), -1)
    faces = _facing(points.reshape(-1, 3), lattice(*points.shape[:2]), normals.reshape(-1, 3))
    return Sheet(points.reshape(-1, 3), normals.reshape(-1, 3), uv.reshape(-1, 2), faces,
                 "concrete", "tunnel_lining", _LIGHT)  # fmt: skip


def _roof(item: Segment) -> Sheet:
    """The ground above, where the land is left open for the road."""
    right, left = item.reach((PAVEMENT, WALK, GREEN)) or (-3.0, 3.0)
    level = COVERED - 0.05
    wide = LINED + 0.5
    points = _swept(item, np.array([(right - wide, level), (left + wide, level)]))
    up = np.tile([0.0, 0.0, 1.0], (points.shape[0] * 2, 1))
    flat = points.reshape(-1, 3)
    return Sheet(flat, up, flat[:, :2], _facing(flat, lattice(*points.shape[:2]), up), "grass")


def _portal(item: Segment, end: int) -> Sheet:
    """A wall around the mouth, facing out of the tunnel."""
    from shapely import Polygon, box

    rows = _profile(item)
    low, high = rows[0, 0] - WING, rows[-1, 0] + WING
    wall = box(low, -1.5, high, COVERED + 0.5).difference(Polygon(rows).buffer(0.0))
    wall = wall.difference(box(rows[0, 0], -2.0, rows[-1, 0], 0.5))
    flat, faces = triangulated(max(getattr(wall, "geoms", [wall]), key=lambda part: part.area))
    s = float(item.s[end])
    axis = item.course.line.axis(s)
    ahead = np.array([np.cos(axis.heading), np.sin(axis.heading), 0.0])
    out = -ahead if end == 0 else ahead
    points = item.course.at(np.full(len(flat), s), flat[:, 0], flat[:, 1]) - 0.03 * out
    normals = np.tile(out, (len(flat), 1))
    return Sheet(points, normals, flat, _facing(points, faces, normals), "stone")


def _facing(points: Array, faces: NDArray[np.int64], normals: Array) -> NDArray[np.int64]:
    """Triangles turned so that they face along the normals of their corners."""
    a, b, c = (points[faces[:, k]] for k in range(3))
    turned = (np.cross(b - a, c - a) * normals[faces].mean(1)).sum(1) < 0
    faces = faces.copy()
    faces[turned] = faces[turned][:, ::-1]
    return faces


@cache
def _lamp() -> Fixture:
    """A luminaire under a ceiling; its origin is on the road beneath."""
    builder = MeshBuilder()
    builder.box((0.0, 0.0, CLEAR - 0.12), (1.2, 0.3, 0.14), "galvanised", leave_out="-z")
    low = CLEAR - 0.19
    builder.quad((-0.6, 0.15, low), (0.6, 0.15, low), (0.6, -0.15, low), (-0.6, -0.15, low),
                 "street_lamp")  # fmt: skip
    light = Light("street", (0.0, 0.0, low - 0.02), (0.0, 0.0, -1.0), 900.0, "street", 26.0,
                  (1.0, 0.96, 0.90))  # fmt: skip
    return Fixture(((builder.build(), "street_lamp"),), None, (light,))


def tunnel_lamps(segments: Sequence[Segment]) -> Iterator[Stand]:
    """Lamps under the ceilings, which burn by day and by night."""
    for item in segments:
        if item.kind != "tunnel":
            continue
        rows = _profile(item)
        t = float(rows[0, 0] + rows[-1, 0]) / 2
        for s in np.arange(np.ceil(item.s[0] / LAMPS) * LAMPS, item.s[-1], LAMPS):
            at = item.course.line.at(s, t)
            yield Stand(_lamp(), pose(at, yaw=item.course.line.axis(s).heading), lit("street"))
