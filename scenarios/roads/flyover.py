"""A country road that crosses another one on a bridge; the ego drives over it or under it.

Example::

    road:
      kind: flyover
      ego_is: under
      height: 6 m
"""

from __future__ import annotations

from math import cos, sin
from typing import Annotated, Literal

from ...simcore.opendrive.build import (
    chained,
    line,
    mark,
    network,
    rising,
    road,
    row,
    section,
    thing,
)
from ...simcore.quantity.fields import Angle, Length, Speed, Word, setting
from ..layout import Layout
from ._network import made_by_code
from ._shared import Paved


class Settings(Paved):
    """The bridge and who is on it."""

    length: Length = setting("Length of both roads", "400 m", low="300 m", high="4 km")
    height: Length = setting(
        "From the lower road to the upper one", "6.2 m", low="5 m", high="10 m"
    )
    angle: Angle = setting("Between the two roads", "80 deg", low="45 deg", high="135 deg")
    ego_is: Annotated[Literal["over", "under"], Word()] = setting("Where the ego drives", "over")
    speed_limit: Speed = setting("Speed limit", "80 km/h", low="5 km/h", high="130 km/h")
    landscape: Annotated[Literal["forest", "fields", "mixed"], Word()] = setting(
        "What lies around", "mixed"
    )
    clearing: Length = setting(
        "From the edge of a road to the first trees", "7 m", low="2 m", high="50 m"
    )


DECK = 10.0
"""From the middle of the bridge to where its parapets end and guard rails begin [m]."""


def lay_out(settings: Settings, key: int) -> Layout:
    """The roads meet in the middle of both."""
    half, climb = settings.length / 2, min(170.0, settings.length / 2 - 25.0)
    side = [("driving", settings.lane_width, mark("edge")), ("shoulder", 0.5, None)]
    lanes = [section(side, side, mark("rural", settings.markings))]
    low = road("low", chained((-half, 0.0, 0.0), [line(settings.length)]), lanes)
    start = (-half * cos(settings.angle), -half * sin(settings.angle), settings.angle)
    top = 22.0
    rise = rising(half - top - climb, 0.0, settings.height, climb)
    fall = rising(half + top, settings.height, 0.0, climb)
    t = settings.lane_width + 0.5 + 0.9
    begin = half - top - 0.7 * climb
    length = half - DECK - begin
    rails = [
        thing("guardRail", s, k * t, repeats=[row(s, length, 0.0, k * t)])
        for k in (-1, 1)
        for s in (begin, half + DECK)
    ]
    level = [(0.0, 0.0, 0.0, 0.0, 0.0)]
    high = road(
        "high", chained(start, [line(settings.length)]), lanes,
        elevation=[*level, *rise, *fall], things=rails,
    )  # fmt: skip
    way = "high" if settings.ego_is == "over" else "low"
    return made_by_code(network([low, high]), settings, key, [way], -1)
