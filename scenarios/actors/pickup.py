"""A pickup with a double cab and an open bed, 5.4 m long.

Class car.

Example::

    actors:
      car: {kind: pickup, at: {s: 60 m, t: -2.7 m}, behaviour: {kind: parked}}
"""

from __future__ import annotations

from ._vehicle import Vehicle


class Settings(Vehicle):
    """How the pickup looks."""
