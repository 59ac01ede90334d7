"""Walks along the road at its distance from the lane.

Example::

    actors:
      walker: {kind: adult, at: {s: 70 m, t: -5 m}, behaviour: {kind: walk, speed: 1.3 m/s}}
"""

from __future__ import annotations

from ...simcore.quantity.fields import Flag, Speed, setting
from ...simcore.quantity.settings import Settings as Base


class Settings(Base):
    """How it walks."""

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
    against: Flag = setting("Whether it walks towards the ego, against the route", False)
