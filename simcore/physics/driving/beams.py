"""Level beams around each ego, as a scanner without noise would see the boxes around it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ...kernel import device, kernel
from . import columns as c
from .boxes import box_centre


def directions(beams: int) -> NDArray[np.float64]:
    """(B, 2) unit vectors of beams at equal angles, the first ahead, then counter-clockwise."""
    angle = np.arange(beams) * (2.0 * np.pi / beams)
    return np.stack([np.cos(angle), np.sin(angle)], 1)


@kernel("i8, i8, f8[:,:,:], f8[:,:,:], f8[:,:], i8[:,:,:], f8[:,:], f8 -> f4[:,:]")
def beams(begin, end, state, body, obstacles, parts, direction, reach, distance_out):
    """Distances from the centres of the egos' boxes to what their beams meet, of environments
    [begin, end).

    obstacles, parts: as ``advance`` takes them; direction (B, 2): from ``directions``, in the
    egos' axes; distance_out (E, B) [m], ``reach`` where a beam meets nothing.
    """
    for e in range(begin, end):
        distance_out[e, :] = reach
        x, y, yaw = box_centre(state[e, 0], body[e, 0])
        cos, sin = math.cos(yaw), math.sin(yaw)
        for n in range(1, state.shape[1]):
            if body[e, n, c.LENGTH] == 0.0:
                continue
            half_length, half_width = 0.5 * body[e, n, c.LENGTH], 0.5 * body[e, n, c.WIDTH]
            most = reach + half_length + half_width + 2.0 * abs(body[e, n, c.CENTRE_X])
            if abs(state[e, n, c.X] - x) > most or abs(state[e, n, c.Y] - y) > most:
                continue
            px, py, turn = box_centre(state[e, n], body[e, n])
            ahead, left = (px - x) * cos + (py - y) * sin, (py - y) * cos - (px - x) * sin
            meet(ahead, left, turn - yaw, half_length, half_width, direction, distance_out[e])
        for k in range(parts[e, 3, 0], parts[e, 3, 1]):
            dx, dy = obstacles[k, 0] - x, obstacles[k, 1] - y
            meet(
                *(dx * cos + dy * sin, dy * cos - dx * sin, obstacles[k, 2] - yaw),
                *(obstacles[k, 3], obstacles[k, 4], direction, distance_out[e]),
            )


@device
def meet(x, y, yaw, half_length, half_width, direction, distance_out):
    """Shorten the beams (B,) that meet a box, given in the axes of their origin."""
    count = direction.shape[0]
    away = math.sqrt(x * x + y * y)
    radius = math.sqrt(half_length * half_length + half_width * half_width)
    first, last = 0, count - 1
    if away > radius:
        part = count / (2.0 * math.pi)
        bearing, half = math.atan2(y, x), math.asin(radius / away)
        first, last = math.ceil((bearing - half) * part), math.floor((bearing + half) * part)
    cos, sin = math.cos(yaw), math.sin(yaw)
    ox, oy = -x * cos - y * sin, x * sin - y * cos
    for number in range(first, last + 1):
        k = number % count
        dx = direction[k, 0] * cos + direction[k, 1] * sin
        dy = direction[k, 1] * cos - direction[k, 0] * sin
        near, far = _within(ox, dx, half_length)
        enter, leave = _within(oy, dy, half_width)
        near, far = max(near, enter), min(far, leave)
        if near <= far and far >= 0.0:
            distance_out[k] = min(distance_out[k], max(near, 0.0))


@device
def _within(origin, step, half):
    """Between which lengths a ray is within ±half along one axis."""
    if abs(step) < 1e-12:
        return (-math.inf, math.inf) if abs(origin) <= half else (math.inf, -math.inf)
    first, second = (-half - origin) / step, (half - origin) / step
    return min(first, second), max(first, second)
