"""Hail: stones up to centimetres, out of a thunderstorm; with ``rain`` for its rain.

Example::

    weather:
      hail: {rate: {log_uniform: [5 mm/h, 60 mm/h]}, course: {onset: 1 s, before: 0.2}}
"""

from __future__ import annotations

from dataclasses import replace

from ..atmosphere import Atmosphere
from ..keys import fold
from ..media.hail import Hail
from ..quantity.fields import Precipitation, setting
from ..quantity.settings import Settings as Base
from ._course import Course, share_of

CLOUDS = 1.0
"""Least cloud cover from which hail falls."""


class Settings(Base):
    """How much hail falls."""

    rate: Precipitation = setting(
        "Hail as liquid water; the more, the larger its stones", low="0 mm/h", high="150 mm/h"
    )
    course: Course | None = setting("How it comes and goes; none: it hails evenly", None)


def apply(settings: Settings, atmosphere: Atmosphere) -> Atmosphere:
    """The air with hail falling at ``settings.rate`` [m/s of liquid]."""
    if settings.rate <= 0.0:
        return atmosphere
    rate = settings.rate * share_of(settings.course, atmosphere.time) * 3.6e6
    air = replace(atmosphere, cloud_cover=max(atmosphere.cloud_cover, CLOUDS))
    if rate <= 1e-2:
        return air
    return air.with_medium("hail", Hail(rate, fold(atmosphere.key, "hail")))
