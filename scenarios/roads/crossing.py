"""An urban junction with three or four arms, where the ego turns or goes straight on.

The route runs along the near arm, whose kerb line ends at s = approach, through the junction by
its ``manoeuvre`` and out along the arm it leads to. Places before the junction, and of what goes
straight on through it, are simplest given by s and t of the straight approach.

Example::

    road:
      kind: crossing
      approach: 60 m
      manoeuvre: right
      cycle_path: true
      control: give_way
"""

from __future__ import annotations

from typing import Annotated, Literal

from ...simcore.quantity.fields import Flag, Length, Speed, Word, setting
from ._shared import Street


class Settings(Street):
    """The junction, its arms, and who gives way."""

    approach: Length = setting("From s = 0 to the junction", "60 m", low="30 m", high="500 m")
    exit: Length = setting(
        "Length of the arms after the junction", "80 m", low="30 m", high="500 m"
    )
    manoeuvre: Annotated[Literal["left", "right", "straight"], Word()] = setting(
        "Where the ego's route leads", "right"
    )
    arms: Annotated[Literal["t_left", "t_right", "four"], Word()] = setting(
        "Arms: all four, or a T whose third arm is on the left or right", "four"
    )
    corner_radius: Length = setting(
        "Radius of the kerbs at the corners", "6 m", low="2 m", high="20 m"
    )
    control: Annotated[Literal["signals", "give_way", "none"], Word()] = setting(
        "Traffic lights, signs that give the ego's road priority, or nothing", "give_way"
    )
    zebra: Flag = setting("Zebra crossings over all arms", True)
    cycle_path: Flag = setting("Cycle lanes beside the lanes of the ego's first arm", True)
    cycle_width: Length = setting("Width of a cycle lane", "1.75 m", low="1 m", high="3 m")
    speed_limit: Speed = setting("Speed limit", "50 km/h", low="5 km/h", high="70 km/h")
