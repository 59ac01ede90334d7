"""What a camera's automatics look at: a small picture of its view, the same for any image size."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ...simcore.light.colour import LUMINANCE
from ...simcore.pose import Array
from ...simcore.render.film import Film
from ...simcore.render.lens import Pinhole
from ...simcore.render.picture import Painter, Scenery
from ...simcore.render.projection import Projection
from ...simcore.snapshot import Snapshot
from .control import Measured

COLUMNS = 48
Glimpse = Callable[[NDArray[np.float32], Snapshot, int], None]

WIDEST = np.radians(110.0)
"""Fields of view beyond this are not looked at."""

NARROWEST = 1e-3
"""Tangents across what is looked at, at least."""


def glance(projection: Projection, fov: float | None) -> Pinhole:
    """A small pinhole that sees what a camera does; fov: horizontal [rad], None for a lens whose
    axis need not be in the middle."""
    shape = projection.height / projection.width
    rows = min(max(round(COLUMNS * shape), 8), 2 * COLUMNS)
    if fov is not None:
        return Pinhole.from_fov(COLUMNS, rows, min(fov, WIDEST))
    right, bottom = projection.width - 0.5, projection.height - 0.5
    u, v = (right - 0.5) / 2, (bottom - 0.5) / 2
    rays = projection.rays([[-0.5, v], [right, v], [u, -0.5], [u, bottom]])
    seen = np.arctan2([*rays[:2, 0], *rays[2:, 1]], rays[:, 2])
    ends = np.where(np.isfinite(seen), seen, [-1.0, 1.0, -1.0, 1.0])  # dark corners of a circle
    x0, x1, y0, y1 = np.tan(np.clip(ends, -WIDEST / 2, WIDEST / 2))
    fx, fy = COLUMNS / max(x1 - x0, NARROWEST), rows / max(y1 - y0, NARROWEST)
    return Pinhole(COLUMNS, rows, fx, fy, -x0 * fx - 0.5, -y0 * fy - 0.5)


class Meter:
    """Looks through a pinhole. pane: what sends its light (3, N) through a pane before the camera,
    in place; None for none."""

    def __init__(self, lens: Pinhole):
        self.pane: Glimpse | None = None
        self._film = Film(lens)
        self._painter: Painter | None = None

    @property
    def lens(self) -> Pinhole:
        """The pinhole."""
        return self._film.lens

    def measure(self, shot: Snapshot, t_ns: int, T_ego_mount: Array) -> Measured:
        """What there is to see at a time of the shot; T_ego_mount (4, 4): the camera's FLU body."""
        stage, film = shot.fixed.stage, self._film
        if self._painter is None or self._painter.stage is not stage:
            self._painter = Painter(stage, samples=1)
        film.draw(stage, stage.posed(shot.at(t_ns)), shot.ego(t_ns) @ T_ego_mount)
        scenery = Scenery(shot.atmosphere, shot.surface, shot.lamps(t_ns), t_ns * 1e-9)
        lit = self._painter.light(film, scenery)
        if self.pane is not None and not shot.clear:
            self.pane(lit.image, shot, t_ns)
        shape = film.lens.height, film.lens.width
        bright = LUMINANCE.astype(np.float32) @ lit.image
        return Measured(bright.reshape(shape), lit.image.mean(1, dtype=np.float64), lit.around)
