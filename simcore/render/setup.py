"""From projected triangles to *records*: what the rasteriser needs of each triangle, in order.

A record is a row of 16 floats: its corners sorted downwards as (x0, y0), (x1, y1), y2; the slopes
dx/dy of the long, the upper and the lower edge; 1/z at (x0, y0) and its slopes along u and v; the
least and greatest u; the least and greatest 1/z; and the side of the long edge that the middle
corner lies on (> 0: right). An edge's crossing with a row is always computed from its upper
corner, so that two triangles that share an edge neither overlap nor leave a gap.

Triangles are first chosen without a branch, which a processor could not foresee (3 ns each), and
their records then made in a second pass (4 ns each); in one pass with branches it was 14 ns each.
"""

from __future__ import annotations

import numpy as np

from ..kernel import device, kernel
from .vertex import CROSSING, GUARD, HIDDEN

FIELDS = 16

BORDER = np.float32(1e-2)  # px; rounding may carry an edge past its corners by less than this
FLAT = np.float32(1e-9)  # px²; no sample lies in so thin a triangle but by accident


@device(narrow=True)
def write_record(record_out, number, x0, y0, z0, x1, y1, z1, x2, y2, z2):
    """Write a record; (x, y) and z are its corners on the screen and their 1/z."""
    e = np.uint64(number * 16)
    scale = 1.0 / ((x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0))
    record_out[e + np.uint64(9)] = ((z1 - z0) * (y2 - y0) - (z2 - z0) * (y1 - y0)) * scale
    record_out[e + np.uint64(10)] = ((z2 - z0) * (x1 - x0) - (z1 - z0) * (x2 - x0)) * scale
    record_out[e + np.uint64(11)] = min(x0, min(x1, x2))
    record_out[e + np.uint64(12)] = max(x0, max(x1, x2))
    record_out[e + np.uint64(13)] = min(z0, min(z1, z2))
    record_out[e + np.uint64(14)] = max(z0, max(z1, z2))
    swap = y1 < y0
    x0, x1 = (x1 if swap else x0), (x0 if swap else x1)
    y0, y1 = (y1 if swap else y0), (y0 if swap else y1)
    z0 = z1 if swap else z0
    swap = y2 < y0
    x0, x2 = (x2 if swap else x0), (x0 if swap else x2)
    y0, y2 = (y2 if swap else y0), (y0 if swap else y2)
    z0 = z2 if swap else z0
    swap = y2 < y1
    x1, x2 = (x2 if swap else x1), (x1 if swap else x2)
    y1, y2 = (y2 if swap else y1), (y1 if swap else y2)
    record_out[e], record_out[e + np.uint64(1)] = x0, y0
    record_out[e + np.uint64(2)], record_out[e + np.uint64(3)] = x1, y1
    record_out[e + np.uint64(4)] = y2
    record_out[e + np.uint64(5)] = (x2 - x0) / (y2 - y0)
    record_out[e + np.uint64(6)] = (x1 - x0) / (y1 - y0)
    record_out[e + np.uint64(7)] = (x2 - x1) / (y2 - y1)
    record_out[e + np.uint64(8)] = z0
    record_out[e + np.uint64(15)] = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)


@device(narrow=True)
def meets_samples(left, right, top, bottom, window, fine):
    """Whether a rectangle on the image lies partly in the window and not between all samples.

    Samples are the centres of pixels, and with ``fine`` places a quarter of a pixel off too.
    """
    inside = (right >= window[0]) & (left <= window[1]) & (bottom >= window[2]) & (top <= window[3])
    rows = np.ceil(top) != np.ceil(bottom)
    rows |= fine & (np.ceil(2.0 * top + 0.5) != np.ceil(2.0 * bottom + 0.5))
    left, right = left - BORDER, right + BORDER
    columns = np.ceil(left) != np.ceil(right)
    columns |= fine & (np.ceil(2.0 * left + 0.5) != np.ceil(2.0 * right + 0.5))
    return inside & rows & columns


@device(narrow=True)
def shown(x0, y0, x1, y1, x2, y2, window, fine):
    """Whether a triangle shows its front and may cover a sample; (v points down: area < 0)."""
    front = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0) < -FLAT
    left, right = min(x0, min(x1, x2)), max(x0, max(x1, x2))
    top, bottom = min(y0, min(y1, y2)), max(y0, max(y1, y2))
    return front & meets_samples(left, right, top, bottom, window, fine)


@kernel(
    "i4[:,:], i4[:], i4[:], u1[:], i4[:], f4[:,:], f4, f4[:], b1 -> i4[:], i4[:], i4[:,:], i8[:]",
    narrow=True,
)
def choose(
    triangles,
    first_triangle,
    mesh,
    state,
    place,
    screen,
    near,
    window,
    fine,
    item_out,
    triangle_out,
    crossing_out,
    count_out,
):
    """The front faces that may cover a sample, in the order of items and triangles.

    screen (3, N): projected vertices, those of item i from column place[i] on; window (4,): least
    and greatest u and v [px] of interest; fine: samples stand at quarters of a pixel too.
    item_out, triangle_out (R,): of the chosen; crossing_out (R, 2): item and triangle of those
    that must be clipped; count_out (2,): how many of each. R must be more than the triangles of
    all visible items.
    """
    inverse_near = 1.0 / near
    count, crossing = np.uint64(0), 0
    for i in range(mesh.shape[0]):
        if state[i] == HIDDEN:
            continue
        base = place[i]
        for t in range(first_triangle[mesh[i]], first_triangle[mesh[i] + 1]):
            n = np.uint64(t)
            a = np.uint64(triangles[n, 0] + base)
            b = np.uint64(triangles[n, 1] + base)
            c = np.uint64(triangles[n, 2] + base)
            x0, y0, x1, y1 = screen[0, a], screen[1, a], screen[0, b], screen[1, b]
            x2, y2 = screen[0, c], screen[1, c]
            if state[i] == CROSSING:
                z0, z1, z2 = screen[2, a], screen[2, b], screen[2, c]
                least, most = min(z0, min(z1, z2)), max(z0, max(z1, z2))
                if least >= inverse_near:
                    continue
                reach = max(max(abs(x0), abs(y0)), max(abs(x1), abs(y1)))
                if most >= inverse_near or max(reach, max(abs(x2), abs(y2))) > GUARD:
                    crossing_out[crossing, 0], crossing_out[crossing, 1] = i, t
                    crossing += 1
                    continue
            item_out[count], triangle_out[count] = i, t
            count += np.uint64(shown(x0, y0, x1, y1, x2, y2, window, fine))
    count_out[0], count_out[1] = count, crossing


@kernel("i4[:], i4[:], i8, i4[:,:], i4[:], f4[:,:] -> f4[:]", narrow=True)
def write_records(item, triangle, count, triangles, place, screen, record_out):
    """Records (R * 16,) of the first ``count`` triangles that ``choose`` chose."""
    for number in range(count):
        t, base = np.uint64(triangle[number]), place[np.uint64(item[number])]
        a = np.uint64(triangles[t, 0] + base)
        b = np.uint64(triangles[t, 1] + base)
        c = np.uint64(triangles[t, 2] + base)
        write_record(
            record_out,
            number,
            screen[0, a],
            screen[1, a],
            screen[2, a],
            screen[0, b],
            screen[1, b],
            screen[2, b],
            screen[0, c],
            screen[1, c],
            screen[2, c],
        )
