"""Trunks: pelvis and chest cast from clay, in the clothes that cover them.

Axes: the pelvis has its origin between the hip joints, the chest at the waist joint above it. The
clay is that of the body in units of stature, z from the hips (breadths after Drillis & Contini and
anthropometric girths: chest .56, waist .50, hips .56 of stature around); clothes lie at a distance
from it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..builder import MeshBuilder
from ..sculpt import Clay
from ..tubes import ring, skin
from .proportions import Proportions

Array = NDArray[np.float64]

SHOULDER_BALL = 0.0295
"""Radius of the shoulder in units of stature: chest and upper arm share it."""


class Build(NamedTuple):
    """What shapes a trunk beside its segments: female and child in [0, 1], girth, belly [0, 1]."""

    female: float
    child: float
    girth: float
    belly: float


def waist_height(body: Proportions) -> float:
    """Height of the waist joint above the hip joints [m]."""
    return 0.30 * body.trunk


def shoulder_place(body: Proportions) -> tuple[float, float, float]:
    """The left shoulder joint in axes of the pelvis, upright [m]."""
    height = body.trunk - body.acromion_drop - 0.012 * body.stature
    return (-0.008 * body.stature, 0.835 * body.shoulder_half, height)


def neck_place(body: Proportions) -> tuple[float, float, float]:
    """The root of the neck in axes of the pelvis, upright [m]."""
    return (-0.020 * body.stature, 0.0, body.trunk - 0.010 * body.stature)


def trunk_clay(body: Proportions, build: Build) -> Clay:
    """The body from crotch to neck [m], z from the hips."""
    clay = Clay()
    unit = body.stature
    tall = body.trunk / 0.288  # heights stretch with the trunk, breadths with stature and girth
    wide = unit * build.girth

    def at(x: float, y: float, z: float) -> Array:
        return np.array([x * wide, y * wide, z * tall])

    def size(x: float, y: float, z: float) -> Array:
        return np.array([x * wide, y * wide, z * tall])

    _hips(clay, at, size, body, build, unit)
    belly = 0.010 * build.belly + 0.010 * build.child
    clay.ellipsoid(
        at(0.006 + belly, 0, 0.085 - 0.3 * belly),
        size(0.052 + belly, 0.078 - 0.008 * build.female + 0.6 * belly, 0.085),
        0.05 * unit,
    )
    chest = 0.088 - 0.006 * build.female - 0.004 * build.child
    clay.ellipsoid(at(-0.003, 0, 0.190), size(0.062, chest, 0.098), 0.05 * unit)
    if build.female > 0.5:
        clay.pair(at(0.050, 0.040, 0.193), size(0.034, 0.036, 0.036), 0.035 * unit)
    else:
        clay.pair(at(0.030, 0.042, 0.215), size(0.034, 0.044, 0.036), 0.035 * unit)
    clay.pair(at(-0.034, 0.042, 0.215), size(0.030, 0.044, 0.062), 0.04 * unit)
    _shoulders(clay, body, build, unit)
    return clay


def _hips(clay: Clay, at, size, body: Proportions, build: Build, unit: float) -> None:
    wide = 0.088 + 0.005 * build.female - 0.006 * build.child
    clay.ellipsoid(at(-0.008, 0, 0.018), size(0.054, wide, 0.070), 0.02 * unit)
    hip = np.array([-0.001 * unit, body.hip_half, -0.005 * unit])
    radii = np.array([0.054, 0.0475, 0.055]) * unit * build.girth
    clay.pair(hip, radii, 0.03 * unit)
    clay.pair(at(-0.032, 0.042, -0.018), size(0.040, 0.044, 0.048), 0.03 * unit)


def _shoulders(clay: Clay, body: Proportions, build: Build, unit: float) -> None:
    x, y, z = shoulder_place(body)
    ball = SHOULDER_BALL * unit * (0.4 + 0.6 * build.girth)
    slim = 1 - 0.12 * build.female
    # Shoulder blades and collar bones carry the arms; the trapezius slopes up to the neck.
    clay.cone_pair(
        (x, 0.3 * y, z - 0.004 * unit), (x, y, z), 0.036 * unit * slim, ball, 0.035 * unit
    )
    nape = neck_place(body)
    clay.cone_pair(
        (nape[0], 0.012 * unit, nape[2] + 0.050 * unit),
        (x - 0.004 * unit, 0.66 * y, z + 0.012 * unit),
        0.027 * unit * slim,
        0.022 * unit,
        0.035 * unit,
    )


class Garment(NamedTuple):
    """How cloth lies on the trunk: ease at the chest and at the waist [m]; quilt: depth of quilting
    [m]; tape: whether it has retro-reflective bands; bottom: its height above the hips in stature.
    """

    material: str
    colour: str
    ease: float
    waist: float
    quilt: float = 0.0
    tape: bool = False
    bottom: float = 0.03


_LEVELS = (
    (0.075, 0.12, 0.16, 0.20, 0.230, 0.250, 0.266, 0.279, 0.290, 0.303, 0.320),
    (0.12, 0.22, 0.262, 0.284, 0.320),
    (0.235, 0.278, 0.320),
)
_QUILTED = (0.052, 0.068, 0.095, 0.111, 0.138, 0.154, 0.181, 0.197, 0.222, 0.238)
_TAPE = ((0.085, 0.112), (0.168, 0.195))


def chest(body: Proportions, clay: Clay, garment: Garment, detail: int) -> MeshBuilder:
    """The part from the waist to the collar; origin at the waist joint."""
    tall = body.trunk / 0.288
    levels = list(_LEVELS[detail])
    if garment.quilt and detail == 0:
        levels = [*_QUILTED, *levels[-6:]]
    if garment.tape:
        edges = [edge for band in _TAPE for edge in band]
        levels = [z for z in levels if min(abs(z - edge) for edge in edges) > 0.014]
        levels = sorted([*levels, *edges])
    heights = np.array([garment.bottom, *levels])
    z = heights * tall
    z[0] = garment.bottom * body.stature
    ease = np.interp(heights, [0.05, 0.16], [garment.waist, garment.ease])
    if garment.quilt and detail == 0:
        ease += garment.quilt * np.array([0.5, *[-1.0, 1.0] * 5, *[0.0] * 6])
    ease[0] -= 0.006  # it ends inside the hem
    # The cloth rests on the shoulders and hangs from them.
    ease *= np.interp(heights, [0.22, 0.28], [1.0, 0.6])
    points = _cast(
        clay, z, ring((14 if garment.quilt else 16, 11, 6)[detail]), ease, 0.30 * body.stature
    )
    points -= [0, 0, waist_height(body)]
    middles = 0.5 * (heights[1:] + heights[:-1])
    tape = [garment.tape and any(a < m < b for a, b in _TAPE) for m in middles]
    builder = MeshBuilder()
    skin(
        builder,
        points[::-1],
        ["retro_band" if worn else garment.material for worn in tape][::-1],
        colour=["retro_band" if worn else garment.colour for worn in tape][::-1],
        top=0.0,
        bottom=detail == 0,
    )
    if detail == 0:
        _zip(builder, clay, z[:-1], ease[:-1], body)
    return builder


def _zip(builder: MeshBuilder, clay: Clay, z: Array, ease: Array, body: Proportions) -> None:
    """A narrow strip down the front."""
    rows = []
    for side in (-1.0, 1.0):
        turn = 0.035 * side
        circle = np.array([[np.cos(turn), np.sin(turn)]])
        rows.append(_cast(clay, z, circle, ease + 0.0025, 0.3 * body.stature)[:, 0])
    strip = np.stack(rows, 1) - [0, 0, waist_height(body)]
    builder.grid(strip, "trim", colour="zip")


def pelvis(
    body: Proportions, clay: Clay, garment: Garment, detail: int, covered: bool = True
) -> MeshBuilder:
    """The part from the crotch to the waist; origin between the hip joints.

    ``covered``: whether a hem hangs over it.
    """
    levels = (
        (0.070, 0.040, 0.0, -0.030, -0.055, -0.072),
        (0.070, 0.0, -0.045, -0.070),
        (0.070, 0.0, -0.06),
    )[detail]
    z = np.array(levels) * body.stature
    circle = ring((14, 9, 5)[detail])
    # What the jacket hides lies close, so that hips that tilt stay inside it.
    hidden = covered & (z > -0.02 * body.stature)
    ease = np.where(hidden, -0.010 * body.stature, garment.ease)
    points = _cast(clay, z, circle, ease, 0.30 * body.stature)
    points[-1] = points[-1].mean(0) + (points[-1] - points[-1].mean(0)) * [0.55, 0.8, 1]
    builder = MeshBuilder()
    skin(builder, points, garment.material, colour=garment.colour, top=0.0, bottom=True)
    return builder


def neckline(body: Proportions) -> Array:
    """The middle of the neck where collars begin, in axes of the chest part [m]."""
    height = body.trunk - waist_height(body) + 0.010 * body.stature
    return np.array([-0.013 * body.stature, 0.0, height])


class Surface(NamedTuple):
    """The outside of a top, for what lies on it: ``depth`` of the back behind the axis [m]."""

    body: Proportions
    clay: Clay
    ease: float
    depth: float

    def __call__(self, places: Array, front: bool) -> Array:
        """(K, 3) points in axes of the chest part at (K, 2) places y and z from the hips [m]."""
        origins = np.column_stack([np.zeros(len(places)), places])
        ahead = np.array([1.0 if front else -1.0, 0.0, 0.0])
        points = self.clay.cast(origins, ahead, 0.3 * self.body.stature, self.ease)
        return points - [0, 0, waist_height(self.body)]


def surface(body: Proportions, clay: Clay, garment: Garment) -> Surface:
    """The surface of a top, a few millimetres out."""
    made = Surface(body, clay, garment.ease + abs(garment.quilt) + 0.004, 0.0)
    back = made(np.array([[0.0, 0.75 * body.trunk]]), False)
    return made._replace(depth=-float(back[0, 0]))


def _cast(clay: Clay, z: Array, circle: Array, ease: Array, reach: float) -> Array:
    """(K, sides, 3) the cloth at heights z, by rays from the axis of the trunk."""
    origins = np.zeros((len(z), 1, 3))
    origins[..., 2] = z[:, None]
    directions = np.column_stack([circle, np.zeros(len(circle))])[None]
    return clay.cast(origins, directions, reach, ease[:, None])
