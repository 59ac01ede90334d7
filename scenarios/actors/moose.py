"""A moose, bull or cow: so high that a car meets its legs and its body comes over the bonnet.

Class moose. Attributes: "antlered" for bulls with antlers, which they wear from May to December.

Example::

    actors:
      moose:
        kind: moose
        sex: bull
        at: {s: 140 m, t: 9 m}
        behaviour: {kind: cross, speed: 2 m/s}
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from ...simcore.quantity.fields import Length, Word, setting
from ...simcore.quantity.settings import Settings as Base
from ..embodiment import Embodiment, Occasion
from ._animal import embody_animal


class Settings(Base):
    """How the moose looks."""

    group: ClassVar[str] = "animals"

    shoulder: Length | None = setting(
        "Height of the shoulder; by sex unless given: cows 1.67 m, bulls 1.85 m on the mean",
        None,
        low="1.3 m",
        high="2.3 m",
    )
    sex: Annotated[Literal["cow", "bull"], Word()] = setting(
        "Sex", {"choice": {"cow": 1, "bull": 1}}
    )


def embody(settings: Settings, occasion: Occasion) -> Embodiment:
    """The moose as it runs and looks."""
    fixed = {} if settings.shoulder is None else {"shoulder": settings.shoulder}
    sex = "male" if settings.sex == "bull" else "female"
    return embody_animal("moose", occasion, occasion.date.month, sex=sex, **fixed)
