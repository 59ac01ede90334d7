"""A city bus, 12 m long, with a low floor.

Class bus; doors are on the side of the kerb.

Example::

    actors:
      bus: {kind: bus, at: {s: 70 m}, speed: 30 km/h, behaviour: {kind: follow_lane}}
"""

from __future__ import annotations

from ...simcore.quantity.fields import Colour, setting
from ..embodiment import Embodiment, Occasion
from ._vehicle import ScaledVehicle, embody_heavy

_FLEET = {"choice": {"white": 30, "red": 20, "yellow": 15, "blue": 15, "green": 12, "orange": 8}}
"""Colours of city transport."""


class Settings(ScaledVehicle):
    """How the bus looks."""

    colour: Colour = setting("Paint: a word or [red, green, blue] albedo", _FLEET)


def embody(settings: Settings, occasion: Occasion) -> Embodiment:
    """The bus as it drives and looks."""
    from ...simcore.geometry.vehicles import bus

    return embody_heavy(bus, settings, occasion, "bus")
