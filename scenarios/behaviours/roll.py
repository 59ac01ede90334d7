"""A thing that rolls or slides freely from where it is, until friction stops it.

Example::

    actors:
      ball:
        kind: ball
        at: {s: 70 m, t: -4 m}
        behaviour: {kind: roll, heading: 90 deg, speed: 3 m/s}
"""

from __future__ import annotations

from ...simcore.quantity.fields import Angle, Speed, setting
from ...simcore.quantity.settings import Settings as Base


class Settings(Base):
    """Its first velocity."""

    heading: Angle = setting("Direction, left of the road's", "0 deg")
    speed: Speed = setting("Speed with which it sets off", "3 m/s", low="0 m/s", high="40 m/s")
