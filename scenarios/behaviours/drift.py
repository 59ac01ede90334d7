"""A vehicle that leaves its lane slowly, as with a drowsy driver, and may come back with a jerk.

It goes aside at a steady speed; Euro NCAP tests lane keeping with 0.2 to 0.6 m/s (test protocol
Lane Support Systems). Until its start it follows its lane.

Example::

    actors:
      oncoming:
        kind: van
        at: {s: 160 m, t: 3.25 m, heading: 180 deg}
        speed: 60 km/h
        behaviour: {kind: drift, to: 0.6 m, lateral_speed: 0.5 m/s, wakes: true}
        start: {kind: ego_arrives, within: 6 s}
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...simcore.kernel import device, kernel
from ...simcore.physics.driving import columns as c
from ...simcore.physics.driving.environment import BEHAVIOUR
from ...simcore.quantity.fields import Flag, Length, Speed, Time, setting
from ...simcore.quantity.settings import Settings as Base
from ..conduct.lane import idm, leader, steering_towards
from ..conduct.post import Post

ALWAYS = True
"""It drives before its start, too."""
FOR = ("vehicles",)
"""Groups of actors that can do this."""


class Settings(Base):
    """How it drifts."""

    to: Length = setting("t where it drifts to", low="-20 m", high="20 m")
    lateral_speed: Speed = setting(
        "Speed at which it goes aside", {"uniform": ["0.2 m/s", "0.6 m/s"]},
        low="0.05 m/s", high="2 m/s",
    )  # fmt: skip
    wakes: Flag = setting("Whether the driver wakes up there and steers back", False)
    back: Time = setting("How long the way back takes", "2 s", low="1 s", high="10 s")
    watch: Flag = setting("Whether it brakes for what is ahead while it drifts", False)


FOLLOW = (1.5, 2.0, 1.5, 2.5)
"""Time gap [s], least gap [m], acceleration, deceleration [m/s²] behind what is ahead of it."""
EASING = 1.0
"""How long it takes to gain the speed aside, from none [s]."""


def params(settings: Settings, post: Post) -> Sequence[float]:
    """Speed, t before, t it drifts to, speed aside, whether it wakes, time back, whether it
    watches, direction."""
    return (
        post.actor.speed or 0.0,
        post.actor.at.t,
        settings.to,
        settings.lateral_speed,
        float(settings.wakes),
        settings.back,
        float(settings.watch),
        1.0 if math.cos(post.actor.at.heading) > 0 else -1.0,
    )


@device
def place_aside(before, to, aside, wakes, back, since):
    """t after a time since the start [s], and whether it still drifts."""
    way = abs(to - before)
    gone = aside * (since - 0.5 * EASING if since > EASING else 0.5 * since * since / EASING)
    if gone < way:
        return before + math.copysign(gone, to - before), True
    arrived = way / aside + 0.5 * EASING
    if way < 0.5 * aside * EASING:
        arrived = math.sqrt(2.0 * way * EASING / aside)
    if wakes == 0.0:
        return to, True
    share = min((since - arrived) / back, 1.0)
    return to + (before - to) * share**3 * (10.0 - 15.0 * share + 6.0 * share * share), False


@kernel(BEHAVIOUR)
def decide(time, state, body, model, line, route, rows, params, memory_out, command_out):
    """Keep the lane until the start, then go aside steadily, and back when awake."""
    for k in range(rows.shape[0]):
        e, n = rows[k, 0], rows[k, 1]
        wanted, before, to = params[k, 0], params[k, 1], params[k, 2]
        direction = params[k, 7]
        table = line[route[e, 0] : route[e, 1]]
        own = state[e, n]
        t, asleep = before, False
        if own[c.STARTED] <= time[k]:
            t, asleep = place_aside(
                before, to, params[k, 3], params[k, 4], params[k, 5], time[k] - own[c.STARTED]
            )
        gap, ahead = math.inf, 0.0
        if not asleep or params[k, 6] == 1.0:
            gap, ahead = leader(state[e], body[e], n, direction, t)
        speed = own[c.SPEED]
        command_out[e, n, c.ACCELERATION] = idm(speed, wanted, gap, speed - ahead, *FOLLOW)
        command_out[e, n, c.STEERING] = steering_towards(own, body[e, n], table, t, direction)
