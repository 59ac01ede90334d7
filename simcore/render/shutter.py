"""When the rows of an image are taken, and where points in motion land on it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..pose import Array
from .lens import Pinhole


class Shutter(NamedTuple):
    """Row r of an image is taken at ``first + per_row·r``, held in [0, 1], where 0 is the start
    and 1 the end of the exposure. ``per_row`` = 0 is a global shutter."""

    first: float = 0.0
    per_row: float = 0.0

    def time(self, row: ArrayLike) -> Array:
        """The time in [0, 1] at which a row, or a place between rows, is taken."""
        return np.clip(self.first + self.per_row * np.asarray(row, np.float64), 0.0, 1.0)


INSTANT = Shutter()


def project(
    lens: Pinhole, start: ArrayLike, end: ArrayLike | None = None, shutter: Shutter = INSTANT
) -> tuple[Array, Array]:
    """Where points land: (…, 2) pixels, and z (…) [m], at the time of the row that they land on.

    start, end (…, 3): the points in camera axes (optical) at the start and the end of the
    exposure; they move on straight lines. Pixels are NaN for z below the near plane.
    """
    start = np.asarray(start, np.float64)
    move = np.zeros(3) if end is None else np.asarray(end, np.float64) - start
    time = np.full(start.shape[:-1], shutter.time(0))
    if shutter.per_row and end is not None:
        # (t - first)·z(t) = per_row·(row·z)(t), with z and row·z linear in t: a quadratic, of
        # which the root is taken that belongs to points that are slower than the shutter.
        z, rise = start[..., 2], move[..., 2]
        row, climb = (lens.fy * p[..., 1] + lens.cy * p[..., 2] for p in (start, move))
        b = z - shutter.first * rise - shutter.per_row * climb
        c = -shutter.first * z - shutter.per_row * row
        root = b + np.copysign(np.sqrt(np.maximum(b * b - 4 * rise * c, 0.0)), b)
        time = np.clip(-2 * c / np.where(root == 0, 1.0, root), 0.0, 1.0)
    place = start + time[..., None] * move
    z = place[..., 2]
    depth = np.where(z >= lens.near, z, np.nan)
    u = lens.fx * place[..., 0] / depth + lens.cx
    v = lens.fy * place[..., 1] / depth + lens.cy
    return np.stack([u, v], -1), z


def project_hull(
    lens: Pinhole,
    start: ArrayLike,
    edges: ArrayLike,
    end: ArrayLike | None = None,
    shutter: Shutter = INSTANT,
) -> NDArray[np.float64] | None:
    """Box (x0, y0, x1, y1) around a polyhedron as it lands on the image plane, not cut off at the
    image's borders; None when it is all behind the near plane.

    start, end (N, 3): its corners in camera axes; edges (E, 2): pairs of corners. What lies
    behind the near plane is cut away first. As boxes are, in pixel edges: a point at u is at
    u + 0.5.
    """
    start = np.asarray(start, np.float64)
    end = start if end is None else np.asarray(end, np.float64)
    pairs = np.asarray(edges)
    tails, heads = (np.stack([p[pairs[:, k]] for p in (start, end)]) for k in (0, 1))
    cuts = []
    for middle in (shutter.time(0), shutter.time(lens.height - 1)):
        a, b = (p[0] + middle * (p[1] - p[0]) for p in (tails, heads))
        across = (a[:, 2] < lens.near) != (b[:, 2] < lens.near)
        part = (lens.near - a[across, 2]) / (b[across, 2] - a[across, 2])
        cuts.append(a[across] + part[:, None] * (b[across] - a[across]))
    on_near = np.concatenate(cuts)
    on_near[:, 2] = lens.near
    pixels = np.concatenate([project(lens, start, end, shutter)[0], project(lens, on_near)[0]])
    pixels = pixels[np.isfinite(pixels[:, 0])]
    if not len(pixels):
        return None
    return np.concatenate([pixels.min(0), pixels.max(0)]) + 0.5


CORNERS: Array = np.array(
    [[x, y, z] for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (-0.5, 0.5)]
)
"""(8, 3): the corners of a box of size 1 around its centre."""

BOX_EDGES: NDArray[np.int64] = np.array(
    [[a, a | bit] for bit in (1, 2, 4) for a in range(8) if not a & bit]
)
"""(12, 2): the edges of a box, as pairs of ``CORNERS``."""
