"""Rolling shutter: each row of the image sees every triangle where it is at the row's own time.

Corners move on straight lines in the camera's axes from the start to the end of the exposure. At
a row's time, the plane through the row and the camera's centre cuts a triangle in a segment of
space; its ends lie on two edges, one that goes down through the row (on the left of a front face)
and one that goes up. The segment is cut off at the near plane and projected: neither polygons nor
facing need to be considered, edges may bend on the image, and two triangles that share an edge
compute its crossing from the same numbers and meet without a gap.

A record is a row of 24 floats: the three corners in lens space (u·z, v·z, z) at the start, the
same at the end, the least and greatest u and v that they pass through, whether all is in front of
the near plane (1) or not (0), and one that is unused.
"""

from __future__ import annotations

import numpy as np

from ..kernel import device, kernel
from .raster import bounded
from .setup import BORDER, meets_samples
from .vertex import HIDDEN

FIELDS = 24
EDGES = 96
"""Floats of scratch: of 16 rows the left and the right end [px], 1/z at the left, how it grows
along u, and the first and the end column."""
_FAR = np.float32(1e30)


@device(narrow=True, inline=True)
def time_of(v, first, per_row):
    """The time in [0, 1] at which the row of pixels that holds the sample row ``v`` is taken."""
    return min(max(first + per_row * np.floor(v + 0.5), 0.0), 1.0)


@device(narrow=True, inline=True)
def _turned_away(c, s, u, v):
    """Whether a triangle shows its back all the way from start to end.

    The determinant of the corners, moved to the origin (u, v), is a cubic in time; it stays
    positive when its four Bernstein coefficients are.
    """
    x0, y0, w0 = s[c] - u * s[c + 2], s[c + 1] - v * s[c + 2], s[c + 2]
    x1, y1, w1 = s[c + 3] - u * s[c + 5], s[c + 4] - v * s[c + 5], s[c + 5]
    x2, y2, w2 = s[c + 6] - u * s[c + 8], s[c + 7] - v * s[c + 8], s[c + 8]
    p0, q0, r0 = s[c + 9] - u * s[c + 11], s[c + 10] - v * s[c + 11], s[c + 11]
    p1, q1, r1 = s[c + 12] - u * s[c + 14], s[c + 13] - v * s[c + 14], s[c + 14]
    p2, q2, r2 = s[c + 15] - u * s[c + 17], s[c + 16] - v * s[c + 17], s[c + 17]
    if _determinant(x0, y0, w0, x1, y1, w1, x2, y2, w2) < 0.0:
        return False
    if _determinant(p0, q0, r0, p1, q1, r1, p2, q2, r2) < 0.0:
        return False
    second = (
        _determinant(p0, q0, r0, x1, y1, w1, x2, y2, w2)
        + _determinant(x0, y0, w0, p1, q1, r1, x2, y2, w2)
        + _determinant(x0, y0, w0, x1, y1, w1, p2, q2, r2)
    )
    third = (
        _determinant(x0, y0, w0, p1, q1, r1, p2, q2, r2)
        + _determinant(p0, q0, r0, x1, y1, w1, p2, q2, r2)
        + _determinant(p0, q0, r0, p1, q1, r1, x2, y2, w2)
    )
    return second >= 0.0 and third >= 0.0


@device(narrow=True, inline=True)
def _determinant(a, b, c, d, e, f, g, h, i):
    return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)


@kernel(
    "i4[:,:], i4[:], i4[:], u1[:], i4[:], f4[:,:], f4, f4[:], f4 -> f4[:], i4[:], i4[:] : i8",
    narrow=True,
)
def setup_swept(
    triangles,
    first_triangle,
    mesh,
    state,
    place,
    swept,
    near,
    window,
    grid,
    record_out,
    item_out,
    triangle_out,
):
    """Records of the triangles that may be seen at some time; returns how many.

    swept (6, N): vertices in lens space at start and end, those of item i from column place[i] on;
    the other arguments are those of ``setup.setup``; record_out (R * 24,).
    """
    count = 0
    bounds = (window[0], window[1], window[2], window[3])
    for i in range(mesh.shape[0]):
        if state[i] == HIDDEN:
            continue
        for t in range(first_triangle[mesh[i]], first_triangle[mesh[i] + 1]):
            base = count * 24
            left, top, nearest = _FAR, _FAR, _FAR
            right, bottom, furthest = -_FAR, -_FAR, -_FAR
            for k in range(3):
                p = triangles[t, k] + place[i]
                for end in range(2):
                    x, y, z = swept[3 * end, p], swept[3 * end + 1, p], swept[3 * end + 2, p]
                    e = base + 9 * end + 3 * k
                    record_out[e], record_out[e + 1], record_out[e + 2] = x, y, z
                    nearest, furthest = min(nearest, z), max(furthest, z)
                    inverse = 1.0 / z
                    left, right = min(left, x * inverse), max(right, x * inverse)
                    top, bottom = min(top, y * inverse), max(bottom, y * inverse)
            if furthest < near:
                continue
            record_out[base + 22] = 0.0 if nearest < near else 1.0
            if nearest < near:
                left, right, top, bottom = -_FAR, _FAR, -_FAR, _FAR
            else:
                if not meets_samples(left, right, top - BORDER, bottom + BORDER, bounds, grid):
                    continue
                if _turned_away(base, record_out, left, top):
                    continue
            record_out[base + 18], record_out[base + 19] = left, right
            record_out[base + 20], record_out[base + 21] = top, bottom
            item_out[count], triangle_out[count] = i, t
            count += 1
    return count


@device(narrow=True, inline=True)
def _crossing(s, e, a, b, time, v):
    """Where the edge from corner a to corner b meets row v: (u·d, z·d, d), d > 0, d·x the row.

    s: records, e: the row's first field. Swapping a and b gives the same bits but for the sign,
    which is taken out.
    """
    a, b = e + 3 * a, e + 3 * b
    ax, ay = s[a] + time * (s[a + 9] - s[a]), s[a + 1] + time * (s[a + 10] - s[a + 1])
    aw = s[a + 2] + time * (s[a + 11] - s[a + 2])
    bx, by = s[b] + time * (s[b + 9] - s[b]), s[b + 1] + time * (s[b + 10] - s[b + 1])
    bw = s[b + 2] + time * (s[b + 11] - s[b + 2])
    above, below = ay - v * aw, by - v * bw
    x, w, d = ax * below - bx * above, aw * below - bw * above, below - above
    return (x, w, d) if d > 0.0 else (-x, -w, -d)


@device(narrow=True, inline=True)
def span(s, e, time, v, near):
    """The segment of record ``e`` on row v: u and 1/z at its left and right end.

    Ends with left ≥ right when there is none.
    """
    side0 = _height(s, e, time, v) < 0.0
    side1 = _height(s, e + 3, time, v) < 0.0
    side2 = _height(s, e + 6, time, v) < 0.0
    if side0 == side1 and side1 == side2:
        return np.float32(1.0), np.float32(0.0), np.float32(0.0), np.float32(0.0)
    # Corner `alone` lies on one side of the row, `after` and `before` it on the other.
    alone = 2 if side0 == side1 else 1 if side0 == side2 else 0
    after, before = (alone + 1) % 3, (alone + 2) % 3
    is_above = side2 if alone == 2 else side1 if alone == 1 else side0
    down, up = (after, before) if is_above else (before, after)
    lx, lw, ld = _crossing(s, e, alone, down, time, v)
    rx, rw, rd = _crossing(s, e, alone, up, time, v)
    lz, rz = lw / ld, rw / rd
    if lz < near and rz < near:
        return np.float32(1.0), np.float32(0.0), np.float32(0.0), np.float32(0.0)
    left, left_inverse = lx / lw, ld / lw
    right, right_inverse = rx / rw, rd / rw
    if lz < near or rz < near:
        cut = (near - lz) / (rz - lz)
        u = (lx / ld + cut * (rx / rd - lx / ld)) / near
        if lz < near:
            left, left_inverse = u, 1.0 / near
        else:
            right, right_inverse = u, 1.0 / near
    return left, right, left_inverse, right_inverse


@device(narrow=True, inline=True)
def _height(s, c, time, v):
    """How far the corner at field c lies below row v, times its z."""
    y = s[c + 1] + time * (s[c + 10] - s[c + 1])
    return y - v * (s[c + 2] + time * (s[c + 11] - s[c + 2]))


@device(narrow=True)
def _spans(s, e, y, step, first, begin_time, per_row, left, right, edges_out):
    """The segments of record e on the 16 rows from y on, all in front of the near plane.

    The same numbers as ``span`` gives, without a branch; see ``EDGES``.
    """
    x0, y0, z0 = s[e], s[e + 1], s[e + 2]
    x1, y1, z1 = s[e + 3], s[e + 4], s[e + 5]
    x2, y2, z2 = s[e + 6], s[e + 7], s[e + 8]
    dx0, dy0, dz0 = s[e + 9] - x0, s[e + 10] - y0, s[e + 11] - z0
    dx1, dy1, dz1 = s[e + 12] - x1, s[e + 13] - y1, s[e + 14] - z1
    dx2, dy2, dz2 = s[e + 15] - x2, s[e + 16] - y2, s[e + 17] - z2
    per = 1.0 / step
    top = np.float32(np.int32(y))
    for k in range(16):
        v = (top + np.float32(np.int32(k))) * step + first
        t = time_of(v, begin_time, per_row)
        ax, ay, az = x0 + t * dx0, y0 + t * dy0, z0 + t * dz0
        bx, by, bz = x1 + t * dx1, y1 + t * dy1, z1 + t * dz1
        cx, cy, cz = x2 + t * dx2, y2 + t * dy2, z2 + t * dz2
        a, b, c = ay - v * az, by - v * bz, cy - v * cz
        over_a, over_b, over_c = a < 0.0, b < 0.0, c < 0.0
        x01, z01, d01 = ax * b - bx * a, az * b - bz * a, b - a
        x12, z12, d12 = bx * c - cx * b, bz * c - cz * b, c - b
        x20, z20, d20 = cx * a - ax * c, cz * a - az * c, a - c
        first_down, second_down = over_a & (not over_b), over_b & (not over_c)
        first_up, second_up = over_b & (not over_a), over_c & (not over_b)
        lx = x01 if first_down else x12 if second_down else x20
        lz = z01 if first_down else z12 if second_down else z20
        ld = d01 if first_down else d12 if second_down else d20
        rx = x01 if first_up else x12 if second_up else x20
        rz = z01 if first_up else z12 if second_up else z20
        rd = d01 if first_up else d12 if second_up else d20
        met = (over_a != over_b) | (over_b != over_c)
        low, high = (lx / lz if met else 1.0), (rx / rz if met else 0.0)
        z_low, z_high = ld / lz, rd / rz
        edges_out[k], edges_out[k + 16] = low, high
        edges_out[k + 32], edges_out[k + 48] = z_low, (z_high - z_low) / (high - low)
        edges_out[k + 64] = bounded((low - first) * per, left, right)
        edges_out[k + 80] = bounded((high - first) * per, left, right)


@device(narrow=True)
def _cut_spans(s, e, y, step, first, begin_time, per_row, left, right, near, edges_out):
    """The same for a record that reaches behind the near plane."""
    per = 1.0 / step
    for k in range(16):
        v = np.float32(np.int32(y + k)) * step + first
        low, high, z_low, z_high = span(s, e, time_of(v, begin_time, per_row), v, near)
        edges_out[k], edges_out[k + 16] = low, high
        edges_out[k + 32], edges_out[k + 48] = z_low, (z_high - z_low) / (high - low)
        edges_out[k + 64] = bounded((low - first) * per, left, right)
        edges_out[k + 80] = bounded((high - first) * per, left, right)


@kernel(
    "f4[:], i8, i4[:], i8, f4, f4, f4, f4, f4 -> f4[:], f4[:], i4[:]", narrow=True, disjoint=True
)
def raster_swept(
    records,
    count,
    window,
    origin,
    step,
    first,
    near,
    begin_time,
    per_row,
    edges_out,
    inverse_out,
    record_out,
):
    """Fill the rows of a window, each at its own time ``begin_time + per_row · row of pixels``.

    edges_out (EDGES,): scratch; the other arguments are those of ``raster.raster``.
    """
    left, right = np.float32(window[0]), np.float32(window[1])
    top, bottom = np.float32(window[2]), np.float32(window[3])
    first_column, end_column = np.int64(window[0]), np.int64(window[1])
    width = end_column - first_column
    lanes = min(np.int64(16), width)
    per = 1.0 / step
    for number in range(count):
        e = np.uint64(number * 24)
        tag = np.int32(number)
        lowest, highest = records[e + np.uint64(20)] - BORDER, records[e + np.uint64(21)] + BORDER
        y = np.int64(bounded((lowest - first) * per, top, bottom))
        y_end = np.int64(bounded((highest - first) * per, top, bottom))
        whole = records[e + np.uint64(22)] != 0.0
        while y < y_end:
            if whole:
                _spans(records, e, y, step, first, begin_time, per_row, left, right, edges_out)
            else:
                _cut_spans(
                    records, e, y, step, first, begin_time, per_row, left, right, near, edges_out
                )
            for r in range(np.uint64(min(np.int64(16), y_end - y))):
                low, high = edges_out[r], edges_out[r + np.uint64(16)]
                z, slope = edges_out[r + np.uint64(32)], edges_out[r + np.uint64(48)]
                begin = np.int64(edges_out[r + np.uint64(64)])
                end = min(np.int64(edges_out[r + np.uint64(80)]) + 1, end_column)
                row = (y + np.int64(r) - origin) * width - first_column
                while begin < end and lanes == 16:
                    block = min(begin, end_column - 16)
                    base = np.uint64(row + block)
                    u0 = np.float32(np.int32(block)) * step + first
                    for k in range(16):
                        place = base + np.uint64(k)
                        u = u0 + np.float32(np.int32(k)) * step
                        new = z + (u - low) * slope
                        old = inverse_out[place]
                        closer = (u >= low) & (u < high) & (new > old)
                        inverse_out[place] = new if closer else old
                        record_out[place] = tag if closer else record_out[place]
                    begin = block + 16
                for x in range(begin, end):  # what is left of windows of less than 16 columns
                    place, u = np.uint64(row + x), np.float32(np.int32(x)) * step + first
                    new = z + (u - low) * slope
                    if u >= low and u < high and new > inverse_out[place]:
                        inverse_out[place], record_out[place] = new, tag
            y += 16


@device(narrow=True, inline=True)
def weights(s, e, time, u, v):
    """Perspective-correct weights of the corners of the record whose fields begin at e (u8)."""
    x0, y0 = _offset(s, e, time, u, v)
    x1, y1 = _offset(s, e + np.uint64(3), time, u, v)
    x2, y2 = _offset(s, e + np.uint64(6), time, u, v)
    a, b, c = x1 * y2 - x2 * y1, x2 * y0 - x0 * y2, x0 * y1 - x1 * y0
    scale = 1.0 / (a + b + c)
    a, b = min(max(a * scale, 0.0), 1.0), min(max(b * scale, 0.0), 1.0)
    return a, b, max(1.0 - a - b, 0.0)


@device(narrow=True, inline=True)
def _offset(s, c, time, u, v):
    """The corner at field c in lens space, as seen from the sample (u, v)."""
    z = s[c + np.uint64(2)] + time * (s[c + np.uint64(11)] - s[c + np.uint64(2)])
    x = s[c] + time * (s[c + np.uint64(9)] - s[c])
    y = s[c + np.uint64(1)] + time * (s[c + np.uint64(10)] - s[c + np.uint64(1)])
    return x - u * z, y - v * z
