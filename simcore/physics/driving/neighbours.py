"""What is nearest to each ego, in the ego's own axes."""

from __future__ import annotations

import math

from ...kernel import kernel
from . import columns as c
from .boxes import box_centre

PRESENT, AHEAD, LEFT, TOWARDS_X, TOWARDS_Y, COS, SIN, LENGTH, WIDTH = range(9)
"""Columns: 1 where there is one; its centre from the ego's [m]; its velocity against the ego's
[m/s]; cosine and sine of its heading against the ego's; its box [m]."""
NEIGHBOUR = 9


@kernel("i8, i8, f8[:,:,:], f8[:,:,:] -> f4[:,:,:]")
def neighbours(begin, end, state, body, near_out):
    """The nearest others of the egos of environments [begin, end), the nearest first.

    near_out (E, M, NEIGHBOUR): see the columns; 0 where there are fewer.
    """
    for e in range(begin, end):
        near_out[e] = 0.0
        ego = state[e, 0]
        x, y, yaw = box_centre(ego, body[e, 0])
        cos, sin = math.cos(yaw), math.sin(yaw)
        found, before, last = 0, -1.0, -1
        while found < near_out.shape[1]:
            best, chosen = math.inf, -1
            for n in range(1, state.shape[1]):
                if body[e, n, c.LENGTH] == 0.0:
                    continue
                dx, dy = state[e, n, c.X] - ego[c.X], state[e, n, c.Y] - ego[c.Y]
                square = dx * dx + dy * dy
                later = square > before or (square == before and n > last)
                if later and square < best:
                    best, chosen = square, n
            if chosen < 0:
                break
            other, row = state[e, chosen], near_out[e, found]
            px, py, turn = box_centre(other, body[e, chosen])
            vx, vy = other[c.VX] - ego[c.VX], other[c.VY] - ego[c.VY]
            row[PRESENT] = 1.0
            row[AHEAD] = (px - x) * cos + (py - y) * sin
            row[LEFT] = (py - y) * cos - (px - x) * sin
            row[TOWARDS_X], row[TOWARDS_Y] = vx * cos + vy * sin, vy * cos - vx * sin
            row[COS], row[SIN] = math.cos(turn - yaw), math.sin(turn - yaw)
            row[LENGTH], row[WIDTH] = body[e, chosen, c.LENGTH], body[e, chosen, c.WIDTH]
            before, last, found = best, chosen, found + 1
