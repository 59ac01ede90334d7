"""How tall people are and how their stature divides into segments, by age and sex.

Stature: medians and coefficients of variation of the CDC growth charts (Kuczmarski et al. 2002,
LMS tables at age + 0.5 month). Adult segments: Drillis & Contini 1966 as tabulated by Winter,
"Biomechanics and Motor Control of Human Movement", figure 4.1. Children are no scaled adults:
head, legs, neck and girth change with age.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

AGES = (3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0, 20.0)
STATURE = {
    "male": (0.953, 1.025, 1.092, 1.157, 1.220, 1.281, 1.337, 1.388, 1.437, 1.493, 1.768),
    "female": (0.942, 1.010, 1.080, 1.150, 1.218, 1.278, 1.331, 1.382, 1.443, 1.515, 1.633),
}
"""Median stature [m] at AGES."""
STATURE_SPREAD = (0.041, 0.041, 0.043, 0.044, 0.045, 0.045, 0.046, 0.048, 0.049, 0.050, 0.040)
"""Coefficient of variation at AGES."""

_AGE = (3.0, 6.0, 9.0, 12.0, 18.0)
_BY_AGE = {
    "head": (0.205, 0.176, 0.157, 0.145, 0.130),
    "hip": (0.445, 0.478, 0.497, 0.515, 0.530),
    "neck": (0.014, 0.022, 0.028, 0.036, 0.052),
    "girth": (1.16, 1.05, 0.99, 0.97, 1.0),
    "shoulder": (0.116, 0.118, 0.120, 0.123, 0.129),
    "upper_arm": (0.90, 0.93, 0.96, 0.98, 1.0),
    "forearm": (0.92, 0.95, 0.97, 0.99, 1.0),
}
_FOOT_HEIGHT, _SHANK, _THIGH, _UPPER_ARM, _FOREARM = 0.039, 0.246, 0.245, 0.186, 0.146
_HAND, _FOOT_LENGTH, _ACROMION_TO_JOINT = 0.100, 0.152, 0.024


class Proportions(NamedTuple):
    """Lengths of a standing body [m].

    ankle, shank, thigh: heights of the ankle and of the segments above it; hip_half: half the
    distance of the hip joints; trunk: hip to acromion, upright; neck: acromion to chin; head: chin
    to vertex; shoulder_half: half the breadth between the acromia; upper_arm: acromion to elbow,
    of which the first ``acromion_drop`` lies above the joint; hand: relaxed; foot: length; girth:
    factor on all breadths of the body.
    """

    stature: float
    ankle: float
    shank: float
    thigh: float
    hip_half: float
    trunk: float
    neck: float
    head: float
    shoulder_half: float
    acromion_drop: float
    upper_arm: float
    forearm: float
    hand: float
    foot: float
    girth: float

    @property
    def hip_height(self) -> float:
        """Height of the hip joints above the ground, legs straight [m]."""
        return self.ankle + self.shank + self.thigh


def proportions(
    stature: float,
    age: float,
    sex: str,
    girth: float = 1.0,
    *,
    shoulders: float = 1.0,
    legs: float = 1.0,
    arms: float = 1.0,
) -> Proportions:
    """The segments of a person of ``stature`` [m]; the factors multiply those of the age.

    Longer legs take from the trunk.
    """
    share = {name: float(np.interp(age, _AGE, row)) for name, row in _BY_AGE.items()}
    leg = legs * (share["hip"] - _FOOT_HEIGHT) / (_SHANK + _THIGH)
    hip = _FOOT_HEIGHT + leg * (_SHANK + _THIGH)
    female = sex == "female"
    grown = float(np.clip((age - 10.0) / 8.0, 0.0, 1.0))
    shoulder = share["shoulder"] - (0.011 * grown if female else 0.0)
    part = {
        "ankle": _FOOT_HEIGHT,
        "shank": _SHANK * leg,
        "thigh": _THIGH * leg,
        "hip_half": 0.052 + (0.004 * grown if female else 0.0),
        "trunk": 1.0 - hip - share["head"] - share["neck"],
        "neck": share["neck"],
        "head": share["head"],
        "shoulder_half": shoulders * shoulder,
        "acromion_drop": _ACROMION_TO_JOINT,
        "upper_arm": arms * _UPPER_ARM * share["upper_arm"],
        "forearm": arms * _FOREARM * share["forearm"],
        "hand": _HAND * (1.0 - 0.03 * (1.0 - grown)),
        "foot": _FOOT_LENGTH * (1.0 + 0.03 * (1.0 - grown)),
    }
    lengths = {name: value * stature for name, value in part.items()}
    return Proportions(stature=stature, girth=share["girth"] * girth, **lengths)


def median_stature(age: float, sex: str) -> float:
    """The median stature [m] at an age [years]; adults keep that of twenty."""
    return float(np.interp(age, AGES, STATURE[sex]))


def stature_spread(age: float) -> float:
    """The coefficient of variation of stature at an age [years]."""
    return float(np.interp(age, AGES, STATURE_SPREAD))
