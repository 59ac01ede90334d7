"""Plastic bags blown over the road: crumpled, with two handles."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ...keys import generator
from ..builder import MeshBuilder
from ..ground.noise import fbm
from .prop import Prop, prop

COLOURS = ((0.62, 0.63, 0.62), (0.05, 0.05, 0.055), (0.50, 0.06, 0.05), (0.06, 0.20, 0.42))


@lru_cache(maxsize=16)
def figure(*, size: float = 0.36, colour: int = 0, key: int = 0) -> Prop:
    """A bag about ``size`` across, closed at the neck."""
    rng = generator(key, "plastic_bag")
    seed = int(rng.integers(1 << 30))
    latitude = np.linspace(-np.pi / 2, np.pi / 2, 17)[:, None]
    azimuth = np.linspace(0, 2 * np.pi, 28, endpoint=False)[None]
    ball = np.stack([np.cos(latitude) * np.cos(azimuth), np.cos(latitude) * np.sin(azimuth),
                     np.sin(latitude) + 0 * azimuth], -1)  # fmt: skip
    x, y, z = np.moveaxis(ball, -1, 0)
    rough = fbm(1.6 * x + 9 + 0.7 * z, 1.6 * y - 1.3 * z, 4, seed) - 0.5
    fine = fbm(5.0 * x + z, 5.0 * y - 2.0 * z, 2, seed + 50) - 0.5
    folds = np.sin(7 * azimuth + 9 * rough) * np.clip(z + 0.5, 0, 1)
    reach = 1 + 0.95 * rough + 0.25 * fine + 0.14 * folds
    points = ball * reach[..., None] * [0.55, 0.42, 0.36] * size
    points[..., 0] += 0.25 * points[..., 2]
    neck = np.clip(1 - 1.7 * np.maximum(points[..., 2] / size - 0.10, 0) / 0.36, 0.25, 1)
    points[..., :2] *= neck[..., None]
    points[..., 2] = np.maximum(points[..., 2], -0.2 * size)
    builder = MeshBuilder()
    builder.grid(points, "plastic", colour="film", closed=True)
    top = float(points[..., 2].max())
    angle = np.linspace(-0.3, np.pi + 0.3, 11)
    for side in (-1, 1):
        loop = np.stack([side * 0.13 * size + 0.12 * size * np.cos(angle),
                         side * 0.02 * size + 0.04 * size * np.sin(2 * angle),
                         top - 0.05 * size + 0.26 * size * np.sin(angle)], 1)  # fmt: skip
        builder.tube(loop, 0.03 * size, "plastic", colour="film", sides=5, radius_up=0.008 * size)
    mesh = builder.build(80.0)
    return prop(mesh, "plastic_bag", "cargo", 0.012, colours={"film": COLOURS[colour % 4]})
