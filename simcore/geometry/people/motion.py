"""The whole body at an instant: pelvis, spine, arms, legs and hems from phase, speed and time.

The chest turns against the pelvis, arms swing against the legs (shoulder and elbow after Perry and
Novacheck's reviews), the pelvis lists towards the swinging leg and shifts over the standing one.
All poses are written in the axes of the figure.
"""

from __future__ import annotations

from math import cos, pi, radians, sin

import numpy as np
from numpy.typing import NDArray

from ...kernel import device, kernel
from ...kernels.approx import smoothstep
from ..figure import Motion
from ..joints import attach, put, spin
from .hem_motion import hang
from .legs_motion import bent, foot_at, swing_of
from .pelvis_path import course_at, ride
from .posture import (
    CHEST,
    FOOT,
    FOREARM,
    HAND,
    HEAD,
    PELVIS,
    SHANK,
    THIGH,
    TOES,
    UPPER_ARM,
    Hem,
    Hold,
    Posture,
)
from .stride import Leg, gait_at, rolled, tilt

Array = NDArray[np.float64]


@device
def set_turn(T, yaw, pitch, roll):
    """Write a rotation of angles [rad] into a pose (4, 4)."""
    cr, sr, cp, sp = cos(roll), sin(roll), cos(pitch), sin(pitch)
    cy, sy = cos(yaw), sin(yaw)
    T[0, 0], T[0, 1], T[0, 2] = cy * cp, cy * sp * sr - sy * cr, cy * sp * cr + sy * sr
    T[1, 0], T[1, 1], T[1, 2] = sy * cp, sy * sp * sr + cy * cr, sy * sp * cr - cy * sr
    T[2, 0], T[2, 1], T[2, 2] = -sp, cp * sr, cp * cr


@device
def _arm(poses, side, posture, hold, flexion, elbow):
    """One arm from the chest: ``flexion`` and ``elbow`` [rad] unless it holds something."""
    k = 0 if side > 0 else 1
    w = hold.weight
    inward = 0.18 + 0.30 * min(elbow, 1.6)
    flexion += w * (hold.flexion - flexion)
    out = posture.arm_out + w * (hold.out - posture.arm_out)
    elbow += w * (hold.elbow - elbow)
    inward += w * (hold.turn - inward)
    chest, upper = poses[CHEST], poses[UPPER_ARM + k]
    forearm, hand = poses[FOREARM + k], poses[HAND + k]
    attach(chest, posture.shoulder_x, side * posture.shoulder_y, posture.shoulder_z, upper)
    spin(upper, 0, side * out)
    spin(upper, 1, -flexion)
    spin(upper, 2, -side * inward)
    attach(upper, 0.0, 0.0, -posture.upper_arm, forearm)
    spin(forearm, 1, -elbow)
    # Relaxed forearms hang closer to the body than the upper arms.
    spin(forearm, 0, -side * 0.09 * (1.0 - w))
    attach(forearm, 0.0, 0.0, -posture.forearm, hand)
    spin(hand, 2, -side * (0.25 + w * (hold.hand_turn - 0.25)))
    spin(hand, 0, side * 0.06)


@device
def _leg(poses, side, leg, hip, x, y, z, pitch, bend, toe_out):
    """One leg from the hip joint to a foot whose ankle is at (x, y, z) [m]."""
    k = 0 if side > 0 else 1
    thigh, ahead, shank, front, hinge = bent(leg, x - hip[0], y - hip[1], z - hip[2], toe_out)
    upper, lower = poses[THIGH + k], poses[SHANK + k]
    for i in range(3):
        upper[i, 0], upper[i, 1], upper[i, 2], upper[i, 3] = ahead[i], hinge[i], -thigh[i], hip[i]
        lower[i, 0], lower[i, 1], lower[i, 2] = front[i], hinge[i], -shank[i]
        lower[i, 3] = hip[i] + leg.thigh * thigh[i]
    foot, toes = poses[FOOT + k], poses[TOES + k]
    set_turn(foot, toe_out, -pitch, 0.0)
    # Where the leg is stretched out the ankle follows it.
    for i in range(3):
        foot[i, 3] = lower[i, 3] + leg.shank * shank[i]
    attach(foot, leg.ball, 0.0, -leg.ankle, toes)
    spin(toes, 1, -bend)


@device
def _trunk(poses, posture, gait, swing, stand, t, height, time):
    """Pelvis, chest and head; ``swing``: the amplitude of the gait, ``stand``: 1 at a stand."""
    wave, run = 2.0 * pi * t, gait.run
    slow = posture.sway + time
    breath = sin(1.6 * slow)
    pelvis_yaw = -radians(4.0 + 4.0 * run) * swing * cos(wave)
    list_ = (
        radians(4.0) * swing * cos(wave - 0.9) + stand * 0.25 * posture.weight / posture.hip_half
    )
    chest_yaw = radians(6.0 + 6.0 * run) * swing * cos(wave) + stand * 0.02 * sin(0.31 * slow)
    lean = posture.lean + radians(6.0) * run + posture.stoop
    lean += stand * (0.006 * sin(0.53 * slow + 1.0) + 0.004 * breath - 0.02)
    pelvis = poses[PELVIS]
    over = 0.011 * height * swing * (1.0 - 0.7 * run) * cos(wave - 1.9)
    pelvis[0, 3] = stand * 0.004 * height * sin(0.47 * slow)
    pelvis[1, 3] = over + stand * (posture.weight + 0.005 * height * sin(0.37 * slow + 2.0))
    pelvis[2, 3] = height - stand * (0.3 * abs(posture.weight) + 0.0005 * height)
    set_turn(pelvis, pelvis_yaw, tilt(gait), list_)
    chest, head = poses[CHEST], poses[HEAD]
    put(pelvis, 0.0, 0.0, posture.waist, chest)
    set_turn(chest, chest_yaw, lean, -0.5 * list_ * (1.0 - stand) - 0.8 * stand * list_)
    put(chest, posture.neck_x, 0.0, posture.neck_z, head)
    look = stand * (0.30 * sin(0.21 * slow) * sin(0.13 * slow + 1.0))
    set_turn(head, 0.25 * chest_yaw + look, 0.35 * posture.stoop + 0.25 * lean - 0.03, 0.0)


@kernel("Leg, Posture, Hem, Hold, Hold, f8[:,:], f8, f8, f8 -> f8[:,:,:]",
        Leg=Leg, Posture=Posture, Hem=Hem, Hold=Hold)  # fmt: skip
def pose_person(leg, posture, hem, hold_left, hold_right, table, phase, speed, time, poses_out):
    """table: of ``pelvis_path``; phase [rad], speed [m/s], time [s]; poses_out: (P, 4, 4)."""
    gait = gait_at(leg, speed)
    course = course_at(table, leg, speed)
    swing_path = swing_of(leg, gait, course)
    t = phase / (2.0 * pi)
    t -= np.floor(t)
    height = ride(course, t)
    swing = min(gait.walk_swing, 1.1)
    stand = 1.0 - smoothstep(0.0, 0.55, gait.walk_swing)
    poses_out[:] = 0.0
    poses_out[:, 3, 3] = 1.0
    _trunk(poses_out, posture, gait, swing, stand, t, height, time)
    pelvis = poses_out[PELVIS]
    for k in range(2):
        side = 1.0 - 2.0 * k
        own = t + 0.5 * k
        own -= np.floor(own)
        x, z, pitch, bend = foot_at(leg, gait, course, swing_path, own)
        narrow = posture.step * (1.0 - 0.55 * gait.run)
        y = side * (narrow + stand * (posture.stand - posture.step))
        x += stand * (side * posture.stagger - course.centre)
        out = side * posture.toe_out * (1.0 - 0.6 * gait.run + 0.6 * stand)
        # A foot that points outwards rolls outwards over heel and ball.
        u = max(own - gait.duty, 0.0) / (1.0 - gait.duty)
        down = 1.0 - smoothstep(0.0, 0.4, u) + smoothstep(0.7, 1.0, u)
        shift, _ = rolled(leg, pitch)
        y += sin(out) * shift * down
        hip = (
            pelvis[0, 3] + pelvis[0, 1] * side * posture.hip_half,
            pelvis[1, 3] + pelvis[1, 1] * side * posture.hip_half,
            pelvis[2, 3] + pelvis[2, 1] * side * posture.hip_half,
        )
        _leg(poses_out, side, leg, hip, x, y, z, pitch, bend, out)
        back = cos(2.0 * pi * (own + 0.5))
        walk = radians(-4.0 + 22.0 * back) * swing * posture.arm_swing
        walk_elbow = posture.elbow + radians(8.0 + 12.0 * back) * swing * posture.arm_swing
        run = radians(-12.0 + 38.0 * back * (0.75 + 0.25 * posture.arm_swing))
        flexion = walk + gait.run * (run - walk) + stand * 0.02
        elbow = walk_elbow + gait.run * (radians(92.0 + 14.0 * back) - walk_elbow)
        _arm(poses_out, side, posture, hold_left if k == 0 else hold_right, flexion, elbow)
    if hem.length > 0.0:
        hang(poses_out, leg, hem)


class Gaits:
    """The articulation of a person: ``Figure.articulation``."""

    def __init__(
        self, leg: Leg, posture: Posture, hem: Hem, holds: tuple[Hold, Hold], table: Array
    ) -> None:
        self.leg, self.posture, self.hem, self.holds, self.table = leg, posture, hem, holds, table

    def __call__(self, motion: Motion, local: Array) -> None:
        """Write the poses of the parts for a motion into local (P, 4, 4)."""
        left, right = self.holds
        pose_person(
            self.leg, self.posture, self.hem, left, right, self.table,
            motion.phase, motion.speed, motion.time, local,
        )  # fmt: skip
