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
from ._aerosol import Cloud, with_aerosol


class Settings(Cloud):
    """How thick the dust is, and where."""


def apply(settings: Settings, atmosphere: Atmosphere) -> Atmosphere:
    """The air with it."""
    return with_aerosol(settings, atmosphere, "dust", "dust")
