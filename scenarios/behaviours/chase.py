"""Runs after another actor and stops where that has come to rest.

Example::

    actors:
      ball:
        kind: ball
        at: {s: 70 m, t: -4 m}
        behaviour: {kind: roll, heading: 90 deg, speed: 3 m/s}
      child:
        kind: child
        at: {s: 70 m, t: -5 m}
        behaviour: {kind: chase, target: ball, speed: 3 m/s}
"""

from __future__ import annotations

from pydantic import Field

from ...simcore.quantity.fields import Speed, setting
from ...simcore.quantity.settings import Settings as Base
from ..language.names import ActorName


class Settings(Base):
    """Whom it runs after, and how fast."""

    target: ActorName = Field(description="The actor to run after")
    speed: Speed = setting("Speed of running", "3 m/s", low="0.2 m/s", high="12 m/s")
