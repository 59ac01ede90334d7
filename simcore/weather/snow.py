"""Falling snow from its liquid-equivalent rate: flakes, visibility, the clouds it falls from.

Example::

    weather:
      snow:
        rate: {log_uniform: [0.2 mm/h, 3 mm/h]}
        crystal: {choice: {dry: 3, wet: 1}}
        course: {onset: 2 s, duration: 20 s, rise: 3 s, fall: 5 s, before: 0.3, after: 0.3}
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from ..atmosphere import Atmosphere
from ..keys import fold
from ..media.snow import Snowfall
from ..quantity.fields import Precipitation, Time, Word, setting
from ..quantity.settings import Settings as Base
from ._course import Course, share_of

CLOUDS = 1.0
"""Least cloud cover from which snow falls."""


class Settings(Base):
    """How much snow falls, and of which kind."""

    rate: Precipitation = setting(
        "Snowfall as liquid water; 0.5 mm/h is light, 3 mm/h heavy", low="0 mm/h", high="20 mm/h"
    )
    crystal: Annotated[Literal["dry", "wet", "plates", "rimed", "graupel"], Word()] = setting(
        "Its flakes: dry dendrites, wet ones that fall twice as fast and hide less, plates, rimed "
        "flakes, graupel",
        "dry",
    )
    since: Time = setting(
        "How long it has snowed when the episode begins; a blizzard is one after 3 h, and what "
        "lies is told by the surface",
        "0 s", low="0 s", high="7 d",
    )  # fmt: skip
    course: Course | None = setting("How it comes and goes; none: it snows evenly", None)


def apply(settings: Settings, atmosphere: Atmosphere) -> Atmosphere:
    """The air with snow falling at ``settings.rate`` [m/s of liquid]."""
    rate = settings.rate * share_of(settings.course, atmosphere.time) * 3.6e6
    if settings.rate <= 0.0:
        return atmosphere
    cover, since = max(atmosphere.cloud_cover, CLOUDS), max(atmosphere.stormed, settings.since)
    air = replace(atmosphere, cloud_cover=cover, stormed=since)
    snowfall = Snowfall(max(rate, 1e-4), fold(atmosphere.key, "snow"), settings.crystal)
    return air.with_medium("snow", snowfall) if rate > 1e-4 else air
