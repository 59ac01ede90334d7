"""An animal that runs across the road, and may freeze in the headlights on the way.

It goes from standing to its speed within ``spurt``.

Example::

    actors:
      deer:
        kind: deer
        at: {s: 120 m, t: 8 m}
        behaviour: {kind: bolt, speed: 9 m/s, freeze: 1 s, freeze_at: 1 m}
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...simcore.kernel import kernel
from ...simcore.kernels.line import place
from ...simcore.physics.driving import columns as c
from ...simcore.physics.driving.environment import BEHAVIOUR
from ...simcore.quantity.fields import Angle, Length, Speed, Time, setting
from ...simcore.quantity.settings import Settings as Base
from ..conduct.post import Post

FOR = ("animals",)
"""Groups of actors that can do this."""


class Settings(Base):
    """How the animal runs."""

    speed: Speed = setting("Speed it reaches", "9 m/s", low="0.5 m/s", high="20 m/s")
    spurt: Time = setting("Time in which it reaches it", "1.2 s", low="0.2 s", high="5 s")
    slant: Angle = setting(
        "How far from square across, forward along the road positive",
        "0 deg",
        low="-60 deg",
        high="60 deg",
    )
    to: Length | None = setting(
        "t where it stops; unless given it runs off, away from the road",
        None,
        low="-200 m",
        high="200 m",
    )
    freeze: Time = setting("How long it freezes on the way", "0 s", low="0 s", high="60 s")
    freeze_at: Length = setting("t where it freezes", "0 m", low="-100 m", high="100 m")


def params(settings: Settings, post: Post) -> Sequence[float]:
    """Speed [m/s], spurt [s], slant [rad], t of the goal, freeze [s], t where it freezes."""
    right, left = post.edges
    from_left = post.actor.at.t > (right + left) / 2
    goal = settings.to
    if goal is None:
        goal = -200.0 if from_left else 200.0
    return (
        settings.speed,
        settings.spurt,
        settings.slant,
        goal,
        settings.freeze,
        settings.freeze_at,
    )


@kernel(BEHAVIOUR)
def decide(time, state, body, model, line, route, rows, params, memory_out, command_out):
    """Run for the goal's t; memory: 0 before, 1 during, 2 after freezing; its end; when it ran."""
    for k in range(rows.shape[0]):
        e, n = rows[k, 0], rows[k, 1]
        speed, spurt, slant = params[k, 0], params[k, 1], params[k, 2]
        goal, freeze, freeze_at = params[k, 3], params[k, 4], params[k, 5]
        table = line[route[e, 0] : route[e, 1]]
        t = state[e, n, c.T]
        if memory_out[e, n, 2] == 0.0:
            side = 1.0 if goal > t else -1.0
            road = place(table, state[e, n, c.S], 0.0, -1)[3]
            memory_out[e, n, 2] = side
            memory_out[e, n, 3] = road + side * (0.5 * math.pi - slant)
            memory_out[e, n, 4] = time[k]
            if freeze == 0.0 or side * (freeze_at - t) < 0.0:
                memory_out[e, n, 0] = 2.0
        side, heading = memory_out[e, n, 2], memory_out[e, n, 3]
        # It begins to stop where stopping takes it to the place of freezing.
        v = state[e, n, c.SPEED]
        if memory_out[e, n, 0] == 0.0 and side * (t - freeze_at) + v * v / 7.0 >= 0.0:
            memory_out[e, n, 0] = 1.0
            memory_out[e, n, 1] = time[k] + freeze + v / 3.5
        alert = 0.3
        speed *= min((time[k] - memory_out[e, n, 4]) / spurt, 1.0)
        if memory_out[e, n, 0] == 1.0:
            speed, alert = 0.0, 1.0
            if time[k] >= memory_out[e, n, 1]:
                memory_out[e, n, 0] = 2.0
                memory_out[e, n, 4] = time[k]
        if side * (t - goal) >= 0.0:
            speed = 0.0
        command_out[e, n, c.WANT_VX] = speed * math.cos(heading)
        command_out[e, n, c.WANT_VY] = speed * math.sin(heading)
        command_out[e, n, c.WANT_ALERT] = alert
        command_out[e, n, c.FACE] = heading
