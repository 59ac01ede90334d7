"""An ambulance: a panel van with two blue bars on its roof.

Class ambulance. With ``beacons`` the bars' halves flash in turn, which the label says
(``beacons``).

Example::

    actors:
      rescue: {kind: ambulance, at: {s: 60 m}, beacons: true, behaviour: {kind: stopped}}
"""

from __future__ import annotations

from ...simcore.quantity.fields import Colour, Flag, setting
from ..embodiment import Embodiment, Occasion
from ._vehicle import ScaledVehicle, beaconed, embody_car


class Settings(ScaledVehicle):
    """How the ambulance looks."""

    colour: Colour = setting("Paint: a word or [red, green, blue] albedo", "white")
    beacons: Flag = setting("Whether its blue lamps flash", False)


def embody(settings: Settings, occasion: Occasion) -> Embodiment:
    """The ambulance as it drives and looks."""
    from ...simcore.geometry.vehicles import ambulance

    return beaconed(embody_car(ambulance, settings, occasion, "van"), settings.beacons)
