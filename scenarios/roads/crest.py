"""A country road over a hill: what stands behind its top stays hidden until late.

The top lies at s = top. Grades before and after it are joined by a parabola, whose ``radius``
decides how far one sees: an eye at height h1 sees the top of a thing of height h2 over a distance
of sqrt(2 radius) (sqrt(h1) + sqrt(h2)).

Example::

    road:
      kind: crest
      top: 150 m
      radius: {uniform: [900 m, 1500 m]}
      rise: 0.05
      fall: 0.05
"""

from __future__ import annotations

from typing import Annotated, Literal

from ...simcore.geometry.ground.sections import country
from ...simcore.line import Line
from ...simcore.quantity.fields import Curvature, Length, Ratio, Speed, Word, setting
from ..layout import Layout
from ._along import along_line
from ._shared import BEYOND, Paved, drives, wishes_of


class Settings(Paved):
    """The hill and what stands beside the road."""

    top: Length = setting("Where the highest point is", "150 m", low="40 m", high="2 km")
    radius: Length = setting("Radius of the vertical curve", "1200 m", low="200 m", high="20 km")
    rise: Ratio = setting("Slope before the hill's top, uphill positive", 0.05, low=0, high=0.15)
    fall: Ratio = setting("Slope after it, downhill positive", 0.05, low=0, high=0.15)
    length: Length = setting("Length of the road", "400 m", low="100 m", high="4 km")
    curvature: Curvature = setting(
        "Bend of the whole road, left positive", "0 1/m", low="-0.005 1/m", high="0.005 1/m"
    )
    speed_limit: Speed = setting("Speed limit", "80 km/h", low="5 km/h", high="130 km/h")
    landscape: Annotated[Literal["forest", "fields", "mixed"], Word()] = setting(
        "What lies beside the road", "fields"
    )


def end(settings: Settings) -> float:
    """s where the road ends [m]."""
    return settings.length


def lay_out(settings: Settings, key: int) -> Layout:
    """The road: its line is the middle of the ego's lane."""
    rise, fall = settings.rise, settings.fall
    first, last = settings.top - settings.radius * rise, settings.top + settings.radius * fall
    line = Line.build(
        (-BEYOND, settings.length + BEYOND), settings.curvature, ((first, rise), (last, -fall))
    )
    section = country(settings.lane_width).seen_from(drives(settings) * settings.lane_width / 2)
    return along_line(
        line, section, settings, key, settings.landscape, (0.0, settings.length),
        kind="rural", wishes=wishes_of(settings),
    )  # fmt: skip
