"""A truck of 12 t with a box body, 8.1 m long.

Class truck; the colour is that of cab and box.

Example::

    actors:
      truck: {kind: box_truck, at: {s: 90 m}, speed: 70 km/h, behaviour: {kind: follow_lane}}
"""

from __future__ import annotations

from ...simcore.quantity.fields import Colour, setting
from ..embodiment import Embodiment, Occasion
from ._vehicle import ScaledVehicle, embody_heavy

_FLEET = {"choice": {"white": 60, "silver": 8, "blue": 12, "red": 8, "yellow": 6, "green": 6}}
"""Colours of hauliers."""


class Settings(ScaledVehicle):
    """How the truck looks."""

    colour: Colour = setting("Paint: a word or [red, green, blue] albedo", _FLEET)


def embody(settings: Settings, occasion: Occasion) -> Embodiment:
    """The box truck as it drives and looks."""
    from ...simcore.geometry.vehicles import box_truck

    return embody_heavy(box_truck, settings, occasion, "box_truck")
