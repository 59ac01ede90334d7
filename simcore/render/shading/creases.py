"""Creases: of some samples around a point, those that stand in front of the plane through it.

A screen-space occlusion with a radius of half a metre, worked out on a small grid of places.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from ...kernel import kernel
from ...kernels.memory import get, put, take
from .facets import slopes_of_row

RADIUS = 0.55
"""Of the search [m]."""

SAMPLES = 8
_RADIUS, _PER_RADIUS = np.float32(RADIUS), np.float32(1 / RADIUS)
_STRENGTH = np.float32(1.35 / SAMPLES)
_TURNS = 16


@cache
def spirals(columns: int) -> NDArray[np.float32]:
    """(4, SAMPLES, 2, columns) places in a unit disc (x, y), turned differently at each of 4 × 4
    neighbours: [row % 4, sample, axis, column]."""
    k = np.arange(SAMPLES)
    radius = np.sqrt((k + 0.5) / SAMPLES)
    order = np.array([0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5])  # Bayer's matrix
    angle = 2.39996 * k + 2 * np.pi * order[:, None] / _TURNS
    table = np.stack([radius * np.cos(angle), radius * np.sin(angle)], -1)
    table = table.reshape(4, 4, SAMPLES, 2).transpose(0, 2, 3, 1)
    return table[..., np.arange(columns) % 4].astype(np.float32, order="C")


@kernel("f4[:,:], i8, i8, i8, f4[:], f4, f4, f4[:,:,:,:] -> f4[:,:], f4[:,:]", narrow=True)
def creases(inverse, top, bottom, stride, lens, step, first, spiral, scratch_out, near_out):
    """What is not hidden by creases, in [0, 1], for rows [top, bottom) of the small grid.

    inverse (h, w): 1/z of the samples, which stand at u = column·step + first; stride: samples
    between places of the grid; lens (4,): fx, fy, cx, cy; scratch_out (5, columns).
    """
    height, width = inverse.shape
    columns = near_out.shape[1]
    fx, fy = lens[0] / step, lens[1] / step
    here, across, down = scratch_out[0], scratch_out[1], scratch_out[2]
    upright, hidden = scratch_out[3], scratch_out[4]
    last_x, last_y = np.int32(width - 1), np.int32(height - 1)
    flat = inverse.reshape(-1)
    for row in range(top, bottom):
        y = min(row * stride + stride // 2, height - 1)
        slopes_of_row(inverse, y, stride, here, across, down)
        v = (np.float32(np.int32(y)) * step + first - lens[3]) / step
        for k in range(columns):
            # 1/z is linear on the screen: its gradient is the plane's normal over its distance.
            x = np.float32(np.int32(min(k * stride + stride // 2, width - 1)))
            u = (x * step + first - lens[2]) / step
            p, q = across[k] * fx, down[k] * fy
            r = here[k] - across[k] * u - down[k] * v
            upright[k] = here[k] / np.sqrt(p * p + q * q + r * r + 1e-20)
            hidden[k] = 0.0
        for sample in range(SAMPLES):
            turn_x, turn_y = spiral[row & 3, sample, 0], spiral[row & 3, sample, 1]
            for column in range(np.uint64(columns)):
                k = np.uint64(column)
                near = get(here, k)
                x = min(np.int32(k) * np.int32(stride) + np.int32(stride // 2), last_x)
                reach = min(max(_RADIUS * fx * near, 2.5), 48.0)
                px = np.int32(np.float32(x) + take(turn_x, k) * reach + 0.5)
                py = np.int32(np.float32(np.int32(y)) + take(turn_y, k) * reach + 0.5)
                px = min(max(px, np.int32(0)), last_x)
                py = min(max(py, np.int32(0)), last_y)
                there = take(flat, np.uint64(py * np.int32(width) + px))
                plane = near + get(across, k) * np.float32(px - x)
                plane = plane + get(down, k) * np.float32(py - np.int32(y))
                plane = max(plane, 0.25 * near + 1e-6)
                above = (1.0 / plane - 1.0 / max(there, 1e-6)) * get(upright, k)
                share = min(max(above * 40.0 - 0.4, 0.0), 1.0)
                share = share * min(max(1.7 - above * _PER_RADIUS, 0.0), 1.0)
                put(hidden, k, get(hidden, k) + share)
        for k in range(columns):
            near_out[row, k] = 1.0 - 0.85 * min(hidden[k] * _STRENGTH, 1.0)


@kernel("f4[:,:], i8, i8 -> f4[:], f4[:,:]", narrow=True)
def smoothed(near, top, bottom, line_out, smooth_out):
    """Means over the 4 × 4 neighbours whose spirals differ; line_out (columns,): scratch."""
    rows, columns = near.shape
    for row in range(top, bottom):
        a, b = near[max(row - 1, 0)], near[row]
        c, d = near[min(row + 1, rows - 1)], near[min(row + 2, rows - 1)]
        for k in range(columns):
            line_out[k] = 0.0625 * (a[k] + b[k] + c[k] + d[k])
        smooth = smooth_out[row]
        for k in range(1, columns - 2):
            smooth[k] = line_out[k - 1] + line_out[k] + line_out[k + 1] + line_out[k + 2]
        for k in (0, columns - 2, columns - 1):
            smooth[k] = 4.0 * line_out[k]
