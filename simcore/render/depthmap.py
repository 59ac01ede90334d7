"""Parallel depth maps: how far things reach towards a distant source, over a square of the world.

The sun's map gives shadows, the zenith's what is open to the sky. A map holds, per texel, the
greatest coordinate along the source's direction; drawing takes maxima, so that the order of things
does not matter and what has rested for a while can be kept drawn. The window is a function of the
place that is looked from, snapped to eighths of its side: no history enters the map.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ..kernel import device, kernel
from .stage import Posed, Stage

F4 = NDArray[np.float32]
F8 = NDArray[np.float64]
I4 = NDArray[np.int32]

EMPTY = np.float32(-1.0e6)
_STEPS = 8
_NONE = np.zeros(0, np.int64)
_REST = 8  # pictures; a foot on the ground rests for some of them and is not worth keeping
_MARGIN = 32  # texels along the edge of a map over which a comparison in a coarser one may reach


class DepthMap:
    """A map of ``size`` × ``size`` texels over a square of ``side`` [m].

    casts (M,) u1: which materials are drawn; depth: the array to draw to, if it is not to be made.
    texel: side of one [m]. After ``draw``: depth (size, size) f4; matrix (3, 4) f4 from the world
    to texel column, texel row and depth; changed (K, 4): boxes of texels that hold all that has
    changed since the last time, least column and row, end of both.
    """

    def __init__(self, size: int, side: float, casts: NDArray[np.uint8], depth: F4 | None = None):
        self.size, self.side, self.casts = size, side, casts
        self.texel = np.float32(side / size)
        self.depth = np.empty((size, size), np.float32) if depth is None else depth
        self._kept = np.full((size, size), EMPTY, np.float32)
        self._key: tuple = ()
        self._poses: F8 = np.zeros((0, 3, 4))
        self._rested: NDArray[np.int64] = np.zeros(0, int)
        self._dirty = np.zeros((0, 4), np.int32)

    def draw(
        self,
        stage: Stage,
        posed: Posed,
        direction: F8,
        centre: F8,
        skip: NDArray | None = None,
        finer: DepthMap | None = None,
    ) -> None:
        """Draw what stands around ``centre`` (3,), towards a unit ``direction`` (3,).

        skip: items that are left out; finer: a map drawn before, towards the same, which is read
        where it reaches: what moves inside of it is left out here.
        """
        towards = tuple(direction.tolist())
        axes = _axes(towards)
        step = self.side / _STEPS
        column, row = (round(float(axis @ centre) / step) for axis in axes[:2])
        key = (id(stage), towards, column, row)
        moved = self._follow(stage, posed.start, key)
        if key != self._key or self._still[moved].any():  # what was kept holds no longer
            self._begin(stage, posed.start, axes, key, skip)
        restore(self._kept, self._dirty, self.depth)
        self._settle(stage, posed.start)
        moving = np.flatnonzero(~self._still).astype(np.int32)
        if finer is not None:
            moving = moving[~finer._holds(stage, posed.start, moving)]
        before, self._dirty = self._dirty, self._cast(stage, posed.start, moving, self.depth)
        self.changed = np.concatenate([before, self._dirty])

    def _begin(self, stage: Stage, poses: F8, axes: F8, key: tuple, skip: NDArray | None) -> None:
        """Draw what never moves afresh, in the window of the key."""
        self._key = key
        corner = np.array(key[2:]) * (self.side / _STEPS) - self.side / 2
        scale = self.size / self.side
        self._matrix = np.zeros((3, 4))
        self._matrix[:2, :3], self._matrix[2, :3] = axes[:2] * scale, axes[2]
        self._matrix[:2, 3] = -corner * scale - 0.5
        self.matrix = self._matrix.astype(np.float32)
        self._skip = np.zeros(len(stage), bool)
        if skip is not None:
            self._skip[skip] = True
        self._still = np.arange(len(stage)) < stage.fixed
        self._kept.fill(EMPTY)
        self._cast(stage, poses, np.flatnonzero(self._still).astype(np.int32), self._kept)
        self._dirty = np.array([[0, 0, self.size, self.size]], np.int32)  # of which all is new

    def _follow(self, stage: Stage, poses: F8, key: tuple) -> NDArray[np.int64]:
        """Count for how many pictures each mover has rested; returns those that moved."""
        movers = poses[stage.fixed :]
        if not len(movers):
            return _NONE
        if key[:1] != self._key[:1]:
            self._poses, self._rested = np.full_like(movers, np.nan), np.zeros(len(movers), int)
        moved = (movers != self._poses).any((1, 2))
        self._rested = np.where(moved, 0, self._rested + 1)
        self._poses[moved] = movers[moved]
        return np.flatnonzero(moved) + stage.fixed

    def _settle(self, stage: Stage, poses: F8) -> None:
        """Keep what has rested for a while, which looks the same either way."""
        if not len(self._rested):
            return
        rested = np.flatnonzero(self._rested >= _REST) + stage.fixed
        at_rest = rested[~self._still[rested]].astype(np.int32)
        self._still[at_rest] = True
        self._cast(stage, poses, at_rest, self._kept)
        self._cast(stage, poses, at_rest, self.depth)

    def _boxes(self, stage: Stage, poses: F8, items: I4) -> tuple[F8, F8, F8]:
        """(N, 3, 4) from items to texels; least and greatest texel (N, 2) that they may touch."""
        to_map = np.einsum("ij,njk->nik", self._matrix[:, :3], poses[items, :3])
        to_map[:, :, 3] += self._matrix[:, 3]
        sphere = stage.geometry.sphere[stage.mesh[items]]
        middle = np.einsum("nij,nj->ni", to_map[:, :2, :3], sphere[:, :3]) + to_map[:, :2, 3]
        scale = np.sqrt((to_map[:, :2, :3] ** 2).sum((1, 2)) / 2)
        reach = (sphere[:, 3] * scale)[:, None] * 1.01 + 1
        return to_map, middle - reach, middle + reach

    def _holds(self, stage: Stage, poses: F8, items: I4) -> NDArray[np.bool_]:
        """(N,) whether items lie wholly inside of the map's window."""
        _, low, high = self._boxes(stage, poses, items)
        inside = (low > _MARGIN) & (high < self.size - _MARGIN)
        return np.asarray(inside.all(1))

    def _cast(self, stage: Stage, poses: F8, items: I4, depth: F4) -> I4:
        """Draw items; returns the texels (K, 4) that they may have changed."""
        items = items[~self._skip[items]]
        if not len(items):
            return np.zeros((0, 4), np.int32)
        g = stage.geometry
        to_map, low, high = self._boxes(stage, poses, items)
        near = ((high > 0) & (low < self.size)).all(1)
        items, to_map = items[near], to_map[near]
        box = np.concatenate([low[near], high[near] + 1], 1)
        room = int(
            (g.first_vertex[stage.mesh[items] + 1] - g.first_vertex[stage.mesh[items]]).max(
                initial=1
            )
        )
        cast(
            stage.mesh[items],
            to_map.reshape(-1, 12).astype(np.float32),
            g.vertices,
            g.triangles,
            g.first_vertex,
            g.first_triangle,
            g.material,
            self.casts,
            np.empty((3, room), np.float32),
            depth,
        )
        return np.clip(box, 0, self.size).astype(np.int32)


@kernel("f4[:,:], i4[:,:] -> f4[:,:]")
def restore(kept, boxes, depth_out):
    """Copy boxes (K, 4) of texels: least column and row, end column and row."""
    for n in range(boxes.shape[0]):
        for y in range(boxes[n, 1], boxes[n, 3]):
            for x in range(boxes[n, 0], boxes[n, 2]):
                depth_out[y, x] = kept[y, x]


@kernel(
    "i4[:], f4[:,:], f4[:,:], i4[:,:], i4[:], i4[:], u1[:], u1[:] -> f4[:,:], f4[:,:]", narrow=True
)
def cast(
    mesh, to_map, vertices, triangles, first_vertex, first_triangle, material, casts,
    placed_out, depth_out,
):  # fmt: skip
    """Draw items, both sides of their triangles, where they reach further than what is there.

    mesh (I,), to_map (I, 12): the items; placed_out (3, V): scratch; depth_out (size, size).
    """
    size = depth_out.shape[0]
    for i in range(mesh.shape[0]):
        m = mesh[i]
        begin, count = first_vertex[m], first_vertex[m + 1] - first_vertex[m]
        x = vertices[0, begin : begin + count]
        y = vertices[1, begin : begin + count]
        z = vertices[2, begin : begin + count]
        for axis in range(3):
            row = to_map[i, 4 * axis : 4 * axis + 4]
            a, b, c, d = row[0], row[1], row[2], row[3]
            out = placed_out[axis, :count]
            for k in range(count):
                out[k] = a * x[k] + b * y[k] + c * z[k] + d
        for t in range(first_triangle[m], first_triangle[m + 1]):
            if casts[material[t]]:
                fill(placed_out, triangles[t, 0], triangles[t, 1], triangles[t, 2], size, depth_out)


@device(narrow=True)
def fill(placed, a, b, c, size, depth_out):
    """Draw one triangle of placed vertices (3, V)."""
    x0, y0, z0 = placed[0, a], placed[1, a], placed[2, a]
    x1, y1, z1 = placed[0, b], placed[1, b], placed[2, b]
    x2, y2, z2 = placed[0, c], placed[1, c], placed[2, c]
    low, high = min(y0, min(y1, y2)), max(y0, max(y1, y2))
    left, right = min(x0, min(x1, x2)), max(x0, max(x1, x2))
    edge = np.float32(size)
    if low >= edge or high < 0.0 or left >= edge or right < 0.0:
        return
    if np.ceil(low) == np.ceil(high) or np.ceil(left) == np.ceil(right):
        return
    area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
    if abs(area) < 1e-6:
        return
    slope_x = ((z1 - z0) * (y2 - y0) - (z2 - z0) * (y1 - y0)) / area
    slope_y = ((z2 - z0) * (x1 - x0) - (z1 - z0) * (x2 - x0)) / area
    nearest = max(z0, max(z1, z2))
    if y1 < y0:
        x0, y0, z0, x1, y1, z1 = x1, y1, z1, x0, y0, z0
    if y2 < y0:
        x0, y0, z0, x2, y2, z2 = x2, y2, z2, x0, y0, z0
    if y2 < y1:
        x1, y1, x2, y2 = x2, y2, x1, y1
    first, last = np.int64(np.ceil(max(y0, 0.0))), np.int64(np.ceil(min(y2, edge)))
    long = (x2 - x0) / (y2 - y0)
    for row in range(first, last):
        y = np.float32(np.int32(row))
        p = x0 + (y - y0) * long
        if y < y1:
            q = x0 + (y - y0) * ((x1 - x0) / (y1 - y0))
        else:
            q = x1 + (y - y1) * ((x2 - x1) / max(y2 - y1, 1e-9))
        begin = np.int64(np.ceil(max(min(p, q), 0.0)))
        end = np.int64(np.ceil(min(max(p, q), edge)))
        if begin >= end:
            continue
        z = z0 + (y - y0) * slope_y + (np.float32(np.int32(begin)) - x0) * slope_x
        line = depth_out[row, begin:end]
        for k in range(end - begin):
            reached = min(z + np.float32(np.int32(k)) * slope_x, nearest)
            line[k] = max(line[k], reached)


@lru_cache(maxsize=64)
def _axes(direction: tuple[float, float, float]) -> F8:
    """(3, 3) rows: two unit vectors across the direction, and the direction."""
    hint = np.array([0.0, 0.0, 1.0]) if abs(direction[2]) < 0.999 else np.array([0.0, 1.0, 0.0])
    right = np.cross(hint, direction)
    right /= np.linalg.norm(right)
    axes = np.stack([right, np.cross(direction, right), direction])
    axes.flags.writeable = False
    return axes
