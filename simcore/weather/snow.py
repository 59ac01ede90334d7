"""Falling snow from its liquid-equivalent rate: flakes, visibility, the clouds it falls from.

Example::

    weather:
      snow: {rate: {log_uniform: [0.2 mm/h, 3 mm/h]}}
"""

from __future__ import annotations

from dataclasses import replace

from ..atmosphere import Atmosphere
from ..keys import fold
from ..quantity.fields import Precipitation, setting
from ..quantity.settings import Settings as Base
from ..snowfall import Snowfall

CLOUDS = 0.97
"""Least cloud cover from which snow falls."""


class Settings(Base):
    """How much snow falls."""

    rate: Precipitation = setting(
        "Snowfall as liquid water; 0.5 mm/h is light, 3 mm/h heavy", low="0 mm/h", high="20 mm/h"
    )


def apply(settings: Settings, atmosphere: Atmosphere) -> Atmosphere:
    """The air with snow falling at ``settings.rate`` [m/s of liquid]."""
    if settings.rate <= 0.0:
        return atmosphere
    snowfall = Snowfall(settings.rate * 3.6e6, fold(atmosphere.key, "snow"))
    cover = max(atmosphere.cloud_cover, CLOUDS)
    return replace(atmosphere, cloud_cover=cover).with_medium("snow", snowfall)
