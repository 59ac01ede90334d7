"""Walks along the road at its distance from the lane.

Example::

    actors:
      walker: {kind: adult, at: {s: 70 m, t: -5 m}, behaviour: {kind: walk, speed: 1.3 m/s}}
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...simcore.kernel import kernel
from ...simcore.kernels.line import place
from ...simcore.physics.driving import columns as c
from ...simcore.physics.driving.environment import BEHAVIOUR
from ...simcore.quantity.fields import Flag, setting
from ..conduct.post import Post
from ._walker import Walker

FOR = ("people", "animals")
"""Groups of actors that can do this."""


class Settings(Walker):
    """How it walks."""

    against: Flag = setting("Whether it walks towards the ego, against the route", False)


def params(settings: Settings, post: Post) -> Sequence[float]:
    """Speed [m/s], direction along the route, t to keep [m]."""
    return settings.speed, -1.0 if settings.against else 1.0, post.actor.at.t


@kernel(BEHAVIOUR)
def decide(time, state, body, model, line, route, rows, params, memory_out, command_out):
    """Walk along the line through t."""
    for k in range(rows.shape[0]):
        e, n = rows[k, 0], rows[k, 1]
        speed, direction, t = params[k, 0], params[k, 1], params[k, 2]
        table = line[route[e, 0] : route[e, 1]]
        ahead = state[e, n, c.S] + direction * 2.0
        x, y, _, _, _, _, _, _ = place(table, ahead, t, -1)
        heading = math.atan2(y - state[e, n, c.Y], x - state[e, n, c.X])
        command_out[e, n, c.WANT_VX] = speed * math.cos(heading)
        command_out[e, n, c.WANT_VY] = speed * math.sin(heading)
        command_out[e, n, c.FACE] = heading
