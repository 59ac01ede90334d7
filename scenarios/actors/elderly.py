"""An old person on foot: a bent back, short and slow steps, perhaps a cane.

Class adult, attribute "elderly". Whatever its behaviour asks for, it goes no faster than ``pace``.

Example::

    actors:
      walker:
        kind: elderly
        aid: cane
        pace: 0.9 m/s
        at: {s: 70 m, t: 6 m}
        behaviour: {kind: cross}
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from ...simcore.geometry.figure import Figure
from ...simcore.quantity.fields import Angle, Speed, Time, Word, setting
from ..embodiment import Embodiment, Occasion
from ._person import Person, on_foot, pace_of, record_of


class Settings(Person):
    """How the old person looks and walks."""

    age: Time = setting(
        "Age",
        {
            "truncated_normal": {
                "mean": "78 years",
                "sd": "6 years",
                "low": "65 years",
                "high": "95 years",
            }
        },
        low="65 years",
        high="105 years",
    )
    hair: Annotated[Literal["black", "dark_brown", "brown", "blond", "grey"], Word()] = setting(
        "Colour of the hair",
        {"choice": {"black": 10, "dark_brown": 8, "brown": 5, "blond": 2, "grey": 75}},
    )
    stoop: Angle = setting(
        "How far the back is bent forward",
        {"truncated_normal": {"mean": "15 deg", "sd": "6 deg", "low": "4 deg", "high": "32 deg"}},
        low="0 deg",
        high="45 deg",
    )
    aid: Annotated[Literal["none", "cane"], Word()] = setting(
        "What the person leans on", {"choice": {"none": 1, "cane": 1}}
    )
    pace: Speed = pace_of("0.95 m/s", "0.15 m/s", "0.5 m/s", "1.4 m/s", most="3 m/s")


STEPS, ARMS = 0.88, 0.7
"""Length of steps and swing of arms, as shares of those of others of that age."""


def embody(settings: Settings, occasion: Occasion) -> Embodiment:
    """The old person as they walk and look."""
    record = record_of(settings, occasion, "older")
    ways = record.ways
    bent = ways._replace(
        stride=STEPS * ways.stride, arm_swing=ARMS * ways.arm_swing, stoop=settings.stoop
    )
    aided = settings.aid == "cane"
    record = replace(record, ways=bent, carried="" if aided else record.carried)

    def figure() -> Figure:
        if aided:
            from ...simcore.geometry.mobility.cane import with_cane

            return with_cane(record)
        from ...simcore.geometry.people.person import person

        return person(record)

    return on_foot(record, figure, pace=settings.pace)
