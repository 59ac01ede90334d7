"""Fills triangles into a visibility buffer: 1/z (0: nothing) and the number of the record.

1/z is linear on the screen and the greater wins; ties keep the record that came first. Samples
stand at u = column·step + first, and likewise v, so that one set of records serves the pixel
centres (1, 0) and the 2×2 samples of each pixel (1/2, -1/4). A sample belongs to a triangle when
left edge ≤ u < right edge and top ≤ v < bottom. Each sample's 1/z depends on its own place only,
so that buffers do not depend on bands, windows or the width of the machine's vectors.

``raster`` goes by blocks of 16 samples, tested all at once; ``raster_spans``, one sample after
the other, is for windows of less than 16 columns and for machines without AVX2.
"""

from __future__ import annotations

import numpy as np

from ..kernel import device, kernel


@device(narrow=True)
def bounded(value, low, high):
    """``value`` rounded up, as an int in [low, high], also when it is not a number."""
    value = np.ceil(value)
    if not value > np.float32(low):
        return np.int64(low)
    if not value < np.float32(high):
        return np.int64(high)
    return np.int64(value)


_SIGNATURE = "f4[:], i8, i4[:], i8, f4, f4 -> f4[:], i4[:]"


@kernel(_SIGNATURE, narrow=True)
def raster(records, count, window, origin, step, first, inverse_out, record_out):
    """Fill the rows of a window, which must have 16 columns or more.

    records (R * 16,): see ``setup``, the first ``count``; window (4,): first and end column, first
    and end row, in samples; origin: the row that the buffers begin with. inverse_out, record_out:
    rows of all columns of the window, from row ``origin`` on.
    """
    left, right = np.int64(window[0]), np.int64(window[1])
    top, bottom = np.int64(window[2]), np.int64(window[3])
    width = right - left
    per = 1.0 / step
    for number in range(count):
        e = np.uint64(number * 16)
        y0, y2 = records[e + np.uint64(1)], records[e + np.uint64(4)]
        y_from = bounded((y0 - first) * per, top, bottom)
        y_end = bounded((y2 - first) * per, top, bottom)
        if y_from >= y_end:
            continue
        x_least, x_greatest = records[e + np.uint64(11)], records[e + np.uint64(12)]
        # One more on each side: rounding may carry a crossing past the corners, and each
        # sample is compared with the crossings themselves.
        x_from = max(bounded((x_least - first) * per, left, right) - 1, left)
        x_end = min(bounded((x_greatest - first) * per, left, right) + 1, right)
        if x_from >= x_end:
            continue
        x0, x1, y1 = records[e], records[e + np.uint64(2)], records[e + np.uint64(3)]
        long, upper = records[e + np.uint64(5)], records[e + np.uint64(6)]
        lower = records[e + np.uint64(7)]
        z0, slope_u = records[e + np.uint64(8)], records[e + np.uint64(9)]
        slope_v = records[e + np.uint64(10)]
        farthest, nearest = records[e + np.uint64(13)], records[e + np.uint64(14)]
        to_right = records[e + np.uint64(15)] > 0.0
        narrow = x_end - x_from <= 16
        tag = np.int32(number)
        for y in range(y_from, y_end):
            v = np.float32(np.int32(y)) * step + first
            a = x0 + (v - y0) * long
            b = x0 + (v - y0) * upper if v < y1 else x1 + (v - y1) * lower
            low, high = (a, b) if to_right else (b, a)
            z = z0 + (v - y0) * slope_v
            begin, end = x_from, x_end
            if not narrow:
                begin = bounded((low - first) * per, left, right)
                end = min(bounded((high - first) * per, left, right) + 1, right)
            row = (y - origin) * width - left
            while begin < end:
                block = min(begin, right - 16)
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


@kernel(_SIGNATURE, narrow=True)
def raster_spans(records, count, window, origin, step, first, inverse_out, record_out):
    """The same as ``raster``, sample by sample, for any window."""
    left, right = np.int64(window[0]), np.int64(window[1])
    top, bottom = np.int64(window[2]), np.int64(window[3])
    width = right - left
    per = 1.0 / step
    for number in range(count):
        e = number * 16
        x0, y0, x1, y1, y2 = (
            records[e],
            records[e + 1],
            records[e + 2],
            records[e + 3],
            records[e + 4],
        )
        for y in range(
            bounded((y0 - first) * per, top, bottom), bounded((y2 - first) * per, top, bottom)
        ):
            v = np.float32(np.int32(y)) * step + first
            a = x0 + (v - y0) * records[e + 5]
            b = x0 + (v - y0) * records[e + 6] if v < y1 else x1 + (v - y1) * records[e + 7]
            low, high = (a, b) if records[e + 15] > 0.0 else (b, a)
            z = records[e + 8] + (v - y0) * records[e + 10]
            begin = bounded((low - first) * per, left, right)
            end = min(bounded((high - first) * per, left, right) + 1, right)
            row = (y - origin) * width - left
            for x in range(begin, end):
                u = np.float32(np.int32(x)) * step + first
                new = z + (u - x0) * records[e + 9]
                new = min(max(new, records[e + 13]), records[e + 14])
                if u >= low and u < high and new > inverse_out[row + x]:
                    inverse_out[row + x] = new
                    record_out[row + x] = np.int32(number)
