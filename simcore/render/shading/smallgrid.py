"""A small grid of rays through the air, each for 4 × 4 pixels, and what they find in the picture.

Rays begin at a different place in their first step for each of 4 × 4 neighbours; what they find is
smoothed over those neighbours and fetched for the pixels with regard to depth.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...kernel import device, kernel
from ...kernels.memory import get, put, take
from ...threads import in_bands
from ..film import Buffer, Film
from ..workspace import Workspace
from .creases import smoothed
from .strip import Lens
from .surroundings import alike

F4 = NDArray[np.float32]

LANES = 8
"""Places at a time: rows of the grid are so many or a multiple."""

_SHARE, _ONE = np.float32(0.25), np.uint64(1)


class Grid(NamedTuple):
    """inverse (h, w): 1/z of the samples, which stand at u = column·step + first; stride: samples
    between places; lens (4,), T_world_row: see ``strip.Lens``; jitter (4, columns): where in a step
    rays begin, by the row; light (3, rows, columns): what is found."""

    inverse: F4
    stride: int
    lens: F4
    step: np.float32
    first: np.float32
    T_world_row: F4
    jitter: F4
    light: F4

    @property
    def rays(self) -> tuple:
        """What kernels need to know of the rays; see ``aim``."""
        return self[:-1]

    @property
    def columns(self) -> int:
        """Places in a row."""
        return self.light.shape[2]


@cache
def jitters(columns: int) -> F4:
    """(4, columns) where in its first step the ray of a place begins, in [0, 1)."""
    order = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]])  # Bayer
    return ((order[:, np.arange(columns) % 4] + 0.5) / 16).astype(np.float32, order="C")


def spread_over(
    work: Workspace, film: Film, buffer: Buffer, lens: Lens,
    march: Callable[[Grid, int, int], None], image: F4, threads: int,
) -> None:  # fmt: skip
    """Add what rays find to image (3, pixels). march(grid, top, bottom) puts it into rows [top,
    bottom) of ``grid.light``."""
    height, width = film.lens.height, film.lens.width
    fine = round(1 / buffer.step)
    stride = 4 * fine
    shape = max(-(-height // 4), 2), -(-width // (4 * LANES)) * LANES
    raw, even = (work.array(name, (3, *shape), np.float32) for name in ("raw rays", "rays"))
    down, across = (
        np.minimum(np.arange(count) * stride + stride // 2, most - 1)
        for count, most in zip(shape, buffer.inverse.shape, strict=True)
    )
    places = np.ascontiguousarray(buffer.inverse[np.ix_(down, across)])
    grid = Grid(
        buffer.inverse, stride, lens.values, np.float32(buffer.step), np.float32(buffer.first),
        lens.rows, jitters(shape[1]), raw,
    )  # fmt: skip

    def blur(top: int, bottom: int) -> None:
        line = np.empty(shape[1], np.float32)
        for channel in range(3):
            smoothed(raw[channel], top, bottom, line, even[channel])

    def round_off(top: int, bottom: int) -> None:
        line = np.empty(shape[1], np.float32)
        for channel in range(3):
            rounded(even[channel], top, bottom, line, raw[channel])

    def spread(top: int, bottom: int) -> None:
        fetch(buffer.inverse, places, top, bottom, fine, raw, image.reshape(3, height, width))

    in_bands(lambda top, bottom: march(grid, top, bottom), shape[0], threads)
    in_bands(blur, shape[0], threads)
    in_bands(round_off, shape[0], threads)
    in_bands(spread, height, threads)


@device(narrow=True)
def aim(inverse, stride, lens, step, first, T_world_row, row, rays_out):
    """Unit directions in the world and lengths [m] of the rays of a row of the grid: the first four
    of rays_out (…, columns); what sees nothing is 1000 km long or more. Returns the camera's
    place."""
    height, width = inverse.shape
    y = min(row * stride + stride // 2, height - 1)
    v = np.float32(np.int32(y)) * step + first
    m = T_world_row[min(max(np.int64(v + 0.5), 0), T_world_row.shape[0] - 1)]
    below = (v - lens[3]) / lens[1]
    for k in range(rays_out.shape[1]):
        x = min(k * stride + stride // 2, width - 1)
        right = (np.float32(np.int32(x)) * step + first - lens[2]) / lens[0]
        length = np.sqrt(right * right + below * below + 1.0)
        scale = 1.0 / length
        rays_out[0, k] = (m[0, 0] * right + m[0, 1] * below + m[0, 2]) * scale
        rays_out[1, k] = (m[1, 0] * right + m[1, 1] * below + m[1, 2]) * scale
        rays_out[2, k] = (m[2, 0] * right + m[2, 1] * below + m[2, 2]) * scale
        rays_out[3, k] = length / max(inverse[y, x], 1e-6)
    return m[0, 3], m[1, 3], m[2, 3]


@kernel("f4[:,:], i8, i8 -> f4[:], f4[:,:]", narrow=True)
def rounded(even, top, bottom, line_out, round_out):
    """Bells instead of the squares that ``smoothed`` makes of single bright places, and in the
    middle of them again; line_out (columns,): scratch."""
    rows, columns = even.shape
    for row in range(top, bottom):
        a, b = even[max(row - 2, 0)], even[max(row - 1, 0)]
        c, d = even[row], even[min(row + 1, rows - 1)]
        for k in range(columns):
            line_out[k] = 0.015625 * (a[k] + 3.0 * (b[k] + c[k]) + d[k])
        out = round_out[row]
        for k in range(2, columns - 1):
            out[k] = line_out[k - 2] + 3.0 * (line_out[k - 1] + line_out[k]) + line_out[k + 1]
        for k in (0, 1, columns - 1):
            out[k] = 8.0 * line_out[min(k, columns - 1)]


@device(narrow=True, inline=True)
def shares(here, right, down, a, b, c, d):
    """Weights of four places around a pixel by its nearness to them, (right, down) in [0, 1], and
    by the likeness of 1/z: a, b above, c, d below."""
    p = ((1.0 - right) * (1.0 - down) + 0.01) * alike(here, a)
    q = (right * (1.0 - down) + 0.01) * alike(here, b)
    r = ((1.0 - right) * down + 0.01) * alike(here, c)
    s = (right * down + 0.01) * alike(here, d)
    scale = 1.0 / (p + q + r + s)
    return p * scale, q * scale, r * scale, s * scale


@kernel("f4[:,:], f4[:,:], i8, i8, i8, f4[:,:,:] -> f4[:,:,:]", narrow=True)
def fetch(inverse, grid, top, bottom, fine, light, image_out):
    """Add light (3, rows, columns) to rows [top, bottom) of image_out (3, H, W).

    inverse (h, w): 1/z of samples, ``fine`` of them per pixel each way; grid (rows, columns): of
    the places, which stand four pixels apart.
    """
    width = np.int64(inverse.shape[1])
    rows, columns = np.int64(light.shape[1]), np.int64(light.shape[2])
    red, green, blue = light[0].reshape(-1), light[1].reshape(-1), light[2].reshape(-1)
    flat, places, wide = inverse.reshape(-1), grid.reshape(-1), np.int64(image_out.shape[2])
    cells = max(min(columns - 1, (wide - 2) // 4), 0)
    for y in range(top, bottom):
        v = min(max((np.float32(np.int32(y)) + 0.5) * _SHARE - 0.5, 0.0), np.float32(rows - 1))
        j = min(np.int64(v), rows - 2)
        fv = v - np.float32(np.int32(j))
        middle = min(y * fine + fine // 2, np.int64(inverse.shape[0]) - 1) * width + fine // 2
        first, above = np.uint64(middle), np.uint64(j * columns)
        below, step = np.uint64((j + 1) * columns), np.uint64(fine)
        out_red, out_green, out_blue = image_out[0, y], image_out[1, y], image_out[2, y]
        for pixel in range(4):  # of those between two places
            right, shift = 0.125 + 0.25 * np.float32(pixel), np.uint64(2 + pixel)
            for cell in range(np.uint64(cells)):
                k = np.uint64(cell)
                x, o, n = np.uint64(4) * k + shift, above + k, below + k
                here = take(flat, first + x * step)
                p, q, r, s = shares(here, right, fv, *corners(places, o, n))
                a, b, c, d = corners(red, o, n)
                put(out_red, x, get(out_red, x) + (p * a + q * b + r * c + s * d))
                a, b, c, d = corners(green, o, n)
                put(out_green, x, get(out_green, x) + (p * a + q * b + r * c + s * d))
                a, b, c, d = corners(blue, o, n)
                put(out_blue, x, get(out_blue, x) + (p * a + q * b + r * c + s * d))
        for edge in range(wide - 4 * cells):
            x = np.uint64(edge if edge < 2 else edge + 4 * cells)
            u = max((np.float32(np.int32(x)) + 0.5) * _SHARE - 0.5, 0.0)
            i = min(np.int32(u), np.int32(columns - 2))
            right = min(u - np.float32(i), 1.0)
            o, n = above + np.uint64(i), below + np.uint64(i)
            here = take(flat, first + x * step)
            p, q, r, s = shares(here, right, fv, *corners(places, o, n))
            for out, shed in ((out_red, red), (out_green, green), (out_blue, blue)):
                a, b, c, d = corners(shed, o, n)
                out[x] += p * a + q * b + r * c + s * d


@device(narrow=True, inline=True)
def corners(plane, above, below):
    """Entries of a flattened plane at two places side by side and the two below them."""
    a, b = take(plane, above), take(plane, above + _ONE)
    return a, b, take(plane, below), take(plane, below + _ONE)
