"""A country road that bends one way and then the other.

Example::

    road:
      kind: s_bend
      radius: 90 m
      angle: 35 deg
      landscape: mixed
"""

from __future__ import annotations

from typing import Annotated, Literal

from ...simcore.geometry.ground.sections import country
from ...simcore.line import Line
from ...simcore.quantity.fields import Angle, Flag, Length, Ratio, Speed, Word, setting
from ..layout import Layout
from ._along import along_line
from ._shared import BEYOND, Paved, drives, wishes_of


class Settings(Paved):
    """Both bends, which are alike, and what stands beside the road."""

    approach: Length = setting("Straight before the bends", "100 m", low="20 m", high="1 km")
    radius: Length = setting("Radius of both arcs", "110 m", low="25 m", high="1 km")
    angle: Angle = setting("By how much each of them turns", "40 deg", low="5 deg", high="100 deg")
    turn: Annotated[Literal["left", "right"], Word()] = setting("Where the first turns", "right")
    between: Length = setting("Straight between the bends", "10 m", low="0 m", high="300 m")
    exit: Length = setting("Straight after the bends", "120 m", low="20 m", high="1 km")
    grade: Ratio = setting("Slope, uphill positive", 0, low=-0.12, high=0.12)
    banking: Ratio = setting(
        "Cross slope in the arcs, towards their inside", 0.04, low=0, high=0.08
    )
    speed_limit: Speed = setting("Speed limit", "80 km/h", low="5 km/h", high="130 km/h")
    landscape: Annotated[Literal["forest", "fields", "mixed"], Word()] = setting(
        "What lies beside the road", "mixed"
    )
    clearing: Length = setting(
        "From the edge of the road to the first trees", "5 m", low="2 m", high="50 m"
    )
    guard_rail: Flag = setting("Guard rails on the outsides of the bends", False)


EASING = 35.0
"""Longest clothoid before and after each arc [m]."""


def lay_out(settings: Settings, key: int) -> Layout:
    """The road: its line is the middle of the ego's lane."""
    turn = 1.0 if settings.turn == "left" else -1.0
    easing = min(EASING, 0.7 * settings.angle * settings.radius)
    arc = settings.angle * settings.radius - easing
    curvature: list[tuple[float, float]] = []
    bank: list[tuple[float, float]] = []
    s = settings.approach
    for side in (turn, -turn):
        for step, share in ((0.0, 0.0), (easing, 1.0), (arc, 1.0), (easing, 0.0)):
            s += step
            curvature.append((s, side * share / settings.radius))
            bank.append((s, -side * share * settings.banking))
        s += settings.between
    end = s - settings.between + settings.exit
    line = Line.build((-BEYOND, end + BEYOND), curvature, settings.grade, bank)
    section = country(settings.lane_width).seen_from(drives(settings) * settings.lane_width / 2)
    return along_line(
        line, section, settings, key, settings.landscape, (0.0, end),
        kind="rural", wishes=wishes_of(settings),
    )  # fmt: skip
