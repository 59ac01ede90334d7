"""A cyclist who rides on, along the road or straight ahead.

Example::

    actors:
      rider:
        kind: cyclist
        at: {s: 30 m, t: -2.6 m}
        speed: 18 km/h
        behaviour: {kind: ride, along: straight}
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, Literal

from ...simcore.kernel import kernel
from ...simcore.physics.driving import columns as c
from ...simcore.physics.driving.environment import BEHAVIOUR
from ...simcore.quantity.fields import Speed, Word, setting
from ...simcore.quantity.settings import Settings as Base
from ..conduct.lane import idm, leader, steering_towards
from ..conduct.post import Post

FOR = ("cyclists",)
"""Groups of actors that can do this."""


class Settings(Base):
    """How the cyclist rides."""

    speed: Speed = setting(
        "Speed of riding",
        {
            "truncated_normal": {
                "mean": "18 km/h",
                "sd": "3 km/h",
                "low": "10 km/h",
                "high": "28 km/h",
            }
        },
        low="3 km/h",
        high="50 km/h",
    )
    along: Annotated[Literal["route", "straight"], Word()] = setting(
        "Beside the ego's route wherever it leads, or straight on in its first direction", "route"
    )


FOLLOW = (1.0, 1.0, 0.8, 2.0)
"""Time gap [s], least gap [m], acceleration, deceleration [m/s²] behind what is ahead."""


def params(settings: Settings, post: Post) -> Sequence[float]:
    """Wanted speed, whether it goes straight on, direction, t to keep, x, y and yaw of its way."""
    at = post.actor.at
    axis = post.route.axis(at.s)
    x, y, _ = post.route.at(at.s, at.t)
    direction = 1.0 if math.cos(at.heading) > 0 else -1.0
    yaw = float(axis.heading) + at.heading
    straight = float(settings.along == "straight")
    return settings.speed, straight, direction, at.t, float(x), float(y), yaw


@kernel(BEHAVIOUR)
def decide(time, state, body, model, line, route, rows, params, memory_out, command_out):
    """Keep the way and the speed."""
    for k in range(rows.shape[0]):
        e, n = rows[k, 0], rows[k, 1]
        wanted, straight, direction = params[k, 0], params[k, 1], params[k, 2]
        t, x, y = params[k, 3], params[k, 4], params[k, 5]
        yaw = params[k, 6]
        table = line[route[e, 0] : route[e, 1]]
        row, speed = state[e, n], state[e, n, c.SPEED]
        if straight == 1.0:
            off = -(row[c.X] - x) * math.sin(yaw) + (row[c.Y] - y) * math.cos(yaw)
            bearing = yaw - math.atan2(off, 6.0) - row[c.YAW]
            steer = math.atan(2.0 * body[e, n, c.WHEELBASE] * math.sin(bearing) / 6.0)
            gap, ahead = math.inf, 0.0
        else:
            steer = steering_towards(row, body[e, n], table, t, direction)
            gap, ahead = leader(state[e], body[e], n, direction, t)
        command_out[e, n, c.ACCELERATION] = idm(speed, wanted, gap, speed - ahead, *FOLLOW)
        command_out[e, n, c.STEERING] = steer
