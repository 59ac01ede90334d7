"""From projected triangles to *records*: what the rasteriser needs of each triangle, in order.

A record is a row of 16 floats: its corners sorted downwards as (x0, y0), (x1, y1), y2; the slopes
dx/dy of the long, the upper and the lower edge; 1/z at (x0, y0) and its slopes along u and v; the
least and greatest u; the least and greatest 1/z; and the side of the long edge that the middle
corner lies on (> 0: right). An edge's crossing with a row is always computed from its upper
corner, so that two triangles that share an edge neither overlap nor leave a gap.

Item by item, so that all stays in the nearest cache, vertices are projected, triangles chosen
without a branch that a processor could not foresee (3 ns each), and records made of the chosen
ones in a second pass (4 ns each). In one pass with branches it was 14 ns per triangle.
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
def meets_samples(left, right, top, bottom, window, grid):
    """Whether a rectangle on the image lies partly in the window and not between all samples.

    window: least and greatest u and v; grid: samples stand at some of the multiples of 1 / grid.
    """
    u0, u1, v0, v1 = window
    inside = (right >= u0) & (left <= u1) & (bottom >= v0) & (top <= v1)
    rows = np.ceil(top * grid) != np.ceil(bottom * grid)
    columns = np.ceil((left - BORDER) * grid) != np.ceil((right + BORDER) * grid)
    return inside & rows & columns


@device(narrow=True)
def shown(x0, y0, x1, y1, x2, y2, window, grid):
    """Whether a triangle shows its front and may cover a sample; (v points down: area < 0)."""
    front = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0) < -FLAT
    left, right = min(x0, min(x1, x2)), max(x0, max(x1, x2))
    top, bottom = min(y0, min(y1, y2)), max(y0, max(y1, y2))
    return front & meets_samples(left, right, top, bottom, window, grid)


@device(narrow=True)
def _project(vertices, begin, end, m, near, screen_out):
    """Vertices of one item on the screen (3, N): u, v [px] and 1/z, z held at the near plane.

    m (12,): from the item's axes to lens space.
    """
    x, y, z = vertices[0, begin:end], vertices[1, begin:end], vertices[2, begin:end]
    u, v, w = screen_out[0], screen_out[1], screen_out[2]
    a, b, c, d, e, f, g, h = m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7]
    o, p, q, r = m[8], m[9], m[10], m[11]
    for k in range(end - begin):
        inverse = 1.0 / max(o * x[k] + p * y[k] + q * z[k] + r, near)
        u[k] = (a * x[k] + b * y[k] + c * z[k] + d) * inverse
        v[k] = (e * x[k] + f * y[k] + g * z[k] + h) * inverse
        w[k] = inverse


@device(narrow=True)
def _choose(triangles, begin, end, screen, window, grid, count, triangle_out):
    """Number of chosen triangles after those of one item; all of its vertices are in front."""
    bounds = (window[0], window[1], window[2], window[3])
    for t in range(begin, end):
        n = np.uint64(t)
        a = np.uint64(triangles[n, 0])
        b = np.uint64(triangles[n, 1])
        c = np.uint64(triangles[n, 2])
        x0, y0, x1, y1 = screen[0, a], screen[1, a], screen[0, b], screen[1, b]
        triangle_out[count] = t
        count += np.uint64(shown(x0, y0, x1, y1, screen[0, c], screen[1, c], bounds, grid))
    return count


@device(narrow=True)
def _choose_crossing(
    triangles, begin, end, screen, near, window, grid, count, triangle_out, crossing, crossing_out
):
    """The same for an item that may reach behind the near plane or beyond the guards.

    Triangles that do are noted in crossing_out from place ``crossing`` on; returns both counts.
    """
    inverse_near = 1.0 / near
    bounds = (window[0], window[1], window[2], window[3])
    for t in range(begin, end):
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        x0, y0, x1, y1 = screen[0, a], screen[1, a], screen[0, b], screen[1, b]
        x2, y2 = screen[0, c], screen[1, c]
        z0, z1, z2 = screen[2, a], screen[2, b], screen[2, c]
        if min(z0, min(z1, z2)) >= inverse_near:
            continue
        reach = max(max(abs(x0), abs(y0)), max(max(abs(x1), abs(y1)), max(abs(x2), abs(y2))))
        if max(z0, max(z1, z2)) >= inverse_near or reach > GUARD:
            crossing_out[crossing] = t
            crossing += 1
        elif shown(x0, y0, x1, y1, x2, y2, bounds, grid):
            triangle_out[count] = t
            count += np.uint64(1)
    return count, crossing


@kernel(
    "f4[:,:], i4[:], i4[:,:], i4[:], i4[:], u1[:], f4[:,:], f4, f4[:], f4 "
    "-> f4[:,:], f4[:], i4[:], i4[:], i4[:], i4[:], i8[:]",
    narrow=True,
)
def setup(
    vertices,
    first_vertex,
    triangles,
    first_triangle,
    mesh,
    state,
    to_lens,
    near,
    window,
    grid,
    screen_out,
    record_out,
    item_out,
    triangle_out,
    crossing_item_out,
    crossing_out,
    count_out,
):
    """Records of the front faces that may cover a sample, in the order of items and triangles.

    to_lens (I, 12): from the items' axes to lens space; window (4,): least and greatest u and v
    [px] of interest; grid: samples stand at
    some of the multiples of 1 / grid. screen_out (3, N): scratch
    for the largest mesh; record_out (R * 16,), item_out, triangle_out (R,): the records, their
    items and triangles; crossing_item_out, crossing_out (R,): items and triangles of those that
    must be clipped; count_out (2,): how many of each. R must be more than the triangles of all
    visible items.
    """
    count, crossing = np.uint64(0), 0
    for i in range(mesh.shape[0]):
        if state[i] == HIDDEN:
            continue
        m = mesh[i]
        _project(vertices, first_vertex[m], first_vertex[m + 1], to_lens[i], near, screen_out)
        begin, end = first_triangle[m], first_triangle[m + 1]
        before, waiting = count, crossing
        if state[i] == CROSSING:
            count, crossing = _choose_crossing(
                triangles,
                begin,
                end,
                screen_out,
                near,
                window,
                grid,
                count,
                triangle_out,
                crossing,
                crossing_out,
            )
            for k in range(waiting, crossing):
                crossing_item_out[k] = i
        else:
            count = _choose(triangles, begin, end, screen_out, window, grid, count, triangle_out)
        for number in range(before, count):
            item_out[number] = i
            t = np.uint64(triangle_out[number])
            a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
            write_record(
                record_out,
                number,
                screen_out[0, a],
                screen_out[1, a],
                screen_out[2, a],
                screen_out[0, b],
                screen_out[1, b],
                screen_out[2, b],
                screen_out[0, c],
                screen_out[1, c],
                screen_out[2, c],
            )
    count_out[0], count_out[1] = count, crossing
