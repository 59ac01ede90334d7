"""Blur by a disc: means over circles, made of sums along rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...simcore.kernel import device, kernel

F4 = NDArray[np.float32]


def chords(radius: float) -> F4:
    """(2 R + 1,) half the mean width of a disc in the rows about its middle, for ``disc``."""
    reach = int(np.ceil(radius - 0.5))
    edge = np.clip(np.arange(-reach, reach + 2) - 0.5, -radius, radius)
    area = 0.5 * (edge * np.sqrt(radius**2 - edge**2) + radius**2 * np.arcsin(edge / radius))
    return np.diff(area).astype(np.float32)


@kernel("f4[:,:,:], f4[:] -> f4[:,:,:]", narrow=True, counted=True)
def disc(planes, half, out):
    """Means of planes (P, h, w) over discs of ``chords``, by sums along rows; borders go on."""
    height, width = planes.shape[1], planes.shape[2]
    reach = half.shape[0] // 2
    area, edge = np.float32(0.0), np.int64(half[reach] - 0.5) + 1
    for k in range(half.shape[0]):
        area += 2.0 * half[k]
    area = 1.0 / area
    wide = width + 2 * edge
    rows, sums = np.empty((height, wide), np.float32), np.empty((height, wide + 1), np.float32)
    total = np.empty(width, np.float32)
    for p in range(planes.shape[0]):
        for y in range(height):
            _summed(planes[p, y], edge, rows[y], sums[y])
        for y in range(height):
            total[:] = 0.0
            for dy in range(-reach, reach + 1):
                r = min(max(y + dy, 0), height - 1)
                _along(rows[r], sums[r], edge, half[dy + reach], total)
            to = out[p, y]
            for x in range(width):
                to[x] = total[x] * area


@device(narrow=True)
def _summed(row, edge, wide_out, sums_out):
    """A row that goes on at both ends, and its sums from the left."""
    width = row.shape[0]
    for x in range(edge):
        wide_out[x], wide_out[width + edge + x] = row[0], row[width - 1]
    for x in range(width):
        wide_out[edge + x] = row[x]
    total = np.float32(0.0)
    sums_out[0] = 0.0
    for x in range(wide_out.shape[0]):
        total += wide_out[x]
        sums_out[x + 1] = total


@device(narrow=True)
def _along(row, sums, edge, half, total):
    """Add sums of a row over so much to both sides of each pixel's middle."""
    width = total.shape[0]
    if half < 0.5:
        middle = row[edge : edge + width]
        for x in range(width):
            total[x] += 2.0 * half * middle[x]
        return
    whole = np.int64(half - 0.5)
    part = half - 0.5 - np.float32(np.int32(whole))
    first, end = edge - whole, edge + whole + 1
    before, upto = sums[first : first + width], sums[end : end + width]
    left, right = row[first - 1 : first - 1 + width], row[end : end + width]
    for x in range(width):
        total[x] += (upto[x] - before[x]) + part * (left[x] + right[x])
