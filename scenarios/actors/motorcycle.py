"""A motorcycle with its rider.

Two bodies: class motorcycle and class motorcyclist, one group.

Example::

    actors:
      rider: {kind: motorcycle, at: {s: 90 m}, speed: 50 km/h, behaviour: {kind: follow_lane}}
"""

from __future__ import annotations

from ...simcore.geometry.figure import Figure
from ...simcore.keys import generator
from ...simcore.quantity.fields import Colour, setting
from ..embodiment import Embodiment, Occasion
from ._vehicle import Chassis, Vehicle, embodied, lights_of, painted

_MACHINE = Chassis(2.10, 0.80, 1.60, 1.42, 0.35, 0.0, 0.62)

_PAINTS = {"choice": {"black": 45, "red": 20, "blue": 12, "white": 8, "green": 8, "orange": 7}}
"""Of tanks and fairings."""


class Settings(Vehicle):
    """How the motorcycle looks."""

    colour: Colour = setting("Paint: a word or [red, green, blue] albedo", _PAINTS)


def embody(settings: Settings, occasion: Occasion) -> Embodiment:
    """Rider and machine as they ride and look."""
    from ...simcore.geometry.people.draw import draw_person

    rider = draw_person(generator(occasion.key, "rider"), "adult")

    def figure() -> Figure:
        from ...simcore.geometry.vehicles import motorcycle

        made = motorcycle.figure(motorcycle.MotorcycleVariation(rider))
        return made.recoloured({"car_paint": painted(settings)})

    return embodied(_MACHINE, "motorcycle", settings, figure, lights_of(settings))
