"""Banks: fog, drifting snow and dust lie in heaps with gaps, which the wind carries along.

Two octaves of noise over the ground, cut off so that a given share of it lies in the bank. It is a
closed form of place and time, without a state. ``survey`` averages it along the ways from one
point in all directions, which is all that a sensor there needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..kernel import device, kernel
from ..kernels.approx import smoothstep
from ..kernels.noise import noise

Array = NDArray[np.float64]
F4 = NDArray[np.float32]

SOFT = 0.16
"""Half of the width, in noise, of the edge between a bank and a gap."""

_SOFT = np.float32(SOFT)

COLUMNS, ROWS = 256, 64
"""Directions and distances of a survey."""


@dataclass(frozen=True)
class Banks:
    """share: of the ground that lies in them, in the mean, in (0, 1); size: from one to the next
    [m], by and large; key: 64-bit stream."""

    share: float
    size: float
    key: int = 0

    @property
    def above(self) -> float:
        """Where the noise must lie in the middle of an edge."""
        return _threshold(round(self.share, 3))

    def origin(self, carried: ArrayLike) -> Array:
        """(2,) where the point (0, 0) of the world lies in the noise when the wind has carried the
        banks so far [m]."""
        start = np.array([self.key & 0xFFFF, self.key >> 16 & 0xFFFF]) / 64.0
        return start - np.asarray(carried, np.float64) / self.size

    def at(self, points: ArrayLike, carried: ArrayLike = (0.0, 0.0)) -> Array:
        """(…,) how thick they are at points (…, 2) [m], 0 in gaps to 1 inside."""
        points = np.asarray(points, np.float64)
        places = np.ascontiguousarray(points.reshape(-1, 2) / self.size + self.origin(carried))
        out = np.empty(len(places), np.float32)
        thick(places.astype(np.float32), np.float32(self.above), out)
        return out.reshape(points.shape[:-1]).astype(np.float64)

    def survey(self, eye: ArrayLike, carried: ArrayLike, reach: float) -> F4:
        """(COLUMNS, ROWS) mean thickness of level ways from a point (2,) [m]: by direction, as
        ``turned`` counts them, and by distance, reach · (row / (ROWS - 1))²."""
        start = np.asarray(eye, np.float64)[:2] / self.size + self.origin(carried)
        out = np.empty((COLUMNS, ROWS), np.float32)
        surveyed(
            start.astype(np.float32), np.float32(reach / self.size), np.float32(self.above), out
        )
        return out


@device(narrow=True, inline=True)
def thickness(x, y, above):
    """How thick a bank is at a place of the noise."""
    value = 0.68 * noise(x, y) + 0.32 * noise(x * 2.37 + 5.3, y * 2.37 + 9.7)
    return smoothstep(above - _SOFT, above + _SOFT, value)


@device(narrow=True, inline=True)
def turned(x, y):
    """Direction of (x, y) as a number in [0, 4), a quarter turn for each whole one."""
    along = x / (abs(x) + abs(y) + 1e-9)
    return 1.0 - along if y >= 0.0 else 3.0 + along


@kernel("f4[:,:], f4 -> f4[:]", narrow=True)
def thick(places, above, out):
    """places (N, 2): in the noise."""
    for n in range(places.shape[0]):
        out[n] = thickness(places[n, 0], places[n, 1], above)


@kernel("f4[:], f4, f4 -> f4[:,:]", narrow=True)
def surveyed(start, reach, above, mean_out):
    """start (2,), reach: in the noise; mean_out: see ``Banks.survey``."""
    columns, rows = mean_out.shape
    for column in range(columns):
        turn = np.float32(np.int32(column)) * (4.0 / np.float32(np.int32(columns)))
        quarter = turn if turn <= 2.0 else 4.0 - turn
        x = 1.0 - quarter
        y = 1.0 - abs(x)
        y = y if turn <= 2.0 else -y
        scale = 1.0 / np.sqrt(x * x + y * y)
        x, y = x * scale, y * scale
        total, before, last = np.float32(0.0), np.float32(0.0), np.float32(0.0)
        for row in range(rows):
            part = np.float32(np.int32(row)) * (1.0 / np.float32(np.int32(rows - 1)))
            far = reach * part * part
            here = thickness(start[0] + x * far, start[1] + y * far, above)
            last = here if row == 0 else last
            total = total + 0.5 * (here + last) * (far - before)
            mean_out[column, row] = total / far if row > 0 else here
            last, before = here, far


@cache
def _threshold(share: float) -> float:
    """Where the edges' middle must lie for the mean thickness to be this share."""
    x, y = np.meshgrid(np.arange(192) * 0.37, np.arange(192) * 0.41)
    places = np.stack([x.ravel(), y.ravel()], 1).astype(np.float32)
    low, high, out = 0.0 - SOFT, 1.0 + SOFT, np.empty(len(places), np.float32)
    for _ in range(24):
        middle = (low + high) / 2
        thick(places, np.float32(middle), out)
        low, high = (middle, high) if out.mean() > share else (low, middle)
    return (low + high) / 2
