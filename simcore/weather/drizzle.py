"""Drizzle: many fine drops, which dim the air more than rain of the same rate.

Example::

    weather:
      drizzle: {rate: {uniform: [0.1 mm/h, 0.6 mm/h]}, course: {onset: 3 s, before: 0.5}}
"""

from __future__ import annotations

from ..atmosphere import Atmosphere
from ..quantity.fields import Precipitation, Time, setting
from ..quantity.settings import Settings as Base
from ._course import Course
from ._drops import falling


class Settings(Base):
    """How much drizzle falls."""

    rate: Precipitation = setting(
        "Drizzle; 0.1 mm/h is light, 0.5 heavy", low="0 mm/h", high="2 mm/h"
    )
    since: Time = setting(
        "How long it has drizzled when the episode begins, so that the road is wet",
        "20 min", low="0 s", high="1 d",
    )  # fmt: skip
    course: Course | None = setting("How it comes and goes; none: it drizzles evenly", None)


def apply(settings: Settings, atmosphere: Atmosphere) -> Atmosphere:
    """The air with drizzle falling at ``settings.rate`` [m/s]."""
    return falling("drizzle", "drizzle", settings, atmosphere)
