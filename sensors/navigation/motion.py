"""How the ego moves between control steps: angular rates and specific force where a sensor sits.

Control steps are a tenth of a second apart, and what is known of each is where the ego is, how it
is turned and how fast it goes. In a step the mean acceleration and the mean rates of its angles are
those that lead from one end to the other, and they go on from those of the step before without a
jump: over a share s of the step x(s) = d + (d₀ - d)(1 - 4s + 3s²), d₀ being the mean of the step
before. Its mean is d, so that what is integrated over steps ends where the ego ends.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.physics.driving import columns as c
from ...simcore.pose import rotation
from ...simcore.snapshot import Snapshot

Array = NDArray[np.float64]

GRAVITY = 9.80665
EARTH_RATE = 7.292115e-5
"""The Earth's rotation [rad/s] (WGS 84)."""
NEARLY = 1e-3
"""Share of a step over which angular acceleration is told."""


class Means(NamedTuple):
    """t_ns: end of a step; now (6,): its mean acceleration in the world [m/s²] and mean rates of
    roll, pitch and yaw [rad/s]; before (6,): those of the step before."""

    t_ns: int
    now: Array
    before: Array


class Felt(NamedTuple):
    """rate (3,): angular velocity [rad/s]; force (3,): specific force [m/s²], which at rest points
    up; both in the sensor's axes."""

    rate: Array
    force: Array


def velocity(row: Array) -> Array:
    """(3,) of the ego's origin in the world [m/s]: rows of state know the level part; it moves
    along the ground that it stands on."""
    up = tilted(row)[:, 2]
    vx, vy = row[c.VX], row[c.VY]
    return np.array([vx, vy, -(up[0] * vx + up[1] * vy) / up[2]])


def tilted(row: Array) -> Array:
    """(3, 3) R_world_ego."""
    return rotation(row[c.ROLL], row[c.PITCH], row[c.YAW])


def means(shot: Snapshot) -> Array:
    """(6,) mean acceleration and rates of the angles over a snapshot's interval; those of the
    moment where it has no length."""
    row = shot.state1[0]
    seconds = (shot.t1_ns - shot.t0_ns) * 1e-9
    if seconds <= 0.0:
        ahead = tilted(row)[:, 0] * row[c.ACCEL]
        turning = row[c.YAW_RATE] * np.array([-row[c.VY], row[c.VX], 0.0])
        return np.concatenate([ahead + turning, [0.0, 0.0, row[c.YAW_RATE]]])
    first = shot.state0[0]
    changed = velocity(row) - velocity(first)
    turned = _angles(row) - _angles(first)
    return np.concatenate([changed, turned]) / seconds


def remembered(shot: Snapshot, memory: Means | None) -> Means:
    """The means of a snapshot's interval and of the one before it, if memory has them."""
    if memory is not None and memory.t_ns == shot.t1_ns:
        return memory
    now = means(shot)
    before = now if memory is None or memory.t_ns != shot.t0_ns else memory.now
    return Means(shot.t1_ns, now, before)


def felt(
    shot: Snapshot, t_ns: float, known: Means, T_ego_sensor: Array, latitude: float | None
) -> Felt:
    """What an ideal sensor at (4, 4) feels at a time. latitude [rad]: of the place whose rotation
    it feels as well; None for an Earth that stands still."""
    arm, turn = T_ego_sensor[:3, 3], T_ego_sensor[:3, :3]
    length = (shot.t1_ns - shot.t0_ns) * 1e-9
    share = (t_ns - shot.t0_ns) * 1e-9 / length if length > 0.0 else 1.0
    first = _angles(shot.state0[0])
    R, spin = _turning(share, first, known, length)
    grown = np.zeros(3)
    if length > 0.0:
        later, earlier = (_turning(share + k, first, known, length)[1] for k in (NEARLY, -NEARLY))
        grown = (later - earlier) / (2.0 * NEARLY * length)
    accel = _between(known.before[:3], known.now[:3], share)
    force = R.T @ (accel + np.array([0.0, 0.0, GRAVITY]))
    force = force + np.cross(grown, arm) + np.cross(spin, np.cross(spin, arm))
    if latitude is not None:
        earth = EARTH_RATE * np.array([0.0, np.cos(latitude), np.sin(latitude)])
        went = velocity(shot.state_near(int(t_ns))[0])
        spin = spin + R.T @ earth
        force = force + R.T @ (2.0 * np.cross(earth, went))
    return Felt(turn.T @ spin, turn.T @ force)


def _turning(share: float, first: Array, known: Means, length: float) -> tuple[Array, Array]:
    """R_world_ego and the angular velocity in the ego's axes at a share of a step."""
    d, less = known.now[3:], known.before[3:] - known.now[3:]
    way = d * share + less * (share - 2.0 * share**2 + share**3)
    roll, pitch, yaw = first + length * way
    p, q, r = _between(known.before[3:], d, share)
    spin = np.array(
        [
            p - r * np.sin(pitch),
            q * np.cos(roll) + r * np.sin(roll) * np.cos(pitch),
            -q * np.sin(roll) + r * np.cos(roll) * np.cos(pitch),
        ]
    )
    return rotation(roll, pitch, yaw), spin


def _between(before: Array, now: Array, share: float) -> Array:
    return now + (before - now) * (1.0 - 4.0 * share + 3.0 * share**2)


def _angles(row: Array) -> Array:
    return row[[c.ROLL, c.PITCH, c.YAW]]
