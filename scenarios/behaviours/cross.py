"""Walks or runs across the road, perhaps with a moment of doubt.

It goes straight to the other side, past traffic that it does not see.

Example::

    actors:
      walker:
        kind: adult
        at: {s: 70 m, t: 5 m}
        behaviour: {kind: cross, speed: 1.4 m/s, pause: 1 s, pause_at: 2 m}
"""

from __future__ import annotations

from ...simcore.quantity.fields import Angle, Length, Speed, Time, setting
from ...simcore.quantity.settings import Settings as Base


class Settings(Base):
    """How it crosses."""

    speed: Speed = setting(
        "Speed of walking",
        {
            "truncated_normal": {
                "mean": "1.35 m/s",
                "sd": "0.2 m/s",
                "low": "0.8 m/s",
                "high": "2 m/s",
            }
        },
        low="0.2 m/s",
        high="12 m/s",
    )
    slant: Angle = setting(
        "How far from square across, forward along the road positive",
        "0 deg",
        low="-60 deg",
        high="60 deg",
    )
    to: Length | None = setting(
        "t where it stops; unless given as far beyond the road as it came from",
        None,
        low="-100 m",
        high="100 m",
    )
    pause: Time = setting("How long it stops on the way", "0 s", low="0 s", high="60 s")
    pause_at: Length | None = setting(
        "t where it stops on the way; unless given at the edge of the road",
        None,
        low="-100 m",
        high="100 m",
    )
