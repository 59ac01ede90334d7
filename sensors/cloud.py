"""Points of a sweep as places: in the sensor's axes, in the world's, or as if it had stood still.

A scanner that moves writes each point in its axes at the point's own time. ``moved`` takes points
to the axes of one instant; it needs to know where the ego was while the sweep was made.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ..simcore.pose import inverse, transform

Array = NDArray[np.float64]
Way = Callable[[int], Array]
"""T_world_ego (4, 4) at a time [ns]."""
KNOTS = 11
"""The ego's way over a sweep is taken at so many times, and straight between."""


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
