"""What is built and planted at the corners of streets: forecourts, hedges, fences, gardens.

Places at a corner are given by d, the distance from the side street's pavement, and e, the
distance from the main road's [m].
"""

from __future__ import annotations

from collections.abc import Sequence
from math import atan2, ceil, hypot, pi, sqrt
from typing import NamedTuple

import numpy as np

from ..buildings.gable import SideWall, gabled
from ..fixture import Fixture
from ..street.furniture import bench, bike_stand
from .pavement import deciduous
from .plots import Colour, garden, panel
from .rows import Row
from .site import Site

_FREE = 0.35
"""How far boundaries keep from the arc of the pavement [m]."""


class Corner(NamedTuple):
    """How a style builds at corners [m].

    setback: least distance of what it builds from its own pavement; beside: from the side street's;
    deep: of its plots; paved: whether the ground beside the side street is paved.
    """

    setback: float = 3.0
    beside: float = 3.0
    deep: float = 20.0
    paved: bool = False


def clear(rounding: float, away: float) -> float:
    """How far what stands ``away`` from one pavement must keep from the other, where pavements of
    two streets meet in an arc of radius ``rounding`` [m]."""
    inside = max(rounding - away, 0.0)
    return rounding - sqrt(rounding**2 - inside**2)


class Nook:
    """The corner at which a row begins."""

    def __init__(self, site: Site, row: Row):
        self.site, self.side = site, row.side
        self.mouth = site.mouths[row.side]
        self.ahead = -row.mouth
        self._s = self.mouth.s1 if self.ahead > 0 else self.mouth.s0
        self._t = site.walk(row.side)[1]
        self.rng = site.rng("corner", row.side, row.number)

    def at(self, d: float, e: float) -> tuple[float, float]:
        """s and t of a place."""
        return self._s + self.ahead * d, self._t + self.side * e

    @property
    def out(self) -> float:
        """Yaw of what faces the side street, relative to the line [rad]."""
        return pi if self.ahead > 0 else 0.0

    def clear(self, away: float) -> float:
        """How far what stands ``away`` from one pavement must keep from the other [m]."""
        return clear(self.mouth.rounding, away)

    def fence(
        self, a: tuple[float, float], b: tuple[float, float], kind: str, colour: Colour = None
    ) -> None:
        """A boundary from (d, e) to (d, e), in pieces of some 3 m that face the corner."""
        (s0, t0), (s1, t1) = self.at(*a), self.at(*b)
        long = hypot(s1 - s0, t1 - t0)
        if long < 0.7:
            return
        count = max(1, round(long / 3.0))
        each = ceil(long / count * 20) / 20
        yaw = atan2(t1 - t0, s1 - s0) - pi / 2
        corner_s, corner_t = self.at(0.0, 0.0)
        if np.cos(yaw) * (corner_s - s0) + np.sin(yaw) * (corner_t - t0) < 0:
            yaw += pi
        for k in range(count):
            share = (k + 0.5) / count
            s, t = s0 + share * (s1 - s0), t0 + share * (t1 - t0)
            piece = panel(kind, each, self.site.detail(s, t, 1), colour)
            self.site.put(piece, s, t, yaw, foot=(0.15, 0.15))


class House(NamedTuple):
    """A building of a row that stands: its number on the site, itself, its side walls, its detail,
    and what its gable is at the corner of another street."""

    number: int
    building: Fixture
    walls: SideWall
    detail: int
    kind: str = "front"


def ended(site: Site, row: Row, houses: Sequence[House | None]) -> None:
    """Set something on the side walls that stand free: at the ends of a row, and beside buildings
    for which there was no room (None). houses: from low s on."""
    around = [None, *houses, None]
    for number, house in enumerate(houses):
        if house is None:
            continue
        building = house.building
        for end in (-1, 1):
            if around[number + 1 + end] is None:
                outer = number == (0 if end < 0 else len(houses) - 1) and row.mouth == end
                seen = house.kind if row.corner else "front"
                kind = seen if outer else "stairs"
                building = gabled(building, house.walls, kind, end * row.side, house.detail)
        if building is not house.building:
            site.swap(house.number, building)


def forecourt(site: Site, row: Row, deep: float) -> None:
    """Before shops at a corner: trees, benches and cycle stands beside the side street, and a wall
    around the yard behind the building, which reaches to e = ``deep``."""
    nook = Nook(site, row)
    beside = nook.mouth.beside
    e = nook.clear(0.9) + 1.2
    kinds = ("tree", "bench", "bikes")
    first = int(nook.rng.integers(3))
    for k in range(int((deep - e) / 3.0) + 1):
        kind = kinds[(first + k) % 3]
        d = 0.9 if kind == "tree" else beside - 0.75 if kind == "bench" else beside - 1.4
        s, t = nook.at(d, e + 3.0 * k)
        detail = site.detail(s, t)
        if kind == "tree":
            tree = deciduous(site, nook.rng, detail, 7.0)
            site.put(tree, s, t, float(nook.rng.uniform(0, 6.28)), foot=(0.4, 0.4))
        else:
            thing = bench(detail) if kind == "bench" else bike_stand(detail)
            site.put(thing, s, t, nook.out)
    end = nook.mouth.deep - 0.1
    nook.fence((beside, deep + 0.1), (beside, end), "yard_wall")
    _grown(nook, (beside + 1.5, beside + 11.0), (deep + 1.5, end - 1.0), 1.2)


def green(site: Site, row: Row, deep: float) -> None:
    """A low hedge along the side street, bushes behind it, and trees behind the building."""
    nook = Nook(site, row)
    line, end = 0.4, nook.mouth.deep - 0.1
    corner = nook.clear(line) + _FREE
    nook.fence((line, corner), (line, end), "low_hedge")
    nook.fence((corner, line), (line, corner), "low_hedge")
    nook.fence((corner, line), (nook.mouth.beside, line), "low_hedge")
    _grown(nook, (line + 0.9, nook.mouth.beside - 0.6), (corner + 1.0, deep), 0.8, 0)
    _grown(nook, (line + 1.0, nook.mouth.beside + 10.0), (deep + 1.5, end - 1.0), 1.2)


def enclosed(
    site: Site, row: Row, line: float, kind: str, colour: Colour, trees: float = 0.5
) -> None:
    """The boundary of a garden around the corner, ``line`` from both pavements [m], and what grows
    beside the house."""
    nook = Nook(site, row)
    beside, end = nook.mouth.beside, nook.mouth.deep - 0.3
    bend = nook.clear(line) + _FREE
    nook.fence((bend, line), (max(beside, bend), line), kind, colour)
    nook.fence((bend, line), (line, bend), kind, colour)
    nook.fence((line, bend), (line, end), kind, colour)
    if beside > 2.0:
        _grown(nook, (line + 1.0, beside - 0.6), (bend + 1.2, end - 2.0), trees, 0)
    _grown(nook, (line + 1.2, beside + 8.0), (end - 6.0, end - 1.0), 1.2 * trees)


def _grown(
    nook: Nook, d: tuple[float, float], e: tuple[float, float], trees: float, least: int = 1
) -> None:
    """Trees and bushes between two d and two e; least: 0 where they stand by the street."""
    if d[1] > d[0] and e[1] > e[0]:
        (s0, t0), (s1, t1) = nook.at(d[0], e[0]), nook.at(d[1], e[1])
        garden(nook.site, nook.side, (min(s0, s1), max(s0, s1)), (t0, t1), nook.rng, trees, least)
