"""Which vehicles come, and when they would be here, for kernels: what somebody at the kerb judges.

Critical headway of a pedestrian: Highway Capacity Manual 2010, equation 19-69, t_c = L/S_p + t_s,
with L the length of the crossing, S_p the speed of walking and t_s = 3 s to start and end.
"""

from __future__ import annotations

import math

from ...simcore.kernel import device
from ...simcore.kernels.line import place
from ...simcore.physics.driving import columns as c

START_AND_END = 3.0
"""Time that a pedestrian wants besides that of walking [s] (HCM 2010: 3 s)."""
CREEP = 0.5
"""A vehicle slower than this along the road [m/s] is not coming."""


@device
def approach(state, body, table, n, m):
    """Distance [m] from the nearest end of row m to row n along the route, and the speed [m/s] at
    which m comes; the speed is 0 where it stands, leaves or has passed."""
    road = place(table, state[m, c.S], 0.0, -1)[3]
    along = state[m, c.VX] * math.cos(road) + state[m, c.VY] * math.sin(road)
    if abs(along) < CREEP:
        return math.inf, 0.0
    direction = 1.0 if along > 0.0 else -1.0
    middle = state[m, c.S] + body[m, c.CENTRE_X] * math.cos(state[m, c.YAW] - road)
    reach = 0.5 * (body[m, c.LENGTH] + body[n, c.WIDTH])
    way = direction * (state[n, c.S] - middle)
    if way < -reach:
        return math.inf, 0.0
    return max(way - reach, 0.0), abs(along)


@device
def arrival(state, body, model, table, n, right, left):
    """Time [s] in which the first vehicle between t = right and left would be beside row n.

    inf where none comes; 0 while one is passing.
    """
    first = math.inf
    for m in range(state.shape[0]):
        if model[m] != c.VEHICLE and model[m] != c.CAR:
            continue
        half = 0.5 * body[m, c.WIDTH]
        if state[m, c.T] + half < right or state[m, c.T] - half > left:
            continue
        way, speed = approach(state, body, table, n, m)
        if speed > 0.0:
            first = min(first, way / speed)
    return first
