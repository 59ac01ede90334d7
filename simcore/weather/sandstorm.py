"""Sandstorm: sand and dust that thin out upwards, brown light, no sun.

Example::

    weather:
      sandstorm:
        visibility: {log_uniform: [30 m, 300 m]}
        banks: {share: 0.8}
        course: {onset: 1 s, duration: 1 min, before: 0.5}
"""

from __future__ import annotations

from ..atmosphere import Atmosphere
from ..quantity.fields import Length, setting
from ._aerosol import Cloud, with_aerosol


class Settings(Cloud):
    """How thick the sand is."""

    depth: Length = setting(
        "Height at which it has thinned out by e", "200 m", low="0.5 m", high="1 km"
    )


def apply(settings: Settings, atmosphere: Atmosphere) -> Atmosphere:
    """The air with it."""
    return with_aerosol(settings, atmosphere, "sandstorm", "sand")
