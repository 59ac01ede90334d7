"""Begins to cross the road, stops in the middle and turns back.

It may do so always, or only when a vehicle is so close that it would be there ``within`` a time;
where none is, it goes on to the other side. The most surprising of what people do: a driver who has
let them pass already finds them in the way again.

Example::

    actors:
      walker:
        kind: child
        at: {s: 70 m, t: -6 m}
        behaviour: {kind: turn_back, speed: 1.5 m/s, turn_at: 1 m, back: 3 m/s}
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...simcore.kernel import kernel
from ...simcore.kernels.line import place
from ...simcore.physics.driving import columns as c
from ...simcore.physics.driving.advance import WALKER_ACCEL
from ...simcore.physics.driving.environment import BEHAVIOUR
from ...simcore.quantity.fields import Length, Speed, Time, setting
from ..conduct.gap import arrival
from ..conduct.post import Post
from ._walker import Walker, far_side

FOR = ("people", "animals")
"""Groups of actors that can do this."""


class Settings(Walker):
    """Where it turns, and how it goes."""

    turn_at: Length | None = setting(
        "t where it stops; unless given in the middle of the road",
        None,
        low="-100 m",
        high="100 m",
    )
    pause: Time = setting(
        "How long it stands before it turns",
        {"truncated_normal": {"mean": "0.8 s", "sd": "0.3 s", "low": "0 s", "high": "2 s"}},
        low="0 s",
        high="60 s",
    )
    back: Speed | None = setting(
        "Speed of the way back; as before unless given", None, low="0.2 m/s", high="12 m/s"
    )
    within: Time | None = setting(
        "It turns only where a vehicle would be there within this time; unless given always",
        None,
        low="0 s",
        high="60 s",
    )


def params(settings: Settings, post: Post) -> Sequence[float]:
    """Speed there and back [m/s], pause, within [s], t of the turn, of the start and of the goal,
    edges of the road."""
    right, left = post.edges
    start = post.actor.at.t
    turn = (right + left) / 2 if settings.turn_at is None else settings.turn_at
    goal = far_side(start, start > turn, post.edges)
    back = settings.speed if settings.back is None else settings.back
    within = math.inf if settings.within is None else settings.within
    return settings.speed, back, settings.pause, within, turn, start, goal, right, left


@kernel(BEHAVIOUR)
def decide(time, state, body, model, line, route, rows, params, memory_out, command_out):
    """Memory: 0 there, 1 standing, 2 back, 3 going on; when it stood; heading of the way there."""
    for k in range(rows.shape[0]):
        e, n = rows[k, 0], rows[k, 1]
        speed, back, pause = params[k, 0], params[k, 1], params[k, 2]
        within, turn, start, goal = params[k, 3], params[k, 4], params[k, 5], params[k, 6]
        right, left = params[k, 7], params[k, 8]
        table = line[route[e, 0] : route[e, 1]]
        t, v = state[e, n, c.T], state[e, n, c.SPEED]
        side = 1.0 if turn > start else -1.0
        if memory_out[e, n, 3] == 0.0:
            road = place(table, state[e, n, c.S], 0.0, -1)[3]
            memory_out[e, n, 2] = road + side * 0.5 * math.pi
            memory_out[e, n, 3] = 1.0
        heading = memory_out[e, n, 2]
        stopping = v * v / (2.0 * WALKER_ACCEL)
        if memory_out[e, n, 0] == 0.0 and side * (t - turn) + stopping >= 0.0:
            comes = arrival(state[e], body[e], model[e], table, n, right, left)
            memory_out[e, n, 0] = 1.0 if comes <= within else 3.0
            memory_out[e, n, 1] = time[k] + v / WALKER_ACCEL
        if memory_out[e, n, 0] == 1.0:
            speed = 0.0
            if time[k] >= memory_out[e, n, 1] + pause:
                memory_out[e, n, 0] = 2.0
        if memory_out[e, n, 0] == 2.0:
            heading += math.pi
            speed = 0.0 if side * (t - start) <= stopping else back
        elif side * (t - goal) >= 0.0:
            speed = 0.0
        command_out[e, n, c.WANT_VX] = speed * math.cos(heading)
        command_out[e, n, c.WANT_VY] = speed * math.sin(heading)
        command_out[e, n, c.FACE] = heading
