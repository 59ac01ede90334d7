"""Walks or runs across the road, perhaps with a moment of doubt.

It goes straight to the other side, past traffic that it does not see.

Example::

    actors:
      walker:
        kind: adult
        at: {s: 70 m, t: 5 m}
        behaviour: {kind: cross, speed: 1.4 m/s, pause: 1 s, pause_at: 2 m}
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...simcore.kernel import kernel
from ...simcore.kernels.line import place
from ...simcore.physics.driving import columns as c
from ...simcore.physics.driving.environment import BEHAVIOUR
from ...simcore.quantity.fields import Angle, Length, Time, setting
from ..conduct.post import Post
from ._walker import Walker, far_side

FOR = ("people", "animals")
"""Groups of actors that can do this."""


class Settings(Walker):
    """How it crosses."""

    slant: Angle = setting(
        "How far from square across, forward along the road positive",
        "0 deg",
        low="-60 deg",
        high="60 deg",
    )
    to: Length | None = setting(
        "t where it stops; unless given as far beyond the road as it came from",
        None,
        low="-100 m",
        high="100 m",
    )
    pause: Time = setting("How long it stops on the way", "0 s", low="0 s", high="60 s")
    pause_at: Length | None = setting(
        "t where it stops on the way; unless given at the edge of the road",
        None,
        low="-100 m",
        high="100 m",
    )


def params(settings: Settings, post: Post) -> Sequence[float]:
    """Speed [m/s], slant [rad], t of the goal, pause [s], t of the pause."""
    right, left = post.edges
    start = post.actor.at.t
    from_left = start > (right + left) / 2
    goal = far_side(start, from_left, post.edges) if settings.to is None else settings.to
    pause_at = settings.pause_at
    if pause_at is None:
        pause_at = left + 0.3 if from_left else right - 0.3
    return settings.speed, settings.slant, goal, settings.pause, pause_at


@kernel(BEHAVIOUR)
def decide(time, state, body, model, line, route, rows, params, memory_out, command_out):
    """Walk straight to the goal's t; memory: 0 before, 1 during, 2 after the pause; its end."""
    for k in range(rows.shape[0]):
        e, n = rows[k, 0], rows[k, 1]
        speed, slant, goal = params[k, 0], params[k, 1], params[k, 2]
        pause, pause_at = params[k, 3], params[k, 4]
        table = line[route[e, 0] : route[e, 1]]
        t = state[e, n, c.T]
        if memory_out[e, n, 2] == 0.0:  # the way is decided once, where it sets off
            side = 1.0 if goal > t else -1.0
            road = place(table, state[e, n, c.S], 0.0, -1)[3]
            memory_out[e, n, 2] = side
            memory_out[e, n, 3] = road + side * (0.5 * math.pi - slant)
            if pause == 0.0 or side * (pause_at - t) < 0.0:
                memory_out[e, n, 0] = 2.0
        side, heading = memory_out[e, n, 2], memory_out[e, n, 3]
        if memory_out[e, n, 0] == 0.0 and side * (t - pause_at) >= 0.0:
            memory_out[e, n, 0] = 1.0
            memory_out[e, n, 1] = time[k] + pause
        if memory_out[e, n, 0] == 1.0:
            if time[k] >= memory_out[e, n, 1]:
                memory_out[e, n, 0] = 2.0
            else:
                speed = 0.0
        if side * (t - goal) >= 0.0:
            speed = 0.0
        command_out[e, n, c.WANT_VX] = speed * math.cos(heading)
        command_out[e, n, c.WANT_VY] = speed * math.sin(heading)
        command_out[e, n, c.FACE] = heading
