"""Axes carried along a path without twist."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def carried(path: Array, up: Array) -> tuple[Array, Array]:
    """Two unit vectors across a path (K, 3) at each of its points, (K, 3) each.

    The second begins as near to ``up`` (3,) as can be, where the path does not run along it.
    """
    tangent = np.gradient(path, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True) + 1e-12
    if abs(tangent[0] @ up) > 0.95 * np.linalg.norm(up):
        up = np.eye(3)[np.argmin(np.abs(tangent[0]))]
    side = np.cross(up, tangent[0])
    sides, lifts = np.empty_like(path), np.empty_like(path)
    for k, along in enumerate(tangent):
        side = side - along * (side @ along)
        side /= np.linalg.norm(side)
        sides[k], lifts[k] = side, np.cross(along, side)
    return sides, lifts
