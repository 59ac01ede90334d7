"""A compact hatchback, 4.3 m long.

Class car. Small cars are painted more brightly than large ones.

Example::

    actors:
      neighbour: {kind: compact, at: {s: 60 m, t: -2.7 m}, behaviour: {kind: parked}}
"""

from __future__ import annotations

from ...simcore.quantity.fields import Colour, setting
from ..embodiment import Embodiment, Occasion
from ._vehicle import ScaledVehicle, embody_car, paints


class Settings(ScaledVehicle):
    """How the hatchback looks."""

    colour: Colour = setting("Paint: a word or [red, green, blue] albedo", paints(1.5))


def embody(settings: Settings, occasion: Occasion) -> Embodiment:
    """The compact as it drives and looks."""
    from ...simcore.geometry.vehicles import compact

    return embody_car(compact, settings, occasion, "compact")
