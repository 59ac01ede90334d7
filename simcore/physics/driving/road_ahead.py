"""The ego's route some way ahead, in the ego's own axes."""

from __future__ import annotations

import math

from ...kernel import kernel
from ...kernels.line import place
from . import columns as c

AHEAD, LEFT, TURN, CURVATURE = range(4)
"""Columns: a place of the route from the ego's origin [m]; its heading against the ego's [rad];
its curvature [1/m]."""
PLACE = 4


@kernel("i8, i8, f8[:,:,:], f8[:,:], i8[:,:], f8[:] -> f4[:,:,:]")
def road_ahead(begin, end, state, line, route, ahead, place_out):
    """Places of the routes of environments [begin, end), ``ahead`` (K,) [m] of the egos.

    line, route: as behaviours get them; place_out (E, K, PLACE): see the columns.
    """
    for e in range(begin, end):
        table = line[route[e, 0] : route[e, 1]]
        ego, row = state[e, 0], -1
        cos, sin = math.cos(ego[c.YAW]), math.sin(ego[c.YAW])
        for k in range(ahead.shape[0]):
            x, y, _, heading, _, _, curvature, row = place(table, ego[c.S] + ahead[k], 0.0, row)
            dx, dy = x - ego[c.X], y - ego[c.Y]
            turn = heading - ego[c.YAW]
            place_out[e, k, AHEAD] = dx * cos + dy * sin
            place_out[e, k, LEFT] = dy * cos - dx * sin
            place_out[e, k, TURN] = turn - 2.0 * math.pi * math.floor(turn / (2.0 * math.pi) + 0.5)
            place_out[e, k, CURVATURE] = curvature
