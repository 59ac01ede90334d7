"""Smoke of a fire: grey, thinner in infrared than in visible light.

Example::

    weather:
      smoke:
        visibility: {log_uniform: [20 m, 200 m]}
        depth: 12 m
        banks: {share: 0.4, size: 25 m}
        course: {onset: 1 s, before: 0.5}
"""

from __future__ import annotations

from ..atmosphere import Atmosphere
from ..quantity.fields import Length, setting
from ._aerosol import Cloud, with_aerosol


class Settings(Cloud):
    """How thick the smoke is, and where."""

    depth: Length = setting("How high it reaches", "15 m", low="0.5 m", high="1 km")


def apply(settings: Settings, atmosphere: Atmosphere) -> Atmosphere:
    """The air with it."""
    return with_aerosol(settings, atmosphere, "smoke", "smoke")
