"""What an OpenDRIVE file says, as records; lengths in metres, angles in radians, SI speeds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


class Cubic:
    """A function of s made of cubic polynomials, each from its own s on.

    rows (K, 5): s0, a, b, c, d with value a + b u + c u² + d u³ for u = s - s0. Before the first
    row the value is ``before`` (by default the first polynomial goes on backwards).
    """

    def __init__(self, rows: ArrayLike = (), before: float | None = None):
        rows = np.asarray(rows, np.float64).reshape(-1, 5)
        order = np.argsort(rows[:, 0], kind="stable")
        self.rows = rows[order]
        self.before = before

    def __bool__(self) -> bool:
        return len(self.rows) > 0

    def __call__(self, s: ArrayLike, derivative: int = 0) -> Array:
        """Values (or derivatives) at s (…,)."""
        s = np.asarray(s, np.float64)
        if not len(self.rows):
            return np.zeros(s.shape)
        k = np.searchsorted(self.rows[:, 0], s + 1e-9, "right") - 1
        early = k < 0
        r = self.rows[np.maximum(k, 0)]
        u = s - r[..., 0]
        a, b, c, d = (r[..., n] for n in range(1, 5))
        value = (
            a + u * (b + u * (c + u * d)),
            b + u * (2 * c + u * 3 * d),
            2 * c + 6 * d * u,
        )[derivative]
        if self.before is not None:
            value = np.where(early, self.before if derivative == 0 else 0.0, value)
        return value

    @property
    def knots(self) -> Array:
        """Where its polynomials begin."""
        return self.rows[:, 0]


class Piece(NamedTuple):
    """A piece of a reference line. kind: "line", "arc", "spiral", "poly3", "paramPoly3"; values:
    curvature, or those at both ends, or a…d, or aU…dV; normalized: p of paramPoly3 in [0, 1]."""

    s: float
    x: float
    y: float
    heading: float
    length: float
    kind: str
    values: tuple[float, ...]
    normalized: bool = False


class MarkLine(NamedTuple):
    """A line of a mark: dash and gap [m] (gap 0: solid), t from the lane's border, s offset."""

    dash: float
    gap: float
    t: float
    s: float
    width: float


class Mark(NamedTuple):
    """A road mark of a lane's outer border from s on. lines: empty where nothing is painted;
    kind: as in ``LaneLine``; explicit: single lines (s, t, length, width) instead of a pattern."""

    s: float
    kind: str
    colour: str
    lines: tuple[MarkLine, ...]
    explicit: tuple[tuple[float, float, float, float], ...] = ()


@dataclass(frozen=True)
class LaneRecord:
    """A lane of a section. width, or border (t of the outer edge); heights (K, 3): s, inner and
    outer height above the road [m]; speeds (s, m/s); links are lane ids."""

    id: int
    type: str
    width: Cubic
    border: Cubic | None
    heights: Array
    marks: tuple[Mark, ...]
    speeds: tuple[tuple[float, float], ...]
    predecessors: tuple[int, ...]
    successors: tuple[int, ...]
    direction: str
    line: int


@dataclass(frozen=True)
class Section:
    """A lane section: from s to the next one's."""

    s: float
    end: float
    lanes: dict[int, LaneRecord]


class Link(NamedTuple):
    """To what a road is linked. kind: "road" or "junction"; contact: "start" or "end" of a road."""

    kind: str
    id: str
    contact: str


class Signal(NamedTuple):
    """A sign or traffic light at (s, t). orientation: "+", "-" or "none"; heading: offset."""

    s: float
    t: float
    z: float
    type: str
    subtype: str
    country: str
    name: str
    value: float | None
    unit: str
    dynamic: bool
    orientation: str
    heading: float
    height: float
    width: float
    line: int


class Repeat(NamedTuple):
    """Copies of an object. distance: between two of them, 0: one long body; pairs: at both ends."""

    s: float
    length: float
    distance: float
    t: tuple[float, float]
    z: tuple[float, float]
    height: tuple[float, float]
    width: tuple[float, float]
    long: tuple[float, float]


class Outline(NamedTuple):
    """An outline of an object. road: corners (K, 4) are s, t, dz, height; else u, v, z, height in
    the object's axes."""

    corners: Array
    road: bool
    closed: bool


@dataclass(frozen=True)
class Thing:
    """An object beside or on the road."""

    s: float
    t: float
    z: float
    type: str
    name: str
    heading: float
    length: float
    width: float
    height: float
    radius: float
    orientation: str
    repeats: tuple[Repeat, ...]
    outlines: tuple[Outline, ...]
    line: int


class Stretch(NamedTuple):
    """A bridge or tunnel over [s0, s1]."""

    kind: str
    s0: float
    s1: float


@dataclass(frozen=True)
class Road:
    """A road. crossfall: (s, side, Cubic of the angle); shapes: (s, t, Cubic in t) of the lateral
    profile; limits: (s, m/s or None) and kinds: (s, type) along it."""

    id: str
    name: str
    length: float
    junction: str
    left_hand: bool
    pieces: tuple[Piece, ...]
    elevation: Cubic
    superelevation: Cubic
    crossfall: tuple[tuple[str, Cubic], ...]
    shapes: tuple[tuple[float, Array], ...]
    offset: Cubic
    sections: tuple[Section, ...]
    predecessor: Link | None
    successor: Link | None
    limits: tuple[tuple[float, float], ...]
    kinds: tuple[tuple[float, str], ...]
    signals: tuple[Signal, ...]
    things: tuple[Thing, ...]
    stretches: tuple[Stretch, ...]
    line: int


class Connection(NamedTuple):
    """A connection of a junction. contact: the end of the connecting road at the incoming one;
    lanes: pairs (from, to); direct: the other road is no connecting one but the next itself."""

    incoming: str
    connecting: str
    contact: str
    lanes: tuple[tuple[int, int], ...]
    direct: bool


@dataclass(frozen=True)
class Network:
    """All of a file. notes: what was not understood, as sentences with file, line and element."""

    file: str
    roads: dict[str, Road]
    junctions: dict[str, tuple[Connection, ...]]
    notes: tuple[str, ...] = field(default=())
