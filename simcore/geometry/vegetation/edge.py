"""The depth of a wood behind its first trees: a dark, closed curtain with ragged tops."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...keys import generator
from ..mesh import Mesh
from ..sheets import Sheet, assembled, lattice, unit
from .forest import LEAVES, NEEDLES

Array = NDArray[np.float64]


def wood_depth(
    front: Array, inwards: Array, height: float, conifers: bool, season: str, key: int
) -> Mesh:
    """A curtain through points (K, 3) on the ground and a canopy that goes 14 m on behind it.

    inwards (K, 2): unit vectors into the wood. In the world's axes; tops are drawn by the key.
    """
    rng = generator(key, "wood_depth")
    bare = season == "winter" and not conifers
    if bare:  # only the undergrowth closes the view
        height = 0.36 * height
    count = len(front)
    into = np.column_stack([inwards, np.zeros(count)])
    up = np.array([0.0, 0.0, 1.0])
    tops = rng.uniform(0.62, 1.0, count) if conifers else rng.uniform(0.80, 0.95, count)
    if conifers:
        tops[1::2] *= rng.uniform(0.62, 0.8, len(tops[1::2]))
    rows = [
        front - up,
        front + into * 0.5 + up * height * 0.42,
        front + into * 1.0 + up * (height * tops)[:, None],
        front + into * 5.0 + up * height * 0.72,
        front + into * 14.0 + up * height * 0.78,
    ]
    dark, light = NEEDLES if conifers else LEAVES[season]
    material = "needle" if conifers else "leaf"
    deep, shade, top = (0.7, 0.85, 0.9) if bare else (0.18, 0.32, 0.6)
    shades = (("wood_depth", deep, dark), ("wood_shade", shade, dark), ("wood", top, dark),
              ("wood_light", 1.0, light))  # fmt: skip
    sheets = []
    for k, (colour, share, albedo) in enumerate(shades):
        tint = tuple(share * x for x in albedo)
        sheets.append(_band(np.stack(rows[k : k + 2]), into, material, colour, tint))
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
