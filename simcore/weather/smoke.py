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
from ..quantity.settings import Settings as Base
from ._aerosol import with_aerosol
from ._banks import Heaps
from ._course import Course


class Settings(Base):
    """How thick the smoke is, and where."""

    visibility: Length = setting("MOR where it is thickest", low="5 m", high="10 km")
    depth: Length = setting("How high it reaches", "15 m", low="0.5 m", high="1 km")
    banks: Heaps | None = setting("How it lies in banks; none: it lies evenly", None)
    course: Course | None = setting("How it comes and goes; none: it stays", None)


def apply(settings: Settings, atmosphere: Atmosphere) -> Atmosphere:
    """The air with it."""
    return with_aerosol(settings, atmosphere, "smoke", "smoke")
