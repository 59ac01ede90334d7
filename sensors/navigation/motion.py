"""How the ego moves between control steps: angular rates and specific force where a sensor sits.

Control steps are a tenth of a second apart, and what is known of each is where the ego is, how it
is turned and how fast it goes. In a step the mean acceleration and the mean rates of its angles are
those that lead from one end to the other, so that what is integrated over steps ends where the ego
ends. Within it each goes from its value at the begin to that at the end, a and b, on the parabola
that has the mean d: x(s) = a (1 - s) + b s + 6 s (1 - s)(d - (a + b) / 2) at a share s. What a step
ends with the next begins with: nothing jumps. It is d and half of what d changes by from step to
step, the least of the last two changes, so that a ramp is a ramp, and nothing is made up where the
brakes come on.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.physics.driving import columns as c
from ...simcore.snapshot import Snapshot

Array = NDArray[np.float64]

GRAVITY = 9.80665
EARTH_RATE = 7.292115e-5
"""The Earth's rotation [rad/s] (WGS 84)."""
ACCELS, RATES = slice(0, 3), slice(3, 6)
NEARLY = 1e-3
"""Share of a step over which angular acceleration is told."""


class Means(NamedTuple):
    """t_ns: end of a step; now (6,): its mean acceleration in the world [m/s²] and mean rates of
    roll, pitch and yaw [rad/s]; before (6,): those of the step before; begin, end (6,): what both
    were at its ends."""

    t_ns: int
    now: Array
    before: Array
    begin: Array
    end: Array

    def at(self, share: float, which: slice) -> Array:
        """(3,) accelerations or rates at a share of the step."""
        a, b, d = self.begin[which], self.end[which], self.now[which]
        bent = 6.0 * share * (1.0 - share) * (d - 0.5 * (a + b))
        return np.asarray(a * (1.0 - share) + b * share + bent)

    def turned(self, share: float) -> Array:
        """(3,) how far the angles have turned at a share of the step, by its length [rad/s]."""
        a, b, d = self.begin[RATES], self.end[RATES], self.now[RATES]
        bent = share**2 * (3.0 - 2.0 * share) * (d - 0.5 * (a + b))
        return np.asarray(a * share + 0.5 * (b - a) * share**2 + bent)


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
    return turned_by(row[c.ROLL], row[c.PITCH], row[c.YAW])


def turned_by(roll: float, pitch: float, yaw: float) -> Array:
    """(3, 3) rotation by angles, as ``pose.rotation``, whose arrays cost too much here."""
    cr, sr = math.cos(roll), math.sin(roll)
    cp, sp = math.cos(pitch), math.sin(pitch)
    cy, sy = math.cos(yaw), math.sin(yaw)
    return np.array(
        [
            [cy * cp, cy * sp * sr - sy * cr, cy * sp * cr + sy * sr],
            [sy * cp, sy * sp * sr + cy * cr, sy * sp * cr - cy * sr],
            [-sp, cp * sr, cp * cr],
        ]
    )


def crossed(a: Array, b: Array) -> Array:
    """(3,) cross product of two (3,)."""
    ax, ay, az = a.tolist()
    bx, by, bz = b.tolist()
    return np.array([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx])


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
    if memory is None or memory.t_ns != shot.t0_ns:
        return Means(shot.t1_ns, now, now, now, now)
    first, second = now - memory.now, memory.now - memory.before
    same = first * second > 0.0
    change = np.where(same, np.sign(first) * np.minimum(np.abs(first), np.abs(second)), 0.0)
    return Means(shot.t1_ns, now, memory.now, memory.end, now + 0.5 * change)


def felt(
    shot: Snapshot, t_ns: float, known: Means, T_ego_sensor: Array, latitude: float | None
) -> Felt:
    """What an ideal sensor at (4, 4) feels at a time. latitude [rad]: of the place whose rotation
    it feels as well; None for an Earth that stands still."""
    arm, turn = T_ego_sensor[:3, 3], T_ego_sensor[:3, :3]
    length = (shot.t1_ns - shot.t0_ns) * 1e-9
    share = (t_ns - shot.t0_ns) * 1e-9 / length if length > 0.0 else 1.0
    first = _angles(shot.state0[0])
    roll, pitch, yaw = _pose(share, first, known, length)
    R, spin = turned_by(roll, pitch, yaw), _spin(share, roll, pitch, known)
    grown = np.zeros(3)
    if length > 0.0:
        ahead, behind = share + NEARLY, share - NEARLY
        later = _spin(ahead, *_pose(ahead, first, known, length)[:2], known)
        earlier = _spin(behind, *_pose(behind, first, known, length)[:2], known)
        grown = (later - earlier) / (2.0 * NEARLY * length)
    accel = known.at(share, ACCELS)
    force = R.T @ (accel + np.array([0.0, 0.0, GRAVITY]))
    force = force + crossed(grown, arm) + crossed(spin, crossed(spin, arm))
    if latitude is not None:
        earth = EARTH_RATE * np.array([0.0, np.cos(latitude), np.sin(latitude)])
        went = velocity(shot.state_near(int(t_ns))[0])
        spin = spin + R.T @ earth
        force = force + R.T @ (2.0 * crossed(earth, went))
    return Felt(turn.T @ spin, turn.T @ force)


def _pose(share: float, first: Array, known: Means, length: float) -> tuple[float, float, float]:
    """Roll, pitch and yaw at a share of a step."""
    roll, pitch, yaw = (first + length * known.turned(share)).tolist()
    return roll, pitch, yaw


def _spin(share: float, roll: float, pitch: float, known: Means) -> Array:
    """(3,) angular velocity in the ego's axes at a share of a step."""
    p, q, r = known.at(share, RATES).tolist()
    cos, sin, level = math.cos(roll), math.sin(roll), math.cos(pitch)
    return np.array([p - r * math.sin(pitch), q * cos + r * sin * level, r * cos * level - q * sin])


def _angles(row: Array) -> Array:
    return row[[c.ROLL, c.PITCH, c.YAW]]
