"""A grown-up on foot.

Class adult, worker in hi_vis with a helmet. Attributes: "elderly" from 65 years on.

Example::

    actors:
      walker:
        kind: adult
        age: {uniform: [20 years, 80 years]}
        clothing: dark
        at: {s: 70 m, t: 5 m}
        behaviour: {kind: cross, speed: 1.3 m/s}
"""

from __future__ import annotations

from typing import Annotated, Literal

from ...simcore.quantity.fields import Time, Word, setting
from ..embodiment import Embodiment, Occasion
from ._person import Person, age_group, embody_person

_AGES = {
    "mixture": [
        {"weight": 82, "of": {"uniform": ["18 years", "65 years"]}},
        {"weight": 18, "of": {"uniform": ["65 years", "88 years"]}},
    ]
}


class Settings(Person):
    """How the person looks."""

    age: Time = setting("Age", _AGES, low="14 years", high="105 years")
    carrying: Annotated[Literal["none", "backpack", "bag", "umbrella", "phone"], Word()] = setting(
        "What is carried",
        {"choice": {"none": 65, "backpack": 14, "bag": 12, "umbrella": 4, "phone": 5}},
    )


def embody(settings: Settings, occasion: Occasion) -> Embodiment:
    """The person as they walk and look."""
    if settings.clothing == "hi_vis" and settings.headwear == "helmet":
        kind = "worker"
    else:
        kind = age_group(settings)
    return embody_person(settings, occasion, kind)
