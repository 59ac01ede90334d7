"""Rain from its rate: drops and their streaks, dim air, a road that is wet and gets wetter.

Example::

    weather:
      rain:
        rate: {log_uniform: [0.5 mm/h, 30 mm/h]}
        since: 20 min
        course: {onset: 2 s, duration: 20 s, before: 0.5, after: 0.2}
"""

from __future__ import annotations

from typing import Annotated, Literal

from ..atmosphere import Atmosphere
from ..quantity.fields import Precipitation, Time, Word, setting
from ..quantity.settings import Settings as Base
from ._course import Course
from ._drops import falling


class Settings(Base):
    """How much rain falls."""

    rate: Precipitation = setting(
        "Rain; 1 mm/h is light, 5 moderate, 20 heavy", low="0 mm/h", high="150 mm/h"
    )
    kind: Annotated[Literal["widespread", "thunderstorm"], Word()] = setting(
        "Sizes of its drops: of a grey day, or fewer and larger ones of a thunderstorm",
        "widespread",
    )
    since: Time = setting(
        "How long it has rained when the episode begins, so that the road is wet",
        "20 min", low="0 s", high="1 d",
    )  # fmt: skip
    course: Course | None = setting("How it comes and goes; none: it rains evenly", None)


def apply(settings: Settings, atmosphere: Atmosphere) -> Atmosphere:
    """The air with rain falling at ``settings.rate`` [m/s]."""
    return falling("rain", settings.kind, settings, atmosphere)
