"""Which way the triangles of a soup face: closed surfaces outwards, open ones both ways."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Numbers = NDArray[np.int64]


def faced(corners: Array) -> tuple[Array, Numbers]:
    """Triangles (T, 3, 3) as they are seen from outside, and the numbers they come from.

    Pieces that hang together by edges and are closed (each edge belongs to as many triangles one
    way round as the other) are turned to enclose a positive volume; the others are doubled, the
    copy turned round, since nobody knows their outside. Triangles without area are left out.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    number = _welded(corners)
    a, b, c = (corners[:, k] for k in range(3))
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    size = float(np.ptp(corners, axis=(0, 1)).max())
    distinct = (number != np.roll(number, 1, axis=1)).all(1)
    chosen = np.flatnonzero(distinct & (area > 1e-12 * size**2))
    corners, number = corners[chosen], number[chosen]
    if not len(chosen):
        return corners, chosen
    start, end = number.ravel(), np.roll(number, -1, axis=1).ravel()
    count = int(number.max()) + 1
    graph = coo_array((np.ones(len(start), bool), (start, end)), shape=(count, count))
    pieces, label = connected_components(graph, directed=False)
    label = label[number[:, 0]]
    low, high = np.minimum(start, end), np.maximum(start, end)
    _, edge = np.unique(low * np.int64(count) + high, return_inverse=True)
    balance = np.bincount(edge, np.where(start < end, 1.0, -1.0))
    torn = np.bincount(np.repeat(label, 3), balance[edge] != 0, pieces) > 0
    centre = corners.mean((0, 1))
    parts = np.einsum(
        "ij,ij->i", corners[:, 0] - centre, np.cross(corners[:, 1] - centre, corners[:, 2] - centre)
    )
    hollow = (np.bincount(label, parts, pieces) < 0) & ~torn
    corners = np.where(hollow[label][:, None, None], corners[:, ::-1], corners)
    double = torn[label]
    both = np.concatenate([corners, corners[double][:, ::-1]])
    return both, np.concatenate([chosen, chosen[double]])


def _welded(corners: Array) -> Numbers:
    """(T, 3) numbers of the corners, equal for places that are equal to a millionth."""
    low, size = corners.min((0, 1)), float(np.ptp(corners, axis=(0, 1)).max())
    places = np.round((corners.reshape(-1, 3) - low) / max(size, 1e-30) * 1e6)
    _, number = np.unique(places, axis=0, return_inverse=True)
    return number.reshape(-1, 3)
