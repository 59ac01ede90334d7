"""A police car: an estate with a blue bar on its roof.

Class police_car. With ``beacons`` the bar's halves flash in turn, which the label says
(``beacons``).

Example::

    actors:
      police: {kind: police_car, at: {s: 60 m, t: -2.9 m}, beacons: true, behaviour: {kind: parked}}
"""

from __future__ import annotations

from typing import Annotated, Literal

from ...simcore.quantity.fields import Colour, Flag, Word, setting
from ..embodiment import Embodiment, Occasion
from ._vehicle import ScaledVehicle, beaconed, embody_car


class Settings(ScaledVehicle):
    """How the police car looks."""

    colour: Colour = setting(
        "Paint: a word or [red, green, blue] albedo", {"choice": {"white": 2, "silver": 1}}
    )
    livery: Annotated[Literal["chequers", "stripes"], Word()] = setting(
        "Film on its sides: yellow and blue chequers, or a blue and a silver stripe",
        {"choice": {"chequers": 1, "stripes": 1}},
    )
    beacons: Flag = setting("Whether its blue lamps flash", False)


def embody(settings: Settings, occasion: Occasion) -> Embodiment:
    """The police car as it drives and looks."""
    from ...simcore.geometry.vehicles import police_car

    film = police_car.LIVERIES[settings.livery]
    return beaconed(embody_car(police_car, settings, occasion, "wagon", film), settings.beacons)
