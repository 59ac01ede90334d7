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
from typing import Annotated, Literal, NamedTuple

from ...simcore.kernel import device, kernel
from ...simcore.physics.driving import columns as c
from ...simcore.physics.driving.environment import BEHAVIOUR
from ...simcore.quantity.fields import Acceleration, Ratio, Time, Word, setting
from ..conduct.lane import (
    free_road,
    gap_between,
    hindrance,
    leader,
    speed_along,
    speed_for_bend,
    steering_towards,
)
from ..conduct.lights import DECIDED, REACTION, heed
from ..conduct.mobil import (
    CONGESTED,
    Following,
    Manners,
    Near,
    around,
    gain,
    held_up,
    held_up_on,
)
from ..conduct.post import Post
from ..conduct.sight import speed_for_sight
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
BY_SIGHT = WAYS + 3 * MOST
LIGHTS = BY_SIGHT + 1
"""Columns of the parameters: where the ways begin, whether it drives by sight, the lights."""
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
    are, and t, first and last s of each; whether it drives by sight; the lights."""
    driving = follow_lane.params(settings, post)
    direction, t = driving[5], driving[6]
    ways = ways_of(post.lanes)
    row = room_around(ways, direction, t, MOST)
    return (
        *driving[: follow_lane.BY_SIGHT],
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
        *driving[follow_lane.BY_SIGHT :],
    )


@device
def neighbour(row, t, s, direction, side):
    """t of the next way on a side (±1 as t), and how far it goes on [m]; nan where none is."""
    best, left = math.nan, 0.0
    for k in range(int(row[WAYS - 1])):
        way, first, last = row[WAYS + 3 * k], row[WAYS + 3 * k + 1], row[WAYS + 3 * k + 2]
        off = side * (way - t)
        ahead = (last - s) if direction > 0.0 else (s - first)
        past = (s - first) if direction > 0.0 else (last - s)
        if not NEXT[0] < off < NEXT[1] or past < 0.0 or ahead < 0.0:
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


class Beside(NamedTuple):
    """A way beside one's own: its t [m], nan where there is none, how far it goes on [m] and who
    drives on it next to one."""

    t: float
    on: float
    near: Near


@device
def choose(state, body, n, row, free, style, here, ways, only):
    """The t of the lane to change to, or nan. free: acceleration without others; here: who is near
    on its own way and how far that goes on; ways: those beside, to the left (t grows) and to the
    right; only: the one lane that is thought of, or nan."""
    direction, sided, outside = row[5], row[11] == 1.0, row[15]
    manners = Manners(row[7], row[8], row[9], row[10])
    speed = state[n, c.SPEED]
    chosen, best = math.nan, 0.0
    for number in range(2):
        way, side = ways[number], 1.0 - 2.0 * number
        if math.isnan(way.t) or way.on < speed * row[13] + LEAST or speed < CRAWL:
            continue
        if not math.isnan(only) and abs(way.t - only) > 0.1:
            continue
        worth = gain(
            state, body, n, direction, free, here, (way.near, way.on),
            side == outside, sided, style, manners,
        )  # fmt: skip
        if worth > best:
            chosen, best = way.t, worth
    return chosen


@device
def think(state, body, n, row, free, style, here, ways, memory, time):
    """Go on with what was begun, or begin: changes the memory."""
    if memory[PHASE] == CHANGES:
        if time - memory[SINCE] >= row[13]:
            memory[PHASE], memory[FROM], memory[SINCE] = KEEPS, memory[TO], time
        return
    if memory[PHASE] == INDICATES:
        if math.isnan(choose(state, body, n, row, free, style, here, ways, memory[TO])):
            memory[PHASE], memory[TO], memory[SINCE] = KEEPS, memory[FROM], -math.inf
    elif time - memory[SINCE] >= row[14] and state[n, c.STARTED] <= time:
        there = choose(state, body, n, row, free, style, here, ways, math.nan)
        if not math.isnan(there):
            memory[PHASE], memory[TO], memory[SINCE] = INDICATES, there, time
    if memory[PHASE] == INDICATES and time - memory[SINCE] >= row[12]:
        memory[PHASE], memory[SINCE] = CHANGES, time


@device
def not_passing(state, body, n, row, free, style, passing):
    """The acceleration that keeps it from passing on the side where nobody passes whoever is ahead
    on the way ``passing``."""
    lead = passing.near.ahead
    if lead < 0 or gap_between(state, body, n, lead, row[5]) <= 0.0:
        return math.inf
    if not state[n, c.SPEED] > speed_along(state, n, lead) > CONGESTED:
        return math.inf
    return max(free - held_up(state, body, n, lead, row[5], style), -style.deceleration)


@device
def own_wish(state, body, model, n, row, memory, style, time):
    """Acceleration [m/s²] and t to steer to [m]; changes the memory."""
    direction, own = row[5], state[n]
    s, speed = own[c.S], own[c.SPEED]
    if memory[PHASE] == 0.0:
        memory[PHASE], memory[FROM], memory[TO], memory[SINCE] = KEEPS, row[6], row[6], -math.inf
    aim = memory[TO] if memory[PHASE] == CHANGES else memory[FROM]
    left_t, left_on = neighbour(row, aim, s, direction, 1.0)
    right_t, right_on = neighbour(row, aim, s, direction, -1.0)
    near, on_left, on_right = around(state, body, model, n, direction, aim, left_t, right_t)
    here = (near, goes_on(row, aim, s, direction))
    ways = (Beside(left_t, left_on, on_left), Beside(right_t, right_on, on_right))
    free = free_road(speed, style.wanted, style.acceleration, style.deceleration)
    wish = free - held_up_on(state, body, n, here[0], here[1], direction, style)
    think(state, body, n, row, free, style, here, ways, memory, time)
    if memory[PHASE] != CHANGES:
        if row[11] == 1.0:
            passing = ways[0] if row[15] < 0.0 else ways[1]
            wish = min(wish, not_passing(state, body, n, row, free, style, passing))
        return wish, memory[FROM]
    gap, ahead = leader(state, body, n, direction, own[c.T])
    held = hindrance(
        speed, gap, speed - ahead,
        style.time_gap, style.min_gap, style.acceleration, style.deceleration,
    )  # fmt: skip
    share = min((time - memory[SINCE]) / row[13], 1.0)
    # The least jerk: a quintic from lane to lane.
    smooth = share**3 * (10.0 - 15.0 * share + 6.0 * share * share)
    return min(wish, free - held), memory[FROM] + (memory[TO] - memory[FROM]) * smooth


@kernel(BEHAVIOUR)
def decide(time, state, body, model, line, route, rows, params, memory_out, command_out):
    """Keep speed and distance, change lanes; in a change, what is ahead in both lanes counts."""
    for k in range(rows.shape[0]):
        e, n = rows[k, 0], rows[k, 1]
        row, memory, direction = params[k], memory_out[e, n], params[k, 5]
        table = line[route[e, 0] : route[e, 1]]
        own = state[e, n]
        bend = speed_for_bend(own, table, direction, row[4], own[c.FRICTION], row[0])
        wanted = min(row[0], bend)
        if row[BY_SIGHT] == 1.0:
            wanted = min(wanted, speed_for_sight(own, memory, time[k], REACTION, row[2]))
        style = Following(wanted, row[1], row[2], row[3], row[4])
        wish, t = own_wish(state[e], body[e], model[e], n, row, memory, style, time[k])
        most, memory[DECIDED] = heed(
            own, body[e, n], row[LIGHTS:], time[k], row[4], memory[DECIDED]
        )
        command_out[e, n, c.ACCELERATION] = min(wish, most)
        command_out[e, n, c.STEERING] = steering_towards(own, body[e, n], table, t, direction)
        signal = 0.0
        if memory[PHASE] != KEEPS:
            signal = direction if memory[TO] > memory[FROM] else -direction
        command_out[e, n, c.SIGNAL] = signal
