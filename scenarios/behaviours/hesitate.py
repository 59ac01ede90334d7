"""Walks to the kerb, stops and looks; crosses where the gap in the traffic is long enough, or not.

A gap is taken by the critical headway of the Highway Capacity Manual 2010 (equation 19-69): the
time of crossing at the walker's speed and 3 s. Somebody with a shorter ``gap`` steps out in front
of a car; with a ``patience`` even whatever comes.

Example::

    actors:
      walker:
        kind: adult
        at: {s: 70 m, t: 8 m}
        behaviour: {kind: hesitate, speed: 1.3 m/s, look: 2 s, patience: 8 s}
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...simcore.kernel import kernel
from ...simcore.kernels.line import place
from ...simcore.physics.driving import columns as c
from ...simcore.physics.driving.advance import WALKER_ACCEL
from ...simcore.physics.driving.environment import BEHAVIOUR
from ...simcore.quantity.fields import Length, Time, setting
from ..conduct.gap import START_AND_END, arrival
from ..conduct.post import Post
from ._walker import Walker, far_side

FOR = ("people",)
"""Groups of actors that can do this."""


class Settings(Walker):
    """How long it looks, and what it dares."""

    stop_at: Length | None = setting(
        "t where it stops to look; unless given 0.4 m short of the road",
        None,
        low="-100 m",
        high="100 m",
    )
    to: Length | None = setting(
        "t where its way ends; unless given as far beyond the road as it came from",
        None,
        low="-100 m",
        high="100 m",
    )
    look: Time = setting(
        "How long it looks at least",
        {"log_normal": {"median": "1.5 s", "sigma": 0.4}},
        low="0 s",
        high="60 s",
    )
    gap: Time | None = setting(
        "Time until the next vehicle that is enough for it; unless given that of crossing and 3 s",
        None,
        low="0 s",
        high="60 s",
    )
    patience: Time | None = setting(
        "How long it waits, until it goes whatever comes; unless given it waits for its gap",
        None,
        low="0 s",
        high="1 h",
    )


KERB = 0.4
"""How far from the edge of the road people stop [m]."""
GLANCE, TURN = 1.2, 0.6
"""How long it looks each way [s], and how far it turns to do so [rad]."""


def params(settings: Settings, post: Post) -> Sequence[float]:
    """Speed [m/s], t of the stop and of the goal, look, gap, patience [s], edges of the road."""
    right, left = post.edges
    start = post.actor.at.t
    from_left = start > (right + left) / 2
    stop, goal = settings.stop_at, settings.to
    if stop is None:
        stop = left + KERB if from_left else right - KERB
    if goal is None:
        goal = far_side(start, from_left, post.edges)
    gap = settings.gap
    if gap is None:
        pace = min(settings.speed, getattr(post.actor, "pace", math.inf))
        gap = abs(stop - (right if from_left else left)) / pace + START_AND_END
    patience = math.inf if settings.patience is None else settings.patience
    return settings.speed, stop, goal, settings.look, gap, patience, right, left


@kernel(BEHAVIOUR)
def decide(time, state, body, model, line, route, rows, params, memory_out, command_out):
    """Memory: 0 before, 1 at, 2 after the kerb; when it came there; side; heading."""
    for k in range(rows.shape[0]):
        e, n = rows[k, 0], rows[k, 1]
        speed, stop, goal = params[k, 0], params[k, 1], params[k, 2]
        look, gap, patience = params[k, 3], params[k, 4], params[k, 5]
        right, left = params[k, 6], params[k, 7]
        table = line[route[e, 0] : route[e, 1]]
        t, v = state[e, n, c.T], state[e, n, c.SPEED]
        if memory_out[e, n, 2] == 0.0:
            side = 1.0 if goal > t else -1.0
            memory_out[e, n, 2] = side
            memory_out[e, n, 3] = place(table, state[e, n, c.S], 0.0, -1)[3] + side * 0.5 * math.pi
        side, heading = memory_out[e, n, 2], memory_out[e, n, 3]
        stopping = v * v / (2.0 * WALKER_ACCEL)
        if memory_out[e, n, 0] == 0.0 and side * (t - stop) + stopping >= 0.0:
            memory_out[e, n, 0] = 1.0
            memory_out[e, n, 1] = time[k]
        face = heading
        if memory_out[e, n, 0] == 1.0:
            waited = time[k] - memory_out[e, n, 1]
            glance = 1.0 if int(waited / GLANCE) % 2 == 0 else -1.0
            face = heading + glance * TURN
            free = arrival(state[e], body[e], model[e], table, n, right, left) > gap
            if (waited >= look and free) or waited >= patience:
                memory_out[e, n, 0] = 2.0
                face = heading
            else:
                speed = 0.0
        if side * (t - goal) >= 0.0:
            speed = 0.0
        command_out[e, n, c.WANT_VX] = speed * math.cos(heading)
        command_out[e, n, c.WANT_VY] = speed * math.sin(heading)
        command_out[e, n, c.FACE] = face
