"""The depth of a wood behind its first trees: a dark, closed curtain under rows of tree-tops."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...keys import generator
from ..mesh import Mesh
from ..sheets import Sheet, assembled, lattice, unit
from .tops import LEAVES, NEEDLES, Tops, crowns

Array = NDArray[np.float64]

_ROWS = ((1.5, 0.8), (6.0, 0.95), (11.0, 1.05))
"""Depth behind the curtain [m] and height per full height of the rows."""


def wood_depth(
    front: Array, inwards: Array, height: float, conifers: bool, season: str, key: int
) -> Mesh:
    """A curtain through points (K, 3) on the ground and a canopy that goes 14 m on behind it.

    inwards (K, 2): unit vectors into the wood. In the world's axes; tops are drawn by the key.
    """
    rng = generator(key, "wood_depth")
    bare = season == "winter" and not conifers
    share = 0.36 if bare else 0.66  # in winter, only the undergrowth closes the view
    colours = NEEDLES if conifers else LEAVES[season]
    material = "needle" if conifers else "leaf"
    into = np.column_stack([inwards, np.zeros(len(front))])
    up = np.array([0.0, 0.0, height])
    coarse = np.unique(np.linspace(0, len(front) - 1, max(4, len(front) // 4)).astype(int))
    foot, way = front[coarse], into[coarse]
    wave = rng.uniform(0.85, 1.1, (2, len(foot), 1)) * share
    rows = [foot - 0.1 * up, foot + way * 0.5 + 0.3 * up, foot + way * 1.5 + up * wave[0],
            foot + way * 14.0 + up * wave[1]]  # fmt: skip
    deep = 1.0 if bare else 0.6
    tints = (tuple(deep * x for x in colours[3]), colours[3], colours[2])
    sheets = [
        _band(np.stack(rows[k : k + 2]), way, material, f"wood_depth_{k}", tints[k])
        for k in range(3)
    ]
    kind = "conifer" if conifers else "deciduous"
    trees = [_row(front, into, deep, height * tall, conifers, rng) for deep, tall in _ROWS]
    tops = Tops(*(np.concatenate(parts) for parts in zip(*trees, strict=True)))
    return assembled(sheets + crowns(tops, kind, season, 8 if conifers else 10, rng))


def _row(front: Array, into: Array, deep: float, height: float, conifers: bool, rng) -> Tops:
    """Trees some 2.4 m (4 m) apart along the curtain, ``deep`` behind it."""
    run = np.r_[0.0, np.cumsum(np.linalg.norm(np.diff(front[:, :2], axis=0), axis=1))]
    count = max(2, int(run[-1] / (2.6 if conifers else 4.0)))
    at = run[-1] * (np.arange(count) + rng.uniform(0.1, 0.9, count)) / count
    feet, way = (np.stack([np.interp(at, run, x[:, k]) for k in range(3)], -1) for x in
                 (front, into))  # fmt: skip
    tall = height * rng.uniform(0.75, 1.15, count)
    wide = (0.19 if conifers else 0.3) * tall
    return Tops(feet + way * deep, tall, wide, -way[:, :2])


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
