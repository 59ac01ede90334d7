"""Wind: how fast the air moves, and where from. It carries flakes, fog banks and drifting snow.

Example::

    weather:
      wind: {speed: {weibull: {shape: 2, scale: 4 m/s}}, from_bearing: {uniform: [0 deg, 360 deg]}}
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..atmosphere import Atmosphere
from ..quantity.fields import Angle, Speed, setting
from ..quantity.settings import Settings as Base
from ..wind import Wind

FIRST = True
"""It is applied before other effects, which ask for it."""


class Settings(Base):
    """A steady wind."""

    speed: Speed = setting("At the height of 10 m", low="0 m/s", high="60 m/s")
    from_bearing: Angle = setting(
        "Where it comes from by the compass: 0 deg north, 90 deg east", "270 deg",
        low="-360 deg", high="360 deg",
    )  # fmt: skip


def apply(settings: Settings, atmosphere: Atmosphere) -> Atmosphere:
    """The air in motion."""
    x, y = -np.sin(settings.from_bearing), -np.cos(settings.from_bearing)
    steady = (float(x * settings.speed), float(y * settings.speed), 0.0)
    return replace(atmosphere, wind=Wind(steady))
