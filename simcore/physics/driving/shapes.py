"""Where two road users touch: boxes, capsules and discs in the plane.

A shape is (x, y of its centre, yaw, half-length, half-width, radius): all points within ``radius``
of a rectangle. A box has radius 0, a capsule half-width 0, a disc neither length nor width.

Boxes are separated along the axis that they met on: of those axes along which they close in (the
normals of their sides), the one that they overlap on for the shortest time. The least overlap alone
would turn a collision with a narrow overlap at high speed into a graze.
"""

from __future__ import annotations

import math

from ...kernel import device
from .boxes import reach

TIE = 1e-6
"""Nearest points whose distances differ by less than this [m] are equally near."""


@device
def nearest_in(x, y, yaw, half_length, half_width, px, py):
    """The point of a rectangle that is nearest to (px, py)."""
    cos, sin = math.cos(yaw), math.sin(yaw)
    along = (px - x) * cos + (py - y) * sin
    across = (py - y) * cos - (px - x) * sin
    along = min(max(along, -half_length), half_length)
    across = min(max(across, -half_width), half_width)
    return x + along * cos - across * sin, y + along * sin + across * cos


@device
def corner(x, y, yaw, half_length, half_width, number):
    """A corner of a rectangle, counter-clockwise from front left."""
    cos, sin = math.cos(yaw), math.sin(yaw)
    along = half_length if number == 0 or number == 3 else -half_length
    across = half_width if number < 2 else -half_width
    return x + along * cos - across * sin, y + along * sin + across * cos


@device
def gap(a, b):
    """The nearest points of two rectangles that do not overlap: their distance and both points.

    Where several pairs are equally near (sides that are parallel) their mean is given.
    """
    least, count = math.inf, 0.0
    ax = ay = bx = by = 0.0
    for number in range(8):
        if number < 4:
            px, py = corner(a[0], a[1], a[2], a[3], a[4], number)
            qx, qy = nearest_in(b[0], b[1], b[2], b[3], b[4], px, py)
        else:
            qx, qy = corner(b[0], b[1], b[2], b[3], b[4], number - 4)
            px, py = nearest_in(a[0], a[1], a[2], a[3], a[4], qx, qy)
        distance = math.sqrt((qx - px) * (qx - px) + (qy - py) * (qy - py))
        if distance < least - TIE:
            least, count = distance, 0.0
            ax = ay = bx = by = 0.0
        if distance < least + TIE:
            count += 1.0
            ax, ay, bx, by = ax + px, ay + py, bx + qx, by + qy
    return least, ax / count, ay / count, bx / count, by / count


@device
def middle_of_overlap(a, b, work):
    """Centre of the area that two rectangles share (Sutherland & Hodgman, CACM 17(1), 1974, clip
    one by the sides of the other), and its size [m²]; of nothing the middle between them.

    work (8, 4): scratch: corners of the area so far in two columns, of the next one in the others.
    """
    now, after, count = 0, 2, 4
    for number in range(4):
        x, y = corner(a[0], a[1], a[2], a[3], a[4], number)
        work[number, now], work[number, now + 1] = x, y
    cos, sin = math.cos(b[2]), math.sin(b[2])
    for side in range(4):
        ux, uy = (cos, sin) if side % 2 == 0 else (-sin, cos)
        sign = 1.0 if side < 2 else -1.0
        limit = b[3] if side % 2 == 0 else b[4]
        kept = 0
        for number in range(count):
            before = number - 1 if number > 0 else count - 1
            px, py = work[before, now], work[before, now + 1]
            qx, qy = work[number, now], work[number, now + 1]
            p = limit - sign * ((px - b[0]) * ux + (py - b[1]) * uy)
            q = limit - sign * ((qx - b[0]) * ux + (qy - b[1]) * uy)
            if (p < 0.0) != (q < 0.0):
                share = p / (p - q)
                work[kept, after] = px + share * (qx - px)
                work[kept, after + 1] = py + share * (qy - py)
                kept += 1
            if q >= 0.0:
                work[kept, after], work[kept, after + 1] = qx, qy
                kept += 1
        now, after, count = after, now, kept
    area = mx = my = 0.0
    for number in range(2, count):
        dx, dy = work[number - 1, now] - work[0, now], work[number - 1, now + 1] - work[0, now + 1]
        ex, ey = work[number, now] - work[0, now], work[number, now + 1] - work[0, now + 1]
        piece = 0.5 * (dx * ey - dy * ex)
        area += piece
        mx += piece * (dx + ex) / 3.0
        my += piece * (dy + ey) / 3.0
    if area < 1e-12:
        return 0.5 * (a[0] + b[0]), 0.5 * (a[1] + b[1]), 0.0
    return work[0, now] + mx / area, work[0, now + 1] + my / area, area


@device
def met_on(a, b, wx, wy, lately):
    """How deep two rectangles with their radii overlap [m] and the unit normal from a to b.

    (wx, wy): velocity of b against a where they overlap. They are taken to have met on the axis on
    which they closed in last, if that was within ``lately`` [s]; else on the one of least overlap.
    """
    depth, nx, ny, soonest = math.inf, 1.0, 0.0, lately
    deep, mx, my = math.inf, 0.0, 0.0
    dx, dy = b[0] - a[0], b[1] - a[1]
    for number in range(4):
        angle = (a[2] if number < 2 else b[2]) + (0.5 * math.pi if number % 2 else 0.0)
        ux, uy = math.cos(angle), math.sin(angle)
        apart = dx * ux + dy * uy
        if apart < 0.0:
            ux, uy, apart = -ux, -uy, -apart
        over = reach(ux, uy, a[2], a[3], a[4]) + reach(ux, uy, b[2], b[3], b[4]) - apart
        over += a[5] + b[5]
        if over < depth:
            depth, nx, ny = over, ux, uy
        closing = -(wx * ux + wy * uy)
        if closing * soonest > over:
            soonest = over / closing
            deep, mx, my = over, ux, uy
    if deep < math.inf:
        return deep, mx, my
    return depth, nx, ny


@device
def between(a, b):
    """How far two rectangles are apart along the axis that separates them most [m]; negative where
    they overlap: how deep."""
    cos_a, sin_a, cos_b, sin_b = math.cos(a[2]), math.sin(a[2]), math.cos(b[2]), math.sin(b[2])
    cos, sin = abs(cos_a * cos_b + sin_a * sin_b), abs(sin_a * cos_b - cos_a * sin_b)
    dx, dy = b[0] - a[0], b[1] - a[1]
    most = abs(dx * cos_a + dy * sin_a) - a[3] - b[3] * cos - b[4] * sin
    most = max(most, abs(dy * cos_a - dx * sin_a) - a[4] - b[3] * sin - b[4] * cos)
    most = max(most, abs(dx * cos_b + dy * sin_b) - b[3] - a[3] * cos - a[4] * sin)
    return max(most, abs(dy * cos_b - dx * sin_b) - b[4] - a[3] * sin - a[4] * cos)
