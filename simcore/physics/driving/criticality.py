"""How near the ego is to a collision, by the definitions that CommonRoad-CriMe collects
(Lin & Althoff, "CommonRoad-CriMe: a toolbox for criticality measures", IV 2023).

Time to collision: until the boxes of both touch if neither changes its velocity or turns. Time
headway: until the ego's front is where the tail of the vehicle ahead is now. Deceleration rate to
avoid a crash: Δv²/(2·gap) behind the vehicle ahead, 0 when it draws away.
"""

from __future__ import annotations

import math

from ...kernel import kernel
from . import columns as c
from .advance import box_centre
from .boxes import time_to_contact

LIGHT = 2.0
"""What weighs less than this [kg] (a ball, an empty box) is no collision partner."""


@kernel("f8[:], f8[:,:], f8[:,:] -> f8[:]")
def times_to_contact(ego, box, velocity, time_out):
    """Times until the ego and each of N things touch [s], inf for never.

    ego (7,): x, y of its box's centre, yaw, half-length, half-width, vx, vy; box (N, 5): the same
    without velocity; velocity (N, 2), all in the world.
    """
    for n in range(box.shape[0]):
        time_out[n] = time_to_contact(
            *(ego[0], ego[1], ego[2], ego[3], ego[4]),
            *(box[n, 0], box[n, 1], box[n, 2], box[n, 3], box[n, 4]),
            *(velocity[n, 0] - ego[5], velocity[n, 1] - ego[6]),
        )


@kernel("f8[:,:,:], f8[:,:,:] -> f8[:,:]")
def criticality(state, body, measure_out):
    """Time to collision [s], time headway [s] and DRAC [m/s²] of each ego; measure_out (E, 3)."""
    for e in range(state.shape[0]):
        ttc, gap, closing = math.inf, math.inf, 0.0
        ego, shape = state[e, 0], body[e, 0]
        ex, ey, e_yaw = box_centre(ego, shape)
        cos, sin = math.cos(e_yaw), math.sin(e_yaw)
        for n in range(1, state.shape[1]):
            if body[e, n, c.LENGTH] == 0.0 or body[e, n, c.MASS] < LIGHT:
                continue
            x, y, yaw = box_centre(state[e, n], body[e, n])
            half_length, half_width = 0.5 * body[e, n, c.LENGTH], 0.5 * body[e, n, c.WIDTH]
            wx, wy = state[e, n, c.VX] - ego[c.VX], state[e, n, c.VY] - ego[c.VY]
            time = time_to_contact(
                *(ex, ey, e_yaw, 0.5 * shape[c.LENGTH], 0.5 * shape[c.WIDTH]),
                *(x, y, yaw, half_length, half_width),
                *(wx, wy),
            )
            ttc = min(ttc, time)
            ahead = state[e, n, c.S] - ego[c.S]
            beside = abs(state[e, n, c.T] - ego[c.T]) - half_width - 0.5 * shape[c.WIDTH]
            turn = abs(math.cos(yaw - e_yaw))
            reach = turn * half_length + math.sqrt(1.0 - turn * turn) * half_width
            distance = (x - ex) * cos + (y - ey) * sin - reach - 0.5 * shape[c.LENGTH]
            if ahead > 0.0 and beside < 0.0 and 0.0 < distance < gap:
                gap = distance
                closing = -(wx * cos + wy * sin)
        measure_out[e, 0] = ttc
        measure_out[e, 1] = gap / ego[c.SPEED] if ego[c.SPEED] > 0.1 else math.inf
        measure_out[e, 2] = closing * closing / (2.0 * gap) if closing > 0.0 else 0.0
