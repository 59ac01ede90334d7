"""A vehicle that changes into the ego's lane just ahead of it.

Until its start it follows its own lane at the speed it has.

Example::

    actors:
      cutter:
        kind: suv
        at: {s: 25 m, t: 3.75 m}
        speed: 100 km/h
        behaviour: {kind: cut_in, duration: 3 s}
"""

from __future__ import annotations

from collections.abc import Sequence

from ...simcore.kernel import kernel
from ...simcore.physics.driving import columns as c
from ...simcore.physics.driving.environment import BEHAVIOUR
from ...simcore.quantity.fields import Flag, Length, Speed, Time, setting
from ...simcore.quantity.settings import Settings as Base
from ..conduct.lane import idm, leader, steering_towards
from ..conduct.post import Post

FOR = ("vehicles",)
"""Groups of actors that can do this."""


class Settings(Base):
    """How it changes lanes."""

    to: Length = setting("t where it ends", "0 m", low="-20 m", high="20 m")
    duration: Time = setting("How long the change takes", "3.5 s", low="1 s", high="12 s")
    speed: Speed | None = setting(
        "Speed it takes on from its start; it keeps its own unless given",
        None,
        low="0 km/h",
        high="250 km/h",
    )
    signal: Flag = setting("Whether it indicates, from its start on", True)


ALWAYS = True
"""It drives before its start, too."""

FOLLOW = (1.2, 2.0, 1.5, 3.0)
"""Time gap [s], least gap [m], acceleration, deceleration [m/s²] behind what is ahead of it."""


def params(settings: Settings, post: Post) -> Sequence[float]:
    """t before, t after, duration [s], speed before and after [m/s], signal."""
    before = post.actor.speed or 0.0
    after = before if settings.speed is None else settings.speed
    return post.actor.at.t, settings.to, settings.duration, before, after, float(settings.signal)


@kernel(BEHAVIOUR)
def decide(time, state, body, model, line, route, rows, params, memory_out, command_out):
    """Keep the first lane, then change smoothly; what is ahead in both lanes counts."""
    for k in range(rows.shape[0]):
        e, n = rows[k, 0], rows[k, 1]
        before, after, duration = params[k, 0], params[k, 1], params[k, 2]
        slow, fast, signal = params[k, 3], params[k, 4], params[k, 5]
        table = line[route[e, 0] : route[e, 1]]
        begun = state[e, n, c.STARTED]
        share = min(max((time[k] - begun) / duration, 0.0), 1.0) if begun <= time[k] else 0.0
        # The least jerk: a quintic from lane to lane.
        t = before + (after - before) * share**3 * (10.0 - 15.0 * share + 6.0 * share * share)
        wanted = fast if begun <= time[k] else slow
        speed = state[e, n, c.SPEED]
        gap, ahead = leader(state[e], body[e], n, 1.0, after if begun <= time[k] else before)
        command_out[e, n, c.ACCELERATION] = idm(speed, wanted, gap, speed - ahead, *FOLLOW)
        command_out[e, n, c.STEERING] = steering_towards(state[e, n], body[e, n], table, t, 1.0)
        on = signal == 1.0 and begun <= time[k] and share < 1.0
        command_out[e, n, c.SIGNAL] = (1.0 if after > before else -1.0) if on else 0.0
