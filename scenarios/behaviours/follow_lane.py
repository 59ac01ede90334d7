"""Drives along its lane and keeps its distance from what is ahead.

The intelligent driver model (Treiber, Hennecke & Helbing 2000). With a heading of 180 deg it drives
against the route, as oncoming traffic does. At traffic lights it stops, unless told otherwise. In
fog or a whiteout it slows down until it can stop within what is seen.

Example::

    actors:
      car:
        kind: sedan
        at: {s: 60 m}
        speed: 40 km/h
        behaviour: {kind: follow_lane, speed: 50 km/h}
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
from ..conduct.lights import DECIDED, REACTION, heed, none
from ..conduct.post import Post
from ..conduct.sight import speed_for_sight

FOR = ("vehicles",)
"""Groups of actors that can do this."""


class Settings(Base):
    """How it drives."""

    speed: Speed | None = setting(
        "Speed it wants; the speed limit unless given", None, low="0 km/h", high="250 km/h"
    )
    time_gap: Time = setting("Time gap it keeps", "1.5 s", low="0.3 s", high="6 s")
    min_gap: Length = setting("Gap at a stand", "2 m", low="0.5 m", high="20 m")
    acceleration: Acceleration = setting(
        "Acceleration", "1.5 m/s^2", low="0.2 m/s^2", high="6 m/s^2"
    )
    deceleration: Acceleration = setting(
        "Comfortable braking", "2 m/s^2", low="0.5 m/s^2", high="9 m/s^2"
    )
    obey: Flag = setting("Whether it stops at red lights", True)
    by_sight: Flag = setting(
        "Whether it drives no faster than lets it stop within what is seen through the air", True
    )


BY_SIGHT, LIGHTS = 7, 8
"""Columns of the parameters: whether it drives by sight; where the lights begin."""


def params(settings: Settings, post: Post) -> Sequence[float]:
    """Wanted speed, time gap, least gap, acceleration, deceleration, direction, t of the lane,
    whether it drives by sight, and the lights."""
    wanted = post.speed_limit if settings.speed is None else settings.speed
    direction = 1.0 if math.cos(post.actor.at.heading) > 0 else -1.0
    return (
        wanted,
        settings.time_gap,
        settings.min_gap,
        settings.acceleration,
        settings.deceleration,
        direction,
        post.actor.at.t,
        float(settings.by_sight),
        *(post.lights if settings.obey else none()),
    )


@kernel(BEHAVIOUR)
def decide(time, state, body, model, line, route, rows, params, memory_out, command_out):
    """Keep lane, speed and distance."""
    for k in range(rows.shape[0]):
        e, n = rows[k, 0], rows[k, 1]
        wanted, time_gap, min_gap = params[k, 0], params[k, 1], params[k, 2]
        acceleration, deceleration, direction = params[k, 3], params[k, 4], params[k, 5]
        t = params[k, 6]
        table = line[route[e, 0] : route[e, 1]]
        row, speed = state[e, n], state[e, n, c.SPEED]
        bend = speed_for_bend(row, table, direction, deceleration, row[c.FRICTION], wanted)
        wanted = min(wanted, bend)
        if params[k, BY_SIGHT] == 1.0:
            seen = speed_for_sight(row, memory_out[e, n], time[k], REACTION, min_gap)
            wanted = min(wanted, seen)
        gap, ahead = leader(state[e], body[e], n, direction, t)
        wish = idm(speed, wanted, gap, speed - ahead, time_gap, min_gap, acceleration, deceleration)
        most, memory_out[e, n, DECIDED] = heed(
            row, body[e, n], params[k, LIGHTS:], time[k], deceleration, memory_out[e, n, DECIDED]
        )
        command_out[e, n, c.ACCELERATION] = min(wish, most)
        command_out[e, n, c.STEERING] = steering_towards(row, body[e, n], table, t, direction)
