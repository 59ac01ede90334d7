"""What a drop on a pane can see: the picture, and beyond its borders sky and ground.

A map over two angles of the camera's axes, made anew for each reading. Near the picture it goes on
as at its border; further away it is the sky of the weather, and ground that this sky lights.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ...simcore.atmosphere import Atmosphere
from ...simcore.kernel import kernel
from ...simcore.pose import Array
from ...simcore.render.projection import Projection
from ...simcore.render.shading.bloom import shrink
from ...simcore.render.shading.scenelight import ground_albedo
from ...simcore.render.workspace import Workspace
from ...simcore.surface import Surface

F4 = NDArray[np.float32]

STEP = np.radians(1.5)
"""Side of a cell."""
WIDE, HIGH = 149, 109
"""Cells to the right and down: ±111° and ±81°."""
COARSE = 12
"""Cells of the map for one of sky and ground."""
_PER_COARSE = np.float32(1.0 / COARSE)
FADES = np.radians(15.0)
"""Angle beyond the picture's border within which it goes on."""


class Outside(Protocol):
    """What has an air and a ground, as snapshots do."""

    @property
    def atmosphere(self) -> Atmosphere:
        """Sun, sky and weather."""

    @property
    def surface(self) -> Surface:
        """What lies on the ground."""


class Surroundings:
    """The map of a projection. light (3, HIGH, WIDE) f4 [cd/m²], after ``look``."""

    def __init__(self, projection: Projection):
        p, self._size = projection, (projection.height, projection.width)
        across = (np.arange(WIDE) - (WIDE - 1) / 2) * STEP
        down = (np.arange(HIGH) - (HIGH - 1) / 2) * STEP
        u, v = np.clip(p.cx, 0, p.width - 1), np.clip(p.cy, 0, p.height - 1)
        edge = p.rays([[0, v], [p.width - 1, v], [u, 0], [u, p.height - 1]])
        most = angles(np.nan_to_num(edge, nan=0.0))
        x = np.clip(across, most[0, 0], most[1, 0])
        y = np.clip(down, most[2, 1], most[3, 1])
        ray = _rays(*np.meshgrid(across, down))
        near = _rays(*np.meshgrid(x, y))
        pixel = np.nan_to_num(p.project(near), nan=0.0)
        u, v = (np.clip(pixel[..., k], 0, n - 1) for k, n in enumerate((p.width, p.height)))
        away = np.arccos(np.clip((ray * near).sum(-1), -1.0, 1.0))
        self._place = np.stack([u / 4.0 - 0.375, v / 4.0 - 0.375]).reshape(2, -1).astype(np.float32)
        self._kept = np.exp(-away / FADES).astype(np.float32).reshape(-1)
        rows, columns = (-(-n // COARSE) + 1 for n in (HIGH, WIDE))
        coarse = np.meshgrid(
            across[0] + np.arange(columns) * COARSE * STEP,
            down[0] + np.arange(rows) * COARSE * STEP,
        )
        self._rays = _rays(*coarse)
        cosine = np.maximum(ray[..., 2], 0.0) * np.cos(down)[:, None]
        self._weight = (cosine / cosine.sum()).astype(np.float32)
        self._work = Workspace()
        self.light: F4 = np.zeros((3, HIGH, WIDE), np.float32)

    def look(self, image: F4, outside: Outside, R_world_camera: Array) -> None:
        """Make the map. image (3, N): the picture's light; R_world_camera: of its FLU body."""
        height, width = self._size
        small = self._work.array("small", (3, -(-height // 4), -(-width // 4)), np.float32)
        shrink(image.reshape(3, height, width), small)
        far = self._beyond(outside, R_world_camera)
        mapped(small, self._place, self._kept, far, self.light)

    @property
    def mean(self) -> Array:
        """(3,) light on the pane from outside over π [cd/m²]."""
        return (self.light * self._weight).sum((1, 2), dtype=np.float64)

    def _beyond(self, outside: Outside, R: Array) -> F4:
        """(3, rows, columns) of sky and ground."""
        air = outside.atmosphere
        x, y, z = np.moveaxis(self._rays, -1, 0)
        world = np.stack([z, -x, -y], -1) @ R.T
        sky = air.sky.luminance(world.reshape(-1, 3)).reshape(world.shape)
        level = max(float(air.luminary.direction[2]), 0.0)
        lit = air.sky.irradiance([0.0, 0.0, 1.0]) + level * air.sunlight
        ground = ground_albedo(outside.surface) * lit / np.pi
        seen = np.where(world[..., 2:] > 0.0, sky, ground)
        return np.ascontiguousarray(np.moveaxis(seen, -1, 0), np.float32)


def angles(rays: Array) -> Array:
    """(…, 2) angles to the right and down at which rays (…, 3) in optical axes lie."""
    x, y, z = np.moveaxis(rays, -1, 0)
    return np.stack([np.arctan2(x, z), np.arctan2(y, np.hypot(x, z))], -1)


def _rays(across: Array, down: Array) -> Array:
    level = np.cos(down)
    return np.stack([np.sin(across) * level, np.sin(down), np.cos(across) * level], -1)


@kernel("f4[:,:,:], f4[:,:], f4[:], f4[:,:,:] -> f4[:,:,:]", narrow=True)
def mapped(small, place, kept, far, light_out):
    """Fill a map (3, H, W) from the picture and from what lies beyond.

    small (3, h, w): the picture; place (2, H * W): where in it cells look; kept (H * W,): how much
    of it counts; far (3, r, c): every ``COARSE`` cells.
    """
    rows, columns = small.shape[1], small.shape[2]
    wide = light_out.shape[2]
    for j in range(light_out.shape[1]):
        fj = np.float32(np.int32(j)) * _PER_COARSE
        row = np.int64(fj)
        down = fj - np.float32(np.int32(row))
        for i in range(wide):
            n = j * wide + i
            x = min(max(place[0, n], 0.0), np.float32(columns - 1) - 1e-3)
            y = min(max(place[1, n], 0.0), np.float32(rows - 1) - 1e-3)
            c, r = np.int64(x), np.int64(y)
            dx, dy = x - np.float32(np.int32(c)), y - np.float32(np.int32(r))
            fi = np.float32(np.int32(i)) * _PER_COARSE
            column = np.int64(fi)
            right = fi - np.float32(np.int32(column))
            for k in range(3):
                above = small[k, r, c] + (small[k, r, c + 1] - small[k, r, c]) * dx
                below = small[k, r + 1, c] + (small[k, r + 1, c + 1] - small[k, r + 1, c]) * dx
                near = above + (below - above) * dy
                a, b = far[k, row, column], far[k, row, column + 1]
                e, f = far[k, row + 1, column], far[k, row + 1, column + 1]
                upper, lower = a + (b - a) * right, e + (f - e) * right
                beyond = upper + (lower - upper) * down
                light_out[k, j, i] = beyond + (near - beyond) * kept[n]
