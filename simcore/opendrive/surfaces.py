"""Segments as meshes: lanes by what they are made of, kerbs, skirts; no ground lies twice.

Where roads overlap (in junctions), the mesh of the one with the higher rank is cut away; what lies
between connecting roads is filled in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..classes import class_id
from ..geometry.ground.cut import without
from ..geometry.ground.sections import KERB_WIDTH
from ..geometry.sheets import Sheet, assembled, polygons, triangulated, unit
from ..scene import Placement
from .ground import APRON, Ground
from .profile import DRIVING, RAISED
from .records import LaneRecord
from .segments import GREEN, PAVEMENT, WALK, Segment
from .tube import cutting, tubes

Array = NDArray[np.float64]

APART = 2.0
"""Surfaces with so much height between them do not lie on each other [m]."""
CLOSING = 3.0
"""Gaps between the roads of a junction narrower than twice this are paved [m]."""
HOLE = 60.0
"""Larger areas inside of a junction are islands [m²]."""
STEP = 0.03
"""Lanes side by side with a step higher than this have a kerb between them [m]."""
WIDE = 6.0
"""A lane wider than this is made of several strips [m]."""


Border = tuple[Array, Array]
"""t and height of a border at the stations of a segment."""


class Make(NamedTuple):
    """What a lane is made of."""

    class_name: str
    material: str
    colour: str | None = None
    albedo: tuple[float, float, float] | None = None


_ASPHALT = Make("road", "asphalt")
_GRASS = Make("terrain", "grass")
_MAKES = {
    "biking": Make("road", "asphalt", "cycle_lane", (0.20, 0.075, 0.05)),
    "parking": Make("parking", "asphalt", "parking", (0.125, 0.123, 0.12)),
    "sidewalk": Make("sidewalk", "paving"),
    "walking": Make("sidewalk", "paving"),
    "curb": Make("kerb", "kerbstone"),
    "median": _GRASS,
    "none": _GRASS,
    "rail": Make("rail_track", "gravel"),
    "roadWorks": Make("road", "gravel"),
}
_GUTTER = Make("road", "concrete", "gutter")


def made_of(lane: LaneRecord, layer: int) -> Make:
    """What a lane of a layer is made of."""
    if lane.type in DRIVING:
        return _ASPHALT
    if lane.type == "border":
        return _GUTTER if layer == PAVEMENT else _GRASS
    return _MAKES.get(lane.type, _ASPHALT if layer == PAVEMENT else _GRASS)


class Surfaces(NamedTuple):
    """The meshes of the ground, and the area in plan that they take up on the land (shapely)."""

    placements: tuple[Placement, ...]
    area: Any


def surfaces(ground: Ground, grass: tuple[float, float, float] | None = None) -> Surfaces:
    """All segments as meshes. grass: colour of what grows, as the season has it."""
    from shapely import union_all

    overlaps = _Overlaps(ground)
    placements: list[Placement] = []
    taken = []
    for number, item in enumerate(ground.segments):
        for layer in (PAVEMENT, WALK, GREEN):
            area = overlaps.areas[number][layer]
            if area.is_empty:
                continue
            cutter = overlaps.cutter(number, layer)
            made = _meshes(item, layer, grass)
            placements += without(made, cutter) if cutter is not None else made
            if item.kind == "ground":
                taken.append(area)
        if item.kind == "tunnel":
            taken.append(cutting(item))
        placements += _skirts(item, overlaps, number)
    placements += tubes(ground.segments)
    fills, areas = _fills(ground, overlaps)
    return Surfaces(tuple(placements) + fills, union_all([*taken, *areas]))


class _Overlaps:
    """The areas of all segments by layer, and what lies on them."""

    def __init__(self, ground: Ground):
        from shapely import STRtree

        self.ground = ground
        self.areas = [
            {layer: item.areas(layer) for layer in (PAVEMENT, WALK, GREEN)}
            for item in ground.segments
        ]
        self._flat = [(n, layer) for n, by in enumerate(self.areas) for layer in by]
        self._shapes = [self.areas[n][layer] for n, layer in self._flat]
        self._tree = STRtree(self._shapes)

    def cutter(self, number: int, layer: int) -> Any | None:
        """What goes before a layer of a segment where they overlap, None when nothing does."""
        from shapely import union_all

        own = self.areas[number].get(layer)
        if own is None:  # what surrounds the whole segment
            own = union_all(list(self.areas[number].values())).buffer(0.5)
        item = self.ground.segments[number]
        found = []
        for k in self._tree.query(own, predicate="intersects"):
            other, above = self._flat[k]
            there = self.ground.segments[other]
            same = there.course is item.course
            earlier = above < layer or (above == layer and there.rank < item.rank)
            if same or not earlier:
                continue
            both = own.intersection(self._shapes[k])
            if both.area > 0.02 and self.level(item, there, both):
                found.append(self._shapes[k])
        return union_all(found).buffer(-0.005) if found else None

    @staticmethod
    def level(item: Segment, other: Segment, both: Any) -> bool:
        """Whether two segments lie at about the same height where they overlap."""
        place = both.representative_point()
        heights = [_height(x, np.array([[place.x, place.y]]))[0][0] for x in (item, other)]
        return abs(heights[0] - heights[1]) < APART

    def near(self, area: Any) -> list[int]:
        """Numbers of the segments that touch an area."""
        return sorted({self._flat[k][0] for k in self._tree.query(area, predicate="intersects")})


def _height(item: Segment, points: Array) -> tuple[Array, Array]:
    """Height of a segment's road at points (P, 2), and how far these are beyond its lanes."""
    s, t = item.line.project(points)
    right, left = item.reach((PAVEMENT, WALK)) or item.reach((GREEN,)) or (0.0, 0.0)
    inside = s.clip(item.s[0], item.s[-1])
    beyond = np.hypot(s - inside, np.maximum(np.maximum(right - t, t - left), 0.0))
    held = t.clip(right, left)
    h = item.course.cross(inside, held)
    return item.line.at(inside, held)[:, 2] + h, beyond


def _meshes(item: Segment, layer: int, grass: tuple[float, float, float] | None) -> list[Placement]:
    """The lanes of a layer, by class."""
    sheets: dict[str, list[Sheet]] = {}
    for lane, own in item.layers.items():
        if own != layer:
            continue
        make = made_of(item.records[lane], layer)
        if make.material == "grass" and grass is not None:
            make = make._replace(colour="grass", albedo=grass)
        kerb = layer == WALK and item.records[lane].type in RAISED and _rise(item, lane) > STEP
        if kerb:
            top, rest = _split(item, lane)
            sheets.setdefault("kerb", []).append(_strip(item, *top, Make("kerb", "kerbstone")))
            sheets.setdefault(make.class_name, []).append(_strip(item, *rest, make))
        else:
            a = item.lanes[lane]
            ends = ((a.inner, a.low), (a.outer, a.high))
            sheets.setdefault(make.class_name, []).append(_strip(item, *ends, make))
        if abs(_rise(item, lane)) > STEP:
            sheets.setdefault("kerb", []).append(_face(item, lane))
    return [
        Placement(assembled(parts), np.eye(4), class_id(name), chart=item.chart)
        for name, parts in sheets.items()
    ]


def _rise(item: Segment, lane: int) -> float:
    """How much higher a lane begins than the one further in ends [m]."""
    inner = lane - (1 if lane > 0 else -1)
    if inner == 0:
        inner = -lane // abs(lane)
    before = item.lanes.get(inner)
    if before is None:
        return 0.0
    edge = before.low if inner * lane < 0 else before.high
    return float((item.lanes[lane].low - edge).mean())


def _split(item: Segment, lane: int) -> tuple[tuple[Border, Border], tuple[Border, Border]]:
    """A raised lane as the top of its kerb and the rest: pairs of (t, height) of both borders."""
    a = item.lanes[lane]
    side = 1.0 if lane > 0 else -1.0
    wide = np.minimum(np.abs(a.outer - a.inner) * 0.5, KERB_WIDTH)
    share = wide / np.maximum(np.abs(a.outer - a.inner), 1e-9)
    t, h = a.inner + side * wide, a.low + share * (a.high - a.low)
    return ((a.inner, a.low), (t, h)), ((t, h), (a.outer, a.high))


def _strip(item: Segment, one: Border, two: Border, make: Make) -> Sheet:
    """A strip between two borders, each (t, height) at the stations."""
    t = np.stack([one[0], two[0]], 1)
    h = np.stack([one[1], two[1]], 1)
    pieces = max(1, int(np.ceil(np.abs(t[:, 1] - t[:, 0]).max() / WIDE)))
    share = np.linspace(0.0, 1.0, pieces + 1)
    t = t[:, :1] + share * (t[:, 1:] - t[:, :1])
    h = h[:, :1] + share * (h[:, 1:] - h[:, :1])
    if item.course.folds:
        straight = item.course.cross(item.s[:, None], t[:, [0, -1]])
        h = h - (straight[:, :1] + share * (straight[:, 1:] - straight[:, :1]))
        h = h + item.course.cross(item.s[:, None], t)
    return _sheet(item, t, h, make)


def _sheet(item: Segment, t: Array, h: Array, make: Make) -> Sheet:
    """A sheet over (t, h) (N, K) at the stations of a segment, facing up."""
    if t[:, -1].sum() < t[:, 0].sum():
        t, h = t[:, ::-1], h[:, ::-1]
    points = np.stack([item.at(t[:, k], h[:, k]) for k in range(t.shape[1])], 1)
    along = np.gradient(points, axis=0)
    left = np.stack([-along[..., 1], along[..., 0], np.zeros_like(along[..., 0])], -1)
    across = np.gradient(points, axis=1)
    flat = np.linalg.norm(across, axis=-1, keepdims=True) < 1e-6
    across = np.where(flat, left, across)
    normals = unit(np.cross(along, across))
    normals = np.where(normals[..., 2:] < 0, -normals, normals)
    uv = np.stack(np.broadcast_arrays(item.s[:, None], t), -1)
    return Sheet(
        points.reshape(-1, 3), normals.reshape(-1, 3), uv.reshape(-1, 2),
        _faces(points), make.material, make.colour, make.albedo,
    )  # fmt: skip


def _faces(points: Array) -> NDArray[np.int64]:
    """Triangles of a grid (N, K, 3) whose columns run to the left, without empty ones."""
    rows, columns = points.shape[:2]
    number = np.arange(rows * columns).reshape(rows, columns)
    a, b = number[:-1, :-1].ravel(), number[1:, :-1].ravel()
    c, d = number[1:, 1:].ravel(), number[:-1, 1:].ravel()
    faces = np.stack([a, b, c, a, c, d], 1).reshape(-1, 3)
    flat = points.reshape(-1, 3)
    p, q, r = (flat[faces[:, k]] for k in range(3))
    area = np.linalg.norm(np.cross(q - p, r - p), axis=1)
    return faces[area > 1e-7]


def _face(item: Segment, lane: int) -> Sheet:
    """The upright face between a lane and the lower or higher one further in."""
    a = item.lanes[lane]
    side = 1 if lane > 0 else -1
    low = a.low - _rise(item, lane)
    bottom, top = item.at(a.inner, low), item.at(a.inner, a.low)
    return _wall(item, bottom, top, a.inner, side * np.sign(_rise(item, lane)), "kerbstone")


def _wall(item: Segment, bottom: Array, top: Array, t: Array, side: float, material: str,
          colour: str | None = None) -> Sheet:  # fmt: skip
    """A wall between two rows of places; side: +1 when it faces the right of the road."""
    points = np.stack([bottom, top], 1)
    heading = item.course.line.axis(item.s).heading
    facing = side * np.stack([np.sin(heading), -np.cos(heading), np.zeros(len(heading))], -1)
    normals = np.repeat(facing[:, None], 2, 1)
    rows = len(bottom)
    number = np.arange(2 * rows).reshape(rows, 2)
    a, b, c, d = number[:-1, 0], number[1:, 0], number[1:, 1], number[:-1, 1]
    faces = np.stack([a, b, c, a, c, d], 1).reshape(-1, 3)
    if side < 0:
        faces = faces[:, ::-1]
    uv = np.stack([np.repeat(item.s[:, None], 2, 1), np.stack([t, t + 0.1], 1)], -1)
    return Sheet(points.reshape(-1, 3), normals.reshape(-1, 3), uv.reshape(-1, 2), faces, material,
                 colour)  # fmt: skip


def _skirts(item: Segment, overlaps: _Overlaps, number: int) -> list[Placement]:
    """What closes the road at both sides towards the land; sides and bottom of a bridge."""
    if item.kind == "bridge":
        return _deck(item)
    if item.kind == "tunnel":
        return []
    sheets = []
    for side in (1, -1):
        lanes = [lane for lane in item.layers if lane * side > 0]
        if lanes:
            a = item.lanes[max(lanes, key=abs)]
            t, h = a.outer, a.high
        else:
            t, h = item.course.road.offset(item.s), np.zeros(len(item.s))
        out = t + side * 0.4
        pairs = (t, h), (out, h - 0.7)
        sheets.append(_strip(item, *pairs, Make("terrain", "soil")))
    mesh = assembled(sheets)
    made = (Placement(mesh, np.eye(4), class_id("terrain")),)
    cover = overlaps.cutter(number, GREEN + 1)
    return list(without(made, cover)) if cover is not None else list(made)


def _deck(item: Segment) -> list[Placement]:
    """A slab with parapets under a segment."""
    right, left = (t for t in item.reach((PAVEMENT, WALK, GREEN)) or (-1.0, 1.0))
    n = len(item.s)
    sheets, rails = [], []
    for side, t in ((1, left + 0.35), (-1, right - 0.35)):
        row = np.full(n, t)
        outer = item.at(row, np.full(n, 0.9)), item.at(row, np.full(n, -1.0))
        sheets.append(_wall(item, outer[1], outer[0], row, -side, "concrete"))
        inner_t = row - side * 0.35
        inner = item.at(inner_t, np.full(n, -0.1)), item.at(inner_t, np.full(n, 0.9))
        rails.append(_wall(item, inner[0], inner[1], inner_t, side, "concrete"))
        lid = (row, np.full(n, 0.9)), (inner_t, np.full(n, 0.9))
        rails.append(_strip(item, *lid, Make("bridge", "concrete")))
    bottom = _strip(
        item, (np.full(n, right - 0.35), np.full(n, -1.0)), (np.full(n, left + 0.35),
        np.full(n, -1.0)), Make("bridge", "concrete"),
    )  # fmt: skip
    sheets.append(bottom._replace(normals=-bottom.normals, triangles=bottom.triangles[:, ::-1]))
    return [Placement(assembled(sheets + rails), np.eye(4), class_id("bridge"))]


def _fills(ground: Ground, overlaps: _Overlaps) -> tuple[tuple[Placement, ...], list[Any]]:
    """What lies between the connecting roads of each junction, paved, and its areas."""
    placements, areas = [], []
    for name in sorted(ground.graph.network.junctions):
        inside = [n for n, item in enumerate(ground.segments) if item.course.road.junction == name]
        if inside:
            fill = _gap(ground, overlaps, inside)
            for part in polygons(fill, 0.05):
                made = _filled(ground, inside, part)
                if made is not None:
                    placements.append(made)
                    areas.append(part)
    return tuple(placements), areas


def _gap(ground: Ground, overlaps: _Overlaps, inside: Sequence[int]) -> Any:
    """The area between the roads of a junction (shapely)."""
    from shapely import Polygon, union_all

    roads = union_all([overlaps.areas[n][PAVEMENT] for n in inside])
    around = roads.buffer(6.0)
    near = overlaps.near(around)
    paved = union_all([overlaps.areas[n][PAVEMENT] for n in near])
    walks = union_all([overlaps.areas[n][WALK] for n in near])
    joint = paved.intersection(around)
    closed = joint.buffer(CLOSING, quad_segs=6).buffer(-CLOSING, quad_segs=6)
    whole = union_all(
        [closed, *(Polygon(ring) for part in polygons(closed) for ring in part.interiors
                   if Polygon(ring).area < HOLE)]
    )  # fmt: skip
    return whole.intersection(roads.buffer(4.0)).difference(union_all([paved, walks]))


def _owner(ground: Ground, inside: Sequence[int], part: Any) -> int:
    """The segment to whose ground a patch belongs: the first that reaches it, as for wheels."""
    middle = part.representative_point()
    for n in inside:
        item = ground.segments[n]
        right, left = item.reach((PAVEMENT, WALK, GREEN)) or (0.0, 0.0)
        s, t = item.line.project(np.array([middle.x, middle.y]))
        along = item.s[0] <= s <= item.s[-1]
        if along and right - APRON <= t <= left + APRON:
            return n
    return inside[0]


def _filled(ground: Ground, inside: Sequence[int], part: Any) -> Placement | None:
    """A paved patch at the height of the roads around it, on a chart of theirs."""
    flat, faces = triangulated(part.segmentize(2.0))
    if not len(faces):
        return None
    heights, away = zip(*(_height(ground.segments[n], flat) for n in inside), strict=True)
    weight = 1.0 / (np.array(away) ** 2 + 1e-4)
    z = (weight * np.array(heights)).sum(0) / weight.sum(0)
    item = ground.segments[_owner(ground, inside, part)]
    s, t = item.line.project(flat)
    points = np.column_stack([flat, z])
    up = np.tile([0.0, 0.0, 1.0], (len(flat), 1))
    sheet = Sheet(points, up, np.column_stack([s, t]), faces, "asphalt")
    return Placement(assembled([sheet]), np.eye(4), class_id("road"), chart=item.chart)
