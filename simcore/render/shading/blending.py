"""Blends flakes over a picture: streaks of their own opacity before what lies behind them.

What is finer than the pixels is a thread with the opacity of its area; what is wider is a soft
capsule. Slow and fast, sharp and blurred flakes hide the same.
"""

from __future__ import annotations

import numpy as np

from ...kernel import device, kernel
from .flakes import BLOCK, BLUE, GREEN, INVERSE, RADIUS, RED, X0, X1, Y0, Y1


@kernel("i8, f4[:], i8 -> i4[:] : i8", narrow=True, counted=True)
def by_rows(blocks, flakes, height, order_out):
    """Numbers of the flakes in sight, in bands of rows from the top, so that those that follow
    each other touch the same memory; returns how many there are."""
    bands = (height >> 3) + 1
    to = np.zeros(bands + 1, np.int32)
    for n in range(blocks * 64):
        i = np.uint64(n // 64) * BLOCK + np.uint64(n % 64)
        if flakes[i + RADIUS] > 0.0:
            to[1 + min(np.int64(max(flakes[i + Y0], 0.0)) >> 3, bands - 1)] += 1
    for k in range(bands):
        to[k + 1] += to[k]
    count = np.int64(to[bands])
    for n in range(blocks * 64):
        i = np.uint64(n // 64) * BLOCK + np.uint64(n % 64)
        if flakes[i + RADIUS] > 0.0:
            k = min(np.int64(max(flakes[i + Y0], 0.0)) >> 3, bands - 1)
            order_out[to[k]] = n
            to[k] += 1
    return count


@kernel("i4[:], f4[:], f4[:], i8, i8, i8, i8 -> f4[:,:]", narrow=True)
def splat(order, flakes, inverse, width, stride, top, bottom, image_out):
    """Blend flakes over the rows [top, bottom) of image_out (3, pixels), where nothing is nearer.

    order: numbers of the flakes; inverse: 1/z of samples, flattened, of which the pixels' own
    stand ``stride`` apart.
    """
    red, green, blue = image_out[0], image_out[1], image_out[2]
    for n in order:
        i = np.uint64(n // 64) * BLOCK + np.uint64(n % 64)
        radius = flakes[i + RADIUS]
        x0, y0, x1, y1 = flakes[i + X0], flakes[i + Y0], flakes[i + X1], flakes[i + Y1]
        if max(y0, y1) + radius + 2.0 < np.float32(top):
            continue
        if min(y0, y1) - radius - 2.0 > np.float32(bottom):
            continue
        ink = flakes[i + RED], flakes[i + GREEN], flakes[i + BLUE]
        ex, ey, near = x1 - x0, y1 - y0, flakes[i + INVERSE]
        area = 3.1415927 * radius * radius
        if radius >= 0.75:
            capsule(
                x0, y0, ex, ey, radius, near, ink, inverse, width, stride, top, bottom,
                red, green, blue,
            )  # fmt: skip
        elif max(abs(ex), abs(ey)) < 1.0:
            dot(
                x0 + 0.5 * ex, y0 + 0.5 * ey, area, near, ink, inverse, width, stride, top, bottom,
                red, green, blue,
            )  # fmt: skip
        else:
            thread(
                x0, y0, ex, ey, area, near, ink, inverse, width, stride, top, bottom,
                red, green, blue,
            )  # fmt: skip


@device(narrow=True)
def dot(x0, y0, opacity, near, ink, inverse, width, stride, top, bottom, red, green, blue):
    """A flake finer than a pixel that stands still: its area, spread over 2 × 2 pixels."""
    i, j = np.int64(np.floor(x0)), np.int64(np.floor(y0))
    fu, fv = x0 - np.float32(np.int32(i)), y0 - np.float32(np.int32(j))
    for q in range(2):
        y = j + q
        if y < top or y >= bottom:
            continue
        wy = (fv if q else 1.0 - fv) * opacity
        for p in range(2):
            x = i + p
            if x < 0 or x >= width or inverse[(y * width * stride + x) * stride] >= near:
                continue
            share = wy * (fu if p else 1.0 - fu)
            n = y * width + x
            red[n] += (ink[0] - red[n]) * share
            green[n] += (ink[1] - green[n]) * share
            blue[n] += (ink[2] - blue[n]) * share


@device(narrow=True)
def thread(
    x0, y0, ex, ey, opacity, near, ink, inverse, width, stride, top, bottom, red, green, blue
):
    """A flake finer than a pixel that moves: a line of its area, which in each row (or column,
    where it lies flat) that it crosses is spread over two pixels."""
    flat = abs(ex) >= abs(ey)
    if not flat:
        x0, y0, ex, ey = y0, x0, ey, ex
    if ex < 0.0:
        x0, y0, ex, ey = x0 + ex, y0 + ey, -ex, -ey
    slope, each = ey / ex, opacity / ex
    low, high = (0, width) if flat else (top, bottom)
    least, most = (top, bottom) if flat else (0, width)
    first = max(np.int64(np.floor(x0 + 0.5)), low)
    last = min(np.int64(np.floor(x0 + ex + 0.5)), high - 1)
    for a in range(first, last + 1):
        middle = np.float32(np.int32(a))
        begin, end = max(x0, middle - 0.5), min(x0 + ex, middle + 0.5)
        level = y0 + (0.5 * (begin + end) - x0) * slope
        b = np.int64(np.floor(level))
        part = level - np.float32(np.int32(b))
        share = each * (end - begin)
        for q in range(2):
            c = b + q
            if c < least or c >= most:
                continue
            x, y = (a, c) if flat else (c, a)
            if inverse[(y * width * stride + x) * stride] >= near:
                continue
            here = share * (part if q else 1.0 - part)
            n = y * width + x
            red[n] += (ink[0] - red[n]) * here
            green[n] += (ink[1] - green[n]) * here
            blue[n] += (ink[2] - blue[n]) * here


@device(narrow=True)
def capsule(
    x0, y0, ex, ey, radius, near, ink, inverse, width, stride, top, bottom, red, green, blue
):
    """A flake wider than a pixel: a soft capsule, the softer the wider, as it is out of focus."""
    length = np.sqrt(ex * ex + ey * ey)
    area = 3.1415927 * radius * radius
    opacity = area / (area + 2.0 * radius * length)
    soft = 1.0 + 0.7 * radius
    reach = radius + 0.5 * soft
    inverse_soft, inverse_square = 1.0 / soft, 1.0 / (length * length + 1e-9)
    first = max(np.int64(np.ceil(y0 + min(ey, 0.0) - reach)), top)
    last = min(np.int64(np.floor(y0 + max(ey, 0.0) + reach)), bottom - 1)
    begin = max(np.int64(np.ceil(x0 + min(ex, 0.0) - reach)), 0)
    end = min(np.int64(np.floor(x0 + max(ex, 0.0) + reach)), width - 1)
    for y in range(first, last + 1):
        dy = np.float32(np.int32(y)) - y0
        for x in range(begin, end + 1):
            dx = np.float32(np.int32(x)) - x0
            part = min(max((dx * ex + dy * ey) * inverse_square, 0.0), 1.0)
            p, q = dx - part * ex, dy - part * ey
            share = (reach - np.sqrt(p * p + q * q)) * inverse_soft
            if share <= 0.0 or inverse[(y * width * stride + x) * stride] >= near:
                continue
            share = min(share, 1.0) * opacity
            n = y * width + x
            red[n] += (ink[0] - red[n]) * share
            green[n] += (ink[1] - green[n]) * share
            blue[n] += (ink[2] - blue[n]) * share
