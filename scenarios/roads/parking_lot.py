"""A car park: an aisle with places across on both sides, round its end, and back along another.

Example::

    road:
      kind: parking_lot
      length: 70 m
      parked: 0.6
"""

from __future__ import annotations

from math import pi
from typing import Annotated, Literal

from ...simcore.opendrive.build import Lane, arc, chained, line, mark, network, road, section, thing
from ...simcore.opendrive.records import Mark, Section, Thing
from ...simcore.quantity.fields import Length, Ratio, Speed, Word, setting
from ..layout import Layout
from ._network import made_by_code
from ._shared import Paved


class Settings(Paved):
    """Size, and how full it is."""

    length: Length = setting("Length of each aisle", "70 m", low="30 m", high="400 m")
    lane_width: Length = setting("Half the width of an aisle", "3 m", low="2.5 m", high="4 m")
    place_width: Length = setting("Width of a place", "2.5 m", low="2.3 m", high="3.5 m")
    place_length: Length = setting("Length of a place", "5 m", low="4.5 m", high="6 m")
    parked: Ratio = setting(
        "Share of the places, as far as actors leave them free, where cars stand",
        0.6,
        low=0,
        high=1,
    )
    speed_limit: Speed = setting("Speed limit", "10 km/h", low="5 km/h", high="30 km/h")
    landscape: Annotated[Literal["forest", "fields", "mixed"], Word()] = setting(
        "What lies around", "mixed"
    )
    clearing: Length = setting(
        "From the edge of the paved ground to the first trees", "4 m", low="1 m", high="50 m"
    )


ENDS = 4.0
"""From the ends of an aisle to the first place [m]."""


def lay_out(settings: Settings, key: int) -> Layout:
    """One road: an aisle, half a circle to the left, an aisle back."""
    wide, deep = settings.lane_width, settings.place_length
    radius = wide + deep + 0.1
    turn = pi * radius
    there = settings.length
    middle = mark("centre", settings.markings)
    sections = [
        _aisle(settings, middle),
        section([("driving", wide, None)], [("driving", wide, mark("edge"))], middle, there),
        _aisle(settings, middle, there + turn),
    ]
    shapes = [line(there), arc(turn, 1 / radius), line(there)]
    things = [
        item
        for begin in (0.0, there + turn)
        for side in (-1, 1)
        for item in _places(settings, begin, side)
    ]
    lamps = [thing("streetLamp", s, -(wide + deep + 1.0), (0.0, 0.0, 6.0), pi / 2)
             for s in (there * 0.25, there * 0.75)]  # fmt: skip
    made = road("1", chained((0.0, 0.0, 0.0), shapes), sections, things=[*things, *lamps])
    return made_by_code(network([made]), settings, key, ["1"], -1)


def _aisle(settings: Settings, centre: Mark, s: float = 0.0) -> Section:
    def side() -> list[Lane]:
        return [("driving", settings.lane_width, None), ("parking", settings.place_length, None)]

    left, right = side(), [*side(), ("sidewalk", 1.8, None)]
    return section(left, right, centre, s)


def _places(settings: Settings, begin: float, side: int) -> list[Thing]:
    """Marked places across the aisle on one side."""
    count = int((settings.length - 2 * ENDS) / settings.place_width)
    t = side * (settings.lane_width + settings.place_length / 2)
    size = (settings.place_length, settings.place_width, 0.0)
    return [
        thing("parkingSpace", begin + ENDS + (k + 0.5) * settings.place_width, t, size,
              side * pi / 2)
        for k in range(count)
    ]  # fmt: skip
