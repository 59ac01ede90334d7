"""A country road through a hill: daylight, the dark of a tunnel with its lamps, daylight.

Example::

    road:
      kind: tunnel
      approach: 120 m
      length: 200 m
      curvature: 0.002 1/m
"""

from __future__ import annotations

from typing import Annotated, Literal

from ...simcore.opendrive.build import arc, chained, line, mark, network, road, section, sign
from ...simcore.opendrive.records import Stretch
from ...simcore.quantity.fields import Curvature, Length, Ratio, Speed, Word, setting
from ..layout import Layout
from ._network import made_by_code
from ._shared import Paved


class Settings(Paved):
    """The tunnel and the road before and after it."""

    approach: Length = setting("Road before the tunnel", "120 m", low="60 m", high="2 km")
    length: Length = setting("Length of the tunnel", "200 m", low="40 m", high="3 km")
    exit: Length = setting("Road after the tunnel", "150 m", low="60 m", high="2 km")
    curvature: Curvature = setting(
        "Bend of the whole road, left positive", "0 1/m", low="-0.006 1/m", high="0.006 1/m"
    )
    grade: Ratio = setting("Slope, uphill positive", 0, low=-0.07, high=0.07)
    speed_limit: Speed = setting("Speed limit", "80 km/h", low="5 km/h", high="130 km/h")
    landscape: Annotated[Literal["forest", "fields", "mixed"], Word()] = setting(
        "What lies around", "forest"
    )
    clearing: Length = setting(
        "From the edge of the road to the first trees", "7 m", low="2 m", high="50 m"
    )


def lay_out(settings: Settings, key: int) -> Layout:
    """One road, with pavements for emergencies and solid lines in the tunnel."""
    first, last = settings.approach, settings.approach + settings.length
    end = last + settings.exit
    wide, country = settings.lane_width, settings.markings
    open_side = [("driving", wide, mark("edge")), ("shoulder", 0.5, None)]
    closed_side = [
        ("driving", wide, mark("edge")),
        ("shoulder", 0.5, None),
        ("sidewalk", 1.0, None),
    ]
    middle = mark("rural", country)
    solid = mark("us_solid" if country == "us" else "solid")
    sections = [
        section(open_side, open_side, middle),
        section(closed_side, closed_side, solid, first - 6.0),
        section(open_side, open_side, middle, last + 6.0),
    ]
    bent = settings.curvature
    shape = line(end) if bent == 0.0 else arc(end, bent)
    limit = round(settings.speed_limit * 3.6)
    made = road(
        "1", chained((0.0, 0.0, 0.0), [shape]), sections,
        elevation=[(0.0, 0.0, settings.grade, 0.0, 0.0)],
        stretches=[Stretch("tunnel", first, last)],
        signals=[sign(first - 50.0, -wide - 1.4, "274", value=float(limit))],
    )  # fmt: skip
    return made_by_code(network([made]), settings, key, ["1"], -1)
