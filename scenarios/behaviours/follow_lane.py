"""Drives along its lane and keeps its distance from what is ahead.

The intelligent driver model (Treiber, Hennecke & Helbing 2000). With a heading of 180 deg it drives
against the route, as oncoming traffic does.

Example::

    actors:
      car:
        kind: sedan
        at: {s: 60 m}
        speed: 40 km/h
        behaviour: {kind: follow_lane, speed: 50 km/h}
"""

from __future__ import annotations

from ...simcore.quantity.fields import Acceleration, Length, Speed, Time, setting
from ...simcore.quantity.settings import Settings as Base


class Settings(Base):
    """How it drives."""

    speed: Speed | None = setting(
        "Speed it wants; the speed limit unless given", None, low="0 km/h", high="250 km/h"
    )
    time_gap: Time = setting("Time gap it keeps", "1.5 s", low="0.3 s", high="6 s")
    min_gap: Length = setting("Gap at a stand", "2 m", low="0.5 m", high="20 m")
    acceleration: Acceleration = setting(
        "Acceleration", "1.5 m/s^2", low="0.2 m/s^2", high="6 m/s^2"
    )
    deceleration: Acceleration = setting(
        "Comfortable braking", "2 m/s^2", low="0.5 m/s^2", high="9 m/s^2"
    )
