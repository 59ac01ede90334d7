"""A driver who keeps lane, speed and distance, and brakes for what is in the way.

The intelligent driver model (Treiber, Hennecke & Helbing 2000) with a reaction time. In fog or a
whiteout it slows down until it can stop within what is seen, and speeds up again after.

Example::

    ego:
      kind: compact
      driver: {kind: idm, reaction_time: {log_normal: {median: 0.9 s, sigma: 0.3}}}
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...simcore.kernel import device, kernel
from ...simcore.physics.driving import columns as c
from ...simcore.physics.driving.car.design import GRAVITY
from ...simcore.physics.driving.environment import BEHAVIOUR
from ...simcore.quantity.fields import Acceleration, Flag, Length, Speed, Time, setting
from ...simcore.quantity.settings import Settings as Base
from ..conduct.lane import careful, gap_between, idm, speed_along, speed_for_bend, steering_towards
from ..conduct.lights import heed
from ..conduct.post import Post
from ..conduct.sight import sees, speed_for_sight, unlit_sight


class Settings(Base):
    """How the driver drives."""

    speed: Speed | None = setting(
        "Speed the driver wants; that at the beginning unless given",
        None,
        low="0 km/h",
        high="250 km/h",
    )
    reaction_time: Time = setting(
        "Time before the driver acts on what comes into view", "0.9 s", low="0 s", high="10 s"
    )
    time_gap: Time = setting("Time gap to keep", "1.5 s", low="0.3 s", high="6 s")
    min_gap: Length = setting("Gap at a stand", "2 m", low="0.5 m", high="20 m")
    acceleration: Acceleration = setting(
        "Acceleration", "1.5 m/s^2", low="0.2 m/s^2", high="6 m/s^2"
    )
    deceleration: Acceleration = setting(
        "Comfortable braking", "2 m/s^2", low="0.5 m/s^2", high="9 m/s^2"
    )
    emergency: Acceleration = setting(
        "Hardest braking, as far as the road allows", "8 m/s^2", low="1 m/s^2", high="12 m/s^2"
    )
    by_sight: Flag = setting(
        "Whether it drives no faster than lets it stop within what is seen through the air", True
    )


HORIZON = 3.0
"""How far ahead a driver thinks of where others go [s]."""
TOO_FAST, HARD = 1.1, 0.8
"""So much faster than a bend allows, a driver brakes harder, at most with this share of grip."""
SINCE, LAST = 6, 7
"""Columns of the memory of *others*: since when, and when last, the driver has watched them [s]."""
FELT, FELT_AT = 4, 5
"""Columns of the driver's own memory: the friction that is reckoned with, and since when [s]."""
TRUST = 10.0
"""How long it takes until a driver trusts a road again that was slippery [s]."""
DECIDED = 2
"""Column of the driver's own memory: what was decided at a traffic light."""
LIGHTS = 8
"""Column of the parameters where the traffic lights begin."""
FORGET = 1.0
"""How long a driver remembers what is out of sight [s]."""
ASIDE = 15.0
"""Further off the lane than this [m] nothing that approaches it is watched."""


def params(settings: Settings, post: Post) -> Sequence[float]:
    """Wanted speed, reaction time, time gap, least gap, acceleration, deceleration, emergency
    braking, whether it drives by sight; traffic lights."""
    return (
        post.actor.speed if settings.speed is None else settings.speed,
        settings.reaction_time,
        settings.time_gap,
        settings.min_gap,
        settings.acceleration,
        settings.deceleration,
        settings.emergency,
        float(settings.by_sight),
        *post.lights,
    )


@device
def concern(state, body, n, m):
    """Whether row m is to be watched (1), on the way of row n or about to be (2), or neither."""
    way = state[m, c.S] - state[n, c.S]
    if body[m, c.LENGTH] == 0.0 or way <= 0.0:
        return 0
    room = 0.5 * (body[n, c.WIDTH] + max(body[m, c.WIDTH], 0.6)) + 0.25
    t = state[m, c.T]
    if abs(t) < room:
        return 2
    yaw = state[n, c.YAW]
    across = -state[m, c.VX] * math.sin(yaw) + state[m, c.VY] * math.cos(yaw)
    arrival = min(way / max(state[n, c.SPEED], 1.0), HORIZON)
    then = t + across * arrival
    if t * then < 0.0 or abs(then) < room:
        return 2
    return 1 if t * across < 0.0 and abs(across) > 0.2 and abs(t) < ASIDE else 0


@device
def remembered(memory, time, friction):
    """The friction that a driver reckons with: the least that was felt, trusted again in time."""
    before = memory[FELT] if memory[FELT] > 0.0 else friction
    trust = 1.0 - math.exp(-(time - memory[FELT_AT]) / TRUST)
    memory[FELT] = min(friction, before + trust * max(friction - before, 0.0))
    memory[FELT_AT] = time
    return memory[FELT]


@kernel(BEHAVIOUR)
def decide(time, state, body, model, line, route, rows, params, memory_out, command_out):
    """Keep lane, speed and distance; act on what is in the way once it was seen for long enough."""
    for k in range(rows.shape[0]):
        e, n = rows[k, 0], rows[k, 1]
        wanted, reaction, time_gap = params[k, 0], params[k, 1], params[k, 2]
        min_gap, acceleration, deceleration = params[k, 3], params[k, 4], params[k, 5]
        emergency, by_sight = params[k, 6], params[k, 7]
        table = line[route[e, 0] : route[e, 1]]
        row, speed = state[e, n], state[e, n, c.SPEED]
        friction = remembered(memory_out[e, n], time[k], row[c.FRICTION])
        acceleration = careful(friction, acceleration)
        deceleration = careful(friction, deceleration)
        bend = speed_for_bend(row, table, 1.0, deceleration, friction, wanted)
        wanted = min(wanted, bend)
        if by_sight == 1.0:
            seen = speed_for_sight(row, memory_out[e, n], time[k], reaction, min_gap)
            wanted = min(wanted, seen)
        unlit = unlit_sight(row)
        best = idm(speed, wanted, math.inf, 0.0, time_gap, min_gap, acceleration, deceleration)
        for m in range(state.shape[1]):
            if m == n:
                continue
            gap = gap_between(state[e], body[e], n, m, 1.0)
            lit = (model[e, m] == c.VEHICLE) | (model[e, m] == c.CAR)
            sight = row[c.SIGHT] if lit else unlit
            matter = concern(state[e], body[e], n, m)
            if matter > 0 and gap < sight and sees(state[e], body[e], table, n, m):
                if time[k] - memory_out[e, m, LAST] > FORGET or memory_out[e, m, SINCE] == 0.0:
                    memory_out[e, m, SINCE] = time[k] + 1e-9
                memory_out[e, m, LAST] = time[k]
            known = memory_out[e, m, SINCE] > 0.0 and time[k] - memory_out[e, m, LAST] <= FORGET
            if not known or matter < 2 or time[k] - memory_out[e, m, SINCE] < reaction:
                continue
            closing = speed - speed_along(state[e], n, m)
            best = min(
                best,
                idm(speed, wanted, gap, closing, time_gap, min_gap, acceleration, deceleration),
            )
        if speed > TOO_FAST * bend:
            needed = deceleration * (speed / max(bend, 0.1)) ** 2
            best = min(best, -min(needed, HARD * GRAVITY * row[c.FRICTION]))
        most, memory_out[e, n, DECIDED] = heed(
            row, body[e, n], params[k, LIGHTS:], time[k], deceleration, memory_out[e, n, DECIDED]
        )
        command_out[e, n, c.ACCELERATION] = max(min(best, most), -emergency)
        command_out[e, n, c.STEERING] = steering_towards(row, body[e, n], table, 0.0, 1.0)
