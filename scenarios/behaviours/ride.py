"""A cyclist who rides on, along the road or straight ahead.

Example::

    actors:
      rider:
        kind: cyclist
        at: {s: 30 m, t: -2.6 m}
        speed: 18 km/h
        behaviour: {kind: ride, along: straight}
"""

from __future__ import annotations

from typing import Annotated, Literal

from ...simcore.quantity.fields import Speed, Word, setting
from ...simcore.quantity.settings import Settings as Base


class Settings(Base):
    """How the cyclist rides."""

    speed: Speed = setting(
        "Speed of riding",
        {
            "truncated_normal": {
                "mean": "18 km/h",
                "sd": "3 km/h",
                "low": "10 km/h",
                "high": "28 km/h",
            }
        },
        low="3 km/h",
        high="50 km/h",
    )
    along: Annotated[Literal["route", "straight"], Word()] = setting(
        "Beside the ego's route wherever it leads, or straight on in its first direction", "route"
    )
