"""Reach a place on the route without hitting anything.

The episode ends at the goal, with a collision, off the road, or when its duration is over.

Example::

    task:
      kind: reach
      goal: {s: 160 m}
      reward: {progress: 1.0, collision: -100.0, harshness: -0.1}
"""

from __future__ import annotations

from typing import Any

from pydantic import Field

from ...simcore.physics.driving import columns as c
from ...simcore.physics.driving.world import World
from ...simcore.quantity.fields import Length, Number, setting
from ...simcore.quantity.settings import Settings as Base
from ..task import Verdict

OFF_ROAD = 1.5
"""How far beyond the edge of the carriageway the ego's middle may go [m]."""


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


def flaw(settings: Any, start: float, end: float) -> tuple[str, str, str] | None:
    """What makes the task impossible, as (name, path, sentence), where the ego begins at s =
    ``start`` and the road ends at s = ``end`` [m]; None if nothing does."""
    if settings.goal is not None and settings.goal.s > end:
        sentence = f"lies beyond the end of the road, which is at s = {end:.6g} m"
        return "goal_on_road", "task.goal.s", f"{settings.goal.s:.6g} m {sentence}"
    goal = end if settings.goal is None else settings.goal.s
    if goal <= start:
        path = "ego.at.s" if settings.goal is None else "task.goal.s"
        where = f"the ego begins at s = {start:.6g} m, and its goal is at s = {goal:.6g} m"
        return "goal_ahead", path, f"the goal must lie ahead: {where}"
    return None


class Task:
    """Progress towards the goal along the route, and what it costs."""

    def __init__(self, settings: Settings, setting: Any):
        layout = setting.layout
        self.weights = settings.reward
        self.goal = layout.end if settings.goal is None else settings.goal.s
        self.layout = layout
        self.text = f"Drive to s = {self.goal:.0f} m without hitting anything."
        self.reset()

    def reset(self) -> None:
        """Forget the episode before."""
        self.reached: float | None = None

    def judge(self, world: World, events: tuple[str, ...]) -> Verdict:
        """What the last step was worth."""
        ego = world.state[0, 0]
        s = float(ego[c.S])
        gained = 0.0 if self.reached is None else s - self.reached
        self.reached = s
        seconds = world.control_ns * 1e-9 if world.time_ns[0] else 0.0
        across = float(ego[c.SPEED] * ego[c.YAW_RATE])
        harsh = (float(ego[c.ACCEL]) ** 2 + across**2) * seconds
        collision = "collision" in events
        outcome = None
        if collision:
            outcome = "collision"
        elif s >= self.goal:
            outcome = "arrived"
        elif not self.layout.on_road(float(ego[c.X]), float(ego[c.Y]), OFF_ROAD):
            outcome = "off_road"
        terms = {
            "progress": self.weights.progress * gained,
            "collision": self.weights.collision * collision,
            "harshness": self.weights.harshness * harsh,
        }
        return Verdict(terms, float(collision), outcome is not None, outcome)

    def save(self) -> float | None:
        """All that changes."""
        return self.reached

    def restore(self, saved: float | None) -> None:
        """Go back to a saved state."""
        self.reached = saved
