"""A ball: football, basketball or beach ball.

Class ball. ``at`` is where it lies or begins to roll; it rests on the ground.

Example::

    actors:
      ball:
        kind: ball
        at: {s: 70 m, t: -4 m}
        behaviour: {kind: roll, heading: 90 deg, speed: 3 m/s}
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from ...simcore.quantity.fields import Length, Word, setting
from ...simcore.quantity.settings import Settings as Base
from ..embodiment import Embodiment, Occasion, thing


class Settings(Base):
    """What kind of ball it is."""

    group: ClassVar[str] = "things"

    pattern: Annotated[Literal["football", "basketball", "beach"], Word()] = setting(
        "How it looks", {"choice": {"football": 6, "basketball": 2, "beach": 2}}
    )
    radius: Length = setting("Radius", "0.11 m", low="2 cm", high="40 cm")


def embody(settings: Settings, occasion: Occasion) -> Embodiment:
    """The ball as it rolls and looks."""
    from ...simcore.geometry.props import ball

    return thing(ball.figure(pattern=settings.pattern, radius=settings.radius))
