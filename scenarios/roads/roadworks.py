"""A dual carriageway whose outer lane is closed by road works, behind cones and barrier boards.

The ego comes in the outer lane; its route changes to the inner one before the works begin.

Example::

    road:
      kind: roadworks
      approach: 250 m
      closed: 200 m
"""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np

from ...simcore.opendrive.build import (
    Lane,
    chained,
    line,
    mark,
    network,
    road,
    row,
    section,
    sign,
    thing,
)
from ...simcore.opendrive.records import Mark, Section, Thing
from ...simcore.quantity.fields import Length, Speed, Word, setting
from ..layout import Layout
from ._network import made_by_code
from ._shared import Paved


class Settings(Paved):
    """Where the works are and how fast one may pass."""

    approach: Length = setting("Road before the works", "250 m", low="150 m", high="3 km")
    closed: Length = setting("Length of the works", "200 m", low="60 m", high="3 km")
    exit: Length = setting("Road after the works", "150 m", low="60 m", high="3 km")
    lane_width: Length = setting("Width of each lane", "3.5 m", low="3 m", high="4.5 m")
    works_limit: Speed = setting(
        "Speed limit on signs before the works", "60 km/h", low="20 km/h", high="100 km/h"
    )
    speed_limit: Speed = setting("Speed limit", "80 km/h", low="20 km/h", high="130 km/h")
    landscape: Annotated[Literal["forest", "fields", "mixed"], Word()] = setting(
        "What lies around", "fields"
    )
    clearing: Length = setting(
        "From the edge of the road to the first trees", "9 m", low="2 m", high="50 m"
    )


TAPER = 50.0
"""Length over which the cones close the lane [m] (RSA 95 asks for 1:10 to 1:20)."""


def lay_out(settings: Settings, key: int) -> Layout:
    """The line runs in the median."""
    first, last = settings.approach, settings.approach + settings.closed
    end = last + settings.exit
    sections = [
        _lanes(settings, "driving"),
        _lanes(settings, "restricted", first),
        _lanes(settings, "roadWorks", first + TAPER + 8.0),
        _lanes(settings, "restricted", last - 12.0),
        _lanes(settings, "driving", last),
    ]
    made = road(
        "1", chained((0.0, 0.0, 0.0), [line(end)]), sections,
        things=_closure(settings, first, last), signals=_signs(settings, first),
    )  # fmt: skip
    return made_by_code(network([made]), settings, key, ["1"], -4)


def _lanes(settings: Settings, outer: str, s: float = 0.0) -> Section:
    wide = settings.lane_width
    between: Mark = mark("rural", settings.markings)
    if outer != "driving":
        between = mark("solid")._replace(colour="marking_yellow")

    def side(kind: str, line: Mark) -> list[Lane]:
        return [("median", 1.4, None), ("shoulder", 0.6, mark("edge")), ("driving", wide, line),
                (kind, wide, mark("edge")), ("shoulder", 1.0, None)]  # fmt: skip

    return section(side("driving", mark("rural", settings.markings)), side(outer, between), None, s)


def _closure(settings: Settings, first: float, last: float) -> list[Thing]:
    """Cones along the taper and the works, boards across the closed lane."""
    inner = -(2.0 + settings.lane_width)
    outer = inner - settings.lane_width - 0.6
    middle = inner - settings.lane_width / 2
    along = inner - 0.35
    taper = thing("trafficCone", first, outer, repeats=[row(first, TAPER, 5.0, outer, along)])
    straight = thing(
        "trafficCone", first, along,
        repeats=[row(first + TAPER + 8.0, last - first - TAPER - 8.0, 9.0, along)],
    )  # fmt: skip
    boards = [
        thing("workBarrier", s, middle + off)
        for s in (first + TAPER + 4.0, last - 8.0)
        for off in (-0.9, 1.1)
    ]
    blocks = [thing("workBarrier", s, outer + 0.5, heading=np.pi / 2)
              for s in np.arange(first + TAPER + 30.0, last - 20.0, 40.0)]  # fmt: skip
    return [taper, straight, *boards, *blocks]


def _signs(settings: Settings, first: float):
    limit = float(round(settings.works_limit * 3.6))
    t = -(2.0 + 2 * settings.lane_width + 1.0 + 0.7)
    warn = [sign(s, t, "123") for s in (first - 140.0,)]
    return [*warn, sign(first - 90.0, t, "274", value=limit)]
