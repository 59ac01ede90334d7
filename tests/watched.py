"""A world for cameras in tests: things that stand, and a camera that moves evenly past them."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from pictures import air, ground
from stages import at_rest, stage_of
from whiteout.scenarios.draw import draw
from whiteout.scenarios.language.load import load
from whiteout.sensors.models.camera import Camera
from whiteout.sensors.sensor import Demand
from whiteout.simcore.bodies import Bodies, Cast
from whiteout.simcore.keys import fold
from whiteout.simcore.pose import pose
from whiteout.simcore.rays.world import Rays

NOBODY = Bodies(Cast(()), 0.0, np.zeros((0, 25)), np.zeros((0, 4, 4)), np.zeros((0, 4, 4)),
                np.zeros(0, "u4"))  # fmt: skip


class Watched:
    """A snapshot of items (mesh, T) that stand still. start (4, 4): of the ego at time 0; velocity
    (3,) [m/s] and yaw_rate [rad/s]: its motion."""

    t0_ns, t1_ns = 0, 10**9

    def __init__(self, items: Any, start: Any, velocity: Any = (0, 0, 0), yaw_rate: float = 0.0,
                 atmosphere: Any = None, lit: int = 0):  # fmt: skip
        self.stage = stage_of(items)
        self.stage._lit[:] = lit
        self.fixed, self.atmosphere = self, atmosphere or air(35.0)
        self.surface = ground()
        self.start, self.velocity, self.yaw_rate = start, np.asarray(velocity, float), yaw_rate

    def key(self, *parts: int | str) -> int:
        return fold(7, *parts)

    def at(self, t_ns: int) -> Bodies:
        return NOBODY

    near = at

    def ego(self, t_ns: int) -> Any:
        moved = self.start @ pose(yaw=self.yaw_rate * t_ns * 1e-9)
        moved[:3, 3] += self.velocity * t_ns * 1e-9
        return moved

    ego_near = ego

    @cached_property
    def rays(self) -> Rays:
        return Rays(self.stage)

    def ego_way(self, start_ns: int, end_ns: int, count: int) -> Any:
        return np.stack([self.ego(t) for t in np.linspace(start_ns, end_ns, count)])

    def lamps(self, t_ns: int, seconds: float = 0.0) -> tuple:
        return ()


def camera(channels=("linear",), threads=1, **settings) -> Camera:
    """A camera at the ego's origin, of 160 × 120 pixels unless said otherwise."""
    over = {"mount": {"x": "0 m", "z": "0 m"}, "width": 160, "height": 120, **settings}
    over["channels"] = list(channels)
    changes = {f"sensors.front.{key}": value for key, value in over.items()}
    drawn = draw(load("child-chases-ball", changes), 0, 0).sensors["front"]
    return Camera("front", drawn, Demand(tuple(channels), False), threads)


__all__ = ["Watched", "at_rest", "camera"]
