"""The sun beyond the borders of a picture: its light reaches the lens all the same."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...simcore.light.horizon import SUN_RADIUS
from ...simcore.pose import R_FLU_OPTICAL, Array, look_at
from ...simcore.render.film import Film
from ...simcore.render.lens import Pinhole
from ...simcore.render.projection import Projection
from ...simcore.render.stage import Posed
from ...simcore.snapshot import Snapshot
from .flare import Light

FIELD = 1.25
"""Distance from the middle, by half the picture's width, beyond which rims cut all ghosts off."""

SIDE = 12
"""Pixels across the sun by which is told how much of it is hidden."""

DIMMEST = 100.0
"""Light [lx] below which it makes no ghosts."""


class Sunward:
    """Looks for the sun, or by night the moon, beyond the borders of a projection."""

    def __init__(self, projection: Projection):
        self.projection = projection
        self._film = Film(Pinhole.from_fov(SIDE, SIDE, 2.0 * SUN_RADIUS))
        v, u = np.indices((SIDE, SIDE)) - (SIDE - 1) / 2
        self._disc: NDArray[np.bool_] = np.hypot(u, v) <= SIDE / 2

    def light(self, shot: Snapshot, posed: Posed, T_world_sensor: Array) -> Light | None:
        """The light on a lens at a pose (4, 4) of its FLU body, if it comes from there; None else,
        and where all of it is hidden."""
        air, p = shot.atmosphere, self.projection
        direction = air.luminary.direction
        if float(air.sunlight.max()) < DIMMEST:
            return None
        ray = R_FLU_OPTICAL.T @ T_world_sensor[:3, :3].T @ direction
        u, v = p.project(ray)
        if not np.isfinite(u) or (-0.5 <= u < p.width - 0.5 and -0.5 <= v < p.height - 0.5):
            return None
        place = np.array([u - p.cx, v - p.cy])
        away = float(np.hypot(*place))
        if away > FIELD * 0.5 * p.width:
            return None
        seen = self._seen(shot, posed, T_world_sensor[:3, 3], direction)
        if seen == 0.0:
            return None
        per_sr = p.fx * p.fy
        if p.model != "kannala_brandt":
            per_sr *= (1.0 + float(np.sum((place / [p.fx, p.fy]) ** 2))) ** 1.5
        return Light(place, air.sunlight * seen * per_sr)

    def _seen(self, shot: Snapshot, posed: Posed, eye: Array, direction: Array) -> float:
        """Share of the disc that nothing stands before."""
        film = self._film
        film.draw(shot.fixed.stage, posed, look_at(eye, eye + direction))
        free = film.labels.record < 0
        return float(free[self._disc].mean())
