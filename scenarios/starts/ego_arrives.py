"""Begins when the ego is so close that it would arrive here within a time.

The ego's time of arrival is its distance along the route to this actor's place, over its speed.

Example::

    actors:
      ball:
        kind: ball
        at: {s: 70 m, t: -4 m}
        behaviour: {kind: roll, heading: 90 deg, speed: 3 m/s}
        start: {kind: ego_arrives, within: 2.5 s}
"""

from __future__ import annotations

from ...simcore.quantity.fields import Time, setting
from ...simcore.quantity.settings import Settings as Base


class Settings(Base):
    """How near the ego must be."""

    within: Time = setting("Time to arrival at which it begins", low="0 s", high="60 s")
