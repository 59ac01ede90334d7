"""Falling snow from its liquid-equivalent rate: flakes, visibility, the clouds it falls from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..atmosphere import Atmosphere
from ..keys import fold
from ..snowfall import Snowfall

CLOUDS = 0.97
"""Least cloud cover from which snow falls."""


def apply(settings: Any, atmosphere: Atmosphere) -> Atmosphere:
    """The air with snow falling at ``settings.rate`` [m/s of liquid]."""
    if settings.rate <= 0.0:
        return atmosphere
    snowfall = Snowfall(settings.rate * 3.6e6, fold(atmosphere.key, "snow"))
    cover = max(atmosphere.cloud_cover, CLOUDS)
    return replace(atmosphere, cloud_cover=cover).with_medium("snow", snowfall)
