"""Drives with the traffic and changes lanes where that pays and nobody must brake hard for it.

Distance by the intelligent driver model, lane changes by MOBIL (Kesting, Treiber & Helbing,
"General lane-changing model MOBIL for car-following models", Transportation Research Record 1999,
2007), whose values stand as defaults. A change is announced, takes a while (mean 5 to 6 s over
many studies: Toledo & Zohar, "Modeling duration of lane changes", the same volume), and is not
followed by another at once. A lane that ends is left in time. With a start, it keeps its lane until
then.

Example::

    road: {kind: motorway, lanes: 2, lane: 1}
    actors:
      truck:
        kind: box_truck
        at: {s: 120 m}
        speed: 80 km/h
        behaviour: {kind: follow_lane, speed: 80 km/h}
      car:
        kind: sedan
        at: {s: 60 m}
        speed: 110 km/h
        behaviour: {kind: change_lanes, speed: 120 km/h, politeness: 0.2}
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, Literal

from ...simcore.kernel import device, kernel
from ...simcore.physics.driving import columns as c
from ...simcore.physics.driving.world import BEHAVIOUR
from ...simcore.quantity.fields import Acceleration, Ratio, Time, Word, setting
from ..conduct.lane import leader, speed_for_bend, steering_towards
from ..conduct.lights import DECIDED, heed
from ..conduct.mobil import CONGESTED, Following, Manners, around, follow, gain, own_behind
from ..conduct.post import Post
from ..conduct.ways import room_around, side_of_traffic, ways_of
from . import follow_lane

ALWAYS = True
"""It drives before its start, too."""
FOR = ("vehicles",)
"""Groups of actors that can do this."""


class Settings(follow_lane.Settings):
    """How it drives and when it changes lanes."""

    politeness: Ratio = setting(
        "Weight of what others gain or lose by a change, 0 for an egoist", 0.2, low=0, high=1
    )
    threshold: Acceleration = setting(
        "Gain for which it changes lanes", "0.1 m/s^2", low="0 m/s^2", high="2 m/s^2"
    )
    bias: Acceleration = setting(
        "Gain that it gives up to be on the side where traffic keeps", "0.3 m/s^2",
        low="0 m/s^2", high="3 m/s^2",
    )  # fmt: skip
    safe_braking: Acceleration = setting(
        "Hardest braking that it asks of who is behind it after a change", "4 m/s^2",
        low="0.5 m/s^2", high="9 m/s^2",
    )  # fmt: skip
    passing: Annotated[Literal["one_side", "both"], Word()] = setting(
        "Where faster traffic passes: on the far side alone as in Europe, or on both", "one_side"
    )
    announce: Time = setting(
        "How long it indicates before it moves over", "1.5 s", low="0 s", high="10 s"
    )
    duration: Time = setting("How long a change takes", "4.5 s", low="1.5 s", high="14 s")
    pause: Time = setting(
        "Least time between the end of a change and the next", "3 s", low="0 s", high="60 s"
    )


MOST = 8
"""So many lanes are known to a driver."""
WAYS = 17
LIGHTS = WAYS + 3 * MOST
"""Columns of the parameters where the ways and the lights begin."""
PHASE, FROM, TO, SINCE = 0, 1, 2, 3
"""Columns of the memory: phase; t of the lane it comes from and goes to [m]; since when [s]."""
KEEPS, INDICATES, CHANGES = 1.0, 2.0, 3.0
NEXT = (1.5, 6.0)
"""The middles of neighbouring lanes lie so far apart [m]."""
CRAWL = 3.0
"""Slower than this [m/s] nobody begins a change."""
LEAST = 15.0
"""A lane is an aim if it goes on for so far [m] beyond the way that the change takes."""


def params(settings: Settings, post: Post) -> Sequence[float]:
    """The first of ``follow_lane``; politeness, threshold, bias, safe braking, whether traffic
    keeps to one side, announcement, duration, pause; which side that is, as t; how many ways there
    are, and t, first and last s of each; the lights."""
    driving = follow_lane.params(settings, post)
    direction, t = driving[5], driving[6]
    ways = ways_of(post.lanes)
    row = room_around(ways, direction, t, MOST)
    return (
        *driving[: follow_lane.LIGHTS],
        settings.politeness,
        settings.threshold,
        settings.bias,
        settings.safe_braking,
        float(settings.passing == "one_side"),
        settings.announce,
        settings.duration,
        settings.pause,
        side_of_traffic(ways) * direction,
        float(sum(math.isfinite(value) for value in row[::3])),
        *row,
        *driving[follow_lane.LIGHTS :],
    )


@device
def neighbour(row, t, s, direction, side, beyond):
    """t of the next way on a side (±1 as t), and how far it goes on [m]; nan where there is none
    that goes on for at least ``beyond`` [m]."""
    best, left = math.nan, 0.0
    for k in range(int(row[WAYS - 1])):
        way, first, last = row[WAYS + 3 * k], row[WAYS + 3 * k + 1], row[WAYS + 3 * k + 2]
        off = side * (way - t)
        ahead = (last - s) if direction > 0.0 else (s - first)
        past = (s - first) if direction > 0.0 else (last - s)
        if not NEXT[0] < off < NEXT[1] or past < 0.0 or ahead < beyond:
            continue
        if math.isnan(best) or off < side * (best - t):
            best, left = way, ahead
    return best, left


@device
def goes_on(row, t, s, direction):
    """How far the way at t still goes on [m]."""
    for k in range(int(row[WAYS - 1])):
        way, first, last = row[WAYS + 3 * k], row[WAYS + 3 * k + 1], row[WAYS + 3 * k + 2]
        if abs(way - t) < NEXT[0] and first <= s <= last:
            return (last - s) if direction > 0.0 else (s - first)
    return math.inf


@device
def choose(state, body, model, n, row, style, memory, time, only):
    """The t of the lane to change to, or nan; only: the one lane that is thought of, or nan."""
    direction, sided, outside = row[5], row[11] == 1.0, row[15]
    manners = Manners(row[7], row[8], row[9], row[10])
    s, speed, here = state[n, c.S], state[n, c.SPEED], memory[FROM]
    chosen, best = math.nan, 0.0
    if speed < CRAWL:
        return chosen
    left = goes_on(row, here, s, direction)
    for number in range(2):
        side = 1.0 - 2.0 * number
        there, on = neighbour(row, here, s, direction, side, speed * row[13] + LEAST)
        if math.isnan(there) or (not math.isnan(only) and abs(there - only) > 0.1):
            continue
        worth = gain(
            state, body, model, n, direction, (here, left), (there, on),
            side == outside, sided, style, manners,
        )  # fmt: skip
        if worth > best:
            chosen, best = there, worth
    return chosen


@device
def think(state, body, model, n, row, style, memory, time):
    """Go on with what was begun, or begin: changes the memory."""
    if memory[PHASE] == 0.0:
        memory[PHASE], memory[FROM], memory[TO], memory[SINCE] = KEEPS, row[6], row[6], -math.inf
    if memory[PHASE] == CHANGES:
        if time - memory[SINCE] >= row[13]:
            memory[PHASE], memory[FROM], memory[SINCE] = KEEPS, memory[TO], time
        return
    if memory[PHASE] == INDICATES:
        if math.isnan(choose(state, body, model, n, row, style, memory, time, memory[TO])):
            memory[PHASE], memory[TO], memory[SINCE] = KEEPS, memory[FROM], -math.inf
    elif time - memory[SINCE] >= row[14] and state[n, c.STARTED] <= time:
        there = choose(state, body, model, n, row, style, memory, time, math.nan)
        if not math.isnan(there):
            memory[PHASE], memory[TO], memory[SINCE] = INDICATES, there, time
    if memory[PHASE] == INDICATES and time - memory[SINCE] >= row[12]:
        memory[PHASE], memory[SINCE] = CHANGES, time


@device
def not_passing(state, body, model, n, row, style, here):
    """The acceleration that keeps it from passing on the side where nobody passes."""
    direction, outside, speed = row[5], row[15], state[n, c.SPEED]
    there, _ = neighbour(row, here, state[n, c.S], direction, -outside, 0.0)
    if math.isnan(there):
        return math.inf
    lead, gap, _, _ = around(state, body, model, n, direction, there, 0.0)
    if lead < 0 or gap <= 0.0:
        return math.inf
    slow = state[lead, c.SPEED] * math.cos(state[lead, c.YAW] - state[n, c.YAW])
    if not speed > slow > CONGESTED:
        return math.inf
    return max(own_behind(state, n, lead, gap, math.inf, style), -style.deceleration)


@kernel(BEHAVIOUR)
def decide(time, state, body, model, line, route, rows, params, memory_out, command_out):
    """Keep speed and distance, change lanes; in a change, what is ahead in both lanes counts."""
    for k in range(rows.shape[0]):
        e, n = rows[k, 0], rows[k, 1]
        row, memory, direction = params[k], memory_out[e, n], params[k, 5]
        table = line[route[e, 0] : route[e, 1]]
        own = state[e, n]
        bend = speed_for_bend(own, table, direction, row[4], own[c.FRICTION])
        style = Following(min(row[0], bend), row[1], row[2], row[3], row[4])
        think(state[e], body[e], model[e], n, row, style, memory, time[k])
        changes = memory[PHASE] == CHANGES
        share = min(max((time[k] - memory[SINCE]) / row[13], 0.0), 1.0) if changes else 0.0
        # The least jerk: a quintic from lane to lane.
        smooth = share**3 * (10.0 - 15.0 * share + 6.0 * share * share)
        t = memory[FROM] + (memory[TO] - memory[FROM]) * smooth
        aim = memory[TO] if changes else memory[FROM]
        left = goes_on(row, aim, own[c.S], direction)
        lead, gap, _, _ = around(state[e], body[e], model[e], n, direction, aim, 0.0)
        wish = own_behind(state[e], n, lead, gap, left, style)
        if changes:
            gap, ahead = leader(state[e], body[e], n, direction, own[c.T])
            wish = min(wish, follow(own[c.SPEED], gap, ahead, style))
        elif row[11] == 1.0:
            wish = min(wish, not_passing(state[e], body[e], model[e], n, row, style, aim))
        most, memory[DECIDED] = heed(
            own, body[e, n], row[LIGHTS:], time[k], row[4], memory[DECIDED]
        )
        command_out[e, n, c.ACCELERATION] = min(wish, most)
        command_out[e, n, c.STEERING] = steering_towards(own, body[e, n], table, t, direction)
        signal = 0.0
        if memory[PHASE] != KEEPS:
            signal = direction if memory[TO] > memory[FROM] else -direction
        command_out[e, n, c.SIGNAL] = signal
