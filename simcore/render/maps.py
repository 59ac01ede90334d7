"""The depth maps that pictures need: towards the sun, the zenith and the nadir."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..atmosphere import Atmosphere
from ..light.colour import luminance
from ..materials import materials
from .depthmap import DepthMap
from .film import Film
from .stage import Stage
from .tiles import Tiles

NEAR, FAR, ZENITH = 96.0, 448.0, 96.0
"""Sides of the squares that the maps cover [m]."""

_THIN = ("bark", "birch")
"""Patterns of what hides little of the sky: boughs of bare trees."""

_UP = np.array([0.0, 0.0, 1.0])


class Maps:
    """near, far: of the sun; tops, undersides: of things seen from above and below; layers
    (2, size, size): the tops of the fixed scene, and of everything."""

    def __init__(self, stage: Stage):
        self.stage = stage
        self._size = 0
        self._ground = np.flatnonzero(stage.chart >= 0)
        self._movers = np.arange(stage.fixed, len(stage))

    def draw(self, film: Film, atmosphere: Atmosphere) -> None:
        """Draw what stands around the film's camera."""
        self.draw_tops(film)
        stage, posed = self.stage, film.posed
        sun = atmosphere.luminary.direction
        self.sun = sun.astype(np.float32)
        light = float(luminance(atmosphere.sunlight)) * max(float(sun[2]), 0.0)
        self.sunny = light > 0.002 * atmosphere.sky.illuminance
        if self.sunny:
            self.near.draw(stage, posed, sun, _before(film, 0.30 * NEAR))
            self._tiles.update(self.near)
            self.far.draw(stage, posed, sun, _before(film, 0.35 * FAR), finer=self.near)
        middle = _before(film, 0.3 * ZENITH)
        self.undersides.draw(stage, posed, -_UP, middle, self._ground)

    def draw_tops(self, film: Film) -> None:
        """Draw only what shelters from snow."""
        self._prepare(film.lens.width)
        middle = _before(film, 0.3 * ZENITH)
        self.tops.draw(self.stage, film.posed, _UP, middle)
        self._fixed.draw(self.stage, film.posed, _UP, middle, self._movers)

    @property
    def shadow(self) -> tuple:
        """The sun and its maps as ``shading.shadows`` takes them."""
        near, far = self.near, self.far
        return (
            self.sun, near.texel, self._tiles.heights.reshape(2, -1), near.depth.reshape(-1),
            near.matrix, far.depth.reshape(-1), far.matrix, far.texel,
        )  # fmt: skip

    @property
    def above(self) -> tuple:
        """The layers, their size and matrix as ``shading.lying`` takes them."""
        return self.layers.reshape(-1), np.int32(self.layers.shape[1]), self.tops.matrix

    def _prepare(self, width: int) -> None:
        size = 2048 if width > 400 else 1024 if width > 160 else 512
        if size == self._size:
            return
        self._size = size
        every: NDArray[np.uint8] = np.ones(len(materials()), np.uint8)
        solid = np.array([m.pattern not in _THIN for m in materials()], np.uint8)
        self.near, self.far = DepthMap(size, NEAR, every), DepthMap(size // 2, FAR, every)
        self._tiles = Tiles(size)
        self.layers = np.empty((2, size // 2, size // 2), np.float32)
        self._fixed = DepthMap(size // 2, ZENITH, solid, self.layers[0])
        self.tops = DepthMap(size // 2, ZENITH, solid, self.layers[1])
        self.undersides = DepthMap(size // 4, ZENITH, solid)


def _before(film: Film, metres: float) -> NDArray[np.float64]:
    """(3,) the place so far before the camera, on its level."""
    camera = film.T_world_camera
    forward = camera[:3, 2] * [1.0, 1.0, 0.0]
    return camera[:3, 3] + metres * forward / max(float(np.linalg.norm(forward)), 1e-9)
