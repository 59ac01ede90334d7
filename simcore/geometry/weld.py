"""Makes one mesh of loose triangles: equal corners are joined, normals smoothed within creases."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Corners(NamedTuple):
    """The vertices of a mesh: place [m] and normal (V, 3), texture coordinates (V, 2)."""

    place: Array
    normal: Array
    uv: Array


def welded(
    vertices: Array, triangles: NDArray[np.int64], uv: Array, cosine: float
) -> tuple[Corners, NDArray[np.int64], NDArray[np.bool_]]:
    """Distinct corners, triangles (T, 3) over them, and which triangles are kept (have an area).

    vertices: (V, 3) [m]; triangles: (F, 3); uv: (V, 2), NaN where metres along the dominant axes
    of the faces shall be taken; cosine: of the angle between faces below which edges are smooth.
    """
    corners = vertices[triangles]
    face = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    area = np.linalg.norm(face, axis=1)
    good = area > 1e-12
    triangles, corners, face, area = triangles[good], corners[good], face[good], area[good]
    unit = face / area[:, None]
    normals = _smoothed(corners, face, unit, cosine).reshape(-1, 3)
    uv = uv[triangles]
    missing = np.isnan(uv[:, 0, 0])
    uv[missing] = _projected(corners[missing], unit[missing])
    places, coordinates = corners.reshape(-1, 3), uv.reshape(-1, 2)
    index, first = _distinct(places, normals, coordinates)
    distinct = Corners(places[first], normals[first], coordinates[first])
    return distinct, index.reshape(-1, 3), good


def _projected(corners: Array, unit: Array) -> Array:
    """(T, 3, 2) metres along the two axes across the dominant axis of each face."""
    axis = np.argmax(np.abs(unit), axis=1)
    first, second = np.array([1, 0, 0])[axis], np.array([2, 2, 1])[axis]
    rows = np.arange(len(corners))[:, None]
    columns = np.arange(3)[None]
    return np.stack(
        [corners[rows, columns, first[:, None]], corners[rows, columns, second[:, None]]], -1
    )


def _smoothed(corners: Array, face: Array, unit: Array, cosine: float) -> Array:
    """(T, 3, 3) corner normals: area-weighted sums over the faces that meet within the crease."""
    place = _hash(np.round(corners.reshape(-1, 3) * 1e4))
    order = np.argsort(place, kind="stable")
    start = np.flatnonzero(np.r_[True, np.diff(place[order]) != 0])
    count = np.diff(np.r_[start, len(order)])
    group = np.repeat(np.arange(len(start)), count)
    # Every corner meets all corners of its group: pairs (corner, other) in order.
    repeat = count[group]
    mine = np.repeat(order, repeat)
    offset = np.arange(len(mine)) - np.repeat(np.r_[0, np.cumsum(repeat)[:-1]], repeat)
    other = order[np.repeat(start[group], repeat) + offset] // 3
    near = np.einsum("ij,ij->i", unit[mine // 3], unit[other]) > cosine
    total = np.zeros((len(place), 3))
    for k in range(3):
        total[:, k] = np.bincount(mine[near], face[other[near], k], len(place))
    length = np.linalg.norm(total, axis=1, keepdims=True)
    normals = np.where(length > 1e-12, total / np.maximum(length, 1e-12), np.repeat(unit, 3, 0))
    return normals.reshape(-1, 3, 3)


def _distinct(corners: Array, normals: Array, uv: Array) -> tuple[NDArray, NDArray]:
    """Index of each corner's vertex, and the corner that each vertex is taken from."""
    key = np.column_stack([corners * 1e5, normals * 1e3, uv * 1e4])
    _, first, index = np.unique(_hash(np.round(key)), return_index=True, return_inverse=True)
    rank = np.argsort(np.argsort(first))  # vertices in the order in which they first occur
    return rank[index.ravel()], np.sort(first)


def _hash(rows: Array) -> NDArray[np.uint64]:
    """(N,) 64-bit keys, equal for equal rows of whole numbers."""
    key = np.zeros(len(rows), np.uint64)
    for column in rows.astype(np.int64).astype(np.uint64).T:
        key = (key ^ column) * np.uint64(0x9E3779B97F4A7C15)
        key ^= key >> np.uint64(29)
    return key
