"""Objects that lie on the road: crosswalks, parking spaces, painted areas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..classes import class_id
from ..geometry.dresser.dressing import ParkingSlot
from ..geometry.ground.paint import LIFT
from ..geometry.sheets import Sheet, assembled, polygons, triangulated
from ..line import Line
from ..scene import Placement
from .placing import place
from .profile import Course
from .records import Thing
from .segments import Segment
from .things import FLAT, type_of

Array = NDArray[np.float64]

BAR = 0.5
"""Width of the bars of a crosswalk, and of the gaps between them [m] (StVO sign 293)."""
LINE = 0.10
"""Width of the lines around a parking space [m]."""


def laid_flat(course: Course, segments: list[Segment]) -> Iterator[Placement]:
    """The marks of a road's objects."""
    for thing in course.road.things:
        if type_of(thing) not in FLAT - {"roadSurface", "patch"}:
            continue
        for shape in _shapes(course, thing):
            painted = _painted(type_of(thing), shape)
            sheets = [_sheet(course, part) for part in polygons(painted, 1e-3)]
            sheets = [sheet for sheet in sheets if len(sheet.triangles)]
            if sheets:
                at = next((x for x in segments if x.s[0] <= thing.s <= x.s[-1]), segments[-1])
                yield Placement(
                    assembled(sheets), np.eye(4), class_id("lane_marking"), chart=at.chart
                )


def _shapes(course: Course, thing: Thing) -> Iterator[Any]:
    """The areas of an object in (s, t) (shapely)."""
    from shapely import Polygon

    if thing.repeats:
        for repeat in thing.repeats:
            step = repeat.distance or repeat.length
            for s in np.arange(repeat.s, repeat.s + repeat.length + 1e-6, max(step, 0.5))[:500]:
                yield _rectangle(thing, float(s), repeat.t[0])
        return
    for outline in thing.outlines:
        if len(outline.corners) > 2:
            if outline.road:
                yield Polygon(outline.corners[:, :2]).buffer(0.0)
            else:
                yield Polygon(_turned(thing, outline.corners[:, :2], thing.s, thing.t)).buffer(0.0)
    if not thing.outlines and thing.length > 0.0 and thing.width > 0.0:
        yield _rectangle(thing, thing.s, thing.t)


def _rectangle(thing: Thing, s: float, t: float) -> Any:
    from shapely import Polygon

    x, y = thing.length / 2, thing.width / 2
    return Polygon(_turned(thing, np.array([(-x, -y), (x, -y), (x, y), (-x, y)]), s, t))


def _turned(thing: Thing, corners: Array, s: float, t: float) -> Array:
    """(u, v) of an object in (s, t): the road bends little within it."""
    c, n = np.cos(thing.heading), np.sin(thing.heading)
    u, v = corners[:, 0], corners[:, 1]
    return np.column_stack([s + c * u - n * v, t + n * u + c * v])


def _painted(kind: str, shape: Any) -> Any:
    """What of an area is painted."""
    from shapely import box, union_all

    if kind == "crosswalk":
        low, right, high, left = shape.bounds
        bars = [box(low, t, high, t + BAR) for t in np.arange(right + BAR / 2, left, 2 * BAR)]
        return shape.intersection(union_all(bars))
    if kind == "parkingSpace":
        return shape.difference(shape.buffer(-LINE, join_style="mitre"))
    return shape


def _sheet(course: Course, part: Any) -> Sheet:
    flat, faces = triangulated(part.segmentize(1.5))
    points = np.stack([place(course, s, t) for s, t in flat])
    points[:, 2] += 2 * LIFT
    up = np.tile([0.0, 0.0, 1.0], (len(flat), 1))
    return Sheet(points, up, flat, faces, "marking")


def parking_slots(course: Course, route: Line) -> Iterator[ParkingSlot]:
    """The parking spaces of a road as places for parked cars, seen from the route."""
    for thing in course.road.things:
        if type_of(thing) != "parkingSpace":
            continue
        for shape in _shapes(course, thing):
            middle = shape.centroid
            at = course.line.at(middle.x, middle.y)
            s, t = route.project(at)
            heading = float(course.line.axis(middle.x).heading) + thing.heading
            turn = heading - float(route.axis(s).heading)
            long, wide = max(thing.length, 4.5), max(thing.width, 1.9)
            if thing.width > thing.length > 0.0:
                turn, long, wide = turn + np.pi / 2, thing.width, thing.length
            yield ParkingSlot(float(s), float(t), float(np.arctan2(np.sin(turn), np.cos(turn))),
                              long, wide)  # fmt: skip
