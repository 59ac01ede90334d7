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

from typing import Annotated, ClassVar, Literal

from ...simcore.geometry.figure import Figure
from ...simcore.quantity.colours import albedo
from ...simcore.quantity.fields import Colour, Time, Word, setting
from ..embodiment import Embodiment, Occasion
from ._person import OLD, YEAR, Headwear, Person, record_of
from ._vehicle import Chassis, embodied

_BICYCLE = Chassis(1.71, 0.60, 1.75, 1.04, 0.345, 0.0, 0.69)


class Settings(Person):
    """How rider and bicycle look."""

    group: ClassVar[str] = "cyclists"

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
        "Lamps; auto: while it is dark or visibility is poor", "auto"
    )
    headwear: Annotated[Headwear, Word()] = setting(
        "What is worn on the head",
        {"choice": {"none": 45, "knit_cap": 8, "cap": 4, "hood": 3, "cycle_helmet": 40}},
    )


def embody(settings: Settings, occasion: Occasion) -> Embodiment:
    """Rider and bicycle as they ride and look."""
    record = record_of(settings, occasion, "child" if settings.age < 13 * YEAR else "adult")

    def figure() -> Figure:
        from ...simcore.geometry.vehicles import cyclist

        made = cyclist.figure(cyclist.CyclistVariation(record))
        return made.recoloured({"frame": albedo(settings.bicycle)})

    lights = ("low_beam", "tail") if settings.lights == "low" else ()
    old = ("elderly",) if settings.age >= OLD * YEAR else ()
    return embodied(_BICYCLE, "bicycle", settings, figure, lights, old)
