"""A rider at an instant: feet on the pedals, hands on the grips, by two-link inverse kinematics.

The parts and their axes are those of ``geometry.people``: bones along −z, x forward, y left.
"""

from __future__ import annotations

from math import cos, pi, sin, sqrt
from typing import NamedTuple

from ....kernel import device, kernel
from ...people.posture import (
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
)

TWIST = 0.45
"""How far the chest follows the handlebar, share of its angle."""


class Seat(NamedTuple):
    """How a rider sits; lengths [m] in the machine's axes, angles [rad].

    crank_x, crank_z: its axle; crank: length of its arms, 0 for foot rests; pedal_y: half the
    distance of the pedals' middles; sole: height of the ankle over a pedal's axle; ankle: over
    the ground; ball: the pedal's axle ahead of the ankle; foot, ankling: pitch of the feet and how
    far it swings; hip_*: hip joints; pelvis, chest, head: pitch; waist, shoulder_*, neck_*:
    joints as in ``people.posture``; axis_*: a point of the steering axis and its direction;
    grip_*: the left wrist when going straight; fingers_*: where they point; elbow_*: where the
    left elbow points; splay: how far the knees point outwards.
    """

    crank_x: float
    crank_z: float
    crank: float
    pedal_y: float
    sole: float
    ankle: float
    ball: float
    foot: float
    ankling: float
    hip_x: float
    hip_z: float
    hip_half: float
    thigh: float
    shank: float
    pelvis: float
    chest: float
    head: float
    waist: float
    shoulder_x: float
    shoulder_y: float
    shoulder_z: float
    neck_x: float
    neck_z: float
    upper_arm: float
    forearm: float
    axis_x: float
    axis_z: float
    axis_dx: float
    axis_dz: float
    grip_x: float
    grip_y: float
    grip_z: float
    fingers_x: float
    fingers_z: float
    elbow_x: float
    elbow_y: float
    elbow_z: float
    splay: float


@device
def _pitched(T, x, y, z, pitch):
    """A pose at a place, turned about y."""
    c, s = cos(pitch), sin(pitch)
    T[0, 0], T[0, 1], T[0, 2], T[0, 3] = c, 0.0, s, x
    T[1, 0], T[1, 1], T[1, 2], T[1, 3] = 0.0, 1.0, 0.0, y
    T[2, 0], T[2, 1], T[2, 2], T[2, 3] = -s, 0.0, c, z


@device
def _yawed(T, yaw):
    """Turn a pose about the world's z axis, in place."""
    c, s = cos(yaw), sin(yaw)
    for j in range(3):
        x, y = T[0, j], T[1, j]
        T[0, j], T[1, j] = c * x - s * y, s * x + c * y


@device
def links(upper, lower, start, end, first, second, pole, sense):
    """Two bones of lengths ``first`` and ``second`` [m] from start to end (3,).

    The joint between lies towards ``pole`` (3,); ``sense``: 1 where that is the front of the
    limb (knees), -1 where it is its back (elbows).
    """
    dx, dy, dz = end[0] - start[0], end[1] - start[1], end[2] - start[2]
    reach = sqrt(dx * dx + dy * dy + dz * dz)
    most = 0.9995 * (first + second)
    length = min(max(reach, 0.3 * most), most)
    ux, uy, uz = dx / reach, dy / reach, dz / reach
    along = pole[0] * ux + pole[1] * uy + pole[2] * uz
    kx, ky, kz = pole[0] - along * ux, pole[1] - along * uy, pole[2] - along * uz
    norm = sqrt(kx * kx + ky * ky + kz * kz)
    kx, ky, kz = kx / norm, ky / norm, kz / norm
    c1 = min((first**2 + length**2 - second**2) / (2.0 * first * length), 1.0)
    c2 = min((second**2 + length**2 - first**2) / (2.0 * second * length), 1.0)
    s1, s2 = sqrt(1.0 - c1 * c1), sqrt(1.0 - c2 * c2)
    # The hinge: across the plane of both bones, to the left of their common front.
    hx, hy, hz = (
        sense * (uz * ky - uy * kz),
        sense * (ux * kz - uz * kx),
        sense * (uy * kx - ux * ky),
    )
    framed(upper, start, (c1 * ux + s1 * kx, c1 * uy + s1 * ky, c1 * uz + s1 * kz), (hx, hy, hz))
    joint = (
        start[0] - first * upper[0, 2],
        start[1] - first * upper[1, 2],
        start[2] - first * upper[2, 2],
    )
    framed(lower, joint, (c2 * ux - s2 * kx, c2 * uy - s2 * ky, c2 * uz - s2 * kz), (hx, hy, hz))


@device
def framed(T, place, bone, hinge):
    """A pose whose -z axis is ``bone`` and whose y axis is ``hinge``, both unit vectors."""
    for i in range(3):
        j, k = (i + 1) % 3, (i + 2) % 3
        T[i, 0] = -(hinge[j] * bone[k] - hinge[k] * bone[j])
        T[i, 1] = hinge[i]
        T[i, 2] = -bone[i]
        T[i, 3] = place[i]


@device
def _leg(poses, k, seat, hip, turn):
    """One leg; ``turn``: angle of its crank arm from upright, forwards."""
    side = 1.0 - 2.0 * k
    pitch = seat.foot + seat.ankling * sin(turn)
    c, s = cos(pitch), sin(pitch)
    ankle = (
        seat.crank_x + seat.crank * sin(turn) - seat.ball * c + seat.sole * s,
        side * seat.pedal_y,
        seat.crank_z + seat.crank * cos(turn) + seat.ball * s + seat.sole * c,
    )
    pole = (1.0, side * seat.splay, 0.25)
    links(poses[THIGH + k], poses[SHANK + k], hip, ankle, seat.thigh, seat.shank, pole, 1.0)
    _pitched(poses[FOOT + k], ankle[0], ankle[1], ankle[2], pitch)


@device
def _arm(poses, k, seat, steer):
    """One arm to its grip, which the handlebar carries round with it."""
    side = 1.0 - 2.0 * k
    x, y, z = seat.grip_x - seat.axis_x, side * seat.grip_y, seat.grip_z - seat.axis_z
    ax, az = seat.axis_dx, seat.axis_dz
    c, s = cos(steer), sin(steer)
    along = (ax * x + az * z) * (1.0 - c)
    wrist = (
        seat.axis_x + c * x - s * az * y + along * ax,
        c * y + s * (az * x - ax * z),
        seat.axis_z + c * z + s * ax * y + along * az,
    )
    chest = poses[CHEST]
    px, py, pz = seat.shoulder_x, side * seat.shoulder_y, seat.shoulder_z
    shoulder = (
        chest[0, 0] * px + chest[0, 1] * py + chest[0, 2] * pz + chest[0, 3],
        chest[1, 0] * px + chest[1, 1] * py + chest[1, 2] * pz + chest[1, 3],
        chest[2, 0] * px + chest[2, 1] * py + chest[2, 2] * pz + chest[2, 3],
    )
    pole = (seat.elbow_x, side * seat.elbow_y, seat.elbow_z)
    links(poses[UPPER_ARM + k], poses[FOREARM + k], shoulder, wrist, seat.upper_arm, seat.forearm,
           pole, -1.0)  # fmt: skip
    hand, forearm = poses[HAND + k], poses[FOREARM + k]
    fx, fz = seat.fingers_x, seat.fingers_z
    # Palms down: the back of the left hand, +y, points up; that of the right one, -y.
    bone = (c * fx, s * fx, fz)
    norm = sqrt(fx * fx + fz * fz)
    up = (-side * c * fz / norm, -side * s * fz / norm, side * fx / norm)
    # Beyond the arm's reach the hand lets go rather than come off.
    end = (
        forearm[0, 3] - seat.forearm * forearm[0, 2],
        forearm[1, 3] - seat.forearm * forearm[1, 2],
        forearm[2, 3] - seat.forearm * forearm[2, 2],
    )
    framed(hand, end, (bone[0] / norm, bone[1] / norm, bone[2] / norm), up)


@kernel("Seat, f8, f8 -> f8[:,:,:]", Seat=Seat)
def pose_rider(seat, turn, steer, poses_out):
    """turn: angle of the left crank arm from upright, forwards [rad]; steer [rad], about the
    steering axis; poses_out: (17, 4, 4) of the parts of ``people.posture``."""
    poses_out[:] = 0.0
    poses_out[:, 3, 3] = 1.0
    _pitched(poses_out[PELVIS], seat.hip_x, 0.0, seat.hip_z, seat.pelvis)
    c, s = cos(seat.pelvis), sin(seat.pelvis)
    chest_x, chest_z = seat.hip_x + s * seat.waist, seat.hip_z + c * seat.waist
    chest = poses_out[CHEST]
    _pitched(chest, chest_x, 0.0, chest_z, seat.chest)
    _yawed(chest, TWIST * steer)
    x, z, head = seat.neck_x, seat.neck_z, poses_out[HEAD]
    _pitched(head, 0.0, 0.0, 0.0, seat.head)
    _yawed(head, TWIST * steer)
    for i in range(3):
        head[i, 3] = chest[i, 0] * x + chest[i, 2] * z + chest[i, 3]
    for k in range(2):
        hip = (seat.hip_x, (1.0 - 2.0 * k) * seat.hip_half, seat.hip_z)
        _leg(poses_out, k, seat, hip, turn + k * pi)
        foot, toes = poses_out[FOOT + k], poses_out[TOES + k]
        for i in range(3):
            for j in range(3):
                toes[i, j] = foot[i, j]
            toes[i, 3] = foot[i, 3] + foot[i, 0] * seat.ball - foot[i, 2] * seat.ankle
        _arm(poses_out, k, seat, steer)
