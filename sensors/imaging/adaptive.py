"""Full colour from a mosaic, along edges instead of across them, without false colours.

Green is filled in along the direction in which it and the pixel's own colour change less (Hamilton
and Adams, US patent 5 629 734, 1997), within what its neighbours have, so that edges get no rims.
Red and blue follow by their differences from green, of which the median of 3 × 3 pixels is taken:
colours that one pixel alone shows are made by the mosaic (Freeman, US patent 4 724 395, 1988).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...simcore.kernel import device, kernel
from ...simcore.render.workspace import Workspace
from ...simcore.threads import in_bands

F4 = NDArray[np.float32]
_HALF, _QUARTER = np.float32(0.5), np.float32(0.25)


def demosaic_along_edges(
    work: Workspace, plane: F4, colour: NDArray[np.int32], threads: int, rgb_out: F4
) -> None:
    """Full colour (3, N) of a plane (H + 4, W + 4); see ``mosaic.linearise``. colour (2, 2)."""
    height, width = plane.shape[0] - 4, plane.shape[1] - 4
    room = height + 2, width + 2
    differences = work.array("differences", room, np.float32)
    both = work.array("both differences", (2, *room), np.float32)
    in_bands(lambda a, b: green(plane, a, b, colour, differences, rgb_out), height, threads)
    mirror(differences)
    in_bands(lambda a, b: fill(differences, a, b, colour, both), height, threads)
    mirror(both[0])
    mirror(both[1])
    in_bands(lambda a, b: add_medians(both, a, b, rgb_out), height, threads)


@kernel("f4[:,:], i8, i8, i4[:,:] -> f4[:,:], f4[:,:]", narrow=True, disjoint=True)
def green(plane, top, bottom, colour, difference_out, rgb_out):
    """Green of rows [top, bottom), and by how much red or blue pixels differ from it:
    difference_out (H + 2, W + 2), which has the first pixel at (1, 1)."""
    width = plane.shape[1] - 4
    for y in range(top, bottom):
        shift = np.int32(1) if colour[y & 1, 0] == 1 else np.int32(0)
        out, apart = rgb_out[1, y * width : (y + 1) * width], difference_out[y + 1]
        a, b, c = plane[y], plane[y + 1], plane[y + 2]
        d, e = plane[y + 3], plane[y + 4]
        for x in range(np.uint64(width)):
            here = c[x + np.uint64(2)]
            left, right = c[x + np.uint64(1)], c[x + np.uint64(3)]
            above, below = b[x + np.uint64(2)], d[x + np.uint64(2)]
            bend = here + here - c[x] - c[x + np.uint64(4)]
            sag = here + here - a[x + np.uint64(2)] - e[x + np.uint64(2)]
            across = _HALF * (left + right) + _QUARTER * bend
            down = _HALF * (above + below) + _QUARTER * sag
            steep = (abs(above - below) + abs(sag)) - (abs(left - right) + abs(bend))
            found = across if steep > 0.0 else down
            found = found if steep != 0.0 else _HALF * (across + down)
            low = min(min(left, right), min(above, below))
            high = max(max(left, right), max(above, below))
            found = min(max(found, low), high)
            coloured = ((np.int32(x) + shift) & np.int32(1)) == 0
            found = found if coloured else here
            out[x] = found
            apart[x + np.uint64(1)] = here - found


@kernel(" -> f4[:,:]", narrow=True)
def mirror(plane_out):
    """Fill the rim of a plane of one pixel, mirrored at its outer pixels, as the mosaic goes on."""
    rows, columns = plane_out.shape[0], plane_out.shape[1]
    for y in range(1, rows - 1):
        plane_out[y, 0], plane_out[y, columns - 1] = plane_out[y, 2], plane_out[y, columns - 3]
    for x in range(columns):
        plane_out[0, x], plane_out[rows - 1, x] = plane_out[2, x], plane_out[rows - 3, x]


@kernel("f4[:,:], i8, i8, i4[:,:] -> f4[:,:,:]", narrow=True, disjoint=True)
def fill(difference, top, bottom, colour, both_out):
    """Differences of red and of blue from green at all pixels: both_out (2, H + 2, W + 2)."""
    width = difference.shape[1] - 2
    for y in range(top, bottom):
        red_row = colour[y & 1, 0] == 0 or colour[y & 1, 1] == 0
        shift = np.int32(1) if colour[y & 1, 0] == 1 else np.int32(0)
        a, b, c = difference[y], difference[y + 1], difference[y + 2]
        mine = both_out[0, y + 1] if red_row else both_out[1, y + 1]
        other = both_out[1, y + 1] if red_row else both_out[0, y + 1]
        for x in range(np.uint64(width)):
            m, r = x + np.uint64(1), x + np.uint64(2)
            corners = (a[x] + a[r]) + (c[x] + c[r])
            coloured = ((np.int32(x) + shift) & np.int32(1)) == 0
            mine[m] = b[m] if coloured else _HALF * (b[x] + b[r])
            other[m] = _QUARTER * corners if coloured else _HALF * (a[m] + c[m])


@kernel("f4[:,:,:], i8, i8 -> f4[:,:]", narrow=True, disjoint=True)
def add_medians(both, top, bottom, rgb_out):
    """Red and blue of rows [top, bottom): green and the medians of their differences from it."""
    width = both.shape[2] - 2
    for k in range(2):
        for y in range(top, bottom):
            a, b, c = both[k, y], both[k, y + 1], both[k, y + 2]
            out = rgb_out[2 * k, y * width : (y + 1) * width]
            base = rgb_out[1, y * width : (y + 1) * width]
            for x in range(np.uint64(width)):
                m, r = x + np.uint64(1), x + np.uint64(2)
                # Columns in order, then the median of the greatest least, the middle of the middle
                # and the least greatest.
                p0, p1, p2 = ordered(a[x], b[x], c[x])
                q0, q1, q2 = ordered(a[m], b[m], c[m])
                s0, s1, s2 = ordered(a[r], b[r], c[r])
                _, middle, _ = ordered(
                    max(max(p0, q0), s0), ordered(p1, q1, s1)[1], min(min(p2, q2), s2)
                )
                out[x] = base[x] + middle


@device(narrow=True, inline=True)
def ordered(a, b, c):
    """Three numbers from the least to the greatest."""
    low, high = min(a, b), max(a, b)
    return min(low, c), max(low, min(high, c)), max(high, c)
