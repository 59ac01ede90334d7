"""A pickup with a double cab and an open bed, 5.4 m long.

Class car.

Example::

    actors:
      car: {kind: pickup, at: {s: 60 m, t: -2.7 m}, behaviour: {kind: parked}}
"""

from __future__ import annotations

from ..embodiment import Embodiment, Occasion
from ._vehicle import ScaledVehicle, embody_car


class Settings(ScaledVehicle):
    """How the pickup looks."""


def embody(settings: Settings, occasion: Occasion) -> Embodiment:
    """The pickup as it drives and looks."""
    from ...simcore.geometry.vehicles import pickup

    return embody_car(pickup, settings, occasion, "pickup")
