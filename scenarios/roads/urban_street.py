"""A town street with parking strips, pavements and houses, straight or gently curved.

One lane in each direction; the ego's route is the lane on its own side. Parking strips lie between
lane and kerb: with a lane of 3.25 m the middle of the near strip is at t = -2.7 m, the kerb at
t = -4.0 m and the pavement beyond it.

Example::

    road:
      kind: urban_street
      length: 180 m
      curvature: {uniform: [-0.004 1/m, 0.004 1/m]}
      lane_width: {uniform: [3.0 m, 3.5 m]}
      speed_limit: 40 km/h
      style: {choice: {terraced: 2, detached: 1}}
"""

from __future__ import annotations

from typing import Annotated, Literal

from ...simcore.geometry.ground.sections import urban
from ...simcore.line import Line
from ...simcore.quantity.fields import Curvature, Length, Ratio, Word, setting
from ..layout import Layout
from ._along import along_line
from ._shared import BEYOND, Street, drives, wishes_of


class Settings(Street):
    """How the street runs and what stands along it."""

    length: Length = setting("Length of the street", "180 m", low="60 m", high="2 km")
    curvature: Curvature = setting(
        "Bend of the whole street, left positive", "0 1/m", low="-0.02 1/m", high="0.02 1/m"
    )
    grade: Ratio = setting("Slope, uphill positive", 0, low=-0.15, high=0.15)
    parking: Annotated[Literal["none", "left", "right", "both"], Word()] = setting(
        "Sides with a strip of parking places", "both"
    )
    parking_width: Length = setting("Width of a parking strip", "2.1 m", low="1.8 m", high="3 m")
    parked: Ratio = setting(
        "Share of the parking places, as far as actors leave them free, where cars stand",
        0,
        low=0,
        high=1,
    )


def end(settings: Settings) -> float:
    """s where the road ends [m]."""
    return settings.length


def lay_out(settings: Settings, key: int) -> Layout:
    """The street: its line is the middle of the ego's lane."""
    left, right = (
        settings.parking_width if settings.parking in (side, "both") else 0.0
        for side in ("left", "right")
    )
    walk = settings.sidewalk_width
    section = urban(settings.lane_width, (1, 1), (left, right), sidewalk=walk)
    own = drives(settings) * settings.lane_width / 2
    line = Line.build((-BEYOND, settings.length + BEYOND), settings.curvature, settings.grade)
    return along_line(
        line, section.seen_from(own), settings, key, settings.style, (0.0, settings.length),
        wishes=wishes_of(settings),
    )  # fmt: skip
