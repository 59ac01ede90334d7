"""Points laid over a camera's picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...simcore.pose import inverse, transform
from ...simcore.render.projection import Projection
from ..reading import Reading
from .colours import Colours

Array = NDArray[np.float64]


def pixels_of(xyz: Array, camera: Reading) -> tuple[Array, Array]:
    """Pixels (N, 2) and depths (N,) [m] at which a camera sees points (N, 3) of the world; NaN for
    those that it cannot. Raises ``ValueError`` for a reading of no camera."""
    c = camera.calibration
    if c is None:
        raise ValueError(f"'{camera.sensor}' is no camera")
    lens = Projection(c.lens, c.width, c.height, c.fx, c.fy, c.cx, c.cy, tuple(c.distortion))
    seen = transform(inverse(camera.T_world_ego @ camera.T_ego_sensor), xyz)
    pixels = lens.project(seen)
    inside = (pixels > -0.5).all(1) & (pixels < (c.width - 0.5, c.height - 0.5)).all(1)
    pixels[~inside] = np.nan
    return pixels, np.where(inside, seen[:, 2], np.nan)


def laid_over(
    picture: NDArray[np.uint8], camera: Reading, xyz: Array, colours: Colours
) -> NDArray[np.uint8]:
    """A darker copy of the camera's picture (H, W, 3) with points (N, 3) of the world in colours
    (N, 3), near ones over far ones, in dots of a 250th of its width."""
    made = (picture * np.float32(0.55)).astype(np.uint8)
    pixels, depth = pixels_of(xyz, camera)
    seen = np.flatnonzero(np.isfinite(depth))
    seen = seen[np.argsort(-depth[seen], kind="stable")]
    column, row = np.rint(pixels[seen]).astype(np.int64).T
    wide = max(1, round(made.shape[1] / 250))
    for down in range(wide):
        for right in range(wide):
            v = np.minimum(row + down - wide // 2, made.shape[0] - 1)
            u = np.minimum(column + right - wide // 2, made.shape[1] - 1)
            made[np.maximum(v, 0), np.maximum(u, 0)] = colours[seen]
    return made
