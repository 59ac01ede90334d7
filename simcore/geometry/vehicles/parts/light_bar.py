"""Bars of blue flashing lamps on roofs."""

from __future__ import annotations

import numpy as np

from ...builder import MeshBuilder
from .cabin import Cabin

SECTION = np.array(
    [(0.50, 0.0), (0.50, 0.35), (0.45, 0.70), (0.34, 0.92), (0.12, 1.0),
     (-0.12, 1.0), (-0.34, 0.92), (-0.45, 0.70), (-0.50, 0.35), (-0.50, 0.0)]
)  # fmt: skip
"""(x, z) of the lens, shares of its depth and height, from the front over the top to the rear."""
MIDDLE = 0.09
"""Half width of the dark piece between the halves [m]."""
PLATE = 0.025
"""Thickness of the plate that the lenses stand on [m]."""


def add_light_bar(
    builder: MeshBuilder, cab: Cabin, x: float, size: tuple[float, float, float], detail: int
) -> None:
    """The left half of a bar across the roof at x [m], of a size (length, breadth, height) from
    side to side, in the direction of travel and upwards."""
    length, depth, height = size
    half, low = length / 2, float(cab.roof.at(-x, 1.0)[0][2]) + 0.015
    rise = height - PLATE
    y, scale = np.array([(0.0, 1.0), (MIDDLE, 1.0), (half - 0.05, 1.0), (half - 0.015, 0.9),
                         (half, 0.6)]).T  # fmt: skip
    section = SECTION if detail < 2 else SECTION[[0, 2, 7, 9]] * (1.0, 1.3)
    ring = section * (depth, rise)
    points = np.stack(
        [
            x + ring[:, :1] * scale,
            0.0 * ring[:, :1] + y,
            low + PLATE + ring[:, 1:] * (0.5 + 0.5 * scale),
        ],
        -1,
    )
    lens = ["lamp_housing", *["blue_beacon_left"] * 3]
    builder.grid(points, [lens] * (len(section) - 1))
    builder.fan(points[::-1, -1], "blue_beacon_left")
    builder.box(
        (x, half / 2, low + PLATE / 2 + 0.001), (1.02 * depth, half, PLATE + 0.002), "trim",
        leave_out="-y",
    )  # fmt: skip
    foot = 0.72 * half
    ground = float(cab.roof.at(-x, 1.0 - foot / float(cab.roof.at(-x, 0.0)[0][1]))[0][2]) - 0.03
    builder.box(
        (x, foot, (ground + low) / 2), (0.5 * depth, 0.10, low - ground + 0.01), "trim",
        leave_out="-z+z",
    )  # fmt: skip
