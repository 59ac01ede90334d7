"""How wheels turn: about y by the way travelled, the front ones about z by the steering."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ....pose import pose
from ...figure import Motion, Part
from ...mesh import Mesh

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Rolling:
    """The articulation of a vehicle: numbers of the parts that spin, and of those that steer."""

    spinning: tuple[int, ...]
    steered: tuple[int, ...]

    def __call__(self, motion: Motion, local: Array) -> None:
        """Turn the wheels in their parents' axes, in place."""
        spin, steer = turned_y(motion.phase), turned_z(motion.steer)
        for number in self.spinning:
            R = steer @ spin if number in self.steered else spin
            local[number, :3, :3] = local[number, :3, :3] @ R


class Axle(NamedTuple):
    """name: "f" or "r"; its place x and its track [m]; the wheels of both sides."""

    name: str
    x: float
    track: float
    left: Mesh
    right: Mesh


def turned_y(angle: float) -> Array:
    """(3, 3) rotation about y; a positive angle rolls forwards."""
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])


def turned_z(angle: float) -> Array:
    """(3, 3) rotation about z; a positive angle turns to the left."""
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])


def wheel_parts(axles: Sequence[Axle], radius: float) -> tuple[list[Part], tuple[int, ...]]:
    """The parts of the wheels, following a part 0, and their numbers."""
    parts = [
        Part(f"wheel_{axle.name}{side}", mesh, 0, pose((axle.x, sign * axle.track / 2, radius)))
        for axle in axles
        for side, sign, mesh in (("l", 1, axle.left), ("r", -1, axle.right))
    ]
    return parts, tuple(range(1, len(parts) + 1))
