"""Smooth noise over the plane from integer hashes: the same at a place whatever lies around it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def hashed(x: ArrayLike, y: ArrayLike, seed: int = 0) -> Array:
    """Numbers in [0, 1) for whole-numbered x, y (…,)."""
    a = np.asarray(x).astype(np.int64).astype(np.uint64)
    b = np.asarray(y).astype(np.int64).astype(np.uint64)
    h = a * np.uint64(0x9E3779B97F4A7C15) ^ b * np.uint64(0xC2B2AE3D27D4EB4F)
    h ^= np.uint64(seed * 0x165667B19E3779F9 & 0xFFFFFFFFFFFFFFFF)
    h ^= h >> np.uint64(29)
    h *= np.uint64(0xBF58476D1CE4E5B9)
    h ^= h >> np.uint64(32)
    h *= np.uint64(0x94D049BB133111EB)
    h ^= h >> np.uint64(31)
    return (h >> np.uint64(11)).astype(np.float64) * 2.0**-53


def value_noise(x: ArrayLike, y: ArrayLike, seed: int = 0) -> Array:
    """Noise in [0, 1] with a period of 1 between its lattice points."""
    x, y = np.asarray(x, np.float64), np.asarray(y, np.float64)
    ix, iy = np.floor(x), np.floor(y)
    fx, fy = x - ix, y - iy
    fx, fy = fx * fx * (3 - 2 * fx), fy * fy * (3 - 2 * fy)
    low = hashed(ix, iy, seed) * (1 - fx) + hashed(ix + 1, iy, seed) * fx
    high = hashed(ix, iy + 1, seed) * (1 - fx) + hashed(ix + 1, iy + 1, seed) * fx
    return low * (1 - fy) + high * fy


def fbm(x: ArrayLike, y: ArrayLike, octaves: int = 4, seed: int = 0, gain: float = 0.5) -> Array:
    """Fractal sum of value noise in [0, 1]."""
    x, y = np.asarray(x, np.float64), np.asarray(y, np.float64)
    total = np.zeros(np.broadcast_shapes(x.shape, y.shape))
    weight, sum_of_weights = 1.0, 0.0
    for k in range(octaves):
        total = total + weight * value_noise(x * 2**k, y * 2**k, seed + k)
        sum_of_weights += weight
        weight *= gain
    return total / sum_of_weights
