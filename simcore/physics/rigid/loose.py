"""What loose bodies are and are told, and how their rotations become angles of a row of state."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...pose import pose, rotation
from ..driving import columns as c

Array = NDArray[np.float64]

STEEP = 0.98
"""Sine of an angle beyond which two others turn about nearly the same axis."""


class Loose(NamedTuple):
    """A loose body. row: of its actor; shape: "box", "ball" or "wheel" (its axle along y); carrier:
    row of the vehicle that it lies on at the beginning, -1 for none; floor: height of what it lies
    on above that vehicle's origin [m]."""

    row: int
    shape: str
    friction: float
    restitution: float
    carrier: int = -1
    floor: float = 0.0


class Told(NamedTuple):
    """What the bodies were told for one step: poses (N, 6: x, y, z, yaw, pitch, roll) of all rows
    before and after it, pushes (L, 4): velocity [m/s] and 1 where there is one, and the friction of
    the ground (L,) as a share of that of dry asphalt."""

    before: Array
    after: Array
    push: Array
    grip: Array


class Hit(NamedTuple):
    """What a step did to a row: change of the velocity of its centre of mass (2,) and of its yaw
    rate; other: the row of a loose body that it touched, -1 for none; normal (2,) towards the row;
    relative (2,): its velocity against the other's before; towards: the other's along the normal.
    """

    row: int
    velocity: Array
    turn: float
    other: int
    normal: Array
    relative: Array
    towards: float


def pose_of(row: Array) -> Array:
    """(4, 4) of x, y, z, yaw, pitch, roll."""
    return pose(row[:3], yaw=row[3], pitch=row[4], roll=row[5])


def poses_of(state: Array) -> Array:
    """(N, 6) x, y, z, yaw, pitch, roll of rows of state."""
    return state[:, c.X : c.ROLL + 1].copy()


def angles_of_box(R: Array, before: Array) -> Array:
    """Yaw, pitch and roll of a rotation (3, 3) that are nearest to those before, so that what lies
    between can be interpolated. Where it looks straight up or down, the roll stays as it was, which
    is exact there and nearly so around it."""
    if abs(R[2, 0]) > STEEP:
        level = R @ rotation(roll=-before[2])
        yaw = np.arctan2(-level[0, 1], level[1, 1])
        pitch = np.arctan2(-level[2, 0], level[2, 2])
        options = [[yaw, pitch, before[2]]]
    else:
        yaw, roll = np.arctan2(R[1, 0], R[0, 0]), np.arctan2(R[2, 1], R[2, 2])
        pitch = -np.arcsin(R[2, 0])
        options = [[yaw, pitch, roll], [yaw + np.pi, np.pi - pitch, roll + np.pi]]
    near = [nearest(np.array(item), before) for item in options]
    return min(near, key=lambda item: float(np.abs(item - before).sum()))


def angles_of_wheel(R: Array, before: Array) -> Array:
    """Yaw, roll and the angle about the axle (y) that make up a rotation (3, 3), in this order,
    nearest to those before. A wheel that lies flat keeps its yaw."""
    axle = R[:, 1]
    yaw = before[0] if abs(axle[2]) > STEEP else np.arctan2(-axle[0], axle[1])
    across = axle[1] * np.cos(yaw) - axle[0] * np.sin(yaw)
    roll = np.arctan2(axle[2], across)
    own = (rotation(yaw=yaw) @ rotation(roll=roll)).T @ R
    return nearest(np.array([yaw, roll, np.arctan2(own[0, 2], own[0, 0])]), before)


def nearest(angles: Array, before: Array) -> Array:
    """Angles plus whole turns."""
    return angles + 2.0 * np.pi * np.round((before - angles) / (2.0 * np.pi))
