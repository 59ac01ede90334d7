"""Blowing snow: the wind lifts lying snow, most of it below a driver's eyes.

Without a visibility it is as thick as the wind makes it, and there is none in a light wind.

Example::

    weather:
      wind: {speed: {uniform: [14 m/s, 20 m/s]}}
      blowing_snow:
        visibility: {log_uniform: [60 m, 400 m]}
        banks: {share: 0.7, size: 15 m}
        course: {onset: 2 s, duration: 4 s, before: 0.3}
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..atmosphere import CONTRAST, Atmosphere
from ..media.blowing import DRIVER, BlowingSnow, concentration, extinction_of, threshold
from ..quantity.fields import Length, Time, setting
from ..quantity.settings import Settings as Base
from ._banks import Heaps, banks_of
from ._course import Course, share_of

WARMEST = 275.15
"""Air [K] in which lying snow is still loose enough to be lifted: wet snow clings."""


class Settings(Base):
    """How thick the blowing snow is."""

    visibility: Length | None = setting(
        "MOR at a driver's eyes, 1.2 m; none: as the wind has it", None, low="10 m", high="10 km"
    )
    depth: Length = setting("Height at which it has thinned out", "15 m", low="1 m", high="200 m")
    since: Time = setting(
        "How long it has blown when the episode begins; a blizzard is one after 3 h",
        "0 s", low="0 s", high="7 d",
    )  # fmt: skip
    banks: Heaps | None = setting("How it comes in gusts; none: it blows evenly", None)
    course: Course | None = setting("How it comes and goes; none: it blows evenly", None)


def apply(settings: Settings, atmosphere: Atmosphere) -> Atmosphere:
    """The air with snow that blows."""
    speed = float(np.linalg.norm(atmosphere.wind.steady))
    if settings.visibility is not None:
        density = -np.log(CONTRAST) / settings.visibility + np.log(CONTRAST) / atmosphere.haze
    elif speed < threshold(atmosphere.air_temperature):
        return atmosphere
    else:
        density = extinction_of(concentration(speed, DRIVER))
    density *= share_of(settings.course, atmosphere.time)
    air = replace(atmosphere, stormed=max(atmosphere.stormed, settings.since))
    if density <= 1e-6:
        return air
    banks = banks_of(settings.banks, atmosphere, "blowing_snow")
    return air.with_medium("blowing_snow", BlowingSnow(float(density), settings.depth, banks))
