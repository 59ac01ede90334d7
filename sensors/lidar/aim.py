"""Rays in the world: each from where the scanner is, and turned as it is, when the ray is sent."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.kernel import kernel
from ...simcore.pose import inverse
from ...simcore.snapshot import Snapshot

Array = NDArray[np.float64]
F4 = NDArray[np.float32]

KNOTS = 65
"""Poses of a sweep, between which rays go straight on: turning at 1 rad/s it turns by 1.5 mrad from
one to the next."""


class Way(NamedTuple):
    """How a scanner moves in a sweep. knots (KNOTS, 12) f4: rows of its poses, about ``centre``
    (3,) [m], which is where it is at the end; T_world_end (4, 4): then."""

    knots: F4
    centre: Array
    T_world_end: Array

    @property
    def start(self) -> Array:
        """(3,) where it is at the beginning, in the world [m]."""
        return self.centre + self.knots[0].reshape(3, 4)[:, 3]

    @property
    def to_end(self) -> F4:
        """(KNOTS, 12) rows of the poses in the scanner's axes at the end of the sweep."""
        T = np.tile(np.eye(4), (len(self.knots), 1, 1))
        T[:, :3] = self.knots.reshape(-1, 3, 4)
        T[:, :3, 3] += self.centre
        return (inverse(self.T_world_end) @ T)[:, :3].reshape(-1, 12).astype(np.float32)


def way_of(shot: Snapshot, start_ns: int, end_ns: int, T_ego_sensor: Array) -> Way:
    """How a scanner moves from one time to another; T_ego_sensor (4, 4)."""
    poses = shot.ego_way(start_ns, end_ns, KNOTS) @ T_ego_sensor
    centre = poses[-1, :3, 3].copy()
    rows = poses[:, :3].copy()
    rows[:, :, 3] -= centre
    return Way(rows.reshape(-1, 12).astype(np.float32), centre, poses[-1])


@kernel("f4[:,:], f4[:], f4[:,:] -> f4[:,:], f4[:,:]", narrow=True)
def sent(direction, share, knots, origin_out, direction_out):
    """Rays in the axes of the poses (KNOTS, 12) at shares (R,) of the way from the first to the
    last; direction (R, 3): in the sensor's axes; origin_out, direction_out (R, 3)."""
    last = knots.shape[0] - 1
    for n in range(share.shape[0]):
        place = share[n] * np.float32(np.int32(last))
        k = min(np.int32(place), np.int32(last - 1))
        t = place - np.float32(k)
        x, y, z = direction[n, 0], direction[n, 1], direction[n, 2]
        length = np.float32(0.0)
        for axis in range(3):
            i = 4 * axis
            a = knots[k, i] + (knots[k + 1, i] - knots[k, i]) * t
            b = knots[k, i + 1] + (knots[k + 1, i + 1] - knots[k, i + 1]) * t
            c = knots[k, i + 2] + (knots[k + 1, i + 2] - knots[k, i + 2]) * t
            value = a * x + b * y + c * z
            direction_out[n, axis] = value
            length += value * value
            origin_out[n, axis] = knots[k, i + 3] + (knots[k + 1, i + 3] - knots[k, i + 3]) * t
        scale = 1.0 / np.sqrt(length)
        for axis in range(3):
            direction_out[n, axis] *= scale
