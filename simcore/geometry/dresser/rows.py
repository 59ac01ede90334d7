"""Buildings in straight rows along a road that may bend, and more of them behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from ..buildings import detached as houses
from ..buildings.colours import coat
from ..buildings.terraced import FAMILIES, family_material, terraced
from .site import Site, towards


class Row(NamedTuple):
    """A straight row: its side, its number, the s of its middle, its length [m], what it holds.

    gap: (low, high) s of the room between it and the next row; mouth: at which end it stands beside
    another street or its plots (-1 towards lower s, +1 towards higher), else 0; corner: whether
    that is a corner to be built on.
    """

    side: int
    number: int
    s: float
    length: float
    what: Any
    gap: tuple[float, float]
    mouth: int = 0
    corner: bool = False

    def place(self, site: Site, t: float, offset: float) -> tuple[float, float, float]:
        """s, t and yaw of a building at ``offset`` along the row (towards +s) from its middle.

        The fronts stand on a straight line, nowhere nearer to the road than at t.
        """
        line = site.corridor.line
        axis = line.axis(self.s)
        heading, bent = float(axis.heading), float(axis.curvature) * self.side
        if bent > 0:  # inside a bend the road comes nearer at the ends of the row
            t += self.side * bent / max(1 - bent * abs(t), 0.3) * self.length**2 / 8
        here = line.at(self.s, t)
        point = here[:2] + offset * np.array([np.cos(heading), np.sin(heading)])
        s, t = (float(x) for x in line.project(point))
        return s, t, towards(self.side) + heading - float(line.axis(s).heading)

    def slack(self, yaw: float, depth: float) -> float:
        """By how much the room of a building grows because the row runs askew to the road there:
        so far neighbours may reach into it [m]."""
        return abs(float(np.sin(yaw - towards(self.side)))) * depth / 2


def rows(
    site: Site,
    side: int,
    name: str,
    draw: Callable[[np.random.Generator], tuple[float, float, Any]],
) -> Iterator[Row]:
    """Rows from s = 0, or from the mouth of another street, to both ends of the road, as many as
    fit.

    ``draw`` returns the length of a row, the gap after it and what it holds; row k is drawn from
    the key of its name and k alone, and numbers count on both sides of the first place, so that
    the rows at a place stay the same whatever the length of the road.
    """
    front = site.walk(side)[1] + side * 6.0
    mouth = site.mouths.get(side)
    for direction in (1, -1):
        s = 1.0 * direction
        if mouth is not None:
            s = (mouth.s1 if direction > 0 else mouth.s0) + direction * mouth.beside
        beside = 0 if mouth is None else -direction
        number = 0 if direction > 0 else -1
        while True:
            length, gap, what = draw(site.rng(name, side, number))
            curvature = float(site.corridor.line.axis(s + direction * length / 2).curvature)
            stretch = 1.0 / max(1.0 - curvature * front, 0.3)
            reach = length * stretch
            if s + direction * reach > site.span[1] or s + direction * reach < site.span[0]:
                break
            first, s = s, s + direction * (length + gap) * stretch
            low, high = sorted((first + direction * reach, s))
            middle = first + direction * reach / 2
            corner = beside != 0 and mouth is not None and mouth.corner
            yield Row(side, number, middle, length, what, (low, high), beside, corner)
            beside = 0
            number += direction


def backdrop(site: Site, side: int, distance: float, kind: str = "terraced") -> None:
    """A row of plain houses ``distance`` behind the pavement, seen through the gaps."""
    t = site.walk(side)[1] + side * distance
    numbers = site.numbers(17.0)
    curvature = site.corridor.line.axis(17.0 * np.array(numbers)).curvature
    for k, bent in zip(numbers, curvature, strict=True):
        if bent * t > 0.6:  # inside a tight bend
            continue
        rng = site.rng("backdrop", side, k)
        s = 17.0 * k + float(rng.uniform(-3, 3))
        if kind == "terraced":
            number = int(rng.integers(FAMILIES))
            house = terraced(number, detail=2).recoloured(coat(rng, family_material(number)))
        else:
            number = int(rng.integers(houses.VARIANTS))
            house = houses.detached(number, 2).recoloured(coat(rng, houses.material(number)))
        yaw = towards(side) + float(rng.choice([0.0, np.pi]))
        site.put(house, s, t, yaw, sink=0.2)
