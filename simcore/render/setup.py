"""From projected triangles to *records*: what the rasteriser needs of each triangle, in order.

A record is a row of 16 floats: its corners sorted downwards as (x0, y0), (x1, y1), y2; the slopes
dx/dy of the long, the upper and the lower edge; 1/z at (x0, y0) and its slopes along u and v; the
least and greatest u; the least and greatest 1/z; and the side of the long edge that the middle
corner lies on (> 0: right). An edge's crossing with a row is always computed from its upper
corner, so that two triangles that share an edge neither overlap nor leave a gap.
"""

from __future__ import annotations

import numpy as np

from ..kernel import device, kernel
from .vertex import CROSSING, GUARD, HIDDEN

FIELDS = 16
BORDER = np.float32(1e-2)  # px; rounding may carry an edge past its corners by less than this
FLAT = np.float32(1e-9)  # px²; no sample centre lies in so thin a triangle but by accident


@device(narrow=True)
def record_of(x0, y0, z0, x1, y1, z1, x2, y2, z2):
    """The fields of a record; of doubled area 0 > ``area``, as front faces have (v points down)."""
    scale = 1.0 / ((x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0))
    slope_u = ((z1 - z0) * (y2 - y0) - (z2 - z0) * (y1 - y0)) * scale
    slope_v = ((z2 - z0) * (x1 - x0) - (z1 - z0) * (x2 - x0)) * scale
    nearest, farthest = max(z0, max(z1, z2)), min(z0, min(z1, z2))
    if y1 < y0:
        x0, y0, z0, x1, y1, z1 = x1, y1, z1, x0, y0, z0
    if y2 < y0:
        x0, y0, z0, x2, y2, z2 = x2, y2, z2, x0, y0, z0
    if y2 < y1:
        x1, y1, x2, y2 = x2, y2, x1, y1
    return (
        x0,
        y0,
        x1,
        y1,
        y2,
        (x2 - x0) / (y2 - y0),
        (x1 - x0) / (y1 - y0),
        (x2 - x1) / (y2 - y1),
        z0,
        slope_u,
        slope_v,
        min(x0, min(x1, x2)),
        max(x0, max(x1, x2)),
        farthest,
        nearest,
        (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0),
    )


@device(narrow=True)
def _between_samples(low, high, fine):
    """No pixel centre, nor a sample a quarter of a pixel off when ``fine``, in [low, high)."""
    if np.ceil(low) != np.ceil(high):
        return False
    return not fine or np.ceil(2.0 * low + 0.5) == np.ceil(2.0 * high + 0.5)


@device(narrow=True)
def unseen(left, right, top, bottom, window, fine):
    """Whether a rectangle on the image is outside of the window or between all samples."""
    if right < window[0] or left > window[1] or bottom < window[2] or top > window[3]:
        return True
    return _between_samples(top, bottom, fine) or _between_samples(
        left - BORDER, right + BORDER, fine
    )


@kernel(
    "i4[:,:], i4[:], i4[:], u1[:], i4[:], f4[:,:], f4, f4[:], b1 "
    "-> f4[:], i4[:], i4[:], i4[:,:], i8[:]",
    narrow=True,
)
def setup(
    triangles,
    first_triangle,
    mesh,
    state,
    place,
    screen,
    near,
    window,
    fine,
    record_out,
    item_out,
    triangle_out,
    crossing_out,
    count_out,
):
    """Records of the front faces that may cover a sample, in the order of items and triangles.

    screen (3, N): projected vertices, those of item i from column place[i] on; window (4,): least
    and greatest u and v [px] of interest; fine: samples stand at quarters of a pixel too.
    record_out (R * 16,), item_out, triangle_out (R,): the records, their items and triangles;
    crossing_out (R, 2): item and triangle of those that must be clipped; count_out (2,): how many
    of each. R must suffice for all triangles of visible items.
    """
    inverse_near = 1.0 / near
    count, crossing = 0, 0
    for i in range(mesh.shape[0]):
        if state[i] == HIDDEN:
            continue
        whole = state[i] != CROSSING
        base = place[i]
        begin, end = first_triangle[mesh[i]], first_triangle[mesh[i] + 1]
        for t in range(begin, end):
            a, b, c = triangles[t, 0] + base, triangles[t, 1] + base, triangles[t, 2] + base
            x0, y0, z0 = screen[0, a], screen[1, a], screen[2, a]
            x1, y1, z1 = screen[0, b], screen[1, b], screen[2, b]
            x2, y2, z2 = screen[0, c], screen[1, c], screen[2, c]
            left, right = min(x0, min(x1, x2)), max(x0, max(x1, x2))
            top, bottom = min(y0, min(y1, y2)), max(y0, max(y1, y2))
            if not whole:
                behind = (
                    np.int64(z0 >= inverse_near)
                    + np.int64(z1 >= inverse_near)
                    + np.int64(z2 >= inverse_near)
                )
                if behind == 3:
                    continue
                if behind or min(left, top) < -GUARD or max(right, bottom) > GUARD:
                    crossing_out[crossing, 0], crossing_out[crossing, 1] = i, t
                    crossing += 1
                    continue
            if not (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0) < -FLAT:
                continue
            if unseen(left, right, top, bottom, window, fine):
                continue
            fields = record_of(x0, y0, z0, x1, y1, z1, x2, y2, z2)
            for k in range(16):
                record_out[count * 16 + k] = fields[k]
            item_out[count], triangle_out[count] = i, t
            count += 1
    count_out[0], count_out[1] = count, crossing
