"""Dust in the air: pale brown, the same for all light, no hindrance to radar.

Example::

    weather:
      dust:
        visibility: {log_uniform: [100 m, 1 km]}
        depth: 50 m
        banks: {share: 0.5}
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
    """How thick the dust is, and where."""

    visibility: Length = setting("MOR where it is thickest", low="5 m", high="10 km")
    depth: Length = setting("How high it reaches", "100 m", low="0.5 m", high="1 km")
    banks: Heaps | None = setting("How it lies in banks; none: it lies evenly", None)
    course: Course | None = setting("How it comes and goes; none: it stays", None)


def apply(settings: Settings, atmosphere: Atmosphere) -> Atmosphere:
    """The air with it."""
    return with_aerosol(settings, atmosphere, "dust", "dust")
