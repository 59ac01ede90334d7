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
        self._prepare(film.lens.width)
        camera = film.T_world_camera
        forward = camera[:3, 2] * [1.0, 1.0, 0.0]
        forward /= max(np.linalg.norm(forward), 1e-9)
        place = camera[:3, 3]
        stage, posed = self.stage, film.posed
        sun = atmosphere.sun.direction
        self.sun = sun.astype(np.float32)
        light = float(luminance(atmosphere.sunlight)) * max(float(sun[2]), 0.0)
        self.sunny = light > 0.002 * atmosphere.sky.illuminance
        if self.sunny:
            self.near.draw(stage, posed, sun, place + 0.3 * NEAR * forward)
            self.far.draw(stage, posed, sun, place + 0.35 * FAR * forward)
        middle = place + 0.3 * ZENITH * forward
        self.tops.draw(stage, posed, _UP, middle)
        self._fixed.draw(stage, posed, _UP, middle, self._movers)
        self.undersides.draw(stage, posed, -_UP, middle, self._ground)

    def _prepare(self, width: int) -> None:
        size = 2048 if width > 400 else 1024 if width > 160 else 512
        if size == self._size:
            return
        self._size = size
        every: NDArray[np.uint8] = np.ones(len(materials()), np.uint8)
        solid = np.array([m.pattern not in _THIN for m in materials()], np.uint8)
        self.near, self.far = DepthMap(size, NEAR, every), DepthMap(size // 2, FAR, every)
        self.layers = np.empty((2, size // 2, size // 2), np.float32)
        self._fixed = DepthMap(size // 2, ZENITH, solid, self.layers[0])
        self.tops = DepthMap(size // 2, ZENITH, solid, self.layers[1])
        self.undersides = DepthMap(size // 4, ZENITH, solid)
