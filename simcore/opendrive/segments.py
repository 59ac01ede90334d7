"""Roads cut into segments: short enough that the lanes of one keep their t, each with a chart.

A segment is what meshes, strips of ground and charts are made of; all three share its stations.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..kernels.line import (
    BANK,
    BEND,
    CURVATURE,
    GRADE,
    HEADING,
    SHARPNESS,
    TWIST,
    S,
    X,
    Y,
    Z,
)  # fmt: skip
from ..line import Line
from .profile import DRIVING, PAVED, RAILS, RAISED, Across, Course
from .records import LaneRecord

Array = NDArray[np.float64]

MOVE = 0.4
"""By how much a border may move within a segment [m]."""
LONGEST = 80.0
"""Longest segment [m]: meshes are drawn or left out as a whole."""
FINE = 2.0
"""Distance between stations where lanes change their width [m]."""
GUTTER = 0.8
"""A lane of type border that is narrower than this is paved [m]; a wider one is green."""

PAVEMENT, WALK, GREEN = range(3)
"""Layers in order of precedence: what is driven on, what is walked on, what grows."""


def layer_of(lane: LaneRecord, width: float) -> int:
    """The layer of a lane with this greatest width."""
    if lane.type in DRIVING or lane.type in PAVED or lane.type in RAILS:
        return PAVEMENT
    if lane.type in RAISED or lane.type == "curb":
        return WALK
    return PAVEMENT if lane.type == "border" and width < GUTTER else GREEN


@dataclass(frozen=True, eq=False)
class Segment:
    """A part of a road. number: of its section; s (N,): stations; chart: its number.

    kind: "ground", "bridge" or "tunnel"; rank: of its road, the lowest goes first.
    """

    course: Course
    number: int
    s: Array
    chart: int
    rank: int
    kind: str = "ground"
    lanes: dict[int, Across] = field(default_factory=dict)

    @property
    def records(self) -> dict[int, LaneRecord]:
        """The lanes of its section."""
        return self.course.sections[self.number].lanes

    @cached_property
    def layers(self) -> dict[int, int]:
        """The layer of each lane that has a width."""
        return {
            lane: layer_of(self.records[lane], float(np.abs(a.outer - a.inner).max()))
            for lane, a in self.lanes.items()
            if np.abs(a.outer - a.inner).max() > 1e-3
        }

    @cached_property
    def line(self) -> Line:
        """The reference line over this segment alone, in the same s."""
        return part_of(self.course.line, float(self.s[0]), float(self.s[-1]))

    @cached_property
    def places(self) -> dict[int, tuple[Array, Array]]:
        """Per lane the places (N, 3) of its inner and its outer border."""
        return {
            lane: (self.at(a.inner, a.low), self.at(a.outer, a.high))
            for lane, a in self.lanes.items()
        }

    def at(self, t: Array, h: Array) -> Array:
        """(N, 3) places at its stations, held back from the centre of a tight bend."""
        return self.course.at(self.s, self.held(t), h)

    def held(self, t: Array) -> Array:
        """t kept on this side of the centre of curvature."""
        bent = self.course.line.axis(self.s).curvature
        most = 0.93 / np.maximum(np.abs(bent), 1e-9)
        return np.where(t * bent > 0, np.sign(t) * np.minimum(np.abs(t), most), t)

    def reach(self, layers: Sequence[int]) -> tuple[float, float] | None:
        """Least and greatest t of the lanes of some layers, None when there are none."""
        mine = [self.lanes[lane] for lane, layer in self.layers.items() if layer in layers]
        if not mine:
            return None
        every = np.concatenate([edge for a in mine for edge in (a.inner, a.outer)])
        return float(every.min()), float(every.max())

    def areas(self, layer: int) -> Any:
        """The lanes of a layer in plan (shapely)."""
        from shapely import make_valid, polygons, union_all

        rings = []
        for lane, own in self.layers.items():
            if own == layer:
                inner, outer = self.places[lane]
                rings.append(np.concatenate([inner[:, :2], outer[::-1, :2]]))
        shapes = [make_valid(polygons(ring)) for ring in rings]
        return union_all(shapes).buffer(0.0)


def part_of(line: Line, first: float, last: float) -> Line:
    """A line over a part of its s, or beyond its ends, where it goes on straight."""
    table = line.table
    inside = table[(table[:, S] > first + 1e-9) & (table[:, S] < last - 1e-9)]
    part = np.concatenate([[_row_at(line, first)], inside, [_row_at(line, last)]])
    part[-1, [CURVATURE, SHARPNESS, BEND, TWIST]] = 0.0
    return Line(np.ascontiguousarray(part))


def _row_at(line: Line, s: float) -> Array:
    """A sample of a line between two of its own."""
    table = line.table
    k = int(np.clip(np.searchsorted(table[:, S], s, "right") - 1, 0, len(table) - 1))
    row = table[k].copy()
    axis = line.axis(s)
    row[[S, X, Y, Z, HEADING]] = s, axis.x, axis.y, axis.z, axis.heading
    row[[GRADE, BANK, CURVATURE]] = axis.grade, axis.bank, axis.curvature
    if s < table[0, S]:
        row[[SHARPNESS, BEND, TWIST]] = 0.0
    return row


def segments_of(
    course: Course,
    rank: int,
    chart: int,
    special: Sequence[tuple[float, float, str]] = (),
    beyond: tuple[float, float] = (0.0, 0.0),
) -> list[Segment]:
    """The segments of a road. chart: number of the first; special: (s0, s1, kind) of bridges and
    tunnels; beyond: how far it goes on straight before its start and after its end [m]."""
    found: list[Segment] = []
    cuts = sorted({s for s0, s1, _ in special for s in (s0, s1)})
    for number, section in enumerate(course.sections):
        if section.end - section.s < 1e-3:
            continue
        inner = [c for c in cuts if section.s + 0.5 < c < section.end - 0.5]
        for first, last in pairwise([section.s, *inner, section.end]):
            middle = (first + last) / 2
            kind = next((k for a, b, k in special if a <= middle <= b), "ground")
            for s in _divided(course, number, first, last):
                lanes = course.across(section, s)
                found.append(Segment(course, number, s, chart + len(found), rank, kind, lanes))
    length = course.road.length
    ends = ((0, -beyond[0], 0.0), (len(course.sections) - 1, length, length + beyond[1]))
    for number, first, last in ends:
        if last > first:
            s = np.linspace(first, last, 3)
            lanes = course.across(course.sections[number], np.full(3, np.clip(s[1], 0.0, length)))
            found.append(Segment(course, number, s, chart + len(found), rank, "ground", lanes))
    return found


def _divided(course: Course, number: int, first: float, last: float) -> Iterator[Array]:
    """Stations of each segment between two s."""
    section = course.sections[number]
    s = _stations(course, number, first, last)
    across = course.across(section, s)
    edges = np.stack([a.outer for a in across.values()] + [course.road.offset(s)])
    begin = 0
    for k in range(1, len(s)):
        moved = np.abs(edges[:, k] - edges[:, begin]).max()
        if k == len(s) - 1:
            yield s[begin:]
        elif moved > MOVE or s[k] - s[begin] > LONGEST:
            yield s[begin : k + 1]
            begin = k


def _stations(course: Course, number: int, first: float, last: float) -> Array:
    section, table = course.sections[number], course.line.table
    s = table[:, S]
    found = [first, last, *s[(s > first) & (s < last)]]
    cubics = [course.road.offset, *(lane.width for lane in section.lanes.values())]
    cubics += [lane.border for lane in section.lanes.values() if lane.border is not None]
    for cubic in cubics:
        found += [k for k in cubic.knots if first < k < last]
        for row, end in zip(cubic.rows, [*cubic.knots, np.inf][1:], strict=False):
            low, high = max(row[0], first), min(end, last)
            if high > low and np.abs(row[2:]).max() > 1e-9:
                found += list(np.linspace(low, high, int(np.ceil((high - low) / FINE)) + 1))
    for at, _ in course.road.shapes:
        found += [at] if first < at < last else []
    for lane in section.lanes.values():
        found += [k for k in lane.heights[:, 0] if first < k < last]
    even = np.unique(np.round(found, 6))
    keep = np.r_[True, np.diff(even) > 0.02]
    keep[-1] = True
    even = even[keep]
    if len(even) > 2 and even[-1] - even[-2] < 0.02:
        even = np.delete(even, -2)
    even[0], even[-1] = first, last
    return even
