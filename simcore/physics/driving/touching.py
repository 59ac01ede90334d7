"""When, where and how fast two bodies meet: depth, normal and place of a contact.

Boxes that crush each other meet at the middle of what they will have crushed; what is found to
overlap within a step is taken back to when it met. See ``contact`` for what then happens.
"""

from __future__ import annotations

import math

from ...kernel import device
from .shapes import between, gap, met_on, middle_of_overlap

CRUSHING = 0.03
"""Vehicles crush for some 0.06 s, closing in at half their first speed on the mean [s]"""
CRUSH = 0.8
"""and by this much at most [m]."""


@device
def earlier(twist, late):
    """A ``twist_of`` as it was so long ago [s]."""
    x, y, vx, vy, r, lighter, nimbler = twist
    return x - late * vx, y - late * vy, vx, vy, r, lighter, nimbler


@device
def shape_earlier(shape, twist, late):
    """A shape as it was so long ago [s]."""
    x, y, yaw, length, width, radius = shape
    vx, vy = twist[2] - twist[4] * (y - twist[1]), twist[3] + twist[4] * (x - twist[0])
    return x - late * vx, y - late * vy, yaw - late * twist[4], length, width, radius


@device
def touch(a, b, mine, theirs, dt, work):
    """How two shapes touch, whose ``twist_of`` are ``mine`` and ``theirs``: depth [m], negative
    where they do not; unit normal from a to b; the place; velocity of b against a there [m/s]; how
    long ago they met, if that was in this step, at which time the place is where it is [s]."""
    if between(a, b) < 0.0:
        if a[5] > 0.0 or b[5] > 0.0:  # at the middle of what is round
            px, py = (b[0], b[1]) if b[5] > 0.0 else (a[0], a[1])
        else:
            px, py, _ = middle_of_overlap(a, b, work)
        wx, wy = against(mine, theirs, px, py)
        depth, nx, ny = met_on(a, b, wx, wy, 2.0 * dt)
    else:
        if a[5] == 0.0 and b[5] == 0.0:
            return -1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        distance, ax, ay, bx, by = gap(a, b)
        depth = a[5] + b[5] - distance
        if depth <= 0.0 or distance == 0.0:
            return -1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        nx, ny = (bx - ax) / distance, (by - ay) / distance
        px, py = ax + (a[5] - 0.5 * depth) * nx, ay + (a[5] - 0.5 * depth) * ny
        wx, wy = against(mine, theirs, px, py)
    closing = -(wx * nx + wy * ny)
    if closing <= 0.0:
        return depth, nx, ny, px, py, wx, wy, 0.0
    late = min(depth / closing, dt) if depth < 2.0 * dt * closing else 0.0
    first, second = earlier(mine, late), earlier(theirs, late)
    px, py = px - 0.5 * late * (mine[2] + theirs[2]), py - 0.5 * late * (mine[3] + theirs[3])
    if a[5] == 0.0 and b[5] == 0.0:
        one, two = shape_earlier(a, mine, late), shape_earlier(b, theirs, late)
        left = CRUSHING - (depth / closing - late)
        px, py = crushed(one, two, px, py, wx, wy, left, work)
    wx, wy = against(first, second, px, py)
    return depth, nx, ny, px, py, wx, wy, late


@device
def crushed(a, b, px, py, wx, wy, seconds, work):
    """Where two boxes push each other that touch at (px, py): at the middle of what they will have
    crushed, going on as now for so long, rather than at the corner that comes first."""
    far = min(seconds * math.sqrt(wx * wx + wy * wy), CRUSH)
    if far <= 0.0:
        return px, py
    share = far / math.sqrt(wx * wx + wy * wy)
    dx, dy = share * wx, share * wy
    x, y, area = middle_of_overlap(a, (b[0] + dx, b[1] + dy, b[2], b[3], b[4], 0.0), work)
    if area == 0.0:
        return px, py
    return x - 0.5 * dx, y - 0.5 * dy


@device
def against(a, b, px, py):
    """Velocity of body b against body a at a place, from their ``twist_of``."""
    wx = (b[2] - b[4] * (py - b[1])) - (a[2] - a[4] * (py - a[1]))
    wy = (b[3] + b[4] * (px - b[0])) - (a[3] + a[4] * (px - a[0]))
    return wx, wy
