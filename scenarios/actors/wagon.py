"""An estate car, 4.7 m long.

Class car.

Example::

    actors:
      car: {kind: wagon, at: {s: 60 m}, speed: 40 km/h, behaviour: {kind: follow_lane}}
"""

from __future__ import annotations

from ..embodiment import Embodiment, Occasion
from ._vehicle import ScaledVehicle, embody_car


class Settings(ScaledVehicle):
    """How the wagon looks."""


def embody(settings: Settings, occasion: Occasion) -> Embodiment:
    """The wagon as it drives and looks."""
    from ...simcore.geometry.vehicles import wagon

    return embody_car(wagon, settings, occasion, "wagon")
