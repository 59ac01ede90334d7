"""A sport utility vehicle, 4.6 m long and 1.7 m high.

Class car.

Example::

    actors:
      car: {kind: suv, at: {s: 60 m, t: -2.7 m}, behaviour: {kind: parked}}
"""

from __future__ import annotations

from ..embodiment import Embodiment, Occasion
from ._vehicle import ScaledVehicle, embody_car


class Settings(ScaledVehicle):
    """How the SUV looks."""


def embody(settings: Settings, occasion: Occasion) -> Embodiment:
    """The suv as it drives and looks."""
    from ...simcore.geometry.vehicles import suv

    return embody_car(suv, settings, occasion, "suv")
