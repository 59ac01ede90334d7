"""Colours in linear light, and many of them reduced to few."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def linear(encoded: ArrayLike) -> Array:
    """Linear light of sRGB values in [0, 1] (IEC 61966-2-1)."""
    encoded = np.asarray(encoded, np.float64)
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def reduced(colours: Array, limit: int) -> tuple[NDArray[np.int64], Array]:
    """(N,) numbers into a table (≤ limit, 3) that stands for colours (N, 3).

    Median cut by the widest spread (Heckbert, "Color image quantization for frame buffer display",
    SIGGRAPH 1982) on square roots, which are about evenly spaced for the eye. Few colours stay.
    """
    places = np.round(np.sqrt(colours) * 255)
    distinct, index, count = np.unique(places, axis=0, return_inverse=True, return_counts=True)
    index = index.ravel()
    groups = [np.arange(len(distinct))] if len(distinct) > limit else []
    while groups and len(groups) < limit:
        spread = [
            float(np.ptp(distinct[group], axis=0).max() * np.sqrt(count[group].sum()))
            if len(group) > 1
            else -1.0
            for group in groups
        ]
        widest = int(np.argmax(spread))
        group = groups.pop(widest)
        axis = int(np.argmax(np.ptp(distinct[group], axis=0)))
        group = group[np.argsort(distinct[group, axis], kind="stable")]
        share = np.cumsum(count[group]) / count[group].sum()
        cut = int(np.clip(np.searchsorted(share, 0.5), 1, len(group) - 1))
        groups += [group[:cut], group[cut:]]
    if groups:
        number = np.empty(len(distinct), np.int64)
        for k, group in enumerate(groups):
            number[group] = k
        index = number[index]
    size = int(index.max()) + 1
    weight = np.bincount(index, minlength=size)
    table = np.stack([np.bincount(index, colours[:, k], size) / weight for k in range(3)], 1)
    return index, table
