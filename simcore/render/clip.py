"""Clips the few triangles that cross the near plane or reach too far off the screen.

The polygon is cut in lens space (u·z, v·z, z) by the near plane and by a guard band around the
image, outside of which single precision would move window. A cut is always computed from its inner
towards its outer end, so that triangles that share an edge are cut at the same place.
"""

from __future__ import annotations

import numpy as np

from ..kernel import device, kernel
from .setup import shown, write_record
from .vertex import GUARD


@device(narrow=True)
def _inside(plane, x, y, z, near):
    """How far a point in lens space is inside a plane; 0 the near plane, 1 to 4 the guards."""
    if plane == 0:
        return z - near
    if plane == 1:
        return x + GUARD * z
    if plane == 2:
        return GUARD * z - x
    if plane == 3:
        return y + GUARD * z
    return GUARD * z - y


@device(narrow=True)
def _cut(polygon, count, plane, near, cut_out):
    """Cut a polygon (3, 8) of ``count`` corners; returns the corners of cut_out (3, 8)."""
    kept = 0
    for k in range(count):
        n = k + 1 if k + 1 < count else 0
        x, y, z = polygon[0, k], polygon[1, k], polygon[2, k]
        p, q, r = polygon[0, n], polygon[1, n], polygon[2, n]
        here, there = _inside(plane, x, y, z, near), _inside(plane, p, q, r, near)
        if here >= 0.0:
            cut_out[0, kept], cut_out[1, kept], cut_out[2, kept] = x, y, z
            kept += 1
        if (here >= 0.0) != (there >= 0.0):
            if here < 0.0:
                x, y, z, p, q, r, here, there = p, q, r, x, y, z, there, here
            part = here / (here - there)
            cut_out[0, kept] = x + (p - x) * part
            cut_out[1, kept] = y + (q - y) * part
            cut_out[2, kept] = near if plane == 0 else z + (r - z) * part
            kept += 1
    return kept


@kernel(
    "i4[:], i4[:], i8, f4[:,:], i4[:,:], i4[:], i4[:], f4[:,:], f4, f4[:], f4, i8 "
    "-> f4[:,:,:], f4[:], i4[:], i4[:] : i8",
    narrow=True,
)
def clip(
    crossing_item,
    crossing,
    crossings,
    vertices,
    triangles,
    first_vertex,
    mesh,
    to_lens,
    near,
    window,
    grid,
    count,
    scratch_out,
    record_out,
    item_out,
    triangle_out,
):
    """Append the records of clipped triangles to the ``count`` that ``setup`` made.

    crossing_item, crossing (R,): items and triangles, the first ``crossings``; scratch_out
    (2, 3, 8); the other arguments are those of ``setup``. Returns the new count.
    """
    polygon, cut = scratch_out[0], scratch_out[1]
    for q in range(crossings):
        i, t = crossing_item[q], crossing[q]
        for k in range(3):
            p = triangles[t, k] + first_vertex[mesh[i]]
            for axis in range(3):
                polygon[axis, k] = (
                    to_lens[i, 4 * axis] * vertices[0, p]
                    + to_lens[i, 4 * axis + 1] * vertices[1, p]
                    + to_lens[i, 4 * axis + 2] * vertices[2, p]
                    + to_lens[i, 4 * axis + 3]
                )
        corners = 3
        for plane in range(5):
            corners = _cut(polygon, corners, plane, near, cut)
            for k in range(corners):
                for axis in range(3):
                    polygon[axis, k] = cut[axis, k]
        for k in range(corners):
            inverse = 1.0 / polygon[2, k]
            polygon[0, k] *= inverse
            polygon[1, k] *= inverse
            polygon[2, k] = inverse
        for k in range(1, corners - 1):
            item_out[count], triangle_out[count] = i, t
            count = _append(polygon, k, window, grid, count, record_out)
    return count


@device(narrow=True)
def _append(polygon, k, window, grid, count, record_out):
    """Append the record of the fan's piece (0, k, k + 1), if it is in sight."""
    x0, y0, z0 = polygon[0, 0], polygon[1, 0], polygon[2, 0]
    x1, y1, z1 = polygon[0, k], polygon[1, k], polygon[2, k]
    x2, y2, z2 = polygon[0, k + 1], polygon[1, k + 1], polygon[2, k + 1]
    bounds = (window[0], window[1], window[2], window[3])
    if not shown(x0, y0, x1, y1, x2, y2, bounds, grid):
        return count
    write_record(record_out, np.uint64(count), x0, y0, z0, x1, y1, z1, x2, y2, z2)
    return count + 1
