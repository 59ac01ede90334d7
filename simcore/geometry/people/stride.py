"""The course of a leg through a gait cycle: joint angles, and where a planted foot must be.

Angles of walking and running as Fourier series of time since heel strike, from published landmarks
(Perry, "Gait Analysis"; Novacheck 1998; five harmonics suffice, Skejo et al. 2021, J. Biomech.
115). Hip and knee flexion and dorsiflexion are positive; hip flexion is that of the thigh from the
pelvis, which tilts forward. Between walking and running the curves are blended by the
Froude number: people change near 0.5 (Alexander 1984).
"""

from __future__ import annotations

from math import cos, pi, radians, sin, sqrt
from typing import NamedTuple

import numpy as np

from ...kernel import device
from ...kernels.approx import smoothstep
from ..gait import GRAVITY, gait_length_in_kernel

_SERIES = np.array(
    [  # a0, then (a_k, b_k) for k = 1…5 [deg]: hip, knee, ankle of walking, then of running
        [10.40, 18.61, -5.40, -3.75, -0.11, -0.01, 0.84, -0.23, -0.13, -0.04, 0.19],
        [21.94, -3.98, -19.11, -13.07, 9.10, 0.33, 3.31, -0.58, -0.18, -0.14, 0.15],
        [-0.13, -0.90, 5.56, 0.70, -7.04, -2.87, 1.25, 2.77, -1.15, -0.50, -1.07],
        [22.84, 18.97, -21.14, -4.12, 1.92, -1.45, 0.26, -0.59, -0.04, -0.34, -0.10],
        [49.14, -13.99, -28.77, -15.60, 20.55, -1.19, 0.61, -0.41, 1.29, -0.05, 0.22],
        [3.57, 12.17, 2.33, -7.99, 8.30, -2.27, -4.85, 1.72, 0.59, -1.20, 0.56],
    ]
)
_STAND = np.array([2.0, 4.0, 2.0])
"""Hip, knee and ankle at a stand [deg], from which the gait grows."""

_OFF = (0.62, 0.38)
"""Where the series of walking and running leave the ground."""

TILT = (radians(2.0), radians(4.0))
"""How far the pelvis tilts forward, walking and running [rad]."""


class Leg(NamedTuple):
    """The lengths of a leg [m] and how its owner walks; see ``proportions`` and ``feet.Sole``."""

    thigh: float
    shank: float
    ankle: float
    heel: float
    ball: float
    toe: float
    hip_height: float
    gait_scale: float


class Gait(NamedTuple):
    """A gait at one speed: metres per cycle, share of a cycle on the ground, how far it is running
    [0, 1], and the amplitudes of the two series."""

    length: float
    duty: float
    run: float
    walk_swing: float
    run_swing: float


@device
def gait_at(leg, speed):
    """The ``Gait`` of a leg at a speed [m/s]."""
    froude = speed * speed / (GRAVITY * leg.hip_height)
    length = gait_length_in_kernel(speed, leg.hip_height, leg.gait_scale)
    run = smoothstep(0.42, 0.62, froude)
    # Over a cycle the series of walking step out 1.36 times the height of the hip.
    walk_swing = min(length / (1.36 * leg.hip_height), 1.35)
    walk_duty = min(max(0.605 - 0.10 * (walk_swing - 1.0), 0.57), 0.66)
    run_duty = min(max(0.385 - 0.045 * (froude - 0.6), 0.25), 0.40)
    # The series of running pass over 0.78 of the hip's height while the foot is down.
    run_swing = min(max(run_duty * length / (0.78 * leg.hip_height), 0.7), 1.25)
    duty = walk_duty + run * (run_duty - walk_duty)
    return Gait(length, duty, run, walk_swing, run_swing)


@device
def _series(row, t):
    c, s = cos(2.0 * pi * t), sin(2.0 * pi * t)
    total, ck, sk = _SERIES[row, 0], 1.0, 0.0
    for k in range(5):
        ck, sk = ck * c - sk * s, sk * c + ck * s
        total += _SERIES[row, 1 + 2 * k] * ck + _SERIES[row, 2 + 2 * k] * sk
    return total


@device
def _joint(joint, gait, t_walk, t_run):
    """One joint's angle [rad] by the series; knee and ankle grow with the root of the stride."""
    stand = _STAND[joint]
    swing = gait.walk_swing if joint == 0 else sqrt(gait.walk_swing)
    walk = stand + swing * (_series(joint, t_walk) - stand)
    if gait.run == 0.0:
        return radians(walk)
    swing = gait.run_swing if joint == 0 else sqrt(gait.run_swing)
    run = _series(3 + joint, t_run)
    mean = _SERIES[3 + joint, 0]
    run = mean + swing * (run - mean)
    return radians(walk + gait.run * (run - walk))


@device
def angles(gait, t):
    """Hip flexion, knee flexion and dorsiflexion [rad] by the series, ``t`` after heel strike.

    Time is bent so that the series leave the ground when the foot does.
    """
    rise = sin(pi * t) ** 2 / sin(pi * gait.duty) ** 2
    t_walk = t + (_OFF[0] - gait.duty) * rise
    t_run = t + (_OFF[1] - gait.duty) * rise
    return (
        _joint(0, gait, t_walk, t_run),
        _joint(1, gait, t_walk, t_run),
        _joint(2, gait, t_walk, t_run),
    )


@device
def tilt(gait):
    """How far the pelvis tilts forward [rad]."""
    return TILT[0] + gait.run * (TILT[1] - TILT[0])


@device
def free_leg(leg, gait, t):
    """By the series: the ankle from the hip (forward, up) [m], the foot's pitch, toes up [rad]."""
    hip, knee, ankle = angles(gait, t)
    thigh = hip - tilt(gait)
    shank = thigh - knee
    x = leg.thigh * sin(thigh) + leg.shank * sin(shank)
    z = -leg.thigh * cos(thigh) - leg.shank * cos(shank)
    return x, z, shank + ankle


@device
def settled(pitch):
    """The pitch of a foot on the ground: the series', but flat when it is nearly so [rad]."""
    return pitch * smoothstep(radians(0.5), radians(5.0), abs(pitch))


@device
def tiptoe(pitch):
    """How far the toes themselves stand up, towards the end of the push [rad]."""
    u = max(-pitch - radians(28.0), 0.0)
    return 0.7 * u * u / (u + radians(20.0))


@device
def rolled(leg, pitch):
    """The ankle over a foot on heel, sole, ball or tiptoe: shift forward, height [m]."""
    c, s = cos(pitch), sin(pitch)
    if pitch > 0.0:
        return leg.heel - leg.heel * c - leg.ankle * s, -leg.heel * s + leg.ankle * c
    stand = tiptoe(pitch)
    length = leg.toe - leg.ball
    x = leg.toe - length * cos(stand) - leg.ball * c - leg.ankle * s
    return x, length * sin(stand) - leg.ball * s + leg.ankle * c


@device
def planted(leg, gait, centre, t):
    """The ankle of a foot on the ground, from the body's origin: forward, height [m], pitch."""
    _, _, pitch = free_leg(leg, gait, t)
    pitch = settled(pitch)
    shift, height = rolled(leg, pitch)
    return centre + gait.length * (0.5 * gait.duty - t) + shift, height, pitch


@device
def lowest(leg, pitch, bend):
    """Height of the lowest point of a foot below its ankle [m]; bend: toes up [rad]."""
    c, s = cos(pitch), sin(pitch)
    heel = leg.heel * s - leg.ankle * c
    ball = leg.ball * s - leg.ankle * c
    tip = ball + (leg.toe - leg.ball) * sin(pitch + bend)
    return min(heel, ball, tip)
