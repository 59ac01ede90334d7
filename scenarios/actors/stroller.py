"""A grown-up who pushes a stroller with a small child in it.

Two bodies: class adult (attribute "elderly" from 65 years on) and class stroller, one group. ``at``
is where the person stands; the stroller is ahead.

Example::

    actors:
      parent:
        kind: stroller
        pram: dark_green
        at: {s: 70 m, t: 6 m}
        behaviour: {kind: hesitate, speed: 1.2 m/s}
"""

from __future__ import annotations

from ...simcore.geometry.figure import Figure
from ...simcore.quantity.colours import albedo
from ...simcore.quantity.fields import Colour, Length, Speed, Time, setting
from ..embodiment import Embodiment, Occasion
from ._person import Person, age_group, on_foot, pace_of, record_of

STROLLER = 20.0
"""Mass of a stroller with a child in it [kg]."""


class Settings(Person):
    """How the person and the stroller look, and how fast they are."""

    height: Length | None = setting(
        "Height; it takes the place of stature", None, low="1.4 m", high="2.2 m"
    )
    age: Time = setting(
        "Age of who pushes",
        {"uniform": ["20 years", "70 years"]},
        low="14 years",
        high="105 years",
    )
    pram: Colour = setting(
        "Colour of the stroller's cloth",
        {"choice": {"black": 30, "grey": 25, "navy": 15, "red": 8, "dark_green": 8, "beige": 14}},
    )
    pace: Speed = pace_of("1.5 m/s", "0.25 m/s", "0.9 m/s", "2.2 m/s", most="6 m/s")


def embody(settings: Settings, occasion: Occasion) -> Embodiment:
    """The person and the stroller as they walk, roll and look."""
    from ...simcore.geometry.mobility.pusher import STEPS

    record = record_of(settings, occasion, age_group(settings))

    def figure() -> Figure:
        from ...simcore.geometry.mobility.pusher import pusher

        return pusher(record).recoloured({"cloth": albedo(settings.pram)})

    return on_foot(
        record,
        figure,
        length=1.58,
        width=0.62,
        centre_x=0.63,
        mass=23.0 * record.stature**2 + STROLLER,
        stride=STEPS * record.ways.stride,
        pace=settings.pace,
    )
