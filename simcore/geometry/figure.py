"""Articulated shapes: parts on a tree of pivots, posed by the motion of the actor.

A figure belongs to one actor and may hold several labelled bodies (a cyclist: the rider and the
bicycle), each of its parts belonging to one of them. Part axes and body axes are FLU; the figure's
origin is the actor's: the centre of the rear axle on the ground for vehicles, between the feet for
people and animals, the centre for other objects.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .mesh import Mesh

Array = NDArray[np.float64]

KEYPOINTS = (
    "nose",
    "left_eye",
    "right_eye",
    "left_ear",
    "right_ear",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
)
"""The keypoints of people, in COCO's order."""


class Motion(NamedTuple):
    """How an actor moves at an instant.

    phase [rad]: the angle through which wheels have turned, or 2π times the gait cycles of people
    and animals; speed [m/s], forward; steer [rad], front wheels, left positive; time [s]; alert in
    [0, 1]: an animal's raised head and ears; way [m]: that people have gone, by which the wheels
    roll that they sit on or push.
    """

    phase: float = 0.0
    speed: float = 0.0
    steer: float = 0.0
    time: float = 0.0
    alert: float = 0.0
    way: float = 0.0


class BodyShape(NamedTuple):
    """One labelled body: class id; (length, width, height) and box centre in body axes [m]."""

    name: str
    class_id: int
    size: tuple[float, float, float]
    centre: tuple[float, float, float]


class Part(NamedTuple):
    """A rigid piece: its mesh, its parent part (-1: the figure's origin) and its pose at rest."""

    name: str
    mesh: Mesh
    parent: int
    rest: Array
    body: int = 0


class Keypoint(NamedTuple):
    """A named place on a part, in the part's axes [m]."""

    name: str
    part: int
    place: tuple[float, float, float]


class LampShape(NamedTuple):
    """A lamp on a part: place and direction in the part's axes, the circuit that switches it;
    strength: its light as a share of a car's lamp of that circuit."""

    circuit: str
    part: int
    place: tuple[float, float, float]
    direction: tuple[float, float, float]
    strength: float = 1.0


class Articulation(Protocol):
    """Turns the motion of an actor into the poses of its parts."""

    def __call__(self, motion: Motion, local: Array) -> None:
        """Change ``local`` (P, 4, 4), the parts' poses in their parents' axes, in place."""


def _still(motion: Motion, local: Array) -> None:
    """The articulation of things without joints."""


@dataclass(frozen=True, eq=False)
class Figure:
    """The shape of an actor.

    ``Motion.phase`` turns by 2π per 2π·``wheel_radius`` of way on wheels, and per
    ``gait.gait_length(speed, hip_height, gait_scale)`` on legs.
    """

    parts: tuple[Part, ...]
    bodies: tuple[BodyShape, ...]
    articulation: Articulation = _still
    keypoints: tuple[Keypoint, ...] = ()
    lamps: tuple[LampShape, ...] = ()
    wheel_radius: float = 0.0
    hip_height: float = 0.0
    gait_scale: float = 1.0
    rest: Array = field(init=False)
    _joined: tuple[tuple[int, int], ...] = field(init=False, repr=False)

    def __post_init__(self):
        rest = np.stack([part.rest for part in self.parts])
        rest.flags.writeable = False
        object.__setattr__(self, "rest", rest)
        joined = [(k, part.parent) for k, part in enumerate(self.parts) if part.parent >= 0]
        object.__setattr__(self, "_joined", tuple(joined))

    def poses(self, motion: Motion) -> Array:
        """(P, 4, 4) poses of the parts in the figure's axes."""
        poses = self.rest.copy()
        self.articulation(motion, poses)
        for number, parent in self._joined:
            poses[number] = poses[parent] @ poses[number]
        return poses

    def recoloured(self, colours: Mapping[str, ArrayLike]) -> Figure:
        """The same figure with other colours in the named slots."""
        parts = tuple(part._replace(mesh=part.mesh.recoloured(colours)) for part in self.parts)
        return replace(self, parts=parts)
