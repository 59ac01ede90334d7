"""The lanes of a network as labels, drivers and behaviours share them."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..lanes import Lane, LaneLine, LaneMap
from .graph import Graph, Key
from .ground import Ground
from .paint import lines_of
from .profile import kind_of
from .records import Road
from .route import Way
from .segments import PAVEMENT

Array = NDArray[np.float64]

STEP = 2.0
"""Distance between the points of a lane [m]."""
USUAL = {
    "motorway": 130 / 3.6, "rural": 100 / 3.6, "town": 50 / 3.6, "lowSpeed": 20 / 3.6,
    "townExpressway": 80 / 3.6, "townCollector": 50 / 3.6, "townArterial": 50 / 3.6,
    "townLocal": 30 / 3.6, "townPlayStreet": 7 / 3.6, "pedestrian": 7 / 3.6,
}  # fmt: skip
"""Speed limits of kinds of roads that have none of their own [m/s] (StVO; 130 km/h is advised)."""
DEFAULT = 50 / 3.6


def limit_at(road: Road, s: float, lane: tuple[tuple[float, float], ...] = ()) -> float:
    """The speed limit at s: of the lane, else of the road, else what is usual for its kind."""
    for limits in (lane, road.limits):
        mine = [value for start, value in limits if start <= s + 1e-6]
        if mine:
            return mine[-1]
    kinds = [kind for start, kind in road.kinds if start <= s + 1e-6]
    return USUAL.get(kinds[-1], DEFAULT) if kinds else DEFAULT


def lane_map(ground: Ground, way: Way, speed_limit: float | None = None) -> LaneMap:
    """All lanes and lines, with the ego's way through them."""
    graph = ground.graph
    lanes = tuple(_lane(graph, key, speed_limit) for key in graph.keys)
    lines: list[LaneLine] = []
    for course in graph.courses.values():
        for number in range(len(course.sections)):
            area = ground.crossed.get(course.road.id)
            for item in lines_of(course, number):
                lines += [item] if area is None else _outside(item, area)
    lines += _kerbs(ground)
    names = []
    for stage in way.stages:
        names.append(str(stage.key))
        if stage.change is not None:
            names.append(str(stage.change))
    return LaneMap(
        lanes, tuple(lines), way.line, tuple(names), route_limit(graph, way, speed_limit)
    )


def _outside(item: LaneLine, area: Any) -> list[LaneLine]:
    """The parts of a line outside of an area (shapely), where it is painted."""
    from shapely import contains_xy

    out = ~contains_xy(area, item.points[:, :2])
    cuts = np.flatnonzero(np.diff(out.astype(np.int8))) + 1
    runs = np.split(np.arange(len(out)), cuts)
    return [item._replace(points=item.points[r]) for r in runs if out[r[0]] and len(r) > 1]


def route_limit(graph: Graph, way: Way, speed_limit: float | None) -> float:
    """The speed limit that holds on most of the route."""
    if speed_limit is not None:
        return speed_limit
    run: Counter[float] = Counter()
    for stage in way.stages:
        road = graph.network.roads[stage.key.road]
        section = road.sections[stage.key.section]
        lane = graph.record(stage.key).speeds
        for s in np.arange(section.s, section.end, 5.0):
            run[limit_at(road, float(s), lane)] += 1
    return run.most_common(1)[0][0] if run else DEFAULT


def _lane(graph: Graph, key: Key, speed_limit: float | None) -> Lane:
    course = graph.courses[key.road]
    section = course.sections[key.section]
    count = max(2, int(np.ceil((section.end - section.s) / STEP)) + 1)
    s = np.linspace(section.s, section.end, count)
    a = course.across(section, s)[key.lane]
    centre = course.at(s, (a.inner + a.outer) / 2, (a.low + a.high) / 2)
    width = np.abs(a.outer - a.inner)
    forward = graph.forward(key)
    kind = kind_of(graph.record(key)) or ""
    limit = speed_limit
    if limit is None:
        limit = limit_at(course.road, section.s, graph.record(key).speeds)
    inner = key.lane + (1 if key.lane < 0 else -1)
    inner = inner or (1 if key.lane < 0 else -1)
    outer = key.lane + (-1 if key.lane < 0 else 1)
    # With the direction of travel: the inner lane is on the left where it runs beside the centre.
    left_inner = (key.lane < 0) == forward
    left, right = (inner, outer) if left_inner else (outer, inner)
    return Lane(
        str(key),
        kind,
        np.ascontiguousarray(centre if forward else centre[::-1]),
        np.ascontiguousarray(width if forward else width[::-1]),
        limit if kind == "driving" else 0.0,
        tuple(str(other) for other in graph.precedes[key]),
        tuple(str(other) for other in graph.follows[key]),
        _named(graph, key._replace(lane=left)),
        _named(graph, key._replace(lane=right)),
    )


def _named(graph: Graph, key: Key) -> str | None:
    """The id of a lane, None when there is none."""
    return str(key) if key in graph.follows else None


def _kerbs(ground: Ground) -> list[LaneLine]:
    """The edges of the carriageway of every segment outside of junctions."""
    lines = []
    for item in ground.segments:
        paved = [lane for lane, layer in item.layers.items() if layer == PAVEMENT]
        if item.course.road.junction != "-1" or not paved:
            continue
        for lane in {min(paved), max(paved)}:
            inner, outer = item.places[lane]
            single = len(paved) == 1
            lines.append(LaneLine("kerb", "none", outer, 0.0))
            if single:
                lines.append(LaneLine("kerb", "none", inner, 0.0))
    return lines
