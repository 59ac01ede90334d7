"""Heads: a face cast from clay, ears, eyes, brows and lips; origin at the root of the neck.

The rows and columns of the grid lie where a face turns: brow, lids, nostrils, lips, chin. Colour
slots: skin, lips, hair (brows), sclera, iris.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...pose import rotation
from ..builder import MeshBuilder
from ..sculpt import Clay
from ..tubes import chosen
from .face import Face, eye_place, head_clay

Array = NDArray[np.float64]

_LEVELS = (  # of horizontal rows, from the root of the neck to the brow
    (
        *(-0.40, 0.01, 0.05, 0.11, 0.165, 0.198, 0.2185, 0.240, 0.268),
        *(0.335, 0.375, 0.435, 0.475, 0.500, 0.530, 0.580),
    ),
    (-0.35, 0.03, 0.12, 0.22, 0.345, 0.46, 0.58),
    (-0.35, 0.03, 0.30, 0.58),
)
_ELEVATIONS = ((18, 46, 70), (18, 52), (35,))
_AZIMUTHS = (  # of one half, 0 straight ahead [deg]
    (0, 6, 13, 21, 31, 44, 64, 98, 140, 180),
    (0, 12, 32, 70, 125, 180),
    (0, 60, 120, 180),
)
CENTRE = (-0.05, 0.58)
"""Where the rays of the upper rows start: x, z."""


class Head(NamedTuple):
    """A head's clay, and how its units map to part axes: p = origin + size · unit."""

    clay: Clay
    size: float
    origin: Array
    face: Face
    child: float

    def placed(self, points: Array) -> Array:
        """Points in units of the head, in part axes."""
        return self.origin + self.size * points


def mould(face: Face, size: float, chin: float, age: float, sex: str, girth: float = 1.0) -> Head:
    """A head of height ``size`` whose chin is ``chin`` [m] above the root of the neck."""
    child = float(np.clip((15.0 - age) / 12.0, 0.0, 1.0))
    female = float(sex == "female")
    origin = np.array([0.165 * size + 0.12 * chin, 0.0, chin])
    return Head(head_clay(face, child, female, age, girth), size, origin, face, child)


def columns(detail: int) -> Array:
    """Azimuths of all columns [rad], counter-clockwise from straight ahead."""
    half = np.radians(_AZIMUTHS[detail])
    return np.concatenate([half, 2 * np.pi - half[-2:0:-1]])


def rays(detail: int) -> tuple[Array, Array]:
    """Origins and directions (rows, columns, 3) of the head's grid, in units of its height."""
    azimuth = columns(detail)
    levels, rises = np.array(_LEVELS[detail]), np.radians(_ELEVATIONS[detail])
    rise = np.concatenate([0 * levels, rises])[:, None] + 0 * azimuth
    axis = np.interp(levels, [-0.4, 0.0, 0.25, 0.58], [-0.145, -0.09, 0.02, CENTRE[0]])
    x = np.concatenate([axis, np.full(len(rises), CENTRE[0])])
    z = np.concatenate([levels, np.full(len(rises), CENTRE[1])])
    origins = np.stack(np.broadcast_arrays(x[:, None], 0.0, z[:, None] + 0 * azimuth), -1)
    directions = np.stack(
        [np.cos(rise) * np.cos(azimuth), np.cos(rise) * np.sin(azimuth), np.sin(rise)], -1
    )
    return origins, directions


def head(model: Head, detail: int, covered: bool = False) -> MeshBuilder:
    """The bald head with its neck; ``covered``: without the crown, which hair or a hat hides."""
    builder = MeshBuilder()
    origins, directions = rays(detail)
    if covered and detail == 0:
        origins, directions = origins[:-1], directions[:-1]
    points = model.clay.cast(origins, directions, 0.75)
    _surface(builder, model, points, detail, covered)
    if not covered or detail:
        crown = model.clay.cast([CENTRE[0], 0, CENTRE[1]], [0, 0, 1.0], 0.75)
        count = points.shape[1]
        index = np.arange(count)
        faces = np.column_stack([index, (index + 1) % count, np.full(count, count)])
        builder.add(model.placed(np.vstack([points[-1], crown])), faces, "skin", "skin")
    for side in (1, -1) if detail < 2 else ():
        _eye(builder, model, side, detail)
        if detail == 0:
            _ear(builder, model, side)
            _brow(builder, model, side)
    return builder


def _surface(builder: MeshBuilder, model: Head, points: Array, detail: int, covered: bool) -> None:
    rows, count = points.shape[:2]
    ahead = np.roll(points, -1, 1)
    middle = 0.25 * (points[:-1] + points[1:] + ahead[:-1] + ahead[1:])
    lip = np.zeros((rows - 1, count), bool)
    if detail == 0:
        height, off = middle[..., 2], np.abs(middle[..., 1])
        lip = (off < 0.085) & (height > 0.178) & (height < 0.262) & (middle[..., 0] > 0)
        lip &= (off < 0.055) | ((height > 0.2) & (height < 0.235))
    shown = (middle[..., 0] > -0.26) | (middle[..., 2] < 0.34) | (not covered)
    for mask, colour in ((~lip & shown, "skin"), (lip, "lips")):
        if mask.any():
            quads = chosen(mask, "skin")
            builder.grid(model.placed(points), quads, colour=colour, closed=True)


def _ear(builder: MeshBuilder, model: Head, side: int) -> None:
    big = 1 + 0.08 * model.face.ears + 0.1 * model.child
    seat = model.clay.cast([-0.02, 0, 0.46], [0, float(side), 0], 0.6)
    builder.ellipsoid(
        model.placed(seat + np.array([-0.025, side * 0.008, 0.01])),
        model.size * big * np.array([0.070, 0.035, 0.130]),
        "skin",
        colour="skin",
        sides=6,
        rings=5,
        R=rotation(pitch=-0.15) @ rotation(yaw=0.28 * side),
    )


def _eye(builder: MeshBuilder, model: Head, side: int, detail: int) -> None:
    """An almond of white with a dark iris, laid on the lid's bulge."""
    _, y, z = eye_place(model.face, model.child)
    large = 1 + 0.22 * model.child
    across = np.array([-0.066, -0.045, -0.018, 0.018, 0.045, 0.066]) * large
    upper = np.array([0.000, 0.015, 0.022, 0.022, 0.016, 0.004]) * large
    lower = np.array([0.000, -0.009, -0.014, -0.014, -0.010, 0.004]) * large
    if detail:
        across, upper, lower = across[[0, 2, 3, 5]], upper[[0, 2, 3, 5]], lower[[0, 2, 3, 5]]
    rows = []
    for height in (lower, upper):
        start = np.stack([np.zeros(len(across)), side * (y + across), z + height], -1)
        rows.append(model.clay.cast(start, [1.0, 0, 0], 0.6, 0.004))
    grid = model.placed(np.array(rows))
    count = len(across) - 1
    white = [["skin" if k != count // 2 else None for k in range(count)]]
    iris = [["eye" if k == count // 2 else None for k in range(count)]]
    builder.grid(grid, white, colour="sclera", flip=side < 0)
    builder.grid(grid, iris, colour="iris", flip=side < 0)
    if detail == 0:  # the dark line of the upper lid
        lid = grid[1] + model.size * np.array([0.003, 0, 0.010])
        builder.grid(np.array([grid[1], lid]), "eye", colour="lash", flip=side < 0)


def _brow(builder: MeshBuilder, model: Head, side: int) -> None:
    _, y, z = eye_place(model.face, model.child)
    across = y + np.array([-0.085, -0.02, 0.05, 0.095])
    height = z + 0.075 + np.array([-0.004, 0.010, 0.012, -0.012])
    thick = np.array([0.020, 0.022, 0.018, 0.006]) * (1 - 0.3 * model.child)
    rows = []
    for rise in (0 * thick, thick):
        start = np.stack([np.zeros(4), side * across, height + rise], -1)
        rows.append(model.clay.cast(start, [1.0, 0, 0], 0.6, 0.006))
    builder.grid(model.placed(np.array(rows)), "hair", colour="hair", flip=side < 0)
