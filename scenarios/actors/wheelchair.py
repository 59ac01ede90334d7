"""A person in a wheelchair, who drives it by its hand rims.

Class wheelchair_user: person and chair are one body. It turns about its drive axle, which is where
``at`` puts it. Attributes: "elderly" from 65 years on.

Example::

    actors:
      user:
        kind: wheelchair
        age: {uniform: [20 years, 80 years]}
        at: {s: 70 m, t: 6 m}
        behaviour: {kind: cross, speed: 1 m/s}
"""

from __future__ import annotations

from typing import Annotated

from ...simcore.geometry.figure import Figure
from ...simcore.quantity.colours import albedo
from ...simcore.quantity.fields import Colour, Length, Speed, Time, Word, setting
from ..embodiment import Embodiment, Occasion
from ._person import Headwear, Person, age_group, on_foot, pace_of, record_of

CHAIR = 15.0
"""Mass of the chair [kg]."""


class Settings(Person):
    """How the person and the chair look, and how fast they are."""

    height: Length | None = setting(
        "Height; it takes the place of stature", None, low="1.3 m", high="2.2 m"
    )
    age: Time = setting(
        "Age", {"uniform": ["18 years", "85 years"]}, low="14 years", high="105 years"
    )
    chair: Colour = setting(
        "Colour of the frame",
        {"choice": {"black": 50, "silver": 20, "blue": 12, "red": 10, "green": 4, "orange": 4}},
    )
    pace: Speed = pace_of("1.2 m/s", "0.25 m/s", "0.6 m/s", "2 m/s", most="5 m/s")
    headwear: Annotated[Headwear, Word()] = setting(
        "What is worn on the head",
        {"choice": {"none": 65, "knit_cap": 20, "bobble_cap": 5, "cap": 10}},
    )


def embody(settings: Settings, occasion: Occasion) -> Embodiment:
    """The person and the chair as they roll and look."""
    record = record_of(settings, occasion, age_group(settings))

    def figure() -> Figure:
        from ...simcore.geometry.mobility.wheelchair_user import wheelchair_user

        return wheelchair_user(record).recoloured({"frame": albedo(settings.chair)})

    return on_foot(
        record,
        figure,
        length=0.96 + 0.16 * (record.stature - 1.6),
        width=0.67,
        height=0.84 * record.stature,
        centre_x=0.21 + 0.08 * (record.stature - 1.6),
        mass=23.0 * record.stature**2 + CHAIR,
        pace=settings.pace,
    )
