"""Road marks as meshes and as lines of the lane map.

Marks lie along the borders of lanes, on the chords of the road's own mesh and 3 mm above it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..classes import class_id
from ..geometry.ground.paint import LIFT, YELLOW
from ..geometry.sheets import Sheet, assembled, unit
from ..lanes import LaneLine
from ..scene import Placement
from .profile import Across, Course
from .records import LaneRecord, Mark, MarkLine
from .segments import PAVEMENT, Segment

Array = NDArray[np.float64]

PAINTS = {
    "marking": None,
    "marking_yellow": YELLOW,
    "marking_red": (0.45, 0.03, 0.02),
    "marking_blue": (0.03, 0.10, 0.40),
    "marking_green": (0.03, 0.25, 0.08),
    "marking_orange": (0.70, 0.28, 0.03),
    "marking_violet": (0.25, 0.06, 0.30),
    "marking_black": (0.02, 0.02, 0.02),
}
_NEAR = 1e-6


class Stroke(NamedTuple):
    """A painted stretch of a segment: from s0 to s1, t of its middle at the stations, width."""

    s0: float
    s1: float
    t: Array
    width: float
    colour: str


def painted(item: Segment) -> list[Placement]:
    """The marks of a segment."""
    sheets = []
    for colour in PAINTS:
        quads = [
            quad
            for stroke in strokes(item)
            if stroke.colour == colour
            for quad in _quads(item, stroke)
        ]
        if quads:
            sheets.append(_sheet(quads, colour))
    if not sheets:
        return []
    mesh = assembled(sheets)
    return [Placement(mesh, np.eye(4), class_id("lane_marking"), chart=item.chart)]


def strokes(item: Segment) -> Iterator[Stroke]:
    """All that is painted on a segment."""
    first, last = float(item.s[0]), float(item.s[-1])
    for lane in sorted({0, *item.lanes}):
        record = item.records.get(lane)
        if record is None:
            continue
        edge, shift = _border(item, lane)
        for mark, s0, s1 in _marks(record, item):
            low, high = max(s0, first), min(s1, last)
            for line in mark.lines if high > low else ():
                t = edge + line.t + shift * line.width / 2
                for a, b in _dashes(line, mark.s, low, high):
                    yield Stroke(a, b, t, line.width, mark.colour)
            for s, t_off, length, width in mark.explicit:
                a, b = max(s, first), min(s + length, last)
                if b > a:
                    yield Stroke(a, b, edge + t_off, width, mark.colour)


def _border(item: Segment, lane: int) -> tuple[Array, float]:
    """t of a lane's outer border, and to which side its line moves to stay on the pavement."""
    if lane == 0:
        return item.course.road.offset(item.s), _inwards(item, 0)
    return item.lanes[lane].outer, _inwards(item, lane)


def _inwards(item: Segment, lane: int) -> float:
    """-1 or 1 where only the right or the left of a border is paved, else 0."""
    if lane == 0:
        right, left = item.layers.get(-1), item.layers.get(1)
    elif lane > 0:
        right, left = item.layers.get(lane), item.layers.get(lane + 1)
    else:
        right, left = item.layers.get(lane - 1), item.layers.get(lane)
    if (right == PAVEMENT) == (left == PAVEMENT):
        return 0.0
    return -1.0 if right == PAVEMENT else 1.0


def _marks(record: LaneRecord, item: Segment) -> Iterator[tuple[Mark, float, float]]:
    """The marks of a lane with the s where each begins and ends."""
    marks = sorted(record.marks, key=lambda mark: mark.s)
    section = item.course.sections[item.number]
    end = np.inf if section is item.course.sections[-1] else section.end
    for mark, following in zip(marks, [*marks, None][1:], strict=False):
        begin = -np.inf if mark.s <= 1e-6 else mark.s  # also before the start of its road
        yield mark, begin, end if following is None else following.s


def _dashes(line: MarkLine, start: float, low: float, high: float) -> Iterator[tuple[float, float]]:
    """From where to where a line is painted between two s."""
    if line.gap <= 0.0:
        yield low, high
        return
    period, begin = line.dash + line.gap, start + line.s
    k = int(np.floor((low - begin) / period))
    while begin + k * period < high:
        a, b = begin + k * period, begin + k * period + line.dash
        k += 1
        if min(b, high) - max(a, low) > 0.02:
            yield max(a, low), min(b, high)


def _quads(item: Segment, stroke: Stroke) -> Iterator[tuple[Array, Array]]:
    """Corners (4, 3) and uv (4, 2) of a stroke, cut where the road's mesh is."""
    inside = item.s[(item.s > stroke.s0 + _NEAR) & (item.s < stroke.s1 - _NEAR)]
    cuts = np.concatenate([[stroke.s0], inside, [stroke.s1]])
    edges = []
    for off in (-stroke.width / 2, stroke.width / 2):
        t = stroke.t + off
        places = item.at(t, height_at(item, t))
        rows = np.stack([np.interp(cuts, item.s, places[:, k]) for k in range(3)], -1)
        edges.append((rows, np.interp(cuts, item.s, t)))
    (right, t0), (left, t1) = edges
    for k in range(len(cuts) - 1):
        corners = np.stack([right[k], right[k + 1], left[k + 1], left[k]])
        corners[:, 2] += LIFT
        uv = np.array([[cuts[k], t0[k]], [cuts[k + 1], t0[k + 1]],
                       [cuts[k + 1], t1[k + 1]], [cuts[k], t1[k]]])  # fmt: skip
        yield corners, uv


def height_at(item: Segment, t: Array) -> Array:
    """(N,) height above the plane of a segment's lanes at t (N,), one for each station."""
    h = np.zeros(len(t))
    for lane, a in item.lanes.items():
        if lane not in item.layers:
            continue
        low, high = np.minimum(a.inner, a.outer), np.maximum(a.inner, a.outer)
        share = (t - a.inner) / np.where(np.abs(a.outer - a.inner) > 1e-9, a.outer - a.inner, 1.0)
        inside = (t >= low - _NEAR) & (t <= high + _NEAR)
        h = np.where(inside, a.low + share.clip(0, 1) * (a.high - a.low), h)
    return h


def _sheet(quads: list[tuple[Array, Array]], colour: str) -> Sheet:
    corners = np.stack([corner for corner, _ in quads])
    up = unit(np.cross(corners[:, 1] - corners[:, 0], corners[:, 3] - corners[:, 0]))
    normals = np.repeat(up, 4, 0)
    uv = np.concatenate([part for _, part in quads])
    base = 4 * np.arange(len(quads))[:, None]
    faces = (base + np.array([0, 1, 2, 0, 2, 3])).reshape(-1, 3)
    return Sheet(corners.reshape(-1, 3), normals, uv, faces, "marking", colour, PAINTS[colour])


def lines_of(course: Course, number: int, step: float = 2.0) -> Iterator[LaneLine]:
    """The lines of a section for labels."""
    section = course.sections[number]
    s = np.linspace(section.s, section.end, max(2, int((section.end - section.s) / step) + 2))
    across = course.across(section, s)
    for lane in sorted({0, *across}):
        record = section.lanes.get(lane)
        if record is None:
            continue
        marks = sorted(record.marks, key=lambda mark: mark.s)
        for mark, following in zip(marks, [*marks, None][1:], strict=False):
            end = section.end if following is None else following.s
            inside = (s >= mark.s - 1e-6) & (s <= end + 1e-6)
            if mark.kind == "none" or inside.sum() < 2:
                continue
            t, h = _edge(course, across, lane, s)
            width = max((line.width for line in mark.lines), default=0.0)
            colour = {"marking": "white", "marking_yellow": "yellow"}.get(mark.colour, "white")
            points = course.at(s[inside], t[inside], h[inside])
            yield LaneLine(mark.kind, "none" if mark.kind == "kerb" else colour, points, width)


def _edge(course: Course, across: dict[int, Across], lane: int, s: Array) -> tuple[Array, Array]:
    if lane == 0:
        t = course.road.offset(s)
        return t, course.cross(s, t)
    return across[lane].outer, across[lane].high
