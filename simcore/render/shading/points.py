"""Shading points: samples of a pixel that see the same surface are shaded once.

With 2×2 samples a point stands for the samples of its pixel that show one material of one item,
at nearly one depth and on nearly parallel faces. Points are then sorted by pattern.

A point is a column of two arrays: ``place`` (4, N) f4 with u, v [px], 1/z [1/m] and its share of
the pixel; ``number`` (2, N) i4 with the record that it lies on and the number of its pixel in the
image. What is sky in a pixel is a point too, of record -1, with the last of the patterns' numbers.
"""

from __future__ import annotations

import numpy as np

from ...kernel import device, kernel
from ..pixels import uniform
from .layout import LANES

SAME_DEPTH = np.float32(0.04)
SAME_FACE = np.float32(0.9)
GROUP = 16
"""Samples that are looked at together, as most see the same."""


@kernel(
    "i4[:,:], f4[:,:], i4, i4, i4[:], i4[:], u1[:], f4[:,:], u1[:] "
    "-> f4[:,:], i4[:,:], u1[:], i4[:] : i8",
    narrow=True,
)
def group_fine(
    record, inverse, top, bottom, item, triangle, material, face, kind_of,
    place_out, number_out, pattern_out, count_out,
):  # fmt: skip
    """Points of the rows [top, bottom) of pixels, from 2×2 samples; returns how many.

    record, inverse (2H, 2W): what the samples see; item, triangle (R,): of the records; material
    (T,), face (T, 3): unit normals in the mesh's axes; kind_of (R,): number of each record's
    pattern. pattern_out (N,): of each point; count_out (P,): points of each pattern.
    """
    width = record.shape[1] // 2
    n = 0
    none = count_out.shape[0] - 1
    count_out[:] = 0
    for y in range(top, bottom):
        for x in range(width):
            sky = done = 0
            for k in range(4):
                if (done >> k) & 1:
                    continue
                r = record[2 * y + (k >> 1), 2 * x + (k & 1)]
                if r < 0:
                    sky += 1
                    continue
                z = inverse[2 * y + (k >> 1), 2 * x + (k & 1)]
                t = triangle[r]
                u, v, weight, same, total = k & 1, k >> 1, 1, 1, z
                for j in range(k + 1, 4):
                    q = record[2 * y + (j >> 1), 2 * x + (j & 1)]
                    if (done >> j) & 1 or q < 0:
                        continue
                    z_there = inverse[2 * y + (j >> 1), 2 * x + (j & 1)]
                    if q == r:
                        u, v, same, total = u + (j & 1), v + (j >> 1), same + 1, total + z_there
                    elif not (
                        item[q] == item[r]
                        and material[triangle[q]] == material[t]
                        and abs(z_there - z) < SAME_DEPTH * z
                        and _parallel(face, t, triangle[q])
                    ):
                        continue
                    weight += 1
                    done |= 1 << j
                inside = 0.5 / np.float32(np.int32(same))
                place_out[0, n] = np.float32(np.int32(x)) - 0.25 + np.float32(np.int32(u)) * inside
                place_out[1, n] = np.float32(np.int32(y)) - 0.25 + np.float32(np.int32(v)) * inside
                place_out[2, n] = total * 2.0 * inside
                place_out[3, n] = np.float32(np.int32(weight)) * 0.25
                number_out[0, n] = r
                number_out[1, n] = y * width + x
                pattern_out[n] = kind_of[r]
                count_out[kind_of[r]] += 1
                n += 1
            if sky:
                share = np.float32(np.int32(sky)) * 0.25
                n = _sky_point(x, y, width, share, none, n, place_out, number_out, pattern_out)
                count_out[none] += 1
    return n


@device(narrow=True)
def _sky_point(x, y, width, share, none, n, place_out, number_out, pattern_out):
    """A point of sky at the centre of a pixel; returns the next point's number."""
    place_out[0, n], place_out[1, n] = np.float32(np.int32(x)), np.float32(np.int32(y))
    place_out[2, n], place_out[3, n] = 0.0, share
    number_out[0, n], number_out[1, n] = -1, y * width + x
    pattern_out[n] = none
    return n + 1


@device(narrow=True)
def _parallel(face, a, b):
    """Whether two triangles of a mesh face nearly the same way."""
    cosine = face[a, 0] * face[b, 0] + face[a, 1] * face[b, 1] + face[a, 2] * face[b, 2]
    return cosine > SAME_FACE


@kernel(
    "i4[:], f4[:], i8, i8, i8, u1[:] -> i4[:], i4[:], f4[:,:], i4[:,:], i4[:]",
    narrow=True,
    disjoint=True,
    counted=True,
)
def sort_centre(
    record, inverse, width, top, bottom, kind_of,
    to_out, found_out, place_out, number_out, first_out,
):  # fmt: skip
    """The points of rows [top, bottom) in the order of their patterns, as from ``sort``, with one
    sample at the centre of each pixel; those of a pattern stand together by their records.

    record, inverse (H * width,): what the samples see; kind_of (R,): number of each record's
    pattern. to_out, found_out (R + 1,): room to work in. The arrays for points have room for a
    block of each pattern more than there are pixels.
    """
    found = _tally(record, width * top, width * bottom, to_out, found_out)
    none = first_out.shape[0] - 2
    count = np.zeros(none + 1, np.int32)
    for k in range(found):
        r = found_out[k]
        count[kind_of[r - 1] if r > 0 else none] += to_out[r]
    to = _room(count, first_out)
    for k in range(found):
        r = found_out[k]
        kind = np.int64(kind_of[r - 1]) if r > 0 else none
        begin = to[kind]
        to[kind] += to_out[r]
        to_out[r] = begin
    for y in range(top, bottom):
        for x in range(0, width, GROUP):
            n = np.uint64(y * width + x)
            many = min(width - x, GROUP)
            if many == GROUP and uniform(record, n):
                r = np.uint64(record[n] + 1)
                k = np.uint64(to_out[r])
                to_out[r] += GROUP
                for lane in range(np.uint64(GROUP)):
                    place_out[0, k + lane] = np.float32(np.int32(x) + np.int32(lane))
                    place_out[1, k + lane] = np.float32(np.int32(y))
                    place_out[2, k + lane] = inverse[n + lane]  # 0 where there is nothing
                    place_out[3, k + lane] = 1.0
                    number_out[0, k + lane] = np.int32(r) - 1
                    number_out[1, k + lane] = np.int32(n) + np.int32(lane)
            else:
                for lane in range(np.uint64(many)):
                    r = np.uint64(record[n + lane] + 1)
                    k = np.uint64(to_out[r])
                    to_out[r] += 1
                    place_out[0, k] = np.float32(np.int32(x) + np.int32(lane))
                    place_out[1, k] = np.float32(np.int32(y))
                    place_out[2, k] = inverse[n + lane]
                    place_out[3, k] = 1.0
                    number_out[0, k] = np.int32(r) - 1
                    number_out[1, k] = np.int32(n) + np.int32(lane)
    _fill(to, first_out, place_out, number_out)


@device(narrow=True)
def _tally(record, begin, end, count_out, found_out):
    """Count the samples [begin, end) of each record at its number + 1; returns how many records
    there are, which are written to found_out in the order in which they are seen."""
    count_out[:] = 0
    found = np.uint64(0)
    for first in range(begin, end, GROUP):
        n = np.uint64(first)
        many = min(end - first, GROUP)
        if many == GROUP and uniform(record, n):
            r = np.uint64(record[n] + 1)
            found_out[found] = r
            found += np.uint64(count_out[r] == 0)
            count_out[r] += GROUP
        else:
            for k in range(np.uint64(many)):
                r = np.uint64(record[n + k] + 1)
                found_out[found] = r
                found += np.uint64(count_out[r] == 0)
                count_out[r] += 1
    return np.int64(found)


@kernel("i8, f4[:,:], i4[:,:], u1[:], i4[:] -> f4[:,:], i4[:,:], i4[:]", counted=True)
def sort(points, place, number, pattern, count, place_out, number_out, first_out):
    """The first ``points`` points in the order of their patterns, each from a new block on.

    count (P,): points of each pattern; first_out (P + 1,): the block at which each begins. What is
    left of a pattern's last block repeats its last point with no weight.
    """
    to = _room(count, first_out)
    for n in range(points):
        k = to[pattern[n]]
        to[pattern[n]] = k + 1
        for row in range(4):
            place_out[row, k] = place[row, n]
        number_out[0, k], number_out[1, k] = number[0, n], number[1, n]
    _fill(to, first_out, place_out, number_out)


@device(narrow=True, counted=True)
def _room(count, first_out):
    """Give each pattern its blocks; returns where the next point of each is to stand."""
    patterns = count.shape[0]
    to = np.empty(patterns, np.int64)
    blocks = 0
    for p in range(patterns):
        first_out[p] = blocks
        to[p] = blocks * LANES
        blocks += (count[p] + LANES - 1) // LANES
    first_out[patterns] = blocks
    return to


@device(narrow=True)
def _fill(to, first, place_out, number_out):
    """Fill what is left of each pattern's last block with its last point, without weight."""
    for p in range(to.shape[0]):
        last = to[p] - 1
        for k in range(to[p], first[p + 1] * LANES):
            for row in range(3):
                place_out[row, k] = place_out[row, last]
            place_out[3, k] = 0.0
            number_out[0, k], number_out[1, k] = number_out[0, last], number_out[1, last]
