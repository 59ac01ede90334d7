"""A delivery van or minibus, 4.9 m long and 2 m high.

Class van. It hides whatever is less than 1.9 m tall behind it.

Example::

    actors:
      van: {kind: van, at: {s: {uniform: [60 m, 80 m]}, t: -2.9 m}, behaviour: {kind: parked}}
"""

from __future__ import annotations

from ...simcore.quantity.fields import Colour, setting
from ..embodiment import Embodiment, Occasion
from ._vehicle import ScaledVehicle, embody_car

_FLEET = {
    "choice": {"white": 60, "grey": 12, "silver": 8, "black": 8, "blue": 7, "red": 3, "yellow": 2}
}
"""Vans are bought by firms: three in five are white."""


class Settings(ScaledVehicle):
    """How the van looks."""

    colour: Colour = setting("Paint: a word or [red, green, blue] albedo", _FLEET)


def embody(settings: Settings, occasion: Occasion) -> Embodiment:
    """The van as it drives and looks."""
    from ...simcore.geometry.vehicles import van

    return embody_car(van, settings, occasion, "van")
