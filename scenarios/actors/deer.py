"""A roe deer, stag or doe.

Class deer. Attributes: "antlered" for stags with antlers, which they wear from May to November.

Example::

    actors:
      deer:
        kind: deer
        at: {s: 140 m, t: 9 m}
        behaviour: {kind: bolt, speed: 9 m/s}
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from ...simcore.quantity.fields import Length, Word, setting
from ...simcore.quantity.settings import Settings as Base
from ..embodiment import Embodiment, Occasion
from ._animal import embody_animal


class Settings(Base):
    """How the deer looks."""

    group: ClassVar[str] = "animals"

    species: Annotated[Literal["roe", "white_tailed"], Word()] = setting("Species", "roe")
    shoulder: Length | None = setting(
        "Height of the shoulder; by species and sex unless given", None, low="0.5 m", high="1.2 m"
    )
    sex: Annotated[Literal["doe", "stag"], Word()] = setting(
        "Sex", {"choice": {"doe": 1, "stag": 1}}
    )
    coat: Annotated[Literal["auto", "summer", "winter"], Word()] = setting(
        "Coat; auto: by the date", "auto"
    )


_COATS = {"summer": 7, "winter": 1}
"""A month in which each coat is worn."""


def embody(settings: Settings, occasion: Occasion) -> Embodiment:
    """The deer as it runs and looks."""
    month = occasion.date.month
    fixed = {} if settings.shoulder is None else {"shoulder": settings.shoulder}
    sex = "male" if settings.sex == "stag" else "female"
    coat = _COATS.get(settings.coat, month)
    if coat != month:
        from ...simcore.geometry.animals.draw import antlered

        fixed["antlers"] = antlered(settings.species, sex, month)
    return embody_animal(settings.species, occasion, coat, sex=sex, **fixed)
