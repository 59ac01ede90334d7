"""Sleet: rain and wet snow at once, a little above freezing.

Example::

    weather:
      sleet: {rate: {uniform: [0.5 mm/h, 4 mm/h]}, snow: 0.6, course: {onset: 2 s, before: 0.3}}
"""

from __future__ import annotations

from dataclasses import replace

from ..atmosphere import Atmosphere
from ..keys import fold
from ..media.rain import Rainfall
from ..media.snow import Snowfall
from ..quantity.fields import Precipitation, Ratio, Time, setting
from ..quantity.settings import Settings as Base
from ._course import Course
from ._drops import LEAST, beneath_clouds

WARMEST = 281.15
"""Air [K] in which there is still sleet: the last flakes melt a little above what snow needs."""

WARMTH = 273.15 + 1.0
"""Of the air, unless a scenario says it: half of what falls at 1 °C is rain (Jennings et al.,
Nature Communications 9, 1148, 2018) [K]."""


class Settings(Base):
    """How much sleet falls."""

    rate: Precipitation = setting("Sleet as liquid water", low="0 mm/h", high="20 mm/h")
    snow: Ratio = setting("Share of it that is wet snow", 0.5, low=0.05, high=0.95)
    since: Time = setting(
        "How long it has fallen when the episode begins, so that the road is wet",
        "20 min", low="0 s", high="1 d",
    )  # fmt: skip
    course: Course | None = setting("How it comes and goes; none: it falls evenly", None)


def apply(settings: Settings, atmosphere: Atmosphere) -> Atmosphere:
    """The air with sleet falling at ``settings.rate`` [m/s of liquid]."""
    if settings.rate <= 0.0:
        return atmosphere
    air, rate = beneath_clouds(settings, atmosphere)
    if not air.warm:
        air = replace(air, air_temperature=WARMTH, warm=True)
    if rate <= LEAST:
        return air
    flakes = Snowfall(rate * settings.snow, fold(atmosphere.key, "sleet"), "wet")
    drops = Rainfall(rate * (1 - settings.snow), "widespread", fold(atmosphere.key, "sleet drops"))
    return air.with_medium("sleet", flakes).with_medium("sleet_drops", drops)
