"""A person riding a bicycle.

Two bodies: class cyclist and class bicycle, one group.

Example::

    actors:
      rider:
        kind: cyclist
        lights: {choice: {low: 3, unlit: 1}}
        at: {s: 30 m, t: -2.6 m}
        speed: 18 km/h
        behaviour: {kind: ride, speed: 18 km/h}
"""

from __future__ import annotations

from typing import Annotated, Literal

from ...simcore.quantity.fields import Colour, Time, Word, setting
from ._person import Headwear, Person


class Settings(Person):
    """How rider and bicycle look."""

    age: Time = setting(
        "Age", {"uniform": ["14 years", "70 years"]}, low="8 years", high="105 years"
    )
    bicycle: Colour = setting(
        "Colour of the frame",
        {
            "choice": {
                "black": 40,
                "grey": 15,
                "blue": 12,
                "red": 10,
                "green": 8,
                "white": 8,
                "turquoise": 4,
                "orange": 3,
            }
        },
    )
    lights: Annotated[Literal["auto", "unlit", "low"], Word()] = setting(
        "Lamps; auto: when it is dark or visibility is poor", "auto"
    )
    headwear: Annotated[Headwear, Word()] = setting(
        "What is worn on the head",
        {"choice": {"none": 45, "knit_cap": 8, "cap": 4, "hood": 3, "cycle_helmet": 40}},
    )
