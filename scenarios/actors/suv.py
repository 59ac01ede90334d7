"""A sport utility vehicle, 4.6 m long and 1.7 m high.

Class car.

Example::

    actors:
      car: {kind: suv, at: {s: 60 m, t: -2.7 m}, behaviour: {kind: parked}}
"""

from __future__ import annotations

from ._vehicle import Vehicle


class Settings(Vehicle):
    """How the SUV looks."""
