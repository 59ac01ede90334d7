"""A country road that runs straight, then bends between trees or fields.

The bend begins at s = approach, with clothoids before and after the arc. A wood narrows the view
to the inside of the bend: the ego sees what stands there late.

Example::

    road:
      kind: bend
      approach: 90 m
      radius: {uniform: [80 m, 140 m]}
      angle: {uniform: [40 deg, 70 deg]}
      turn: {choice: {left: 1, right: 1}}
      landscape: forest
"""

from __future__ import annotations

import math
from typing import Annotated, Literal

from ...simcore.geometry.dresser.dressing import Stand
from ...simcore.geometry.ground.corridor import Corridor
from ...simcore.geometry.ground.sections import country
from ...simcore.geometry.street.signs import sign
from ...simcore.line import Line
from ...simcore.quantity.fields import Angle, Flag, Length, Ratio, Speed, Word, setting
from ..layout import Layout
from ._along import along_line
from ._shared import BEYOND, Paved, drives, wishes_of


class Settings(Paved):
    """How the road bends, and what stands beside it."""

    approach: Length = setting("Straight before the bend", "90 m", low="20 m", high="1 km")
    radius: Length = setting("Radius of the arc", "120 m", low="25 m", high="1 km")
    angle: Angle = setting("By how much it turns", "50 deg", low="5 deg", high="120 deg")
    turn: Annotated[Literal["left", "right"], Word()] = setting("Where it turns", "right")
    exit: Length = setting("Straight after the bend", "120 m", low="20 m", high="1 km")
    grade: Ratio = setting("Slope, uphill positive", 0, low=-0.12, high=0.12)
    banking: Ratio = setting("Cross slope in the arc, towards its inside", 0.04, low=0, high=0.08)
    speed_limit: Speed = setting("Speed limit", "80 km/h", low="5 km/h", high="130 km/h")
    landscape: Annotated[Literal["forest", "fields", "mixed"], Word()] = setting(
        "What lies beside the road", "forest"
    )
    clearing: Length = setting(
        "From the edge of the road to the first trees", "5 m", low="2 m", high="50 m"
    )
    guard_rail: Flag = setting("A guard rail on the outside of the bend", False)
    deer_sign: Flag = setting("A warning sign for deer before the bend", True)


EASING = 40.0
"""Longest clothoid before and after the arc [m]."""
SIGN_BEFORE = 60.0
"""How far before the bend the warning sign stands [m]."""


def end(settings: Settings) -> float:
    """s where the road ends [m]."""
    return _corners(settings)[-1] + settings.exit


def _corners(settings: Settings) -> tuple[float, float, float, float]:
    """s where the first clothoid, the arc and the second clothoid begin, and where that ends."""
    # Clothoids turn by half of what an arc of their length would.
    easing = min(EASING, 0.7 * settings.angle * settings.radius)
    arc = settings.angle * settings.radius - easing
    s0 = settings.approach
    return s0, s0 + easing, s0 + easing + arc, s0 + 2 * easing + arc


def lay_out(settings: Settings, key: int) -> Layout:
    """The road: its line is the middle of the ego's lane."""
    turn = 1.0 if settings.turn == "left" else -1.0
    corners = _corners(settings)
    bend = tuple(
        zip(corners, (0.0, turn / settings.radius, turn / settings.radius, 0.0), strict=True)
    )
    bank = tuple(
        zip(corners, (0.0, -turn * settings.banking, -turn * settings.banking, 0.0), strict=True)
    )
    last = end(settings)
    line = Line.build((-BEYOND, last + BEYOND), bend, settings.grade, bank)
    section = country(settings.lane_width).seen_from(drives(settings) * settings.lane_width / 2)
    extra = [_deer_sign(Corridor(line, section), settings)] if settings.deer_sign else []
    return along_line(
        line, section, settings, key, settings.landscape, (0.0, last),
        kind="rural", wishes=wishes_of(settings), extra=extra,
    )  # fmt: skip


def _deer_sign(corridor: Corridor, settings: Settings) -> Stand:
    """The warning sign, beside the ego's lane, facing it."""
    side = drives(settings)
    t = corridor.section.edge(side) + side * 0.9
    s = max(settings.approach - SIGN_BEFORE, 15.0)
    return Stand(sign("deer", settings.markings), corridor.pose(s, t, math.pi))
