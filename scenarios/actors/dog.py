"""A dog, from the size of a terrier to that of a mastiff.

Class dog.

Example::

    actors:
      dog:
        kind: dog
        at: {s: 60 m, t: -5 m}
        behaviour: {kind: bolt, speed: 6 m/s}
"""

from __future__ import annotations

from typing import ClassVar

from ...simcore.quantity.colours import albedo
from ...simcore.quantity.fields import Colour, Length, setting
from ...simcore.quantity.settings import Settings as Base
from ..embodiment import Embodiment, Occasion
from ._animal import embody_animal


class Settings(Base):
    """How the dog looks."""

    group: ClassVar[str] = "animals"

    shoulder: Length = setting(
        "Height of the shoulder",
        {"truncated_normal": {"mean": "0.52 m", "sd": "0.10 m", "low": "0.28 m", "high": "0.75 m"}},
        low="0.2 m",
        high="0.9 m",
    )
    colour: Colour = setting(
        "Colour of the coat",
        {"choice": {"black": 30, "brown": 25, "beige": 25, "white": 10, "grey": 10}},
    )


def embody(settings: Settings, occasion: Occasion) -> Embodiment:
    """The dog as it runs and looks."""
    coat = albedo(settings.colour)
    month = occasion.date.month
    return embody_animal("dog", occasion, month, shoulder=settings.shoulder, coat=coat)
