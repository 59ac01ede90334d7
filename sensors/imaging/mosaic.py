"""Mosaics of colour filters, and full colour from them.

``malvar`` interpolates with gradients of the pixel's own colour, ``bilinear`` without: Malvar, He
and Cutler, "High-quality linear interpolation for demosaicing of Bayer-patterned color images",
ICASSP 2004, whose filters are scaled by 1/8.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.kernel import kernel

F4 = NDArray[np.float32]

BAYER = ("rggb", "bggr", "grbg", "gbrg")
MOSAICS = (*BAYER, "mono")
BORDER = 2
"""Pixels that a plane is wider on each side, for the filters."""


class Weights(NamedTuple):
    """For ``demosaic``: of each of the four interpolations (a colour at the green between its own
    across, between its own up and down, green at a colour, the other colour) the weight of the
    pixel itself, its neighbours that are summed, its neighbours two away along, and across."""

    own: np.float32
    across: np.float32
    diagonal: np.float32
    along2: np.float32
    beside2: np.float32
    green_own: np.float32
    green_cross: np.float32
    green_cross2: np.float32
    other_own: np.float32
    other_diagonal: np.float32
    other_cross2: np.float32


def weights(method: str) -> Weights:
    """The filters of ``malvar`` or ``bilinear``."""
    eighths = {
        "malvar": (5, 4, -1, -1, 0.5, 4, 2, -1, 6, 2, -1.5),
        "bilinear": (0, 4, 0, 0, 0, 0, 2, 0, 0, 2, 0),
    }[method]
    return Weights(*(np.float32(value / 8.0) for value in eighths))


def colour_of(mosaic: str) -> NDArray[np.int64]:
    """(2, 2) which of red, green and blue the pixels of a cell are, 0 throughout for ``mono``."""
    if mosaic == "mono":
        return np.zeros((2, 2), np.int64)
    return np.array(["rgb".index(letter) for letter in mosaic]).reshape(2, 2)


@kernel("u2[:], i8, i8, i8, f4[:], f4[:,:], f4 -> f4[:,:]", narrow=True)
def linearise(count, top, bottom, width, table, gain, limit, plane_out):
    """Light of the pixels of rows [top, bottom), with room around it.

    count (N,); table (65536,): light by count; gain (2, 2): of the pixels of a cell; limit: what
    the light is cut at, so that what is burnt out is white; plane_out (H + 4, W + 4): its first
    pixel at (2, 2).
    """
    for y in range(top, bottom):
        even, odd = gain[y & 1, 0], gain[y & 1, 1]
        row, line = plane_out[y + 2], count[y * width : (y + 1) * width]
        for x in range(width):
            scale = odd if x & 1 else even
            row[x + 2] = min(table[line[x]] * scale, limit)
        row[0], row[1] = row[4], row[3]
        row[width + 2], row[width + 3] = row[width], row[width - 1]


@kernel(" -> f4[:,:]", narrow=True)
def fold_back(plane_out):
    """Fill the two rows above and below a plane, mirrored so that the mosaic goes on."""
    last = plane_out.shape[0] - 1
    for x in range(plane_out.shape[1]):
        plane_out[0, x], plane_out[1, x] = plane_out[4, x], plane_out[3, x]
        plane_out[last, x], plane_out[last - 1, x] = plane_out[last - 4, x], plane_out[last - 3, x]


@kernel("f4[:,:], i8, i8, i4[:,:], w -> f4[:,:]", narrow=True, disjoint=True, w=Weights)
def demosaic(plane, top, bottom, colour, w, rgb_out):
    """Full colour (3, N) of rows [top, bottom). plane: see ``linearise``; colour (2, 2)."""
    width = plane.shape[1] - 4
    for y in range(top, bottom):
        red_row = colour[y & 1, 0] == 0 or colour[y & 1, 1] == 0
        green_first = colour[y & 1, 0] == 1
        shift = np.int32(1) if green_first else np.int32(0)
        begin, end = y * width, (y + 1) * width
        mine = rgb_out[0, begin:end] if red_row else rgb_out[2, begin:end]
        other = rgb_out[2, begin:end] if red_row else rgb_out[0, begin:end]
        green = rgb_out[1, begin:end]
        a, b, c = plane[y], plane[y + 1], plane[y + 2]
        d, e = plane[y + 3], plane[y + 4]
        for x in range(np.uint64(width)):
            here = c[x + np.uint64(2)]
            left, right = c[x + np.uint64(1)], c[x + np.uint64(3)]
            above, below = b[x + np.uint64(2)], d[x + np.uint64(2)]
            across, down = left + right, above + below
            across2 = c[x] + c[x + np.uint64(4)]
            down2 = a[x + np.uint64(2)] + e[x + np.uint64(2)]
            corners = (b[x + np.uint64(1)] + b[x + np.uint64(3)]) + (
                d[x + np.uint64(1)] + d[x + np.uint64(3)]
            )
            base = w.own * here + w.diagonal * corners
            by_side = base + w.across * across + w.along2 * across2 + w.beside2 * down2
            by_column = base + w.across * down + w.along2 * down2 + w.beside2 * across2
            cross2 = across2 + down2
            by_cross = w.green_own * here + w.green_cross * (across + down)
            by_cross = by_cross + w.green_cross2 * cross2
            by_corner = w.other_own * here + w.other_diagonal * corners + w.other_cross2 * cross2
            coloured = ((np.int32(x) + shift) & np.int32(1)) == 0
            mine[x] = here if coloured else by_side
            green[x] = by_cross if coloured else here
            other[x] = by_corner if coloured else by_column


@kernel("f4[:,:], i8, i8 -> f4[:,:]", narrow=True)
def spread(plane, top, bottom, rgb_out):
    """The same for a sensor without colours: the pixel's light in all three."""
    width = plane.shape[1] - 4
    for y in range(top, bottom):
        row = plane[y + 2]
        for x in range(width):
            value = row[x + 2]
            for c in range(3):
                rgb_out[c, y * width + x] = value
