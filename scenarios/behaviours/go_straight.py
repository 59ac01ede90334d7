"""A vehicle that goes straight on as it is headed, such as across the ego's road at a junction.

At traffic lights it stops, or with ``obey: false`` runs them; what stands or crosses in its way it
brakes for, or with ``watch: false`` does not. With a start, it keeps the speed it has until then.

Example::

    road: {kind: crossing, control: signals, manoeuvre: straight}
    actors:
      runner:
        kind: sedan
        at: {s: 72.7 m, t: -60 m, heading: 90 deg}
        speed: 50 km/h
        behaviour: {kind: go_straight, speed: 60 km/h, obey: false, watch: false}
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...simcore.kernel import device, kernel
from ...simcore.physics.driving import columns as c
from ...simcore.physics.driving.boxes import box_centre, reach
from ...simcore.physics.driving.environment import BEHAVIOUR
from ...simcore.quantity.fields import Acceleration, Flag, Speed, setting
from ...simcore.quantity.settings import Settings as Base
from ..conduct.lane import BESIDE, idm
from ..conduct.lights import DECIDED, heed, none
from ..conduct.post import Post

ALWAYS = True
"""It drives before its start, too."""
FOR = ("vehicles",)
"""Groups of actors that can do this."""


class Settings(Base):
    """How it drives."""

    speed: Speed | None = setting(
        "Speed it takes on from its start; it keeps its own unless given",
        None, low="0 km/h", high="250 km/h",
    )  # fmt: skip
    acceleration: Acceleration = setting(
        "Acceleration", "1.5 m/s^2", low="0.2 m/s^2", high="6 m/s^2"
    )
    deceleration: Acceleration = setting(
        "Comfortable braking", "2 m/s^2", low="0.5 m/s^2", high="9 m/s^2"
    )
    obey: Flag = setting("Whether it stops at red lights", True)
    watch: Flag = setting("Whether it brakes for what is in its way", True)


TIME_GAP, MIN_GAP = 1.5, 2.0
"""Time gap [s] and least gap [m] behind what is ahead of it."""
PURSUIT = 8.0
"""How far ahead on its way it steers to [m]; further when fast, by ``AHEAD``."""
AHEAD = 0.9
"""Look-ahead per speed [s]."""
LIGHTS = 8
"""Column of the parameters where the lights begin."""


def params(settings: Settings, post: Post) -> Sequence[float]:
    """Speed before and from the start, acceleration, deceleration, whether it watches; x, y and
    yaw of its way; the lights."""
    at, own = post.actor.at, post.actor.speed or 0.0
    x, y, _ = post.route.at(at.s, at.t)
    return (
        own,
        own if settings.speed is None else settings.speed,
        settings.acceleration,
        settings.deceleration,
        float(settings.watch),
        float(x),
        float(y),
        float(post.route.axis(at.s).heading) + at.heading,
        *(post.lights if settings.obey else none()),
    )


@device
def in_the_way(state, body, n):
    """Gap [m] to the nearest row ahead on the straight way of row n, and its speed along it."""
    best, speed = math.inf, 0.0
    x, y, yaw = box_centre(state[n], body[n])
    cos, sin = math.cos(yaw), math.sin(yaw)
    for m in range(state.shape[0]):
        if m == n or body[m, c.LENGTH] == 0.0:
            continue
        mx, my, turn = box_centre(state[m], body[m])
        half_length, half_width = 0.5 * body[m, c.LENGTH], 0.5 * body[m, c.WIDTH]
        along, aside = (mx - x) * cos + (my - y) * sin, -(mx - x) * sin + (my - y) * cos
        room = 0.5 * body[n, c.WIDTH] + reach(-sin, cos, turn, half_length, half_width) + BESIDE
        gap = along - 0.5 * body[n, c.LENGTH] - reach(cos, sin, turn, half_length, half_width)
        if along > 0.0 and abs(aside) < room and gap < best:
            best, speed = gap, state[m, c.VX] * cos + state[m, c.VY] * sin
    return best, speed


@kernel(BEHAVIOUR)
def decide(time, state, body, model, line, route, rows, params, memory_out, command_out):
    """Keep the way and the speed; stop for lights and for what is ahead, as told."""
    for k in range(rows.shape[0]):
        e, n = rows[k, 0], rows[k, 1]
        row, own, memory = params[k], state[e, n], memory_out[e, n]
        speed = own[c.SPEED]
        wanted = row[1] if own[c.STARTED] <= time[k] else row[0]
        gap, ahead = math.inf, 0.0
        if row[4] == 1.0:
            gap, ahead = in_the_way(state[e], body[e], n)
        wish = idm(speed, wanted, gap, speed - ahead, TIME_GAP, MIN_GAP, row[2], row[3])
        most, memory[DECIDED] = heed(
            own, body[e, n], row[LIGHTS:], time[k], row[3], memory[DECIDED]
        )
        off = -(own[c.X] - row[5]) * math.sin(row[7]) + (own[c.Y] - row[6]) * math.cos(row[7])
        far = max(PURSUIT, AHEAD * speed)
        bearing = row[7] - math.atan2(off, far) - own[c.YAW]
        curvature = 2.0 * math.sin(bearing) / far
        command_out[e, n, c.ACCELERATION] = min(wish, most)
        command_out[e, n, c.STEERING] = math.atan(body[e, n, c.WHEELBASE] * curvature)
