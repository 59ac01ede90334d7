"""Clouds: how much of the sky they cover.

Example::

    weather:
      clouds: {cover: {uniform: [0.3, 0.9]}}
"""

from __future__ import annotations

from dataclasses import replace

from ..atmosphere import Atmosphere
from ..quantity.fields import Ratio, setting
from ..quantity.settings import Settings as Base


class Settings(Base):
    """How many clouds there are."""

    cover: Ratio = setting("Share of the sky, 0 clear to 1 overcast", low=0, high=1)


def apply(settings: Settings, atmosphere: Atmosphere) -> Atmosphere:
    """The air under clouds that fill ``settings.cover`` of the sky, in [0, 1], or more."""
    return replace(atmosphere, cloud_cover=max(atmosphere.cloud_cover, settings.cover))
