"""Drives along its lane but looks away, and brakes for what is ahead late and hard.

It drives as ``follow_lane`` does for an empty road until the braking that would be needed passes a
limit; a moment later it brakes, and from then on it attends. Surprised drivers take about 1.5 s
(Green, "How long does it take to stop?", Transportation Human Factors 2, 2000); that it is the
urgency by which they are alarmed, and not the event, is from Markkula et al., "A farewell to brake
reaction times?", Accident Analysis & Prevention 95, 2016. With a start, it attends until then.

Example::

    actors:
      ahead: {kind: van, at: {s: 150 m}, behaviour: {kind: stopped}}
      car:
        kind: sedan
        at: {s: 60 m}
        speed: 60 km/h
        behaviour: {kind: brake_late, speed: 60 km/h, brakes_at: 5 m/s^2, delay: 0.4 s}
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...simcore.kernel import device, kernel
from ...simcore.physics.driving import columns as c
from ...simcore.physics.driving.criticality import braking_needed
from ...simcore.physics.driving.environment import BEHAVIOUR
from ...simcore.quantity.fields import Acceleration, Time, setting
from ..conduct.lane import gap_between, idm, speed_along, speed_for_bend, steering_towards
from ..conduct.lights import DECIDED, REACTION, heed
from ..conduct.mobil import around
from ..conduct.post import Post
from ..conduct.sight import speed_for_sight
from . import follow_lane

ALWAYS = True
"""It drives before its start, too."""
FOR = ("vehicles",)
"""Groups of actors that can do this."""


class Settings(follow_lane.Settings):
    """How it drives, and when it wakes up to what is ahead."""

    brakes_at: Acceleration = setting(
        "Braking that would be needed, at which it is alarmed", "4 m/s^2",
        low="0.5 m/s^2", high="12 m/s^2",
    )  # fmt: skip
    delay: Time = setting("Time from the alarm until it brakes", "0.5 s", low="0 s", high="5 s")
    braking: Acceleration = setting(
        "Braking then, as far as the road allows", "8 m/s^2", low="1 m/s^2", high="12 m/s^2"
    )


PHASE, SINCE = 0, 1
"""Columns of the memory: phase, and since when [s]."""
AWAY, ALARMED, BRAKES, ATTENDS = 0.0, 1.0, 2.0, 3.0
ENOUGH = 0.5
"""It brakes on until no more than this share of its usual braking is needed."""
OWN = 3
"""Number of parameters before those of ``follow_lane``."""


def params(settings: Settings, post: Post) -> Sequence[float]:
    """Limit of the alarm, delay, braking; those of ``follow_lane``."""
    driving = follow_lane.params(settings, post)
    return settings.brakes_at, settings.delay, settings.braking, *driving


@device
def needed_for(state, body, n, m, direction):
    """Braking [m/s²] that row n would need behind row m ahead (-1: none), and the gap [m]."""
    if m < 0:
        return 0.0, math.inf
    gap = gap_between(state, body, n, m, direction)
    ahead = speed_along(state, n, m)
    slower = -state[m, c.ACCEL] if ahead > 0.1 else 0.0
    if gap <= 0.0:
        return math.inf, gap
    if ahead < 0.0:  # it comes towards: the rate of braking that avoids a crash (DRAC)
        return 0.5 * (state[n, c.SPEED] - ahead) ** 2 / gap, gap
    return braking_needed(gap, state[n, c.SPEED], ahead, max(slower, 0.0)), gap


@device
def attention(needed, row, memory, time, started):
    """Change the phase by what would be needed."""
    if memory[PHASE] == AWAY and started and needed >= row[0]:
        memory[PHASE], memory[SINCE] = ALARMED, time
    if memory[PHASE] == ALARMED and time - memory[SINCE] >= row[1] - 1e-9:
        memory[PHASE], memory[SINCE] = BRAKES, time
    if memory[PHASE] == BRAKES and needed < ENOUGH * row[OWN + 4]:
        memory[PHASE], memory[SINCE] = ATTENDS, time


@kernel(BEHAVIOUR)
def decide(time, state, body, model, line, route, rows, params, memory_out, command_out):
    """Keep lane and speed; see what is ahead late, brake, and keep the distance from then on."""
    for k in range(rows.shape[0]):
        e, n = rows[k, 0], rows[k, 1]
        row, memory, own = params[k], memory_out[e, n], state[e, n]
        acceleration, deceleration, direction = row[OWN + 3], row[OWN + 4], row[OWN + 5]
        t, speed = row[OWN + 6], own[c.SPEED]
        table = line[route[e, 0] : route[e, 1]]
        bend = speed_for_bend(own, table, direction, deceleration, own[c.FRICTION], row[OWN])
        wanted = min(row[OWN], bend)
        if row[OWN + follow_lane.BY_SIGHT] == 1.0:
            seen = speed_for_sight(own, memory, time[k], REACTION, row[OWN + 2])
            wanted = min(wanted, seen)
        near, _, _ = around(state[e], body[e], model[e], n, direction, t, math.nan, math.nan)
        lead = near.ahead
        needed, gap = needed_for(state[e], body[e], n, lead, direction)
        started = own[c.STARTED] <= time[k]
        attention(needed, row, memory, time[k], started)
        ahead = speed_along(state[e], n, lead) if lead >= 0 else 0.0
        if started and memory[PHASE] in (AWAY, ALARMED):
            gap = math.inf
        wish = idm(
            speed, wanted, gap, speed - ahead, row[OWN + 1], row[OWN + 2],
            acceleration, deceleration,
        )  # fmt: skip
        most, memory[DECIDED] = heed(
            own, body[e, n], row[OWN + follow_lane.LIGHTS :], time[k], deceleration, memory[DECIDED]
        )
        wish = min(wish, most)
        if memory[PHASE] == BRAKES:
            wish = -row[2]
        command_out[e, n, c.ACCELERATION] = wish
        command_out[e, n, c.STEERING] = steering_towards(own, body[e, n], table, t, direction)
