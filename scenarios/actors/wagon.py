"""An estate car, 4.7 m long.

Class car.

Example::

    actors:
      car: {kind: wagon, at: {s: 60 m}, speed: 40 km/h, behaviour: {kind: follow_lane}}
"""

from __future__ import annotations

from ._vehicle import Vehicle


class Settings(Vehicle):
    """How the wagon looks."""
