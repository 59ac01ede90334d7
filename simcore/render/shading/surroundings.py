"""Creases and openness, worked out on small grids and fetched at any point with regard to depth.

Both grids are joined into one of packed words: 8 bits of each share and the upper 16 bits of 1/z,
so that a point needs four look-ups for its bilinear neighbours.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...kernel import device, kernel
from ...kernels.memory import put, take
from ...threads import in_bands
from ..film import Buffer, Film
from ..maps import Maps
from ..workspace import Workspace
from . import layout as at
from .creases import creases, smoothed, spirals
from .layout import BLOCK, LANE_COUNT
from .openness import openness, rings
from .strip import Lens


@device(narrow=True, inline=True)
def alike(one, other):
    """Weight of a neighbour by the likeness of the distances, given as 1/z."""
    apart = (one - other) * (1.0 / max(one, 1e-5))
    return 1.0 / (0.0004 + apart * apart)


@kernel("f4[:,:], i8, i8, i8, i8, f4[:,:], f4[:,:] -> u4[:,:]", narrow=True)
def join(inverse, top, bottom, stride, times, near, sky, packed_out):
    """Pack rows [top, bottom) of the grid of creases, near, with openness, sky, whose grid is
    ``times`` coarser. inverse (h, w): 1/z of the samples, ``stride`` of them per place of near.
    """
    height, width = inverse.shape
    last_row, last_column = sky.shape[0] - 1, sky.shape[1] - 1
    part = 1.0 / np.float32(np.int32(times))
    coarse = np.int32(stride * times)
    most_x, most_i = np.int32(width - 1), np.int32(max(last_column - 1, 0))
    flat, shares = inverse.reshape(-1), sky.reshape(-1)
    for row in range(top, bottom):
        y = min(row * stride + stride // 2, height - 1)
        v = min(max((np.float32(np.int32(row)) + 0.5) * part - 0.5, 0.0), np.float32(last_row))
        j = min(np.int64(v), max(last_row - 1, 0))
        below = min(j + 1, last_row)
        fv = min(v - np.float32(np.int32(j)), 1.0)
        line = np.int32(y * width)
        first = np.int32(min(j * coarse + coarse // 2, height - 1) * width)
        second = np.int32(min(below * coarse + coarse // 2, height - 1) * width)
        above_row = np.int32(j * (last_column + 1))
        below_row = np.int32(below * (last_column + 1))
        near_row, packed_row = near[row], packed_out[row]
        for column in range(np.uint64(near.shape[1])):
            k = np.uint64(column)
            x = min(np.int32(k) * np.int32(stride) + np.int32(stride // 2), most_x)
            here = take(flat, np.uint64(line + x))
            u = min(max((np.float32(np.int32(k)) + 0.5) * part - 0.5, 0.0), np.float32(last_column))
            i = min(np.int32(u), most_i)
            n = min(i + np.int32(1), np.int32(last_column))
            fu = min(u - np.float32(i), 1.0)
            a = min(i * coarse + coarse // np.int32(2), most_x)
            b = min(n * coarse + coarse // np.int32(2), most_x)
            p = (1.0 - fu) * (1.0 - fv) + 0.01
            p = p * alike(here, take(flat, np.uint64(first + a)))
            q = fu * (1.0 - fv) + 0.01
            q = q * alike(here, take(flat, np.uint64(first + b)))
            r = (1.0 - fu) * fv + 0.01
            r = r * alike(here, take(flat, np.uint64(second + a)))
            s = fu * fv + 0.01
            s = s * alike(here, take(flat, np.uint64(second + b)))
            total = p * take(shares, np.uint64(above_row + i))
            total = total + q * take(shares, np.uint64(above_row + n))
            total = total + r * take(shares, np.uint64(below_row + i))
            total = total + s * take(shares, np.uint64(below_row + n))
            close = np.int32(take(near_row, k) * 255.0 + 0.5)
            far = np.int32(total / (p + q + r + s) * 255.0 + 0.5)
            upper = np.float32(here).view(np.int32) & np.int32(-65536)
            put(packed_row, k, np.uint32(upper | (close << np.int32(8)) | far))


@kernel("i8, i8, f4[:], f4[:], f4[:], u4[:], i4, f4 -> f4[:]", narrow=True)
def surroundings(first, end, u, v, inverse, packed, columns, per_pixel, blocks_out):
    """Fetch NEAR and OPEN of the points in blocks [first, end).

    u, v, inverse (N,): places [px] and 1/z of the points; packed: from ``join``, flattened, with
    so many columns; per_pixel: places of the grid per pixel.
    """
    last_x = columns - np.int32(2)
    last_y = np.int32(np.int64(packed.shape[0]) // np.int64(columns)) - np.int32(2)
    for b in range(first, end):
        o, p = np.uint64(b) * BLOCK, np.uint64(b) * LANE_COUNT
        for k in range(LANE_COUNT):
            i, n = o + np.uint64(k), p + np.uint64(k)
            x = max((take(u, n) + 0.5) * per_pixel - 0.5, 0.0)
            y = max((take(v, n) + 0.5) * per_pixel - 0.5, 0.0)
            z = take(inverse, n)
            column, row = min(np.int32(x), last_x), min(np.int32(y), last_y)
            fx = min(x - np.float32(column), 1.0)
            fy = min(y - np.float32(row), 1.0)
            place = np.uint64(row * columns + column)
            near, sky, weight = np.float32(0.0), np.float32(0.0), np.float32(0.0)
            for q in range(4):
                word = take(
                    packed, place + np.uint64(q >> 1) * np.uint64(columns) + np.uint64(q & 1)
                )
                there = np.uint32(word & np.uint32(0xFFFF0000)).view(np.float32)
                wx = fx if q & 1 else 1.0 - fx
                wy = fy if q >> 1 else 1.0 - fy
                w = (wx * wy + 0.02) * alike(z, there)
                near += w * np.float32(np.int32((word >> np.uint32(8)) & np.uint32(255)))
                sky += w * np.float32(np.int32(word & np.uint32(255)))
                weight += w
            scale = 0.003921569 / weight
            put(blocks_out, i + at.NEAR, near * scale)
            put(blocks_out, i + at.OPEN, sky * scale)


class Surroundings:
    """The grids of one picture: ``prepare`` works them out, ``fetch`` reads them."""

    def __init__(self) -> None:
        self._work = Workspace()
        self._rings = rings()

    def prepare(self, film: Film, buffer: Buffer, lens: Lens, maps: Maps, threads: int) -> None:
        """Work out creases and openness of what the film's buffer shows."""
        height, width = buffer.inverse.shape
        fine = 2 if buffer.step < 1 else 1
        across = film.lens.width
        stride, times = (3 if across > 400 else 2 if across > 160 else 1) * fine, 2
        rows, columns = -(-height // stride), -(-width // stride)
        shape = max(rows, 2), max(columns, 2)
        far = -(-shape[0] // times), -(-shape[1] // times)
        raw = self._work.array("raw", shape, np.float32)
        near = self._work.array("near", shape, np.float32)
        sky = self._work.array("sky", far, np.float32)
        self._packed = self._work.array("packed", shape, np.uint32)
        self._per_pixel = np.float32(fine / stride)
        spiral = spirals(shape[1])
        grid = lens.values, np.float32(buffer.step), np.float32(buffer.first)
        tops, low = maps.tops, maps.undersides

        def find(top: int, bottom: int) -> None:
            scratch = np.empty((11, shape[1]), np.float32)
            creases(buffer.inverse, top, bottom, stride, *grid, spiral, scratch, raw)

        def smooth(top: int, bottom: int) -> None:
            smoothed(raw, top, bottom, np.empty(shape[1], np.float32), near)

        def look_up(top: int, bottom: int) -> None:
            scratch = np.empty((11, far[1]), np.float32)
            openness(
                buffer.inverse, top, bottom, stride * times, *grid, lens.rows, self._rings,
                tops.depth, tops.matrix, low.depth, low.matrix, scratch, sky,
            )  # fmt: skip

        def pack(top: int, bottom: int) -> None:
            join(buffer.inverse, top, bottom, stride, times, near, sky, self._packed)

        in_bands(find, shape[0], threads)
        in_bands(smooth, shape[0], threads)
        in_bands(look_up, far[0], threads)
        in_bands(pack, shape[0], threads)

    def fetch(self, blocks: int, place: NDArray[np.float32], data: NDArray[np.float32]) -> None:
        """Put NEAR and OPEN into the first blocks, whose points stand at place (4, N)."""
        packed = self._packed
        columns = np.int32(packed.shape[1])
        surroundings(
            0, blocks, place[0], place[1], place[2], packed.reshape(-1), columns,
            self._per_pixel, data,
        )  # fmt: skip
