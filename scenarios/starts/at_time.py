"""Begins at a time of the episode.

Example::

    actors:
      walker:
        kind: adult
        at: {s: 70 m, t: 5 m}
        behaviour: {kind: cross, speed: 1.4 m/s}
        start: {kind: at_time, time: {uniform: [1 s, 4 s]}}
"""

from __future__ import annotations

from ...simcore.quantity.fields import Time, setting
from ...simcore.quantity.settings import Settings as Base


class Settings(Base):
    """When it begins."""

    time: Time = setting("Time since the episode began", low="0 s", high="1 h")
