"""The clay of a head: skull, jaw, cheeks, nose, lips and neck, moulded by a face's parameters.

Unit: the height of the head, chin 0 to vertex 1; x forward from the ear, y left, z up. Breadth
about .68 and depth .86 of the height (anthropometric means); children have larger skulls over
smaller faces, older people softer cheeks.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..sculpt import Clay


class Face(NamedTuple):
    """What makes a face a person's own; 0 is the mean, ±1 one standard deviation."""

    width: float = 0.0
    jaw: float = 0.0
    chin: float = 0.0
    cheek: float = 0.0
    brow: float = 0.0
    nose_length: float = 0.0
    nose_width: float = 0.0
    lips: float = 0.0
    eyes: float = 0.0
    ears: float = 0.0


EYE_HEIGHT = 0.50
"""Height of the eyes above the chin in shares of the head (Drillis & Contini: (.936-.870)/.130)."""


def head_clay(face: Face, child: float, female: float, age: float, girth: float = 1.0) -> Clay:
    """The clay of a head in units of its height; child 1 at three years … 0 grown up.

    girth: of the person, apart from age; it shows in cheeks and neck.
    """
    clay = Clay()
    wide = 1 + 0.042 * face.width + 0.06 * child
    clay.ellipsoid((-0.075, 0, 0.650), (0.395, 0.333 * wide, 0.350), 0.02)
    clay.ellipsoid((0.060, 0, 0.665), (0.300, 0.275 * wide, 0.275 + 0.015 * child), 0.10)
    _jaw(clay, face, child, female, wide * girth**0.35)
    _cheeks(clay, face, child, age, wide * girth**0.3)
    _eyes(clay, face, female, child)
    _nose(clay, face, child)
    _mouth(clay, face, child)
    _neck(clay, child, female, girth)
    return clay


def eye_place(face: Face, child: float) -> tuple[float, float, float]:
    """Centre of the left eyeball."""
    return (0.275, 0.148 + 0.007 * face.eyes, EYE_HEIGHT - 0.045 * child)


def _jaw(clay: Clay, face: Face, child: float, female: float, wide: float) -> None:
    narrow = (1 - 0.07 * female + 0.09 * face.jaw) * wide
    up = 0.03 * child
    clay.ellipsoid((0.120, 0, 0.360), (0.245, 0.245 * wide, 0.300), 0.12)
    clay.ellipsoid((0.140, 0, 0.190), (0.195, 0.200 * narrow, 0.165), 0.12)
    clay.cone_pair(
        (0.255, 0.055 * narrow, 0.095), (0.020, 0.180 * narrow, 0.235 + up), 0.075, 0.080, 0.12
    )
    forward = 0.262 + 0.020 * face.chin - 0.03 * child
    clay.ellipsoid((forward, 0, 0.085), (0.085, 0.105 * narrow, 0.080), 0.09)


def _cheeks(clay: Clay, face: Face, child: float, age: float, wide: float) -> None:
    full = 1 + 0.07 * face.cheek + 0.10 * child
    clay.pair((0.195, 0.165 * wide, 0.415), (0.115, 0.095 * full, 0.085 * full), 0.11)
    sag = 0.04 * np.clip((age - 55) / 30, 0, 1)
    clay.pair((0.190, 0.135, 0.290 - sag), (0.115, 0.090 * full, 0.110 * full), 0.12)
    clay.pair((0.060, 0.255 * wide, 0.640), (0.16, 0.05, 0.14), 0.10)


def _eyes(clay: Clay, face: Face, female: float, child: float) -> None:
    x, y, z = eye_place(face, child)
    ridge = 0.012 + 0.009 * face.brow - 0.010 * female - 0.010 * child
    clay.pair((0.285 + ridge, 0.120, z + 0.085), (0.075, 0.125, 0.050), 0.07)
    clay.pair((0.420, y - 0.005, z + 0.005), (0.085, 0.078, 0.052), 0.07, carve=True)
    clay.pair((x, y, z), (0.078, 0.078, 0.066), 0.02)


def _nose(clay: Clay, face: Face, child: float) -> None:
    z = 0.355 - 0.014 * face.nose_length + 0.02 * child
    out = 0.425 + 0.016 * face.nose_length - 0.040 * child
    wide = (1 + 0.13 * face.nose_width) * (1 - 0.1 * child)
    root = 0.520 - 0.04 * child
    clay.cone((0.335, 0, root), (out - 0.010, 0, z + 0.030), 0.028, 0.032 * wide, 0.05)
    clay.ellipsoid((out, 0, z), (0.042, 0.038 * wide, 0.034), 0.03)
    clay.pair((out - 0.045, 0.042 * wide, z - 0.010), (0.040, 0.028 * wide, 0.030), 0.03)


def _mouth(clay: Clay, face: Face, child: float) -> None:
    full = 1 + 0.18 * face.lips
    back = 0.03 * child
    clay.ellipsoid((0.270 - back, 0, 0.225), (0.105, 0.150, 0.110), 0.09)
    clay.ellipsoid((0.358 - back, 0, 0.241), (0.030, 0.095, 0.020 * full), 0.025)
    clay.ellipsoid((0.352 - back, 0, 0.196), (0.030, 0.080, 0.022 * full), 0.025)
    clay.ellipsoid((0.428 - back, 0, 0.2185), (0.050, 0.095, 0.005), 0.02, carve=True)


def _neck(clay: Clay, child: float, female: float, girth: float) -> None:
    radius = (0.245 - 0.035 * female - 0.045 * child) * girth**0.5
    clay.cone((-0.165, 0, -0.55), (-0.075, 0, 0.22), radius * 1.04, radius * 0.96, 0.10)
