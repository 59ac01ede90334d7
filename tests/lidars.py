"""LiDARs for tests, and walls before them."""

from __future__ import annotations

from typing import Any

import numpy as np
from pictures import air, block
from watched import Watched
from whiteout.scenarios.draw import draw
from whiteout.scenarios.language.load import load
from whiteout.sensors.models.lidar import Lidar
from whiteout.sensors.sensor import Demand
from whiteout.simcore.pose import pose

NIGHT = air(-30.0)
"""Clear air without any light."""
PERFECT = {"jitter": "0 mm", "bias": "0 mm", "quantum": "0 mm", "uneven": 0, "false_alarms": 0}
"""Nothing but noise."""
AHEAD = {"view": "1 deg", "start": "0.5 deg", "columns": 200}
"""A narrow view ahead."""
FLAT = {"count": 8, "lowest": "-0.2 deg", "highest": "0.2 deg"}


def lidar(threads: int = 1, **settings: Any) -> Lidar:
    """A LiDAR at the ego's origin, which sees all of its beams' light, unless said otherwise."""
    over = {"kind": "lidar", "mount": {"x": "0 m", "z": "0 m"}, **settings}
    drawn = draw(load("child-chases-ball", {"sensors.top": over}), 0, 0).sensors["top"]
    return Lidar("top", drawn, Demand(None, objects=False), threads)


def ahead(**settings: Any) -> Lidar:
    """One that looks straight ahead, perfect but for its noise."""
    receiver = {"reach": "100 m", "nearest": "0.1 m", "farthest": "400 m", "sunlight": 0, **PERFECT}
    receiver |= settings.pop("receiver", {})
    optics = {"overlap": "0.1 m", **settings.pop("optics", {})}
    return lidar(scan=AHEAD, beams=FLAT, receiver=receiver, optics=optics, **settings)


def world_of(items: Any, start: Any = None, *motion: Any, **world: Any) -> Watched:
    """Things at night, none of them the ground."""
    world.setdefault("atmosphere", NIGHT)
    made = Watched(items, np.eye(4) if start is None else start, *motion, **world)
    made.stage.chart[:] = -1
    return made


def wall(distance: float, material: str = "plaster", albedo: Any = None, **world: Any) -> Watched:
    """A wall that faces the sensor."""
    mesh = block((0.5, 60.0, 60.0), material, albedo)
    return world_of([(mesh, pose((distance + 0.25, 0.0, -30.0)))], **world)


def read(of: Lidar, world: Watched, t_ns: int = 500_000_000) -> np.ndarray:
    """The points of a reading."""
    return of.sense(world, t_ns, 0)[0].channels["points"]


def ranges(points: np.ndarray) -> np.ndarray:
    """(N,) distances [m]."""
    return np.sqrt(sum(points[axis].astype(np.float64) ** 2 for axis in "xyz"))


def farthest(of: Lidar, world_at: Any, low: float = 1.0, high: float = 300.0) -> float:
    """The greatest distance [m] at which the wall of ``world_at(distance)`` is found."""
    for _ in range(24):
        middle = 0.5 * (low + high)
        points = read(of, world_at(middle))
        seen = len(points[points["is_particle"] == 0]) > 800
        low, high = (middle, high) if seen else (low, middle)
    return low


def white(of: Lidar) -> float:
    """How far away the wall of plaster is found in clear air."""
    return farthest(of, wall)
