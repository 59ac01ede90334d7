"""Networks made by code instead of a file: pieces put end to end, lanes by type and width.

Everything is built for right-hand traffic; ``mirrored`` makes the left-hand twin.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ..geometry.ground.markings import PATTERNS
from .curves import bow
from .records import (
    Connection,
    Cubic,
    LaneRecord,
    Link,
    Mark,
    MarkLine,
    Network,
    Outline,
    Piece,
    Repeat,
    Road,
    Section,
    Signal,
    Stretch,
    Thing,
)

Array = NDArray[np.float64]
Shape = tuple[str, float, tuple[float, ...]]
"""Kind of a piece, its length [m], its values."""
Pose = tuple[float, float, float]
"""x, y [m] and heading [rad]."""
Lane = tuple[str, float | Sequence[tuple[float, ...]], Mark | None]
"""Type, width [m] or rows of its cubic, and the mark of its outer border."""


def line(length: float) -> Shape:
    """A straight piece."""
    return "line", length, ()


def arc(length: float, curvature: float) -> Shape:
    """A piece of a circle."""
    return "arc", length, (curvature,)


def spiral(length: float, first: float, last: float) -> Shape:
    """A clothoid between two curvatures."""
    return "spiral", length, (first, last)


def chained(start: Pose, shapes: Sequence[Shape]) -> tuple[Piece, ...]:
    """Pieces put end to end."""
    pieces: list[Piece] = []
    s, (x, y, heading) = 0.0, start
    for kind, length, values in shapes:
        piece = Piece(s, x, y, heading, length, kind, values)
        x, y, heading = end_of(piece)
        pieces.append(piece)
        s += length
    return tuple(pieces)


def end_of(piece: Piece) -> Pose:
    """Where a piece ends."""
    last = bow(piece, np.array([piece.length]))
    return float(last.x[0]), float(last.y[0]), float(last.heading[0])


def joined(start: Pose, end: Pose, stiff: float) -> Piece:
    """A cubic (paramPoly3) from one pose to another. stiff: length of its end tangents [m]."""
    c, s = np.cos(start[2]), np.sin(start[2])
    gap = np.array([end[0] - start[0], end[1] - start[1]])
    turn = float(np.arctan2(np.sin(end[2] - start[2]), np.cos(end[2] - start[2])))
    target = np.array([c * gap[0] + s * gap[1], -s * gap[0] + c * gap[1]])
    first = np.array([stiff, 0.0])
    last = stiff * np.array([np.cos(turn), np.sin(turn)])
    cubic = np.stack([np.zeros(2), first, 3 * target - 2 * first - last,
                      first + last - 2 * target])  # fmt: skip
    p = np.linspace(0.0, 1.0, 2001)
    rate = cubic[1] + 2 * p[:, None] * cubic[2] + 3 * p[:, None] ** 2 * cubic[3]
    speed = np.hypot(rate[:, 0], rate[:, 1])
    length = float(((speed[1:] + speed[:-1]) / 2 * np.diff(p)).sum())
    values = (*cubic[:, 0].tolist(), *cubic[:, 1].tolist())
    return Piece(0.0, *start, length, "paramPoly3", values, True)


def mark(pattern: str, country: str = "de", s: float = 0.0) -> Mark:
    """A line of ``ground.markings``: "solid", "edge", "wide_edge", "block", or "urban", "rural",
    "motorway", "centre" as a country paints them."""
    name = pattern
    if pattern in ("urban", "rural", "motorway", "centre"):
        inner = "urban" if pattern == "centre" else pattern
        name = {"de": inner, "at": f"at_{inner}", "us": "us"}[country]
        name = "us_centre" if country == "us" and pattern == "centre" else name
    p = PATTERNS[name]
    dash = p.dash if p.gap > 0.0 else 0.0
    kind = "broken" if p.gap > 0.0 else "solid"
    return Mark(s, kind, p.colour, (MarkLine(dash, p.gap, 0.0, 0.0, p.width),))


def section(
    left: Sequence[Lane], right: Sequence[Lane], centre: Mark | None = None, s: float = 0.0,
    end: float = np.inf,
) -> Section:  # fmt: skip
    """Lanes of both sides, each from the reference line outwards."""
    lanes = {0: _lane(0, ("none", 0.0, centre), s)}
    for side, row in ((1, left), (-1, right)):
        for k, lane in enumerate(row, 1):
            lanes[side * k] = _lane(side * k, lane, s)
    return Section(s, end, lanes)


def _lane(number: int, lane: Lane, s: float) -> LaneRecord:
    kind, width, line = lane
    if isinstance(width, int | float):
        rows: Sequence[tuple[float, ...]] = [(s, float(width), 0.0, 0.0, 0.0)]
    else:
        rows = [(s + row[0], *row[1:]) for row in width]
    marks = () if line is None else (line._replace(s=s),)
    heights = np.zeros((0, 3))
    return LaneRecord(number, kind, Cubic(rows), None, heights, marks, (), (), (), "standard", 0)


def tapered(first: float, last: float, length: float) -> list[tuple[float, ...]]:
    """A width that goes smoothly from one value to another, then stays."""
    d = last - first
    return [(0.0, first, 0.0, 3 * d / length**2, -2 * d / length**3), (length, last, 0, 0, 0)]


def road(
    name: str,
    pieces: Sequence[Piece],
    sections: Sequence[Section],
    *,
    junction: str = "-1",
    before: Link | None = None,
    after: Link | None = None,
    elevation: Sequence[tuple[float, ...]] = (),
    things: Sequence[Thing] = (),
    signals: Sequence[Signal] = (),
    stretches: Sequence[Stretch] = (),
) -> Road:
    """A road of these pieces; sections by ascending s."""
    length = pieces[-1].s + pieces[-1].length
    ends = [item.s for item in sections[1:]] + [length]
    rows = tuple(Section(item.s, end, item.lanes) for item, end in zip(sections, ends, strict=True))
    return Road(
        name, "", length, junction, False, tuple(pieces), Cubic(elevation), Cubic(), (), (),
        Cubic(), rows, before, after, (), (), tuple(signals), tuple(things), tuple(stretches), 0,
    )  # fmt: skip


def network(
    roads: Sequence[Road], junctions: Mapping[str, Sequence[Connection]] | None = None
) -> Network:
    """Roads and junctions as a network."""
    rows = {name: tuple(items) for name, items in (junctions or {}).items()}
    return Network("", {item.id: item for item in roads}, rows)


def rising(s: float, low: float, high: float, length: float) -> list[tuple[float, ...]]:
    """Elevation that climbs from one height to another over a length, level at both ends."""
    d = high - low
    return [(s, low, 0.0, 3 * d / length**2, -2 * d / length**3), (s + length, high, 0.0, 0.0, 0.0)]


def sign(s: float, t: float, type_: str, orientation: str = "+", value: float | None = None,
         country: str = "de") -> Signal:  # fmt: skip
    """A sign by its German code."""
    return Signal(s, t, 0.0, type_, "", country, "", value, "km/h", False, orientation, 0.0, 0.0,
                  0.0, 0)  # fmt: skip


def thing(
    kind: str, s: float, t: float, size: tuple[float, float, float] = (0.0, 0.0, 0.0),
    heading: float = 0.0, repeats: Sequence[Repeat] = (), name: str = "",
) -> Thing:  # fmt: skip
    """An object. size: length, width, height [m]."""
    return Thing(s, t, 0.0, kind, name, heading, *size, 0.0, "none", tuple(repeats), (), 0)


def row(s: float, length: float, distance: float, t: float, t_end: float | None = None) -> Repeat:
    """Copies along the road, one every ``distance`` [m], 0: without an end."""
    ends = (t, t if t_end is None else t_end)
    none = (0.0, 0.0)
    return Repeat(s, length, distance, ends, none, none, none, none)


def mirrored(original: Network) -> Network:
    """The network as a mirror across the x axis shows it: for traffic that keeps left."""
    roads = {name: _mirrored(item) for name, item in original.roads.items()}
    junctions = {
        name: tuple(c._replace(lanes=tuple((-a, -b) for a, b in c.lanes)) for c in items)
        for name, items in original.junctions.items()
    }
    return Network(original.file, roads, junctions, original.notes)


def _negative(cubic: Cubic) -> Cubic:
    rows = cubic.rows.copy()
    rows[:, 1:] *= -1.0
    return Cubic(rows, cubic.before)


def _mirrored(item: Road) -> Road:
    sections = tuple(
        Section(part.s, part.end, {-n: _flipped(lane) for n, lane in part.lanes.items()})
        for part in item.sections
    )
    return replace(
        item,
        left_hand=not item.left_hand,
        pieces=tuple(_bent_over(piece) for piece in item.pieces),
        superelevation=_negative(item.superelevation),
        offset=_negative(item.offset),
        sections=sections,
        signals=tuple(x._replace(t=-x.t, heading=-x.heading) for x in item.signals),
        things=tuple(_moved_over(x) for x in item.things),
    )


def _flipped(lane: LaneRecord) -> LaneRecord:
    marks = tuple(
        item._replace(lines=tuple(x._replace(t=-x.t) for x in item.lines)) for item in lane.marks
    )
    return replace(
        lane,
        id=-lane.id,
        marks=marks,
        predecessors=tuple(-n for n in lane.predecessors),
        successors=tuple(-n for n in lane.successors),
    )


def _bent_over(piece: Piece) -> Piece:
    values = piece.values
    if piece.kind == "paramPoly3":
        values = (*values[:4], *(-v for v in values[4:]))
    else:
        values = tuple(-v for v in values)
    return piece._replace(y=-piece.y, heading=-piece.heading, values=values)


def _moved_over(item: Thing) -> Thing:
    outlines = tuple(
        Outline(part.corners * [1.0, -1.0, 1.0, 1.0], part.road, part.closed)
        for part in item.outlines
    )
    repeats = tuple(x._replace(t=(-x.t[0], -x.t[1])) for x in item.repeats)
    return replace(item, t=-item.t, heading=-item.heading, outlines=outlines, repeats=repeats)
