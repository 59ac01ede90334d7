"""What rays hit in a world over an interval, whose items move.

::

    rays = Rays(stage)                          # once: a tree per mesh
    there = rays.among(posed, centre)           # a small tree over the items, each time
    hits = there.closest(origins, directions, reach=120.0, moment=moment)

Every item goes from its pose at the start to that at the end as its inverse does: by at most the
square of the angle that it turns meanwhile, times its size, from a straight line.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..render.stage import SMALL, Posed, Stage
from ..threads import in_bands
from .forest import Forest
from .traverse import closest
from .tree import tree_over

Array = NDArray[np.float64]
F4 = NDArray[np.float32]


class Hits(NamedTuple):
    """distance (R,) f4 [m], infinite for none; item, triangle (R,) i4: rows of the stage's items
    and of its geometry's triangles, -1 for none."""

    distance: F4
    item: NDArray[np.int32]
    triangle: NDArray[np.int32]


class Rays:
    """The trees over a stage's meshes. mesh (I,): by which rows of the geometry the items are to be
    hit; their own unless given."""

    def __init__(self, stage: Stage, mesh: NDArray[np.int32] | None = None):
        self.stage, self.mesh = stage, stage.mesh if mesh is None else mesh
        self.forest = Forest.of(stage.geometry)
        self._solid = np.flatnonzero(self.forest.root[self.mesh] >= 0)

    def among(
        self, posed: Posed, centre: ArrayLike, hidden: ArrayLike = (), finest: float = 0.0
    ) -> Among:
        """The items where they are; centre (3,): a place near the rays [m]; hidden: items that rays
        pass through; finest: angle [rad] of what rays tell apart, by which trees are as fine as
        their distance asks for, 0 for all of it."""
        items = np.setdiff1d(self._solid, np.asarray(hidden, np.int64))
        mesh, centre = self.mesh, np.asarray(centre, np.float64)
        if finest > 0.0:
            mesh = self.stage.drawn(_about(posed.start, centre), SMALL / finest)
        return Among(self, posed, centre, items, mesh)


class Among:
    """Items in the world over an interval, for rays that begin about a centre. mesh (I,): by which
    rows of the geometry they are hit."""

    def __init__(
        self, rays: Rays, posed: Posed, centre: Array, items: NDArray[np.int64],
        mesh: NDArray[np.int32],
    ):  # fmt: skip
        self._rays, self._centre, self.mesh = rays, centre, mesh
        start = _about(posed.start, centre)
        end = start if posed.end is posed.start else _about(posed.end, centre)
        self._to_item = _inverse(start)
        self._to_item_end = self._to_item if end is start else _inverse(end)
        self._moves = np.zeros(len(start), np.uint8)
        if end is not start:
            self._moves[(start != end).any((1, 2))] = 1
        self._items = items.astype(np.int32)
        self._tree = None
        if len(items):
            box = rays.forest.box.reshape(-1, 6)[rays.forest.root[mesh[items]]]
            low, high = _bounds(start[items], box)
            if end is not start:
                others = _bounds(end[items], box)
                low, high = np.minimum(low, others[0]), np.maximum(high, others[1])
            self._tree = tree_over(np.concatenate([low, high], 1).astype(np.float32), leaf=1)

    def closest(
        self,
        origin: ArrayLike,
        direction: ArrayLike,
        reach: ArrayLike = np.inf,
        moment: ArrayLike = 0.0,
        near: ArrayLike = 0.0,
        threads: int = 1,
    ) -> Hits:
        """What rays from origins (R, 3) or (3,) [m] in directions (R, 3), unit, hit first, between
        the distances ``near`` and ``reach`` (R,) [m], at moments (R,) in [0, 1] of the interval."""
        direction = np.ascontiguousarray(direction, np.float32)
        count = len(direction)
        if direction.shape != (count, 3):
            raise ValueError(f"directions have the shape (R, 3), not {direction.shape}")
        hits = Hits(
            np.full(count, np.inf, np.float32), np.full(count, -1, np.int32),
            np.full(count, -1, np.int32),
        )  # fmt: skip
        if self._tree is None or not count:
            return hits
        begin = np.asarray(origin, np.float64) - self._centre
        origins = np.ascontiguousarray(np.broadcast_to(begin, (count, 3)), np.float32)
        per_ray = [
            np.ascontiguousarray(np.broadcast_to(np.asarray(value, np.float32), (count,)))
            for value in (moment, near, np.minimum(reach, np.float32(3e38)))
        ]
        tree, forest = self._tree, self._rays.forest
        top = tree.box.reshape(-1), tree.child.reshape(-1), self._items[tree.order]
        items = self._to_item, self._to_item_end, self._moves, self.mesh

        def band(first: int, last: int) -> None:
            closest(
                origins, direction, *per_ray, *top, *items, forest.box, forest.child, forest.root,
                forest.corner, forest.triangle, first, last, *hits,
            )  # fmt: skip

        in_bands(band, count, threads)
        return hits


def _about(poses: Array, centre: Array) -> Array:
    """(I, 3, 4) poses in the world's axes about a centre."""
    moved = poses[:, :3].copy()
    moved[:, :, 3] -= centre
    return moved


def _inverse(poses: Array) -> F4:
    """(I, 12) from those axes into the items'."""
    turn = np.linalg.inv(poses[:, :, :3])
    shift = -np.einsum("nij,nj->ni", turn, poses[:, :, 3])
    return np.concatenate([turn, shift[:, :, None]], 2).reshape(-1, 12).astype(np.float32)


def _bounds(poses: Array, box: F4) -> tuple[Array, Array]:
    """Least and greatest corners (N, 3) of boxes (N, 6) of items' own axes at poses (N, 3, 4)."""
    centre = 0.5 * (box[:, :3].astype(np.float64) + box[:, 3:])
    half = 0.5 * (box[:, 3:].astype(np.float64) - box[:, :3])
    middle = np.einsum("nij,nj->ni", poses[:, :, :3], centre) + poses[:, :, 3]
    reach = np.einsum("nij,nj->ni", np.abs(poses[:, :, :3]), half) * 1.00001 + 1e-5
    return middle - reach, middle + reach
