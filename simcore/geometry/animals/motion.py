"""An animal at an instant: trunk, neck, head, ears, tail and four legs from its motion.

``Motion.alert`` raises neck, ears and tail and turns a gallop into a bound; ``Motion.steer`` turns
the head (left positive), as towards a car. At a stand deer graze now and then unless they are
alert. Poses are written in the axes of the figure.
"""

from __future__ import annotations

from math import cos, pi, radians, sin, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...kernel import device, kernel
from ...kernels.approx import smoothstep
from ..figure import Motion
from ..joints import attach, spin
from .footfall import (
    Limbs,
    duty_of,
    fetlock_over,
    foot_path,
    fore_bones,
    fore_reach,
    hind_bones,
    hind_reach,
    pace_at,
    touch_down,
)

Array = NDArray[np.float64]

PARTS = (
    "chest",
    "rump",
    "neck",
    "upper_neck",
    "head",
    "left_ear",
    "right_ear",
    "tail",
    *(
        f"{side}_{end}_{name}"
        for end in ("hind", "fore")
        for side in ("left", "right")
        for name in ("upper", "lower", "cannon", "foot")
    ),
)
"""The parts of an animal, in the order of the figure."""

(CHEST, RUMP, NECK, UPPER_NECK, HEAD, EAR, TAIL, LEGS) = (0, 1, 2, 3, 4, 5, 7, 8)


class Carriage(NamedTuple):
    """Places of joints [m]: of the spine in the figure's axes, the others from the joint before;
    how far the neck hangs when the animal is at ease, and in its mesh [rad]; whether it grazes;
    how the tail hangs and how far it is raised [rad]; the phase of its idle movements [s]."""

    spine_x: float
    spine_z: float
    neck_x: float
    neck_z: float
    upper_x: float
    upper_z: float
    poll_x: float
    poll_z: float
    ear_x: float
    ear_y: float
    ear_z: float
    tail_x: float
    tail_z: float
    neck_down: float
    neck_built: float
    graze: float
    tail_rest: float
    tail_raised: float
    ear_play: float
    idle: float


@device
def _trunk(poses, limbs, carriage, pace, swing, t):
    """Chest and rump; returns how far the trunk rises above a stand [m]."""
    tall = limbs.hip_height
    wave = 2.0 * pi * t
    leap = sin(pi * min(max((t - 0.20) / 0.42, 0.0), 1.0)) ** 2
    rise = 0.008 * pace.walk * cos(2.0 * wave - 0.8)
    rise += pace.trot * (-0.02 - 0.022 * cos(2.0 * wave - 2.8))
    rise += pace.gallop * (-0.05 + 0.035 * cos(wave - 5.6))
    rise += pace.bound * (-0.06 + 0.34 * leap)
    rise *= tall * swing
    pitch = -pace.gallop * radians(4.5) * cos(wave - 1.9)
    pitch -= pace.bound * radians(9.0) * cos(wave - 1.2)
    flex = radians(10.0) * (pace.gallop + pace.bound) * cos(wave - 0.35)
    roll = radians(1.5) * swing * (pace.walk + 0.5 * pace.trot) * sin(wave)
    yaw = radians(1.5) * swing * pace.walk * cos(wave)
    for k in range(2):
        T = poses[CHEST + k]
        T[0, 0] = T[1, 1] = T[2, 2] = 1.0
        T[0, 3], T[2, 3] = carriage.spine_x, carriage.spine_z + rise
        sign = 1.0 - 2.0 * k
        spin(T, 2, sign * yaw)
        spin(T, 1, swing * (pitch + 0.5 * sign * flex))
        spin(T, 0, sign * roll)
    return rise


@device
def _front(poses, carriage, pace, swing, t, speed, steer, time, alert):
    """Neck, head, ears and tail."""
    stand = 1.0 - smoothstep(0.0, 0.4, swing)
    slow = time + carriage.idle
    feeding = smoothstep(0.1, 0.5, sin(0.23 * slow) + 0.5 * sin(0.091 * slow + 2.0))
    graze = carriage.graze * stand * feeding * (1.0 - smoothstep(0.0, 0.25, alert))
    fast = pace.gallop + pace.bound
    down = carriage.neck_down * (1.0 - alert) + 0.22 * fast
    nod = radians(2.5) * swing * pace.walk * sin(4.0 * pi * t)
    nod += radians(5.0) * fast * sin(2.0 * pi * t + 0.6)
    lower = down + graze * 1.00 + nod
    upper = 0.5 * down + graze * 0.85 + 0.5 * nod
    level = 0.65 * (lower + upper) - 0.18 * alert - 0.10 * graze
    look = min(max(steer, -1.3), 1.3)
    look += stand * (1.0 - graze) * 0.35 * sin(0.31 * slow) * sin(0.17 * slow) * (1.0 - alert)
    attach(poses[CHEST], carriage.neck_x, 0.0, carriage.neck_z, poses[NECK])
    spin(poses[NECK], 2, 0.15 * look)
    spin(poses[NECK], 1, lower - carriage.neck_built)
    attach(poses[NECK], carriage.upper_x, 0.0, carriage.upper_z, poses[UPPER_NECK])
    spin(poses[UPPER_NECK], 2, 0.40 * look)
    spin(poses[UPPER_NECK], 1, upper)
    attach(poses[UPPER_NECK], carriage.poll_x, 0.0, carriage.poll_z, poses[HEAD])
    spin(poses[HEAD], 2, 0.45 * look)
    spin(poses[HEAD], 1, -level)
    for k in range(2):
        side = 1.0 - 2.0 * k
        ear = poses[EAR + k]
        attach(poses[HEAD], carriage.ear_x, side * carriage.ear_y, carriage.ear_z, ear)
        flick = smoothstep(0.75, 0.95, sin(1.7 * slow + 2.1 * k) * sin(0.43 * slow + k))
        back = carriage.ear_play * (0.30 * (1.0 - alert) + 0.5 * fast + 0.4 * flick * stand)
        spin(ear, 1, -back)
        spin(ear, 0, side * carriage.ear_play * 0.25 * (1.0 - alert))
    attach(poses[RUMP], carriage.tail_x, 0.0, carriage.tail_z, poses[TAIL])
    flight = smoothstep(0.3, 0.8, alert) * smoothstep(1.0, 3.0, speed)
    raised = carriage.tail_rest + (carriage.tail_raised - carriage.tail_rest) * flight
    wag = 0.18 * sin(2.0 * pi * t + 0.5) * swing + 0.25 * stand * sin(5.0 * slow) * feeding
    spin(poses[TAIL], 2, wag * (1.0 + 0.5 * carriage.ear_play))
    spin(poses[TAIL], 1, raised)


@device
def _place(T, x, y, z, splay, pitch):
    """A bone at a place, its plane tilted by ``splay``, turned forward by ``pitch`` [rad]."""
    T[0, 0] = T[1, 1] = T[2, 2] = 1.0
    T[0, 3], T[1, 3], T[2, 3] = x, y, z
    spin(T, 0, splay)
    spin(T, 1, -pitch)


@device
def _leg(poses, first, limbs, fore, side, x, z, pitch, fold):
    """One leg to a foot whose tip is at x, z [m]; first: number of its upper part."""
    root = poses[CHEST] if fore else poses[RUMP]
    base_x = limbs.fore_x if fore else limbs.hind_x
    base_y = limbs.fore_y if fore else limbs.hind_y
    base_z = limbs.fore_z if fore else limbs.hind_z
    place = poses[first]
    attach(root, base_x, side * base_y, base_z, place)
    hx, hy, hz = place[0, 3], place[1, 3], place[2, 3]
    long = limbs.fore_foot if fore else limbs.hind_foot
    over_x, over_z = fetlock_over(limbs, long, pitch)
    dx = x + over_x - hx
    dz = z + over_z - hz
    dy = 0.85 * side * base_y - hy
    # Where a leg is stretched out its root gives way, as shoulder blades glide on the ribs.
    straight = fore_reach(limbs) if fore else hind_reach(limbs)
    far = sqrt(dx * dx + dy * dy + dz * dz)
    glide = min(max(far - 0.995 * straight, 0.0), (0.08 if fore else 0.03) * limbs.hip_height) / far
    hx, hy, hz = hx + glide * dx, hy + glide * dy, hz + glide * dz
    dx, dy, dz = dx - glide * dx, dy - glide * dy, dz - glide * dz
    splay = -dy / dz
    plane = -sqrt(dz * dz + dy * dy)
    if fore:
        a, b, c = fore_bones(limbs, dx, plane, radians(95.0) * fold)
        lengths = (limbs.fore_upper, limbs.fore_lower, limbs.fore_cannon)
    else:
        a, b, c = hind_bones(limbs, dx, plane)
        lengths = (limbs.hind_upper, limbs.hind_lower, limbs.hind_cannon)
    for i in range(3):
        for j in range(3):
            place[i, j] = 0.0
    px, py, pz = hx, hy, hz
    for k in range(3):
        angle = (a, b, c)[k]
        _place(poses[first + k], px, py, pz, splay, angle)
        length = lengths[k]
        px += length * sin(angle)
        py += length * cos(angle) * sin(splay)
        pz -= length * cos(angle) * cos(splay)
    _place(poses[first + 3], px, py, pz, splay, pitch)


@kernel("Limbs, Carriage, f8, f8, f8, f8, f8 -> f8[:,:,:]", Limbs=Limbs, Carriage=Carriage)
def pose_animal(limbs, carriage, phase, speed, steer, time, alert, poses_out):
    """phase [rad], speed [m/s], steer [rad]: turn of the head, time [s], alert [0, 1]; poses_out:
    (P, 4, 4)."""
    pace = pace_at(limbs, speed, alert)
    duty = duty_of(pace, limbs)
    t = phase / (2.0 * pi)
    t -= np.floor(t)
    swing = min(pace.length / (0.9 * limbs.hip_height), 1.0)
    poses_out[:] = 0.0
    poses_out[:, 3, 3] = 1.0
    rise = _trunk(poses_out, limbs, carriage, pace, swing, t)
    _front(poses_out, carriage, pace, swing, t, speed, steer, time, alert)
    for leg in range(4):
        own = t - touch_down(pace, leg)
        own -= np.floor(own)
        fore = leg >= 2
        centre = limbs.stand_fore if fore else limbs.stand_hind
        x, z, pitch, fold = foot_path(limbs, pace, duty, centre, rise, own)
        _leg(poses_out, LEGS + 4 * leg, limbs, fore, 1.0 - 2.0 * (leg % 2), x, z, pitch, fold)


class Gaits:
    """The articulation of an animal: ``Figure.articulation``."""

    def __init__(self, limbs: Limbs, carriage: Carriage) -> None:
        self.limbs, self.carriage = limbs, carriage

    def __call__(self, motion: Motion, local: Array) -> None:
        """Write the poses of the parts for a motion into local (P, 4, 4)."""
        pose_animal(self.limbs, self.carriage, *motion[:4], motion.alert, local)
