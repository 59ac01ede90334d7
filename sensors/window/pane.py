"""The pane before a lens: how large it is, how it lies, and where pixels look through it."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ...simcore.pose import Array
from ...simcore.render.projection import Projection

DISTANCE = {"bare": 6e-3, "windscreen": 60e-3}
"""From the lens to the outer side of the pane [m]."""
RAKE = np.radians(30.0)
"""Slope of windscreens: 25 to 35° from the horizontal in cars."""
MARGIN = 6.0
"""Of the pane beyond what is looked through [mm], from where drops come into the view."""
CELLS = 128
FINEST = 0.4
"""Most cells of snow across the pane, and their least side [mm]."""


class Pane(NamedTuple):
    """A pane, whose places are to the right and down of its middle [mm].

    slope: from the horizontal [rad]; raked: whether it leans back by that, whatever the camera
    looks at, or stands before the lens; scale_x, scale_y: millimetres for a pixel; pupil: radius of
    the lens's entrance pupil [mm]; half_x, half_y: half its size [mm]; cell: side of a cell of snow
    [mm]; rows, columns of them; air: blown down over it [m/s]; axis_x, axis_y: where the lens's
    axis goes through it [mm].
    """

    slope: float
    raked: bool
    scale_x: float
    scale_y: float
    pupil: float
    half_x: float
    half_y: float
    cell: float
    rows: int
    columns: int
    air: float
    axis_x: float = 0.0
    axis_y: float = 0.0

    @classmethod
    def of(
        cls, window: Any, projection: Projection, f_number: float, pixel_size: float, pitch: float
    ) -> Pane:
        """The pane of drawn settings before a lens. pitch: of the camera, down [rad]."""
        raked = window.behind == "windscreen"
        slope = RAKE if window.slope is None else float(window.slope)
        if not raked:
            slope = np.pi / 2 + pitch
        distance = window.distance
        away = 1e3 * (DISTANCE[window.behind] if distance is None else float(distance))
        p = projection
        scale_x = away / p.fx
        scale_y = away / p.fy / (max(float(np.sin(slope)), 0.25) if raked else 1.0)
        pupil = 0.5e3 * p.fx * pixel_size / f_number
        half_x = 0.5 * p.width * scale_x + pupil + MARGIN
        half_y = 0.5 * p.height * scale_y + pupil + MARGIN
        cell = max(2.0 * half_x / CELLS, FINEST)
        rows, columns = (int(np.ceil(2.0 * half / cell)) for half in (half_y, half_x))
        return cls(
            float(slope), raked, scale_x, scale_y, pupil, half_x, half_y, cell, rows, columns,
            float(window.air), (p.cx - 0.5 * (p.width - 1)) * scale_x,
            (p.cy - 0.5 * (p.height - 1)) * scale_y,
        )  # fmt: skip

    @property
    def area(self) -> float:
        """[m²]"""
        return 4e-6 * self.half_x * self.half_y

    @property
    def blur(self) -> float:
        """Radius [px] of the disc that a place of the pane is spread over, by the pupil."""
        return self.pupil / self.scale_x

    def axes(self, R: Array) -> tuple[Array, Array, Array]:
        """Unit vectors (3,) out of the pane, to the right and down along it, for a camera whose FLU
        body is turned by R (3, 3)."""
        forward, left, up = R.T
        if self.raked:  # by the heading alone
            level = np.array([forward[0], forward[1], 0.0])
            level /= max(float(np.linalg.norm(level)), 1e-9)
            forward, up = level, np.array([0.0, 0.0, 1.0])
            left = np.cross(up, forward)
            sine, cosine = np.sin(self.slope), np.cos(self.slope)
            return sine * forward + cosine * up, -left, cosine * forward - sine * up
        return forward, -left, -up

    @property
    def pull(self) -> float:
        """Share of gravity along the pane."""
        return float(np.sin(self.slope))
