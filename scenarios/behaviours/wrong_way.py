"""A vehicle that drives against the traffic, in the ego's lane or another, and may notice late.

Give it a heading of 180 deg in a lane that leads towards it. Of the drivers in 224 accidents almost
half were 65 or older, and almost half drove so on purpose (German Insurers Accident Research,
"Accidents caused by wrong-way driving on motorways"): what they do when somebody comes is set.

Example::

    road: {kind: motorway, lanes: 2, lane: 2}
    actors:
      ghost:
        kind: sedan
        at: {s: 700 m, heading: 180 deg}
        speed: 100 km/h
        behaviour: {kind: wrong_way, brakes: true, within: 3 s, aside: 1.5 m}
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...simcore.kernel import kernel
from ...simcore.physics.driving import columns as c
from ...simcore.physics.driving.environment import BEHAVIOUR
from ...simcore.quantity.fields import Acceleration, Flag, Length, Speed, Time, setting
from ...simcore.quantity.settings import Settings as Base
from ..conduct.lane import idm, leader, speed_for_bend, steering_towards
from ..conduct.post import Post

ALWAYS = True
"""It drives before its start, too."""
FOR = ("vehicles",)
"""Groups of actors that can do this."""


class Settings(Base):
    """How it drives and what it does when someone comes towards it."""

    speed: Speed | None = setting(
        "Speed it takes on from its start; it keeps its own unless given",
        None, low="0 km/h", high="250 km/h",
    )  # fmt: skip
    brakes: Flag = setting("Whether it brakes once it notices", False)
    within: Time = setting(
        "Time to collision at which it notices who comes towards it", "2.5 s",
        low="0.2 s", high="20 s",
    )  # fmt: skip
    braking: Acceleration = setting(
        "Braking then, as far as the road allows", "7 m/s^2", low="1 m/s^2", high="12 m/s^2"
    )
    aside: Length = setting(
        "How far it swerves then, to the driver's right positive", "0 m", low="-8 m", high="8 m"
    )
    swerve: Time = setting("How long the swerve takes", "2 s", low="1 s", high="10 s")


CRUISE = (1.5, 2.0, 1.5, 2.0)
"""Time gap [s], least gap [m], acceleration, deceleration [m/s²]; nobody is ahead of it."""
NOTICED = 0
"""Column of the memory: when it noticed [s], 0 before."""


def params(settings: Settings, post: Post) -> Sequence[float]:
    """Speed before and from the start, whether it brakes, time to collision, braking, t of its lane
    and t that it swerves to, time of the swerve, direction."""
    own = post.actor.speed or 0.0
    direction = 1.0 if math.cos(post.actor.at.heading) > 0 else -1.0
    return (
        own,
        own if settings.speed is None else settings.speed,
        float(settings.brakes),
        settings.within,
        settings.braking,
        post.actor.at.t,
        post.actor.at.t - direction * settings.aside,
        settings.swerve,
        direction,
    )


@kernel(BEHAVIOUR)
def decide(time, state, body, model, line, route, rows, params, memory_out, command_out):
    """Keep lane and speed; brake and swerve as told once somebody is near."""
    for k in range(rows.shape[0]):
        e, n = rows[k, 0], rows[k, 1]
        row, own = params[k], state[e, n]
        direction, speed = row[8], own[c.SPEED]
        table = line[route[e, 0] : route[e, 1]]
        gap, ahead = leader(state[e], body[e], n, direction, own[c.T])
        closing = speed - ahead
        noticed = memory_out[e, n, NOTICED]
        if noticed == 0.0 and closing > 0.0 and gap < row[3] * closing:
            memory_out[e, n, NOTICED] = noticed = time[k] + 1e-9
        wanted = row[1] if own[c.STARTED] <= time[k] else row[0]
        bend = speed_for_bend(own, table, direction, CRUISE[3], own[c.FRICTION], wanted)
        wish = idm(speed, min(wanted, bend), math.inf, 0.0, *CRUISE)
        share = min((time[k] - noticed) / row[7], 1.0) if noticed > 0.0 else 0.0
        t = row[5] + (row[6] - row[5]) * share**3 * (10.0 - 15.0 * share + 6.0 * share * share)
        if noticed > 0.0 and row[2] == 1.0:
            wish = -row[4]
        command_out[e, n, c.ACCELERATION] = wish
        command_out[e, n, c.STEERING] = steering_towards(own, body[e, n], table, t, direction)
