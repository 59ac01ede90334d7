"""Oriented boxes in the plane: overlap, time to contact, depth of penetration.

A box is (x, y of its centre, yaw, half-length, half-width). All tests use the separating axes of
two rectangles (Gottschalk, Lin & Manocha, "OBBTree", SIGGRAPH 1996, in two dimensions).
"""

from __future__ import annotations

import math

from ...kernel import device
from . import columns as c


@device
def reach(axis_x, axis_y, yaw, half_length, half_width):
    """Half of a box's extent along a unit axis [m]."""
    along = abs(math.cos(yaw) * axis_x + math.sin(yaw) * axis_y)
    across = abs(-math.sin(yaw) * axis_x + math.cos(yaw) * axis_y)
    return half_length * along + half_width * across


@device
def overlap(ax, ay, a_yaw, a_length, a_width, bx, by, b_yaw, b_length, b_width):
    """How deep two boxes overlap along their least separated axis [m]; negative when apart."""
    least = math.inf
    for number in range(4):
        angle = (a_yaw if number < 2 else b_yaw) + (0.5 * math.pi if number % 2 else 0.0)
        ux, uy = math.cos(angle), math.sin(angle)
        radii = reach(ux, uy, a_yaw, a_length, a_width) + reach(ux, uy, b_yaw, b_length, b_width)
        least = min(least, radii - abs((bx - ax) * ux + (by - ay) * uy))
    return least


@device
def time_to_contact(ax, ay, a_yaw, a_length, a_width, bx, by, b_yaw, b_length, b_width, wx, wy):
    """Time until two boxes touch when b moves against a with velocity (wx, wy), without turning.

    0 when they overlap already, inf when they never touch [s].
    """
    # Circles around both that never touch settle most pairs.
    dx, dy, square = bx - ax, by - ay, wx * wx + wy * wy
    when = max(-(dx * wx + dy * wy) / square, 0.0) if square > 0.0 else 0.0
    dx, dy = dx + when * wx, dy + when * wy
    radii = a_length + a_width + b_length + b_width
    if dx * dx + dy * dy > radii * radii:
        return math.inf
    enter, leave = -math.inf, math.inf
    for number in range(4):
        angle = (a_yaw if number < 2 else b_yaw) + (0.5 * math.pi if number % 2 else 0.0)
        ux, uy = math.cos(angle), math.sin(angle)
        radii = reach(ux, uy, a_yaw, a_length, a_width) + reach(ux, uy, b_yaw, b_length, b_width)
        distance = (bx - ax) * ux + (by - ay) * uy
        speed = wx * ux + wy * uy
        if abs(speed) < 1e-9:
            if abs(distance) > radii:
                return math.inf
            continue
        first, second = (-radii - distance) / speed, (radii - distance) / speed
        enter = max(enter, min(first, second))
        leave = min(leave, max(first, second))
    if enter > leave or leave < 0.0:
        return math.inf
    return max(enter, 0.0)


@device
def box_centre(state, body):
    """x, y and yaw of the centre of a row's box."""
    yaw = state[c.YAW]
    x = state[c.X] + body[c.CENTRE_X] * math.cos(yaw) - body[c.CENTRE_Y] * math.sin(yaw)
    y = state[c.Y] + body[c.CENTRE_X] * math.sin(yaw) + body[c.CENTRE_Y] * math.cos(yaw)
    return x, y, yaw
