"""A child of 3 to 13 years on foot.

Class child. Children are no small adults: head, legs and girth follow from the age.

Example::

    actors:
      child:
        kind: child
        stature: {normal: {mean: 0, sd: 1}}
        clothing: bright
        at: {s: 70 m, t: -5 m}
        behaviour: {kind: cross, speed: 3 m/s}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import model_validator

from ...simcore.quantity.fields import Length, Time, Word, setting
from ..embodiment import Embodiment, Occasion
from ._person import Person, embody_person


class Settings(Person):
    """How the child looks."""

    age: Time | None = setting(
        "Age; that of the median child of its height, where a height and no age is given",
        {"uniform": ["4 years", "12 years"]},
        low="3 years",
        high="14 years",
    )
    height: Length | None = setting(
        "Height; it takes the place of stature", None, low="0.8 m", high="1.8 m"
    )
    carrying: Annotated[Literal["none", "backpack"], Word()] = setting(
        "What is carried", {"choice": {"none": 7, "backpack": 3}}
    )

    @model_validator(mode="before")
    @classmethod
    def _age(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and data.get("height") is not None and "age" not in data:
            return {**data, "age": None}
        return data


def embody(settings: Settings, occasion: Occasion) -> Embodiment:
    """The child as it walks and looks."""
    return embody_person(settings, occasion, "child")
