"""Value noise on hashed lattices, in metres: it never repeats, needs no memory and vectorises.

Details that are finer than the eye's footprint are faded to their mean with ``faded``. Arguments
may be of any size below 2^23 lattice cells.
"""

from __future__ import annotations

import numpy as np

from ..kernel import device

ONE = np.int32(1)


@device(inline=True)
def hashed(x, y):
    """A uint32 word for a lattice point of two int32 (two rounds of lowbias32)."""
    h = np.uint32(np.uint32(x) * np.uint32(0x9E3779B1)) ^ np.uint32(
        np.uint32(y) * np.uint32(0x85EBCA6B)
    )
    h = np.uint32((h ^ (h >> np.uint32(15))) * np.uint32(0x2C1B3C6D))
    h = np.uint32((h ^ (h >> np.uint32(12))) * np.uint32(0x297A2D39))
    return np.uint32(h ^ (h >> np.uint32(15)))


@device(narrow=True, inline=True)
def lattice(x, y):
    """A float32 in [0, 1) for a lattice point of two int32."""
    return np.float32(np.int32(hashed(x, y) >> np.uint32(8))) * 5.9604645e-08


@device(narrow=True, inline=True)
def floored(x):
    """The largest int32 that is not above x, without a call that would stop vectorising."""
    whole = np.int32(x)
    return np.int32(whole - np.int32(np.float32(whole) > x))


@device(narrow=True, inline=True)
def noise(x, y):
    """Smooth noise in [0, 1] with lattice points at whole x and y; mean 1/2, sd about 0.23."""
    i = floored(x)
    j = floored(y)
    u = x - np.float32(i)
    v = y - np.float32(j)
    u = u * u * (3.0 - 2.0 * u)
    v = v * v * (3.0 - 2.0 * v)
    a = lattice(i, j)
    b = lattice(np.int32(i + ONE), j)
    c = lattice(i, np.int32(j + ONE))
    d = lattice(np.int32(i + ONE), np.int32(j + ONE))
    low = a + (b - a) * u
    high = c + (d - c) * u
    return low + (high - low) * v


@device(narrow=True, inline=True)
def noise_slope(x, y):
    """Smooth noise in [0, 1] and its derivatives by x and by y."""
    i = floored(x)
    j = floored(y)
    u = x - np.float32(i)
    v = y - np.float32(j)
    du = 6.0 * u * (1.0 - u)
    dv = 6.0 * v * (1.0 - v)
    u = u * u * (3.0 - 2.0 * u)
    v = v * v * (3.0 - 2.0 * v)
    a = lattice(i, j)
    b = lattice(np.int32(i + ONE), j)
    c = lattice(i, np.int32(j + ONE))
    d = lattice(np.int32(i + ONE), np.int32(j + ONE))
    low = a + (b - a) * u
    high = c + (d - c) * u
    across = (b - a) + ((d - c) - (b - a)) * v
    return low + (high - low) * v, across * du, (high - low) * dv


@device(narrow=True, inline=True)
def grain(x, y):
    """Gradient noise in about [-0.7, 0.7], mean 0, sd 0.18, and its derivatives by x and by y.

    Rounder than ``noise`` and without its squares: for what is looked at closely.
    """
    i, j = floored(x), floored(y)
    p, q = x - np.float32(i), y - np.float32(j)
    u, v = p * p * (3.0 - 2.0 * p), q * q * (3.0 - 2.0 * q)
    du, dv = 6.0 * p * (1.0 - p), 6.0 * q * (1.0 - q)
    ax, ay = tilt(i, j)
    bx, by = tilt(np.int32(i + ONE), j)
    cx, cy = tilt(i, np.int32(j + ONE))
    dx, dy = tilt(np.int32(i + ONE), np.int32(j + ONE))
    a, b = ax * p + ay * q, bx * (p - 1.0) + by * q
    c, d = cx * p + cy * (q - 1.0), dx * (p - 1.0) + dy * (q - 1.0)
    low, high = a + (b - a) * u, c + (d - c) * u
    left, right = ax + (bx - ax) * u, cx + (dx - cx) * u
    slope_x = left + (right - left) * v + du * ((b - a) + ((d - c) - (b - a)) * v)
    front, back = ay + (by - ay) * u, cy + (dy - cy) * u
    slope_y = front + (back - front) * v + dv * (high - low)
    return low + (high - low) * v, slope_x, slope_y


@device(narrow=True, inline=True)
def tilt(x, y):
    """Two float32 in [-1, 1) for a lattice point of two int32."""
    word = hashed(x, y)
    first = np.float32(np.int32(word & np.uint32(0xFFFF)))
    second = np.float32(np.int32(word >> np.uint32(16)))
    return first * 3.0517578e-05 - 1.0, second * 3.0517578e-05 - 1.0


@device(narrow=True, inline=True)
def turned(x, y):
    """The place (x, y) turned by 37°, so that lattices of two noises do not lie on each other."""
    return 0.8 * x + 0.6 * y, 0.8 * y - 0.6 * x


@device(narrow=True, inline=True)
def shard_edge(x, y):
    """Distance to the nearest edge of irregular shards of about one unit, roughly."""
    i, j = floored(x - 0.5), floored(y - 0.5)
    first = second = np.float32(8.0)
    for k in range(4):
        p, q = np.int32(i + np.int32(k & 1)), np.int32(j + np.int32(k >> 1))
        a, b = tilt(p, q)
        dx = np.float32(p) + 0.5 + 0.38 * a - x
        dy = np.float32(q) + 0.5 + 0.38 * b - y
        away = dx * dx + dy * dy
        second = min(second, max(first, away))
        first = min(first, away)
    return 0.5 * (np.sqrt(second) - np.sqrt(first))


@device(narrow=True, inline=True)
def fbm3(x, y):
    """Three octaves of noise, in [0, 1], mean 1/2."""
    total = 0.5714286 * noise(x, y)
    total = total + 0.2857143 * noise(x * 2.03 + 17.1, y * 2.03 + 5.3)
    return total + 0.1428571 * noise(x * 4.12 + 39.9, y * 4.12 + 21.7)


@device(narrow=True, inline=True)
def faded(footprint, wavelength):
    """Weight of a detail of this wavelength seen with this footprint [m, m]: 1 near, ever less far
    away, 0 beyond 3.3 wavelengths."""
    ratio = footprint / wavelength
    return max(1.002 / (1.0 + 4.0 * ratio * ratio * ratio * ratio) - 0.002, 0.0)
