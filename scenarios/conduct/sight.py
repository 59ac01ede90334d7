"""What a driver can see, for kernels: others hide behind vehicles and behind the top of a hill."""

from __future__ import annotations

import math

from ...simcore.kernel import device
from ...simcore.kernels.line import place
from ...simcore.physics.driving import columns as c

EYE = 1.2
"""Height of a driver's eye [m], and what is lower than it hides nothing (RAL: 1.0 to 1.2 m)."""


@device
def crosses(ax, ay, bx, by, x, y, yaw, half_length, half_width):
    """Whether the segment from a to b meets a box (slab test in the box's axes)."""
    cos, sin = math.cos(yaw), math.sin(yaw)
    px, py = (ax - x) * cos + (ay - y) * sin, -(ax - x) * sin + (ay - y) * cos
    dx, dy = (bx - ax) * cos + (by - ay) * sin, -(bx - ax) * sin + (by - ay) * cos
    enter, leave = 0.0, 1.0
    for axis in range(2):
        p, d = (px, dx) if axis == 0 else (py, dy)
        half = half_length if axis == 0 else half_width
        if abs(d) < 1e-12:
            if abs(p) > half:
                return False
            continue
        first, second = (-half - p) / d, (half - p) / d
        enter = max(enter, min(first, second))
        leave = min(leave, max(first, second))
    return enter < leave


@device
def over_the_ground(table, s0, z0, s1, z1):
    """Whether a line of sight along the road stays above it."""
    for k in range(1, 16):
        share = k / 16.0
        ground = place(table, s0 + share * (s1 - s0), 0.0, -1)[2]
        if z0 + share * (z1 - z0) < ground:
            return False
    return True


@device
def sees(state, body, table, n, m):
    """Whether the driver of row n sees row m: its middle, its left or its right end."""
    yaw = state[n, c.YAW]
    forward = body[n, c.CENTRE_X] + 0.05 * body[n, c.LENGTH]
    ax, ay = state[n, c.X] + forward * math.cos(yaw), state[n, c.Y] + forward * math.sin(yaw)
    mx, my = state[m, c.X], state[m, c.Y]
    top = state[m, c.Z] + 0.8 * body[m, c.HEIGHT]
    if not over_the_ground(table, state[n, c.S], state[n, c.Z] + EYE, state[m, c.S], top):
        return False
    distance = math.sqrt((mx - ax) ** 2 + (my - ay) ** 2) + 1e-9
    half = 0.4 * max(body[m, c.WIDTH], 0.5 * body[m, c.LENGTH])
    ux, uy = -(my - ay) / distance * half, (mx - ax) / distance * half
    for side in range(-1, 2):
        bx, by = mx + side * ux, my + side * uy
        hidden = False
        for k in range(1, state.shape[0]):
            wide = body[k, c.HEIGHT] >= EYE and body[k, c.WIDTH] >= 1.2
            if not wide or k == m or k == n:  # noqa: SIM109
                continue
            x = state[k, c.X] + body[k, c.CENTRE_X] * math.cos(state[k, c.YAW])
            y = state[k, c.Y] + body[k, c.CENTRE_X] * math.sin(state[k, c.YAW])
            box = (x, y, state[k, c.YAW], 0.5 * body[k, c.LENGTH], 0.5 * body[k, c.WIDTH])
            if crosses(ax, ay, bx, by, *box):
                hidden = True
                break
        if not hidden:
            return True
    return False
