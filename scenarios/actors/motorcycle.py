"""A motorcycle with its rider.

Two bodies: class motorcycle and class motorcyclist, one group.

Example::

    actors:
      rider: {kind: motorcycle, at: {s: 90 m}, speed: 50 km/h, behaviour: {kind: follow_lane}}
"""

from __future__ import annotations

from ...simcore.quantity.fields import Colour, setting
from ._vehicle import Vehicle

_PAINTS = {"choice": {"black": 45, "red": 20, "blue": 12, "white": 8, "green": 8, "orange": 7}}
"""Of tanks and fairings."""


class Settings(Vehicle):
    """How the motorcycle looks."""

    colour: Colour = setting("Paint: a word or [red, green, blue] albedo", _PAINTS)
