"""What is painted on a road: lines, bars, arrows, as rectangles and polygons in (s, t).

Dash patterns: Germany RMS-1, Austria (Bodenmarkierungsverordnung), United States MUTCD 3A.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .corridor import Corridor
from .sections import KINDS

Array = NDArray[np.float64]


class Pattern(NamedTuple):
    """Dash and gap [m] (a gap of 0: solid), width [m], colour slot."""

    dash: float
    gap: float
    width: float
    colour: str = "marking"


PATTERNS = {
    "urban": Pattern(3.0, 6.0, 0.12),
    "rural": Pattern(4.0, 8.0, 0.12),
    "motorway": Pattern(6.0, 12.0, 0.15),
    "warning": Pattern(6.0, 3.0, 0.12),
    "at_motorway": Pattern(6.0, 12.0, 0.15),
    "at_rural": Pattern(6.0, 9.0, 0.10),
    "at_urban": Pattern(3.0, 3.0, 0.10),
    "us": Pattern(3.05, 9.15, 0.12),
    "us_centre": Pattern(3.05, 9.15, 0.12, "marking_yellow"),
    "us_solid": Pattern(1.0, 0.0, 0.12, "marking_yellow"),
    "solid": Pattern(1.0, 0.0, 0.12),
    "edge": Pattern(1.0, 0.0, 0.12),
    "wide_edge": Pattern(1.0, 0.0, 0.30),
    "block": Pattern(3.0, 3.0, 0.25),
    "bay": Pattern(1.0, 0.0, 0.10),
}


class Bars(NamedTuple):
    """Rectangles in (s, t): s0, s1, t0, t1, each (N,) [m], of one colour."""

    s0: Array
    s1: Array
    t0: Array
    t1: Array
    colour: str = "marking"


class Shape(NamedTuple):
    """A painted polygon (N, 2) in (s, t) [m]."""

    outline: Array
    colour: str = "marking"


def stripe(t: float, s0: float, s1: float, pattern: str | Pattern = "solid") -> Bars:
    """A line at t from s0 to s1; dashes begin at multiples of their period in s."""
    p = PATTERNS[pattern] if isinstance(pattern, str) else pattern
    if p.gap <= 0.0:
        first = np.array([s0])
        last = np.array([s1])
    else:
        period = p.dash + p.gap
        first = np.arange(np.floor(s0 / period), np.ceil(s1 / period) + 1) * period
        first, last = first.clip(s0, s1), (first + p.dash).clip(s0, s1)
        first, last = first[last - first > 0.05], last[last - first > 0.05]
    low = np.full(len(first), t - p.width / 2, np.float64)
    return Bars(first, last, low, low + p.width, p.colour)


def double_stripe(
    t: float, s0: float, s1: float, right: str = "solid", left: str = "solid", gap: float = 0.12
) -> tuple[Bars, Bars]:
    """Two lines side by side, ``gap`` apart; either may be broken."""
    a, b = PATTERNS[right].width, PATTERNS[left].width
    return (
        stripe(t - gap / 2 - a / 2, s0, s1, right),
        stripe(t + gap / 2 + b / 2, s0, s1, left),
    )


def crossbar(s: float, t0: float, t1: float, width: float = 0.5) -> Bars:
    """A stop line whose far edge is at s."""
    low, high = sorted((t0, t1))
    return Bars(np.array([s - width]), np.array([s]), np.array([low]), np.array([high]))


def zebra(s: float, t0: float, t1: float, length: float = 4.0, bar: float = 0.5) -> Bars:
    """A crossing around s: bars along the road, ``bar`` wide and as far apart (StVO sign 293)."""
    low, high = sorted((t0, t1))
    count = max(1, int((high - low + bar) / (2 * bar)))
    start = low + (high - low - (2 * count - 1) * bar) / 2
    first = start + 2 * bar * np.arange(count, dtype=np.float64)
    full = np.full(count, s)
    return Bars(full - length / 2, full + length / 2, first, first + bar)


def give_way(s: float, t0: float, t1: float, direction: int = 1) -> tuple[Shape, ...]:
    """A row of triangles that point against the traffic, which goes towards +s or -s."""
    low, high = sorted((t0, t1))
    count = max(1, int((high - low) / 0.75))
    pitch = (high - low) / count
    tip = s - 0.6 * direction
    middles = low + pitch * (np.arange(count) + 0.5)
    return tuple(
        Shape(np.array([[s, m - 0.25 * direction], [s, m + 0.25 * direction], [tip, m]]))
        for m in middles
    )


def _turn_left() -> Array:
    """A shaft 0.18 m wide that bends to the left, with a head across."""
    angle = np.linspace(-np.pi / 2, 0.0, 5)
    outer = np.stack([2.7 + 0.89 * np.cos(angle), 0.8 + 0.89 * np.sin(angle)], -1)
    inner = np.stack([2.7 + 0.71 * np.cos(angle), 0.8 + 0.71 * np.sin(angle)], -1)[::-1]
    head = [(4.1, 0.8), (3.5, 1.45), (2.9, 0.8)]
    return np.concatenate([[(0.0, -0.09)], outer, head, inner, [(0.0, 0.09)]])


_AHEAD = np.array(
    [(0, -0.09), (3.4, -0.09), (3.4, -0.3), (5.0, 0.0), (3.4, 0.3), (3.4, 0.09), (0, 0.09)]
)
_ARROWS = {
    "straight": _AHEAD,
    "left": _turn_left(),
    "right": (_turn_left() * [1, -1])[::-1],
}


def arrow(kind: str, s: float, t: float, direction: int = 1) -> Shape:
    """An arrow 5 m long that begins at s, for traffic towards +s or -s.

    kind: "straight", "left", "right", or two of them joined, as in "straight_left".
    """
    words = kind.split("_")
    outlines = [_ARROWS[word] * direction + [s, t] for word in words]
    if len(words) == 1:
        return Shape(outlines[0])
    from shapely import union_all
    from shapely.geometry import Polygon

    joined = union_all([Polygon(outline) for outline in outlines])
    return Shape(np.asarray(joined.exterior.coords)[:-1])


def lane_lines(
    corridor: Corridor,
    country: str = "de",
    kind: str = "urban",
    span: tuple[float, float] | None = None,
    centre: str | None = None,
) -> tuple[Bars, ...]:
    """The lines that a section asks for: between lanes, in the middle, at edges and bays.

    kind: "urban", "rural" or "motorway"; centre: pattern of the line between the directions, by
    default broken ("double": two solid lines).
    """
    s0, s1 = span or corridor.span
    section = corridor.section
    broken = {"de": kind, "at": f"at_{kind}", "us": "us"}[country]
    middle = centre or ("us_centre" if country == "us" else broken)
    bars: list[Bars] = []
    for side in (1, -1):
        mine = [p for p in section.pieces if p.side == side and KINDS[p.band.kind].drivable]
        for inner, outer in pairwise(mine):
            kinds = (inner.band.kind, outer.band.kind)
            t = float(outer.t[0])
            if kinds == ("lane", "lane"):
                bars.append(stripe(t, s0, s1, broken))
            elif kinds in (("lane", "shoulder"), ("shoulder", "lane")):
                wide = kind == "motorway"
                width = PATTERNS["wide_edge" if wide and kinds[0] == "lane" else "edge"].width
                towards = side if kinds[0] == "lane" else -side
                yellow = country == "us" and kinds[0] == "shoulder"
                colour = "marking_yellow" if yellow else "marking"
                inside = t - towards * width / 2
                bars.append(stripe(inside, s0, s1, Pattern(1.0, 0.0, width, colour)))
            elif "cycle" in kinds:
                bars.append(stripe(t, s0, s1, "block" if kinds[0] == "lane" else "bay"))
            elif kinds == ("lane", "parking"):
                bars.append(stripe(t - side * 0.05, s0, s1, "bay"))
    if section.pieces[0].band.kind == "lane" and any(
        p.side < 0 and p.band.kind == "lane" for p in section.pieces
    ):
        if middle == "double":
            solid = "us_solid" if country == "us" else "solid"
            bars += double_stripe(section.t0, s0, s1, solid, solid)
        else:
            bars.append(stripe(section.t0, s0, s1, middle))
    return tuple(bars)


def parking_bays(
    corridor: Corridor, side: int, edges: Sequence[float] | Array, width: float = 0.1
) -> Bars:
    """Cross lines of a parking strip at the given s."""
    strip = corridor.section.find("parking", side)
    if strip is None:
        raise ValueError("this section has no parking strip on that side")
    s = np.asarray(edges, np.float64)
    low, high = sorted(strip)
    return Bars(s - width / 2, s + width / 2, 0 * s + low, 0 * s + high)
