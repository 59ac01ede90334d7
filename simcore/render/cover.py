"""Which pixels triangles cover at all: rasterising without depth, for one body alone."""

from __future__ import annotations

import numpy as np

from ..kernel import kernel
from .raster import bounded
from .setup import BORDER
from .sweep import span, time_of


@kernel("f4[:], i8, i4[:] -> u1[:,:]", narrow=True)
def cover(records, count, window, mask_out):
    """Set the pixels that the first ``count`` records cover; the same as ``raster`` would fill.

    records (R * 16,): see ``setup``; window (4,): first and end column, first and end
    row; mask_out: the window's pixels.
    """
    left, right = np.float32(window[0]), np.float32(window[1])
    top, bottom = np.float32(window[2]), np.float32(window[3])
    first_row = np.int64(window[2])
    for number in range(count):
        e = np.uint64(number * 16)
        x0, y0, x1 = records[e], records[e + np.uint64(1)], records[e + np.uint64(2)]
        y1, y2 = records[e + np.uint64(3)], records[e + np.uint64(4)]
        long, upper = records[e + np.uint64(5)], records[e + np.uint64(6)]
        lower, to_right = records[e + np.uint64(7)], records[e + np.uint64(15)] > 0.0
        y_from, y_end = np.int64(bounded(y0, top, bottom)), np.int64(bounded(y2, top, bottom))
        for y in range(y_from, y_end):
            v = np.float32(np.int32(y))
            a = x0 + (v - y0) * long
            b = x0 + (v - y0) * upper if v < y1 else x1 + (v - y1) * lower
            low, high = (a, b) if to_right else (b, a)
            # Whole numbers round to themselves: these are exactly the u with low ≤ u < high.
            begin, end = bounded(low, left, right) - left, bounded(high, left, right) - left
            for x in range(np.int64(begin), np.int64(end)):
                mask_out[y - first_row, x] = np.uint8(1)


@kernel("f4[:], i8, i4[:], f4, f4, f4 -> u1[:,:]", narrow=True)
def cover_swept(records, count, window, near, first, per_row, mask_out):
    """The same for records of ``sweep``, at the times of the rows (see ``sweep.raster_swept``)."""
    left, right = np.float32(window[0]), np.float32(window[1])
    top, bottom = np.float32(window[2]), np.float32(window[3])
    first_row = np.int64(window[2])
    for number in range(count):
        e = number * 24
        y_from = np.int64(bounded(records[e + 20] - BORDER, top, bottom))
        y_end = np.int64(bounded(records[e + 21] + BORDER, top, bottom))
        for y in range(y_from, y_end):
            v = np.float32(np.int32(y))
            low, high, _, _ = span(records, e, time_of(v, first, per_row), v, near)
            begin, end = bounded(low, left, right) - left, bounded(high, left, right) - left
            for x in range(np.int64(begin), np.int64(end)):
                mask_out[y - first_row, x] = np.uint8(1)


@kernel("f4[:], i8, i8, i8, i8, i8, i8 -> f4[:]", narrow=True)
def extent(records, count, fields, left, right, top, bottom, extent_out):
    """Least u and v, greatest u and v of all records, from the named fields; extent_out (4,)."""
    x0, y0 = np.float32(1e30), np.float32(1e30)
    x1, y1 = np.float32(-1e30), np.float32(-1e30)
    for number in range(count):
        e = number * fields
        x0, y0 = min(x0, records[e + left]), min(y0, records[e + top])
        x1, y1 = max(x1, records[e + right]), max(y1, records[e + bottom])
    extent_out[0], extent_out[1], extent_out[2], extent_out[3] = x0, y0, x1, y1
