"""Tall grass at the edge of a verge: tufts of blades, dry in winter."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ...keys import generator
from ..fixture import Fixture
from ..sheets import Sheet, assembled, unit

VARIANTS = 3

COLOUR = {
    "spring": (0.07, 0.13, 0.03),
    "summer": (0.08, 0.13, 0.035),
    "autumn": (0.16, 0.14, 0.05),
    "winter": (0.26, 0.21, 0.11),
}


@lru_cache(maxsize=32)
def tall_grass(
    variant: int = 0, length: float = 3.0, depth: float = 0.5, season: str = "summer"
) -> Fixture:
    """A patch along y, ``depth`` across: 24 tufts of four blades of 0.15–0.45 m."""
    rng = generator("grass", variant % VARIANTS)
    tufts, blades = int(8 * length), 4
    root = np.stack([rng.normal(0, depth / 3, tufts), rng.uniform(-length / 2, length / 2, tufts),
                     np.zeros(tufts)], -1)  # fmt: skip
    count = tufts * blades
    root = np.repeat(root, blades, 0) + rng.normal(0, 0.03, (count, 3)) * [1, 1, 0]
    turn = rng.uniform(0, 2 * np.pi, count)
    side = np.stack([np.cos(turn), np.sin(turn), 0 * turn], -1)
    front = np.stack([-side[:, 1], side[:, 0], 0 * turn], -1)
    height = rng.uniform(0.15, 0.45, (count, 1))
    tip = root + height * unit(
        np.array([0, 0, 1.0]) + 0.45 * rng.normal(size=(count, 3)) * [1, 1, 0]
    )
    wide = 0.06 * height + 0.006
    corners = np.stack([root - side * wide, root + side * wide, tip], 1)
    vertices = np.concatenate([corners, corners])
    up = np.array([0.0, 0.0, 1.2])
    normals = unit(np.concatenate([up - front, up + front]))
    normals = np.repeat(normals[:, None], 3, 1)
    uv = np.stack([vertices[..., 1], vertices[..., 2]], -1)
    first = 3 * np.arange(count)[:, None] + np.array([0, 1, 2])
    faces = np.concatenate([first, first[:, [0, 2, 1]] + 3 * count])
    sheet = Sheet(vertices.reshape(-1, 3), normals.reshape(-1, 3), uv.reshape(-1, 2), faces,
                  "leaf", "grass_blade", COLOUR[season])  # fmt: skip
    return Fixture(((assembled([sheet]), "vegetation"),))
