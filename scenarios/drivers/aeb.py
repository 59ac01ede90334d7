"""A driver who keeps lane and speed and sees nothing, with automatic emergency braking.

A plain system of one forward sensor: what it has tracked for a moment and would be hit on the
present course is braked for in full once the deceleration that avoids it passes a limit.

Example::

    ego:
      kind: compact
      speed: 50 km/h
      driver: {kind: aeb, range: 60 m, brakes_at: 6 m/s^2}
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...simcore.kernel import kernel
from ...simcore.physics.driving import columns as c
from ...simcore.physics.driving.boxes import box_centre, reach
from ...simcore.physics.driving.criticality import LIGHT, braking_needed
from ...simcore.physics.driving.environment import BEHAVIOUR
from ...simcore.quantity.fields import Acceleration, Angle, Length, Time, setting
from ...simcore.quantity.settings import Settings as Base
from ..conduct.lane import steering_towards
from ..conduct.post import Post
from ..conduct.sight import sees


class Settings(Base):
    """What the system sees and how it brakes."""

    range: Length = setting("How far it sees in clear air", "80 m", low="5 m", high="300 m")
    field_of_view: Angle = setting("How wide it sees", "60 deg", low="5 deg", high="180 deg")
    confirm: Time = setting("How long something must be seen", "0.2 s", low="0 s", high="3 s")
    latency: Time = setting(
        "Time until the brakes act, which it reckons with", "0.2 s", low="0 s", high="2 s"
    )
    brakes_at: Acceleration = setting(
        "Deceleration that would be needed at which it brakes", "5.5 m/s^2",
        low="1 m/s^2", high="12 m/s^2",
    )  # fmt: skip
    braking: Acceleration = setting(
        "Hardest braking, as far as the road allows", "9 m/s^2", low="1 m/s^2", high="12 m/s^2"
    )
    stand_off: Length = setting("Gap it leaves", "0.8 m", low="0 m", high="5 m")
    margin: Length = setting(
        "Room beside the ego that counts as hit", "0.2 m", low="0 m", high="2 m"
    )


SINCE, LAST = 6, 7
"""Columns of the memory of others: since when, and when last, they have been seen [s]."""
BRAKING = 3
"""Column of the driver's own memory: when it began to brake [s], 0 while it does not."""
FORGET = 0.3
"""How long the system goes on tracking what it does not see [s]."""


def params(settings: Settings, post: Post) -> Sequence[float]:
    """Speed to keep, range, half the field of view, confirmation, latency, the limit, braking,
    margin, the gap to leave; range is that in clear air."""
    return (
        post.actor.speed,
        settings.range,
        0.5 * settings.field_of_view,
        settings.confirm,
        settings.latency,
        settings.brakes_at,
        settings.braking,
        settings.margin,
        settings.stand_off,
    )


@kernel(BEHAVIOUR)
def decide(time, state, body, model, line, route, rows, params, memory_out, command_out):
    """Keep lane and speed; brake once something would be hit, until it would not or all stands."""
    for k in range(rows.shape[0]):
        e, n = rows[k, 0], rows[k, 1]
        keep, half_view, confirm = params[k, 0], params[k, 2], params[k, 3]
        far = min(params[k, 1], state[e, n, c.SIGHT])
        latency, limit, braking, margin = params[k, 4], params[k, 5], params[k, 6], params[k, 7]
        stand_off = params[k, 8]
        table = line[route[e, 0] : route[e, 1]]
        ego, shape = state[e, n], body[e, n]
        ex, ey, yaw = box_centre(ego, shape)
        cos, sin = math.cos(yaw), math.sin(yaw)
        needed = 0.0
        for m in range(state.shape[1]):
            if m == n or body[e, m, c.LENGTH] == 0.0 or body[e, m, c.MASS] < LIGHT:
                continue
            x, y, turn = box_centre(state[e, m], body[e, m])
            half_length, half_width = 0.5 * body[e, m, c.LENGTH], 0.5 * body[e, m, c.WIDTH]
            along = (x - ex) * cos + (y - ey) * sin
            aside = -(x - ex) * sin + (y - ey) * cos
            gap = along - 0.5 * shape[c.LENGTH] - reach(cos, sin, turn, half_length, half_width)
            room = 0.5 * shape[c.WIDTH] + reach(-sin, cos, turn, half_length, half_width) + margin
            bearing = abs(math.atan2(aside, max(gap + 0.5 * shape[c.LENGTH], 0.1)))
            memory = memory_out[e, m]
            if 0.0 < gap < far and bearing < half_view and sees(state[e], body[e], table, n, m):
                if time[k] - memory[LAST] > FORGET or memory[SINCE] == 0.0:
                    memory[SINCE] = time[k] + 1e-9
                memory[LAST] = time[k]
            tracked = memory[SINCE] > 0.0 and time[k] - memory[LAST] <= FORGET
            if not tracked or time[k] - memory[SINCE] < confirm or gap <= 0.0:
                continue
            ahead = state[e, m, c.VX] * cos + state[e, m, c.VY] * sin
            across = -state[e, m, c.VX] * sin + state[e, m, c.VY] * cos
            closing = ego[c.SPEED] - ahead
            if closing > 0.1:
                arrival = gap / closing
                then = aside + across * arrival
                if abs(then) > room and abs(aside) > room and aside * then > 0.0:
                    continue
            elif abs(aside) > room:
                continue
            slower = -state[e, m, c.ACCEL] if ahead > 0.1 else 0.0
            wait = 0.0 if memory_out[e, n, BRAKING] > 0.0 else latency
            left = gap - stand_off - max(closing, 0.0) * wait
            needed = max(
                needed, braking_needed(left, ego[c.SPEED], max(ahead, 0.0), max(slower, 0.0))
            )
        begun = memory_out[e, n, BRAKING]
        if needed >= limit and begun == 0.0:
            memory_out[e, n, BRAKING] = begun = time[k] + 1e-9
        if begun > 0.0 and needed < 0.3 * limit and ego[c.SPEED] > 0.5:
            memory_out[e, n, BRAKING] = begun = 0.0
        acceleration = -braking if begun > 0.0 else 2.0 * (keep - ego[c.SPEED])
        command_out[e, n, c.ACCELERATION] = acceleration
        command_out[e, n, c.STEERING] = steering_towards(ego, shape, table, 0.0, 1.0)
