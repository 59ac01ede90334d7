"""How four feet move: gaits by speed, places of the feet, bones of the legs.

Touch-down phases and duty factors of walk, trot, gallop and bound (Hildebrand's classes; the walk
is the lateral sequence at quarter phases, Usherwood & Smith 2018); gaits change with the Froude
number and are blended between. A planted foot moves back exactly as fast as the body moves on.
Hind legs fold like a pantograph, thigh and cannon nearly parallel; fore legs fold at the carpus
while they swing.
"""

from __future__ import annotations

from math import acos, atan2, cos, pi, radians, sin, sqrt
from typing import NamedTuple

import numpy as np

from ...kernel import device
from ...kernels.approx import smoothstep
from ..gait import GRAVITY, gait_length_in_kernel

_PHASES = np.array(
    [  # left hind, right hind, left fore, right fore
        [0.00, 0.50, 0.25, 0.75],
        [0.00, 0.50, 0.50, 1.00],
        [0.00, 0.10, 0.45, 0.55],
        [0.00, 0.03, 0.62, 0.66],
    ]
)
_DUTY = (0.64, 0.45, 0.26, 0.20)
_LIFT = (0.10, 0.14, 0.22, 0.26)
WALK, TROT, GALLOP, BOUND = 0, 1, 2, 3


class Limbs(NamedTuple):
    """Lengths of fore and hind legs [m], the places of their first joints and of their feet at a
    stand in the figure's axes, how far feet slope at a stand [rad] and how far their soles reach
    ahead and behind [m], and the height of the hip that sets the stride."""

    fore_x: float
    fore_z: float
    fore_y: float
    fore_upper: float
    fore_lower: float
    fore_cannon: float
    fore_foot: float
    hind_x: float
    hind_z: float
    hind_y: float
    hind_upper: float
    hind_lower: float
    hind_cannon: float
    hind_foot: float
    stand_fore: float
    stand_hind: float
    foot_pitch: float
    foot_ahead: float
    foot_behind: float
    hip_height: float
    gait_scale: float


class Pace(NamedTuple):
    """A gait at one speed: metres per cycle; the shares of the four gaits (their sum is 1)."""

    length: float
    walk: float
    trot: float
    gallop: float
    bound: float


@device
def pace_at(limbs, speed, alert):
    """The gait at a speed [m/s]; an animal in flight (``alert`` 1) bounds."""
    froude = speed * speed / (GRAVITY * limbs.hip_height)
    length = gait_length_in_kernel(speed, limbs.hip_height, limbs.gait_scale)
    trotting = smoothstep(0.35, 0.85, froude)
    galloping = smoothstep(2.2, 4.2, froude)
    bounding = smoothstep(5.0, 9.0, froude) * smoothstep(0.4, 0.8, alert)
    walk = 1.0 - trotting
    trot = trotting * (1.0 - galloping)
    gallop = trotting * galloping * (1.0 - bounding)
    return Pace(length, walk, trot, gallop, trotting * galloping * bounding)


@device
def _mix(values, pace):
    return (
        pace.walk * values[0]
        + pace.trot * values[1]
        + pace.gallop * values[2]
        + pace.bound * values[3]
    )


@device
def touch_down(pace, leg):
    """The share of the cycle at which a leg (0, 1 hind; 2, 3 fore) touches down."""
    return (
        pace.walk * _PHASES[0, leg]
        + pace.trot * _PHASES[1, leg]
        + pace.gallop * _PHASES[2, leg]
        + pace.bound * _PHASES[3, leg]
    )


@device
def duty_of(pace, limbs):
    """The share of a cycle that a foot is down; the leg reaches no further than it can."""
    duty = _mix(_DUTY, pace)
    most = 0.78 * limbs.hip_height / max(pace.length, 1e-6)
    return min(duty, most)


@device
def foot_path(limbs, pace, duty, centre, rise, t):
    """A foot at share ``t`` since touch-down: its tip forward and up [m], the pitch of the foot
    (forward) [rad], and how far the leg folds [0, 1]. rise: of the trunk above a stand [m]."""
    half = 0.5 * duty * pace.length
    grown = min(pace.length / (0.9 * limbs.hip_height), 1.0)
    rest = limbs.foot_pitch
    if t < duty:
        s = t / duty
        pitch = rest - grown * radians(58.0) * smoothstep(0.70, 1.0, s)
        return centre + half - pace.length * t, 0.0, pitch, 0.0
    u = (t - duty) / (1.0 - duty)
    slope = -0.45 * pace.length * (1.0 - duty)
    a = u * u * (3.0 - 2.0 * u)
    x = centre - half + 2.0 * half * a
    x += u * (1.0 - u) * (1.0 - 2.0 * u) * slope
    fold = sin(pi * u) ** 2
    lift = _mix(_LIFT, pace) * limbs.hip_height * grown
    early = pi * min(1.25 * u, 0.375 + 0.625 * u)  # feet rise fast and come down slowly
    z = lift * max(sin(early), 0.0) ** 1.3 + max(rise, 0.0) * fold
    off = rest - grown * radians(58.0)
    pitch = off + (rest - off) * smoothstep(0.25, 0.95, u) - grown * radians(30.0) * fold
    return x, z, pitch, fold * grown


@device
def fetlock_over(limbs, long, pitch):
    """The fetlock over the middle of a standing foot: forward, up [m].

    A foot that slopes less than at a stand turns about its toe, one that slopes more, its heel.
    """
    rest = limbs.foot_pitch
    turn = rest - pitch
    pivot = limbs.foot_ahead if turn > 0.0 else -limbs.foot_behind
    x, z = -long * sin(rest) - pivot, long * cos(rest)
    c, s = cos(turn), sin(turn)
    return pivot + c * x + s * z, c * z - s * x


@device
def fore_bones(limbs, dx, dz, bend):
    """Pitches (forward) of upper, lower and cannon [rad] of a fore leg from shoulder to fetlock.

    dx, dz: the fetlock from the shoulder [m]; bend: how far the carpus folds back [rad], less
    where the leg would not reach.
    """
    distance = max(sqrt(dx * dx + dz * dz), 1e-6)
    l0, l1, l2 = limbs.fore_upper, limbs.fore_lower, limbs.fore_cannon
    need = max(distance - 0.985 * l0, abs(l1 - l2))
    limit = (need * need - l1 * l1 - l2 * l2) / (2.0 * l1 * l2)
    bend = min(bend, acos(min(max(limit, -0.9), 1.0)))
    link = sqrt(l1 * l1 + l2 * l2 + 2.0 * l1 * l2 * cos(bend))
    reach = min(distance, 0.9995 * (l0 + link))
    line = atan2(dx, -dz)
    first = (l0 * l0 + reach * reach - link * link) / (2.0 * l0 * reach)
    second = (link * link + reach * reach - l0 * l0) / (2.0 * link * reach)
    upper = line - acos(min(max(first, -1.0), 1.0))
    lower = line + acos(min(max(second, -1.0), 1.0)) + atan2(l2 * sin(bend), l1 + l2 * cos(bend))
    return upper, lower, lower - bend


_APART = radians(20.0)
"""Between thigh and cannon, whatever the leg does [rad]."""


@device
def fore_reach(limbs):
    """The length of a stretched fore leg from shoulder to fetlock [m]."""
    return limbs.fore_upper + limbs.fore_lower + limbs.fore_cannon


@device
def hind_reach(limbs):
    """The length of a stretched hind leg from hip to fetlock [m]."""
    l0, l2 = limbs.hind_upper, limbs.hind_cannon
    return limbs.hind_lower + sqrt(l0 * l0 + l2 * l2 + 2.0 * l0 * l2 * cos(_APART))


@device
def hind_bones(limbs, dx, dz):
    """Pitches (forward) of thigh, shank and cannon [rad] of a hind leg from hip to fetlock."""
    distance = max(sqrt(dx * dx + dz * dz), 1e-6)
    l0, l1, l2 = limbs.hind_upper, limbs.hind_lower, limbs.hind_cannon
    link = sqrt(l0 * l0 + l2 * l2 + 2.0 * l0 * l2 * cos(_APART))
    reach = min(max(distance, 0.45 * (link + l1)), 0.9995 * (link + l1))
    line = atan2(dx, -dz)
    first = (link * link + reach * reach - l1 * l1) / (2.0 * link * reach)
    second = (l1 * l1 + reach * reach - link * link) / (2.0 * l1 * reach)
    thigh = line + acos(min(max(first, -1.0), 1.0)) + atan2(l2 * sin(_APART), l0 + l2 * cos(_APART))
    return thigh, line - acos(min(max(second, -1.0), 1.0)), thigh - _APART
