"""The ground of a network: its segments in order of precedence, as strips and charts.

Where roads of a junction overlap, the one with the lower rank is what lies there, in the picture
(``surfaces``) as for wheels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..physics.driving.ground import Strip
from ..surface import Chart
from .graph import Graph
from .profile import Course, kind_of
from .records import Section
from .route import Way
from .segments import GREEN, PAVEMENT, WALK, Segment, segments_of

Array = NDArray[np.float64]

ABOVE = 2.5
"""A road so much higher than one it crosses is a bridge [m]."""
BESIDE = 60.0
"""How far from its line a road says how high the land is [m]."""
BEYOND = 100.0
"""How far a road that ends in nothing goes on [m], so that the world does not end in view."""
ASIDE = 0.2
"""How far within another road's lanes a mark may run in a junction [m]."""
APRON = 8.0
"""How far beyond its lanes the ground of a junction belongs to a connecting road [m]."""


@dataclass(frozen=True, eq=False)
class Ground:
    """The segments of all roads, those of the lowest rank first."""

    graph: Graph
    segments: tuple[Segment, ...]

    @cached_property
    def charts(self) -> tuple[Chart, ...]:
        """A chart for each segment."""
        return tuple(_chart(segment) for segment in self.segments)

    @cached_property
    def strips(self) -> tuple[tuple[Strip, tuple[float, float]], ...]:
        """Strips in order of precedence, each with the t of its carriageway's edges."""
        found = []
        for layers in ((PAVEMENT,), (PAVEMENT, WALK, GREEN)):
            for item in self.segments:
                reach, road = item.reach(layers), item.reach((PAVEMENT,))
                if reach is not None:
                    strip = Strip(item.line, _span(item), _profile(item, reach), item.chart)
                    found.append((strip, road or (0.0, 0.0)))
        for item in self.segments:
            if item.course.road.junction != "-1":
                found.append(self._beside(item, APRON, item.chart))
        for item in self._whole():
            found.append(self._beside(item, BESIDE, -1))
        return tuple(found)

    @cached_property
    def crossed(self) -> dict[str, Any]:
        """For each connecting road the area (shapely) of the lanes of the others of its junction,
        less a hand's breadth: there nothing is painted on it."""
        from shapely import union_all

        by_junction: dict[str, dict[str, list[Any]]] = {}
        for item in self.segments:
            road = item.course.road
            if road.junction != "-1":
                own = by_junction.setdefault(road.junction, {}).setdefault(road.id, [])
                own.append(item.areas(PAVEMENT))
        found = {}
        for roads in by_junction.values():
            whole = {name: union_all(parts) for name, parts in roads.items()}
            for name in whole:
                others = [area for other, area in whole.items() if other != name]
                found[name] = union_all(others).buffer(-ASIDE) if others else union_all([])
        return found

    def _whole(self) -> list[Segment]:
        """One segment of each road that stands for all of it."""
        first: dict[str, Segment] = {}
        for item in self.segments:
            first.setdefault(item.course.road.id, item)
        return list(first.values())

    def _beside(self, item: Segment, wide: float, chart: int):
        """The ground of a segment (of its whole road without a chart) and what is beside it."""
        right, left = item.reach((PAVEMENT, WALK, GREEN)) or (0.0, 0.0)
        rows = _profile(item, (right, left))
        rows = np.concatenate([[[right - wide, rows[0, 1]]], rows, [[left + wide, rows[-1, 1]]]])
        if chart >= 0:
            return Strip(item.line, _span(item), rows, chart), item.reach((PAVEMENT,)) or (0.0, 0.0)
        line = item.course.line
        first, last = line.span
        flat = np.array([[-wide + right, 0.0], [wide + left, 0.0]])
        return Strip(line, (first - wide, last + wide), flat, -1), (0.0, -2e3)


def ground_of(graph: Graph, way: Way) -> Ground:
    """The ground of a network, that of the ego's way first."""
    outlines = _outlines(graph)
    special, beyond = _crossings(graph, outlines), _extensions(graph, outlines)
    segments: list[Segment] = []
    for rank, name in enumerate(_ranked(graph, way)):
        course = graph.courses[name]
        more = beyond.get(name, (0.0, 0.0))
        segments += segments_of(course, rank, len(segments), special.get(name, ()), more)
    return Ground(graph, tuple(segments))


def _ranked(graph: Graph, way: Way) -> list[str]:
    """Roads by precedence: of the way, those outside of junctions, then the straighter ones."""
    own = dict.fromkeys(stage.key.road for stage in way.stages)

    def bent(name: str) -> float:
        table = graph.courses[name].line.table
        return round(float(np.abs(np.diff(table[:, 4])).sum()), 3)

    rest = [name for name in graph.courses if name not in own]
    free = [name for name in rest if graph.network.roads[name].junction == "-1"]
    inside = [name for name in rest if graph.network.roads[name].junction != "-1"]
    return [*own, *free, *sorted(inside, key=bent)]


def _span(item: Segment) -> tuple[float, float]:
    return float(item.s[0]), float(item.s[-1])


def _profile(item: Segment, reach: tuple[float, float]) -> Array:
    """(K, 2) t and height in the middle of a segment, stretched to ``reach``."""
    k = len(item.s) // 2
    rows: list[tuple[float, float]] = []
    for lane in sorted(item.lanes):
        a = item.lanes[lane]
        ends = [(float(a.inner[k]), float(a.low[k])), (float(a.outer[k]), float(a.high[k]))]
        rows += sorted(ends, key=lambda end: end[0]) if lane > 0 else ends[::-1]
    rows = sorted(rows, key=lambda row: row[0]) if _crossed(rows) else rows
    inside = np.array([row for row in rows if reach[0] - 0.5 <= row[0] <= reach[1] + 0.5])
    if len(inside) < 2:
        inside = np.array([[reach[0], 0.0], [reach[1], 0.0]])
    inside = _folded(item, inside)
    inside[0, 0] = min(reach[0], inside[0, 0])
    inside[-1, 0] = max(reach[1], inside[-1, 0])
    fresh = np.r_[True, np.abs(np.diff(inside, axis=0)).max(1) > 1e-9]
    return np.ascontiguousarray(inside[fresh])


def _crossed(rows: Sequence[tuple[float, float]]) -> bool:
    return any(b[0] < a[0] - 1e-9 for a, b in pairwise(rows))


def _folded(item: Segment, rows: Array) -> Array:
    """With the places where crossfall or a lateral shape bends between the borders of lanes."""
    folds = [t for t in item.course.folds if rows[0, 0] < t < rows[-1, 0]]
    if not folds:
        return rows
    s = np.full(len(folds), item.s[len(item.s) // 2])
    more = np.column_stack([folds, item.course.cross(s, np.array(folds))])
    every = np.concatenate([rows, more])
    return every[np.argsort(every[:, 0], kind="stable")]


def _chart(item: Segment) -> Chart:
    k = len(item.s) // 2
    centres = []
    for lane, a in item.lanes.items():
        wide = abs(a.outer[k] - a.inner[k])
        if kind_of(item.records[lane]) == "driving" and wide > 2.0:
            centres.append(float(a.inner[k] + a.outer[k]) / 2)
    roofs = (_span(item),) if item.kind == "tunnel" else ()
    return Chart(_span(item), tuple(sorted(centres)), roofs=roofs)


def _outlines(graph: Graph) -> list[Any]:
    """The areas of all roads in plan (shapely)."""
    from shapely import polygons, union_all

    outlines = []
    for course in graph.courses.values():
        parts = [_outline(course, section) for section in course.sections]
        outlines.append(union_all([polygons(part).buffer(0.0) for part in parts]))
    return outlines


def _extensions(graph: Graph, outlines: list[Any]) -> dict[str, tuple[float, float]]:
    """How far each road that ends in nothing goes on before its start and after its end [m]."""
    from shapely import LineString, STRtree

    tree = STRtree(outlines)
    found = {}
    for number, (name, course) in enumerate(graph.courses.items()):
        road = course.road
        lengths = []
        for link, end, sign in ((road.predecessor, 0.0, -1.0), (road.successor, road.length, 1.0)):
            far = course.line.at([end, end + sign * BEYOND])
            strip = LineString(far[:, :2]).buffer(12.0, cap_style="flat")
            others = set(tree.query(strip, predicate="intersects")) - {number}
            open_end = link is None and road.junction == "-1"
            lengths.append(BEYOND if open_end and not others else 0.0)
        found[name] = (lengths[0], lengths[1])
    return found


def _crossings(graph: Graph, outlines: list[Any]) -> dict[str, list[tuple[float, float, str]]]:
    """Bridges and tunnels: as the file says, and wherever a road passes over another."""
    from shapely import STRtree

    found: dict[str, list[tuple[float, float, str]]] = {}
    for name, course in graph.courses.items():
        for item in course.road.stretches:
            low, high = max(item.s0, 0.0), min(item.s1, course.road.length)
            if high > low:
                found.setdefault(name, []).append((low, high, item.kind))
    names = list(graph.courses)
    tree = STRtree(outlines)
    for first, name in enumerate(names):
        for second in tree.query(outlines[first], predicate="intersects"):
            if second == first:
                continue
            spans = _over(graph, name, names[second], outlines[second])
            if spans:
                found.setdefault(name, []).extend((a, b, "bridge") for a, b in spans)
    return found


def _outline(course: Course, section: Section) -> Array:
    """The outline of a section in plan (K, 2)."""
    table_s = course.line.table[:, 0]
    inside = table_s[(table_s > section.s) & (table_s < section.end)]
    s = np.concatenate([[section.s], inside, [section.end]])
    across = course.across(section, s)
    middle = course.road.offset(s)
    right = across[min(across)].outer if across and min(across) < 0 else middle - 0.05
    left = across[max(across)].outer if across and max(across) > 0 else middle + 0.05
    return np.concatenate([course.line.at(s, right), course.line.at(s, left)[::-1]])[:, :2]


def _over(graph: Graph, name: str, other: str, area) -> list[tuple[float, float]]:
    """Where a road passes high over another, with room for the slopes beside the lower one."""
    from shapely import contains_xy

    course, below = graph.courses[name], graph.courses[other]
    s = np.linspace(0.0, course.road.length, max(2, int(course.road.length)))
    places = course.line.at(s)
    beneath = contains_xy(area, places[:, :2])
    if not beneath.any():
        return []
    there, _ = below.line.project(places[beneath])
    high = np.zeros(len(s))
    high[beneath] = places[beneath, 2] - below.line.axis(there).z
    over = high > ABOVE
    spans = []
    starts = np.flatnonzero(over & ~np.r_[False, over[:-1]])
    ends = np.flatnonzero(over & ~np.r_[over[1:], False])
    for a, b in zip(starts, ends, strict=True):
        room = 2.0 + 0.8 * float(high[a : b + 1].max())
        spans.append((max(float(s[a]) - room, 0.0), min(float(s[b]) + room, course.road.length)))
    return spans
