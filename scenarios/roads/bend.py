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

from typing import Annotated, Literal

from ...simcore.quantity.fields import Angle, Flag, Length, Ratio, Speed, Word, setting
from ._shared import Paved


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
