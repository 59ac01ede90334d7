"""How much of the sky is open to a point, from maps of the tops and undersides of things.

Rings of 0.5 m and 1.8 m around the point: a wall hides what it is high, and a roof close overhead,
as under a car, lets in only what comes below it. Worked out on a small grid of places.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...kernel import kernel
from ...kernels.memory import get, put, take
from .facets import slopes_of_row

RINGS = ((0.5, 0.0), (1.8, 0.39))
"""Radii [m] of the rings around a point, and the turn of their eight places [rad]."""


def rings() -> NDArray[np.float32]:
    """(16, 3) places on the rings: x, y [m] and the square of the radius."""
    places = [
        (r * np.cos(turn + k * np.pi / 4), r * np.sin(turn + k * np.pi / 4), r * r)
        for r, turn in RINGS
        for k in range(8)
    ]
    return np.array(places, np.float32)


@kernel(
    "f4[:,:], i8, i8, i8, f4[:], f4, f4, f4[:,:,:], f4[:,:], f4[:,:], f4[:,:], f4[:,:], f4[:,:] "
    "-> f4[:,:], f4[:,:]",
    narrow=True,
)
def openness(
    inverse, top, bottom, stride, lens, step, first, T_world_row, ring, tops, to_tops,
    undersides, to_undersides, scratch_out, open_out,
):  # fmt: skip
    """Share of an overcast sky, in [0, 1], for rows [top, bottom) of the small grid.

    T_world_row (1 or H, 3, 4): the camera in the world; tops, undersides and their matrices: depth
    maps towards the zenith and the nadir; scratch_out (11, columns); the rest as ``creases``.
    """
    height, width = inverse.shape
    columns = open_out.shape[1]
    here, across, down = scratch_out[0], scratch_out[1], scratch_out[2]
    px, py, pz = scratch_out[3], scratch_out[4], scratch_out[5]
    nx, ny, nz = scratch_out[6], scratch_out[7], scratch_out[8]
    hidden, weight = scratch_out[9], scratch_out[10]
    fx, fy = 1.0 / lens[0], 1.0 / lens[1]
    a0, a3, b1, b3 = to_tops[0, 0], to_tops[0, 3], to_tops[1, 1], to_tops[1, 3]
    c0, c3 = to_undersides[0, 0], to_undersides[0, 3]
    d1, d3 = to_undersides[1, 1], to_undersides[1, 3]
    high, low, one = tops.reshape(-1), undersides.reshape(-1), np.int32(1)
    last, least = np.int32(tops.shape[0] - 1), np.int32(undersides.shape[0] - 1)
    for row in range(top, bottom):
        y = min(row * stride + stride // 2, height - 1)
        slopes_of_row(inverse, y, stride, here, across, down)
        v = np.float32(np.int32(y)) * step + first
        m = T_world_row[min(max(np.int64(v + 0.5), 0), T_world_row.shape[0] - 1)]
        for k in range(columns):
            u = np.float32(np.int32(min(k * stride + stride // 2, width - 1))) * step + first
            z = 1.0 / max(here[k], 1e-6)
            right, below = (u - lens[2]) * fx, (v - lens[3]) * fy
            p, q = -across[k] / (step * fx), -down[k] / (step * fy)
            r = -here[k] - p * right - q * below
            scale = 1.0 / np.sqrt(p * p + q * q + r * r + 1e-20)
            nx[k] = (m[0, 0] * p + m[0, 1] * q + m[0, 2] * r) * scale
            ny[k] = (m[1, 0] * p + m[1, 1] * q + m[1, 2] * r) * scale
            nz[k] = (m[2, 0] * p + m[2, 1] * q + m[2, 2] * r) * scale
            px[k] = (m[0, 0] * right + m[0, 1] * below + m[0, 2]) * z + m[0, 3] + 0.3 * nx[k]
            py[k] = (m[1, 0] * right + m[1, 1] * below + m[1, 2]) * z + m[1, 3] + 0.3 * ny[k]
            pz[k] = (m[2, 0] * right + m[2, 1] * below + m[2, 2]) * z + m[2, 3] + 0.08
            open_out[row, k] = 1.0
        for half in range(2):
            for k in range(columns):
                hidden[k], weight[k] = 0.0, 1e-6
            lean = 1.4 - 0.9 * np.float32(np.int32(half))
            for tap in range(8 * half, 8 * half + 8):
                dx, dy, square = ring[tap, 0], ring[tap, 1], ring[tap, 2]
                for column in range(np.uint64(columns)):
                    k = np.uint64(column)
                    across_wall = dx * get(nx, k) + dy * get(ny, k)
                    w = max(get(nz, k) + across_wall * lean, 0.0) + 0.05
                    x, y_, z = get(px, k) + dx, get(py, k) + dy, get(pz, k)
                    i = min(max(np.int32(a0 * x + a3 + 0.5), np.int32(0)), last)
                    j = min(max(np.int32(b1 * y_ + b3 + 0.5), np.int32(0)), last)
                    rise = max(take(high, np.uint64(j * (last + one) + i)) - z, 0.0)
                    i = min(max(np.int32(c0 * x + c3 + 0.5), np.int32(0)), least)
                    j = min(max(np.int32(d1 * y_ + d3 + 0.5), np.int32(0)), least)
                    gap = max(-take(low, np.uint64(j * (least + one) + i)) - z, 0.0)
                    # What hangs overhead lets in light below it only.
                    below = square / (square + gap * gap)
                    blocked = min(rise * rise / (rise * rise + square), below)
                    put(hidden, k, get(hidden, k) + w * blocked)
                    put(weight, k, get(weight, k) + w)
            for k in range(columns):
                open_out[row, k] *= 1.0 - hidden[k] / weight[k]
