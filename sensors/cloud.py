"""Points of a sweep as places: in the sensor's axes, in the world's, or as if it had stood still.

A scanner that moves writes each point in its axes at the point's own time. ``moved`` takes points
to the axes of one instant; it needs to know where the ego was while the sweep was made.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ..simcore.pose import inverse, transform

Array = NDArray[np.float64]
Way = Callable[[int], Array]
"""T_world_ego (4, 4) at a time [ns]."""
KNOTS = 11
"""The ego's way over a sweep is taken at so many times, and straight between."""


class Track:
    """The ego's way as far as it was told; between, it goes straight and turns evenly."""

    def __init__(self) -> None:
        self.times: list[int] = []
        self.poses: list[Array] = []

    def add(self, t_ns: int, T_world_ego: Array) -> None:
        """Where the ego is at a time after all that were told."""
        self.times.append(t_ns)
        self.poses.append(T_world_ego)

    def __call__(self, t_ns: int) -> Array:
        """(4, 4) T_world_ego; that of the nearest end before and after all that was told."""
        after = bisect_left(self.times, t_ns)
        if after in (0, len(self.times)):
            return self.poses[min(after, len(self.poses) - 1)]
        first, last = self.times[after - 1], self.times[after]
        share = (t_ns - first) / (last - first)
        joined = (1.0 - share) * self.poses[after - 1] + share * self.poses[after]
        left, _, right = np.linalg.svd(joined[:3, :3])  # the rotation that is nearest
        joined[:3, :3] = left @ right
        return joined

    def velocity(self, t_ns: int) -> Array:
        """(3,) [m/s] in the mean over the step that a time is in; 0 where one pose was told."""
        if len(self.times) < 2:
            return np.zeros(3)
        after = min(max(bisect_left(self.times, t_ns), 1), len(self.times) - 1)
        way = self.poses[after][:3, 3] - self.poses[after - 1][:3, 3]
        moved_by: Array = way / ((self.times[after] - self.times[after - 1]) * 1e-9)
        return moved_by


def places(points: NDArray) -> Array:
    """(N, 3) x, y, z of structured points."""
    return np.stack([points["x"], points["y"], points["z"]], -1).astype(np.float64)


def rays(detections: NDArray) -> Array:
    """(N, 3) directions of structured detections in the sensor's axes, unit."""
    azimuth, elevation = (detections[name].astype(np.float64) for name in ("azimuth", "elevation"))
    level = np.cos(elevation)
    return np.stack([level * np.cos(azimuth), level * np.sin(azimuth), np.sin(elevation)], -1)


def with_places(points: NDArray, xyz: Array) -> NDArray:
    """A copy of the points with other places (N, 3)."""
    moved_points = points.copy()
    for axis, name in enumerate("xyz"):
        moved_points[name] = xyz[:, axis]
    return moved_points


def in_world(points: NDArray, way: Way, T_ego_sensor: Array) -> Array:
    """(N, 3) where the points were in the world, each seen from where the sensor was then."""
    xyz = transform(T_ego_sensor, places(points))
    if not len(points):
        return xyz
    times = points["t_ns"].astype(np.int64)
    first, last = int(times.min()), int(times.max())
    knots = np.unique(np.rint(np.linspace(first, last, KNOTS)).astype(np.int64))
    poses = np.stack([way(int(time)) for time in knots])
    if len(knots) == 1:
        return transform(poses[0], xyz)
    low = np.clip(np.searchsorted(knots, times, side="right") - 1, 0, len(knots) - 2)
    share = ((times - knots[low]) / (knots[low + 1] - knots[low]))[:, None]
    ends = (
        np.einsum("nij,nj->ni", poses[k, :3, :3], xyz) + poses[k, :3, 3] for k in (low, low + 1)
    )
    before, after = ends
    return before + share * (after - before)


def moved(points: NDArray, way: Way, T_ego_sensor: Array, t_ns: int) -> NDArray:
    """The points in the sensor's axes at a time, as if it had stood there all the while.

    What moved itself is where it was when it was hit.
    """
    there = inverse(way(t_ns) @ T_ego_sensor)
    return with_places(points, transform(there, in_world(points, way, T_ego_sensor)))
