"""Shoes: a foot from heel to ball, and the toes, which bend upwards when the heel rises.

Axes of the foot: ankle at the origin, x towards the toes, z up, the sole at z = −ankle. Axes of
the toes: the joint at the ball of the foot, on the ground. Sections after the recipe book.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..builder import MeshBuilder
from .proportions import Proportions

Array = NDArray[np.float64]


class Sole(NamedTuple):
    """Where a shoe touches the ground, from the ankle [m]: forward positive."""

    heel: float
    ball: float
    toe: float
    height: float


def sole(body: Proportions) -> Sole:
    """The heel's rear edge, the ball of the foot, the tip, and the ankle's height above them."""
    length = body.foot * 1.06
    return Sole(-0.29 * length, 0.42 * length, 0.71 * length, body.ankle)


_UPPER = (  # (x / length, half-width, height of the top, height of the sole's edge) / length
    (-0.290, 0.100, 0.150, 0.075),
    (-0.255, 0.160, 0.340, 0.085),
    (-0.140, 0.176, 0.415, 0.083),
    (0.060, 0.166, 0.390, 0.073),
    (0.220, 0.178, 0.275, 0.065),
    (0.420, 0.200, 0.205, 0.062),
)
_TOES = (
    (0.395, 0.198, 0.205, 0.062),
    (0.560, 0.188, 0.170, 0.063),
    (0.660, 0.130, 0.135, 0.070),
    (0.710, 0.035, 0.090, 0.080),
)


def foot(body: Proportions, side: int, detail: int, boot: float = 0.0) -> MeshBuilder:
    """The rear of a shoe; ``boot`` [m]: how far its shaft rises above the ankle."""
    builder = MeshBuilder()
    rows = np.array(
        _UPPER if detail == 0 else [_UPPER[k] for k in ((0, 1, 3, 5), (0, 2, 5))[detail - 1]]
    )
    _shoe(builder, rows, body, side, detail, origin=0.0, drop=body.ankle)
    if detail < 2:
        _shaft(builder, body, boot, detail)
    return builder


def toes(body: Proportions, side: int, detail: int) -> MeshBuilder:
    """The front of a shoe about the ball of the foot."""
    builder = MeshBuilder()
    rows = np.array(_TOES if detail == 0 else [_TOES[k] for k in ((0, 1, 3), (0, 3))[detail - 1]])
    _shoe(builder, rows, body, side, detail, origin=sole(body).ball, drop=0.0)
    return builder


def _shoe(builder, rows, body, side, detail, *, origin, drop) -> None:
    """A loft along x: the upper above the sole's edge, the sole below it."""
    length = body.foot * 1.06
    half = np.linspace(0, np.pi, (6, 4, 3)[detail])
    rings = []
    for x, width, top, edge in rows * length:
        # The inner side of a foot is straighter than the outer one.
        bend = -0.035 * length * np.clip((x / length - 0.1) / 0.6, 0, 1) * side
        y = np.cos(half) * width + bend
        arch = np.sin(half) ** 0.8
        upper = np.column_stack([np.full(len(half), x), y, edge + (top - edge) * arch])
        lift = 0.06 * length * np.clip((x / length - 0.5) / 0.22, 0, 1) ** 2
        lift += 0.03 * length * np.clip((-0.26 - x / length) / 0.04, 0, 1)
        low = np.array([[x, -width * 0.93 + bend, lift], [x, width * 0.93 + bend, lift]])
        rings.append(np.vstack([upper, low]))
    points = np.array(rings) - [origin, 0.0, drop]
    sides = points.shape[1]
    count = len(half)
    upper_quads = [["leather" if k < count - 1 else None for k in range(sides)]] * (len(rows) - 1)
    sole_quads = [["rubber" if k >= count - 1 else None for k in range(sides)]] * (len(rows) - 1)
    builder.grid(points, upper_quads, colour="shoe", closed=True)
    builder.grid(points, sole_quads, colour="sole", closed=True)
    end = points[0] if drop else points[-1]
    builder.fan(end, "leather", colour="shoe", flip=bool(drop))


def _shaft(builder: MeshBuilder, body: Proportions, boot: float, detail: int) -> None:
    """The collar of the shoe around the ankle."""
    length = body.foot * 1.06
    top = 0.05 * length + boot
    heights = [-0.10 * length, top]
    angle = np.linspace(0, 2 * np.pi, (7, 6)[detail], endpoint=False)
    rings = [
        np.column_stack(
            [
                -0.03 * length + depth * length * np.cos(angle),
                0.125 * length * np.sin(angle),
                np.full(len(angle), z),
            ]
        )
        for z, depth in zip(heights, (0.21, 0.16), strict=True)
    ]
    builder.grid(np.array(rings), "leather", colour="shoe", closed=True)
    builder.fan(rings[-1], "leather", colour="shoe")
