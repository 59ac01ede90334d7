"""Fills triangles into a visibility buffer: 1/z (0: nothing) and the number of the record.

1/z is linear on the screen and the greater wins; ties keep the record that came first. Samples
stand at u = column·step + first, and likewise v, so that one set of records serves the pixel
centres (1, 0) and the 2×2 samples of each pixel (1/2, -1/4). A sample belongs to a triangle when
left edge ≤ u < right edge and top ≤ v < bottom. Each sample's 1/z depends on its own place only,
so that buffers do not depend on bands, windows or the width of the machine's vectors.

``raster`` works out the edges of 16 rows at once and goes along them by blocks of 16 samples, all
tested at once, which compiles to AVX-512 or pairs of AVX2 instructions. Of the 24 ns per visible
triangle of a street, 5 go to reading the record, 8 to blocks and the rest to rows and branches;
smaller blocks or a loop over single samples for small triangles were slower. ``raster_spans``,
one sample after the other, is for windows of less than 16 columns and for machines without AVX2.
"""

from __future__ import annotations

from functools import cache

import llvmlite.binding as llvm
import numba
import numpy as np

from ..kernel import Kernel, device, kernel

EDGES = 80
"""Floats of scratch: of 16 rows the left and the right edge [px], 1/z at (x0, v), and the first
and the end column."""


@device(narrow=True)
def bounded(value, low, high):
    """``value`` rounded up, held in [low, high]; low when it is not a number."""
    value = np.ceil(value)
    value = value if value > low else low
    return value if value < high else high


@device(narrow=True)
def _edges(records, e, y, step, first, left, right, edges_out):
    """The edges of record e on the 16 rows from y on; see ``EDGES``."""
    x0, y0 = records[e], records[e + np.uint64(1)]
    x1, y1 = records[e + np.uint64(2)], records[e + np.uint64(3)]
    long, upper = records[e + np.uint64(5)], records[e + np.uint64(6)]
    lower, to_right = records[e + np.uint64(7)], records[e + np.uint64(15)] > 0.0
    z0, slope_v = records[e + np.uint64(8)], records[e + np.uint64(10)]
    per = 1.0 / step
    top = np.float32(np.int32(y))
    for k in range(16):
        v = (top + np.float32(np.int32(k))) * step + first
        above = v < y1
        from_x, from_y = (x0 if above else x1), (y0 if above else y1)
        a = x0 + (v - y0) * long
        b = from_x + (v - from_y) * (upper if above else lower)
        low, high = (a if to_right else b), (b if to_right else a)
        edges_out[k], edges_out[k + 16] = low, high
        edges_out[k + 32] = z0 + (v - y0) * slope_v
        edges_out[k + 48] = bounded((low - first) * per, left, right)
        edges_out[k + 64] = bounded((high - first) * per, left, right)


_SIGNATURE = "f4[:], i8, i4[:], i8, f4, f4 -> f4[:], f4[:], i4[:]"


@kernel(_SIGNATURE, narrow=True, disjoint=True)
def raster(records, count, window, origin, step, first, edges_out, inverse_out, record_out):
    """Fill the rows of a window, which must have 16 columns or more.

    records (R * 16,): see ``setup``, the first ``count``; window (4,): first and end column, first
    and end row, in samples; origin: the row that the buffers begin with. edges_out (EDGES,):
    scratch; inverse_out, record_out: rows of all columns of the window, from row ``origin`` on.
    """
    left, right = np.float32(window[0]), np.float32(window[1])
    top, bottom = np.float32(window[2]), np.float32(window[3])
    first_column, end_column = np.int64(window[0]), np.int64(window[1])
    width, last = end_column - first_column, end_column - 16
    per = 1.0 / step
    for number in range(count):
        e = np.uint64(number * 16)
        y = np.int64(bounded((records[e + np.uint64(1)] - first) * per, top, bottom))
        y_end = np.int64(bounded((records[e + np.uint64(4)] - first) * per, top, bottom))
        # One more on each side: rounding may carry a crossing past the corners, and each
        # sample is compared with the crossings themselves.
        x = np.int64(bounded((records[e + np.uint64(11)] - first) * per, left, right)) - 1
        x_end = np.int64(bounded((records[e + np.uint64(12)] - first) * per, left, right)) + 1
        x, x_end = max(x, first_column), min(x_end, end_column)
        narrow = x_end - x <= 16
        x0, slope_u = records[e], records[e + np.uint64(9)]
        farthest, nearest = records[e + np.uint64(13)], records[e + np.uint64(14)]
        tag = np.int32(number)
        row = (y - origin) * width - first_column
        while y < y_end:
            _edges(records, e, y, step, first, left, right, edges_out)
            rows = min(np.int64(16), y_end - y)
            y += 16
            for r in range(np.uint64(rows)):
                low, high = edges_out[r], edges_out[r + np.uint64(16)]
                z = edges_out[r + np.uint64(32)]
                begin, end = x, x + 1
                if not narrow:
                    begin = np.int64(edges_out[r + np.uint64(48)])
                    end = min(np.int64(edges_out[r + np.uint64(64)]) + 1, end_column)
                while begin < end:
                    block = min(begin, last)
                    base = np.uint64(row + block)
                    u0 = np.float32(np.int32(block)) * step + first
                    for k in range(16):
                        place = base + np.uint64(k)
                        u = u0 + np.float32(np.int32(k)) * step
                        new = z + (u - x0) * slope_u
                        new = new if new > farthest else farthest
                        new = new if new < nearest else nearest
                        old = inverse_out[place]
                        closer = (u >= low) & (u < high) & (new > old)
                        inverse_out[place] = new if closer else old
                        record_out[place] = tag if closer else record_out[place]
                    begin = block + 16
                row += width


@kernel(_SIGNATURE, narrow=True)
def raster_spans(records, count, window, origin, step, first, edges_out, inverse_out, record_out):
    """The same as ``raster``, sample by sample, for any window."""
    left, right = np.float32(window[0]), np.float32(window[1])
    top, bottom = np.float32(window[2]), np.float32(window[3])
    first_column, end_column = np.int64(window[0]), np.int64(window[1])
    width = end_column - first_column
    per = 1.0 / step
    for number in range(count):
        e = np.uint64(number * 16)
        y_from = np.int64(bounded((records[e + np.uint64(1)] - first) * per, top, bottom))
        y_end = np.int64(bounded((records[e + np.uint64(4)] - first) * per, top, bottom))
        x0, slope_u = records[e], records[e + np.uint64(9)]
        farthest, nearest = records[e + np.uint64(13)], records[e + np.uint64(14)]
        for y in range(y_from, y_end):
            r = np.uint64((y - y_from) & 15)
            if r == 0:
                _edges(records, e, y, step, first, left, right, edges_out)
            low, high = edges_out[r], edges_out[r + np.uint64(16)]
            z = edges_out[r + np.uint64(32)]
            begin = np.int64(edges_out[r + np.uint64(48)])
            end = min(np.int64(edges_out[r + np.uint64(64)]) + 1, end_column)
            row = (y - origin) * width - first_column
            for x in range(begin, end):
                u = np.float32(np.int32(x)) * step + first
                new = z + (u - x0) * slope_u
                new = new if new > farthest else farthest
                new = new if new < nearest else nearest
                if u >= low and u < high and new > inverse_out[row + x]:
                    inverse_out[row + x] = new
                    record_out[row + x] = np.int32(number)


def fastest(columns: int) -> Kernel:
    """The quicker of the two for windows of so many columns on this machine."""
    return raster if columns >= 16 and _has_wide_vectors() else raster_spans


@cache
def _has_wide_vectors() -> bool:
    """Whether kernels are compiled for AVX2 at least: else blocks take half as long again."""
    if getattr(numba.config, "CPU_NAME", None) == "generic":
        return False
    return bool(llvm.get_host_cpu_features().get("avx2", False))
