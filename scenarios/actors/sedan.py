"""A saloon car with a boot, 4.6 m long.

Class car.

Example::

    actors:
      car:
        kind: sedan
        at: {s: 60 m, t: 3.25 m, heading: 180 deg}
        speed: 40 km/h
        behaviour: {kind: follow_lane}
"""

from __future__ import annotations

from ..embodiment import Embodiment, Occasion
from ._vehicle import ScaledVehicle, embody_car


class Settings(ScaledVehicle):
    """How the sedan looks."""


def embody(settings: Settings, occasion: Occasion) -> Embodiment:
    """The sedan as it drives and looks."""
    from ...simcore.geometry.vehicles import sedan

    return embody_car(sedan, settings, occasion, "sedan")
