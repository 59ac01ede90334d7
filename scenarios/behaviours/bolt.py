"""An animal that runs across the road, and may freeze in the headlights on the way.

It goes from standing to its speed within ``spurt``.

Example::

    actors:
      deer:
        kind: deer
        at: {s: 120 m, t: 8 m}
        behaviour: {kind: bolt, speed: 9 m/s, freeze: 1 s, freeze_at: 1 m}
"""

from __future__ import annotations

from ...simcore.quantity.fields import Angle, Length, Speed, Time, setting
from ...simcore.quantity.settings import Settings as Base


class Settings(Base):
    """How the animal runs."""

    speed: Speed = setting("Speed it reaches", "9 m/s", low="0.5 m/s", high="20 m/s")
    spurt: Time = setting("Time in which it reaches it", "1.2 s", low="0.2 s", high="5 s")
    slant: Angle = setting(
        "How far from square across, forward along the road positive",
        "0 deg",
        low="-60 deg",
        high="60 deg",
    )
    to: Length | None = setting(
        "t where it stops; unless given it runs off, away from the road",
        None,
        low="-200 m",
        high="200 m",
    )
    freeze: Time = setting("How long it freezes on the way", "0 s", low="0 s", high="60 s")
    freeze_at: Length = setting("t where it freezes", "0 m", low="-100 m", high="100 m")
