"""Reach a place on the route without hitting anything.

The episode ends at the goal, with a collision, or when its duration is over.

Example::

    task:
      kind: reach
      goal: {s: 160 m}
      reward: {progress: 1.0, collision: -100.0, harshness: -0.1}
"""

from __future__ import annotations

from pydantic import Field

from ...simcore.quantity.fields import Length, Number, setting
from ...simcore.quantity.settings import Settings as Base


class Goal(Base):
    """Where to go."""

    s: Length = setting("Distance along the route", low="0 m", high="20 km")


class Reward(Base):
    """Weights of the reward's terms."""

    progress: Number = setting("Per metre along the route", 1.0, fixed=True)
    collision: Number = setting("For a collision", -100.0, fixed=True)
    harshness: Number = setting(
        "Per second and (m/s²)² of acceleration, both directions together", -0.1, fixed=True
    )


class Settings(Base):
    """Goal and reward."""

    goal: Goal | None = Field(None, description="Where to go; the end of the road unless given")
    reward: Reward = Field(Reward(), description="Weights of the reward's terms")
