"""A vehicle that changes into the ego's lane just ahead of it.

Until its start it follows its own lane at the speed it has.

Example::

    actors:
      cutter:
        kind: suv
        at: {s: 25 m, t: 3.75 m}
        speed: 100 km/h
        behaviour: {kind: cut_in, duration: 3 s}
"""

from __future__ import annotations

from ...simcore.quantity.fields import Flag, Length, Speed, Time, setting
from ...simcore.quantity.settings import Settings as Base


class Settings(Base):
    """How it changes lanes."""

    to: Length = setting("t where it ends", "0 m", low="-20 m", high="20 m")
    duration: Time = setting("How long the change takes", "3.5 s", low="1 s", high="12 s")
    speed: Speed | None = setting(
        "Speed it takes on from its start; it keeps its own unless given",
        None,
        low="0 km/h",
        high="250 km/h",
    )
    signal: Flag = setting("Whether it indicates, from its start on", True)
