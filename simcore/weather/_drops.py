"""What rain, drizzle and sleet have in common."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..atmosphere import Atmosphere
from ..keys import fold
from ..media.rain import Rainfall
from ._course import share_of

CLOUDS = 1.0
"""Least cloud cover from which they fall."""

LEAST = 1e-3
"""Rate [mm/h] below which nothing falls."""


def falling(name: str, kind: str, settings: Any, atmosphere: Atmosphere) -> Atmosphere:
    """The air with drops of a kind."""
    air, rate = beneath_clouds(settings, atmosphere)
    if rate <= LEAST:
        return air
    return air.with_medium(name, Rainfall(rate, kind, fold(atmosphere.key, name)))


def beneath_clouds(settings: Any, atmosphere: Atmosphere) -> tuple[Atmosphere, float]:
    """The air beneath the clouds from which something falls at ``settings.rate`` [m/s], which has
    wetted the road for ``settings.since`` [s]; and the rate of the moment [mm/h]."""
    if settings.rate <= 0.0:
        return atmosphere, 0.0
    air = replace(
        atmosphere,
        cloud_cover=max(atmosphere.cloud_cover, CLOUDS),
        rained=max(atmosphere.rained, settings.since),
    )
    return air, settings.rate * share_of(settings.course, atmosphere.time) * 3.6e6
