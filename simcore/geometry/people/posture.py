"""How a body is hung together and how its owner carries it: what the motion kernel reads."""

from __future__ import annotations

from typing import NamedTuple

PARTS = (
    "pelvis",
    "chest",
    "head",
    "left_upper_arm",
    "right_upper_arm",
    "left_forearm",
    "right_forearm",
    "left_hand",
    "right_hand",
    "left_thigh",
    "right_thigh",
    "left_shank",
    "right_shank",
    "left_foot",
    "right_foot",
    "left_toes",
    "right_toes",
    "front_hem",
    "back_hem",
)
"""The parts of a person, in the order of the figure; the hems only where there are any."""

(PELVIS, CHEST, HEAD, UPPER_ARM, FOREARM, HAND) = (0, 1, 2, 3, 5, 7)
(THIGH, SHANK, FOOT, TOES, FRONT_HEM, BACK_HEM) = (9, 11, 13, 15, 17, 18)


class Posture(NamedTuple):
    """Joints [m] in the axes of the part they turn about, and personal ways [rad].

    waist: height of the waist above the hips; shoulder and neck: from the waist; upper_arm:
    shoulder to elbow; arm_out: abduction; toe_out; lean: forward, of the chest; stoop: more of it,
    which the head makes good; arm_swing: factor; step: half the breadth of the steps; stand: that
    of a stand; stagger: how far one foot stands ahead; weight: how far the hips rest over a leg
    [m]; sway: where in its slow sway the body is at time 0 [rad].
    """

    hip_half: float
    waist: float
    shoulder_x: float
    shoulder_y: float
    shoulder_z: float
    neck_x: float
    neck_z: float
    upper_arm: float
    forearm: float
    arm_out: float
    elbow: float
    toe_out: float
    lean: float
    stoop: float
    arm_swing: float
    step: float
    stand: float
    stagger: float
    weight: float
    sway: float


class Hem(NamedTuple):
    """A skirt of two panels that hang from the waist, of a coat, a jacket or a skirt [m].

    top: height of their upper edge above the hips; length; half-depths at the edge and the hem,
    front and back; slack: share of the turn between pelvis and chest that they follow.
    """

    top: float
    length: float
    front_top: float
    front_low: float
    back_top: float
    back_low: float
    thigh_radius: float
    knee_radius: float
    slack: float


class Hold(NamedTuple):
    """An arm that carries something: weight 0 (swings freely) … 1 (held), and its angles [rad]."""

    weight: float = 0.0
    flexion: float = 0.0
    out: float = 0.0
    turn: float = 0.0
    elbow: float = 0.0
    hand_turn: float = 0.0


NO_HEM = Hem(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
