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

from ._vehicle import Vehicle


class Settings(Vehicle):
    """How the sedan looks."""
