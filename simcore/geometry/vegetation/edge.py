"""The edge of a wood along a road: a dense wall of tree-tops behind the first trees."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...keys import generator
from ..mesh import Mesh
from ..sheets import Sheet, assembled, lattice, unit
from .forest import LEAVES, NEEDLES

Array = NDArray[np.float64]


def wood_edge(
    front: Array, inwards: Array, height: float, conifers: bool, season: str, key: int
) -> Mesh:
    """A wood whose edge runs through points (K, 3) on the ground; ``inwards`` (K, 2): unit vectors
    into it. In the world's axes; tops are drawn by the key; it is 16 m deep."""
    rng = generator(key, "wood_edge")
    count = len(front)
    into = np.column_stack([inwards, np.zeros(count)])
    up = np.array([0.0, 0.0, 1.0])
    gap = 0.5 if conifers else 0.75
    rows = []
    for depth, share, rough in (
        (0.0, -0.1, 0.0), (0.3, 0.16, 0.06), (0.8, 0.62, 0.22), (3.0, 0.50, 0.10),
        (5.0, 0.98, 0.25), (8.0, 0.72, 0.10), (16.0, 0.80, 0.08),
    ):  # fmt: skip
        tops = height * share * (1 + rough * rng.uniform(-1, 1, count))
        if rough > 0.2:
            tops[rng.integers(2) :: 2] *= gap + 0.2 * rng.random()
        away = depth + (0.8 * rng.uniform(-1, 1, count) if depth else 0.0)
        rows.append(front + into * np.reshape(away, (-1, 1)) + up * tops[:, None])
    points = np.stack(rows)  # (7, K, 3)
    dark, light = NEEDLES if conifers else LEAVES[season]
    material = "needle" if conifers else "leaf"
    sheets = []
    for k, (colour, albedo) in enumerate(
        (("wood_shade", tuple(0.5 * x for x in dark)), ("wood", dark), ("wood", dark),
         ("wood_light", light), ("wood_light", light), ("wood", dark))
    ):  # fmt: skip
        sheets.append(_band(points[k : k + 2], into, material, colour, albedo))
    return assembled(sheets)


def _band(points: Array, into: Array, material: str, colour: str, albedo) -> Sheet:
    """A strip between two rows of points, seen from outside and above."""
    count = points.shape[1]
    along = np.gradient(points[0], axis=0)
    turned = np.cross(along, into)[:, 2].mean() > 0  # the wood lies to the left of the way
    faces = lattice(2, count)
    normals = np.tile(unit(np.array([0.0, 0.0, 0.7]) - into), (2, 1))
    run = np.r_[0.0, np.cumsum(np.linalg.norm(np.diff(points[0], axis=0), axis=1))]
    uv = np.column_stack([np.tile(run, 2), points.reshape(-1, 3)[:, 2]])
    return Sheet(points.reshape(-1, 3), normals, uv, faces if turned else faces[:, ::-1], material,
                 colour, albedo)  # fmt: skip
