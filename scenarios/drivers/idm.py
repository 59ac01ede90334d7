"""A driver who keeps lane, speed and distance, and brakes for what is in the way.

The intelligent driver model (Treiber, Hennecke & Helbing 2000) with a reaction time.

Example::

    ego:
      kind: compact
      driver: {kind: idm, reaction_time: {log_normal: {median: 0.9 s, sigma: 0.3}}}
"""

from __future__ import annotations

from ...simcore.quantity.fields import Acceleration, Length, Speed, Time, setting
from ...simcore.quantity.settings import Settings as Base


class Settings(Base):
    """How the driver drives."""

    speed: Speed | None = setting(
        "Speed the driver wants; that at the beginning unless given",
        None,
        low="0 km/h",
        high="250 km/h",
    )
    reaction_time: Time = setting(
        "Time before the driver acts on what comes into view", "0.9 s", low="0 s", high="10 s"
    )
    time_gap: Time = setting("Time gap to keep", "1.5 s", low="0.3 s", high="6 s")
    min_gap: Length = setting("Gap at a stand", "2 m", low="0.5 m", high="20 m")
    acceleration: Acceleration = setting(
        "Acceleration", "1.5 m/s^2", low="0.2 m/s^2", high="6 m/s^2"
    )
    deceleration: Acceleration = setting(
        "Comfortable braking", "2 m/s^2", low="0.5 m/s^2", high="9 m/s^2"
    )
    emergency: Acceleration = setting(
        "Hardest braking, as far as the road allows", "8 m/s^2", low="1 m/s^2", high="12 m/s^2"
    )
