"""When to change lanes, for kernels: MOBIL, which weighs what all would gain and who must brake.

Kesting, Treiber & Helbing, "General lane-changing model MOBIL for car-following models",
Transportation Research Record 1999, 2007. A change from the lane where one is to another must be
*safe*: the new follower brakes no harder than ``safe`` (equation 2 of the paper); and must *pay*:
one's own gain of acceleration and, weighted by politeness, that of the followers passes a
threshold. Where traffic keeps to one side nobody passes on it, only the follower on the passing
lane counts on the way there, and a bias leads back (equations 4 to 6).
"""

from __future__ import annotations

import math
from typing import NamedTuple

from ...simcore.kernel import device
from ...simcore.kernels.small import cosine
from ...simcore.physics.driving import columns as c
from .lane import BESIDE, free_road, gap_between, hindrance, speed_along

CONGESTED = 60.0 / 3.6
"""Slower than this [m/s] traffic may pass on either side (v_crit of the paper)."""


class Following(NamedTuple):
    """How a driver follows: wanted speed [m/s], time gap [s], least gap [m], acceleration and
    comfortable braking [m/s²]; others are taken to follow likewise."""

    wanted: float
    time_gap: float
    min_gap: float
    acceleration: float
    deceleration: float


class Manners(NamedTuple):
    """How a driver changes lanes: politeness, threshold, bias to the side that traffic keeps to
    and the hardest braking of others that is safe [m/s²]."""

    politeness: float
    threshold: float
    bias: float
    safe: float


class Near(NamedTuple):
    """Who drives next on a way: the rows ahead and behind, -1 for none, and how far the origin of
    each is ahead [m]."""

    ahead: int
    to_ahead: float
    behind: int
    to_behind: float


NOBODY = Near(-1, math.inf, -1, -math.inf)


@device
def nearer(near, m, way, drives):
    """Who is next, row m being so far ahead; only who drives can be behind."""
    if way > 0.0:
        if way < near.to_ahead:
            return Near(m, way, near.behind, near.to_behind)
    elif drives and way > near.to_behind:
        return Near(near.ahead, near.to_ahead, m, way)
    return near


@device
def comes(state, n, m, direction, t, reach, room):
    """Whether row m has its indicator on towards row n's way at ``t``, from no further than
    ``reach`` [m]."""
    off = t - state[m, c.T]
    if abs(off) >= room + reach:
        return False
    along = direction * cosine(state[m, c.YAW] - state[n, c.YAW])
    side = state[m, c.INDICATOR] * (1.0 if along >= 0.0 else -1.0)
    return -room < side * off < room + reach


@device
def around(state, body, model, n, direction, here, left, right):
    """Who drives next to row n on the ways at ``here``, ``left`` and ``right`` of it, as t [m] and
    nan where there is none. Who indicates into one of those beside counts as on it already."""
    on_here, on_left, on_right = NOBODY, NOBODY, NOBODY
    for m in range(state.shape[0]):
        if m == n or body[m, c.LENGTH] == 0.0:
            continue
        room = 0.5 * (body[m, c.WIDTH] + body[n, c.WIDTH]) + BESIDE
        way = direction * (state[m, c.S] - state[n, c.S])
        drives = (model[m] == c.VEHICLE) | (model[m] == c.CAR)
        t, signals = state[m, c.T], state[m, c.INDICATOR] != 0.0
        if abs(t - here) < room:
            on_here = nearer(on_here, m, way, drives)
        far = left - here
        if abs(t - left) < room or (signals and comes(state, n, m, direction, left, far, room)):
            on_left = nearer(on_left, m, way, drives)
        far = here - right
        if abs(t - right) < room or (signals and comes(state, n, m, direction, right, far, room)):
            on_right = nearer(on_right, m, way, drives)
    return on_here, on_left, on_right


@device
def held_up(state, body, m, k, direction, style):
    """What row k ahead (-1: none) takes from the acceleration of row m [m/s²], in some style."""
    if k < 0:
        return 0.0
    speed = state[m, c.SPEED]
    return hindrance(
        speed, gap_between(state, body, m, k, direction), speed - speed_along(state, m, k),
        style.time_gap, style.min_gap, style.acceleration, style.deceleration,
    )  # fmt: skip


@device
def held_up_on(state, body, n, near, left, direction, style):
    """What takes most from row n on a way: who is ahead, or its end after ``left`` [m]."""
    speed = state[n, c.SPEED]
    return max(
        held_up(state, body, n, near.ahead, direction, style),
        hindrance(
            speed, left, speed,
            style.time_gap, style.min_gap, style.acceleration, style.deceleration,
        ),
    )  # fmt: skip


@device
def safe(state, body, n, tail, direction, style, hardest):
    """Whether row n may come in ahead of row ``tail``: with room, and without hard braking."""
    if tail < 0:
        return True
    if gap_between(state, body, tail, n, direction) <= 0.0:
        return False
    held = held_up(state, body, tail, n, direction, style)
    if held <= hardest:
        return True
    speed = state[tail, c.SPEED]  # it wants at least the speed that it has
    wanted = max(style.wanted, speed)
    return free_road(speed, wanted, style.acceleration, style.deceleration) - held >= -hardest


@device
def gain(state, body, n, direction, free, here, there, outwards, sided, style, manners):
    """By how much a change passes its threshold [m/s²], or minus infinity where it is not safe.

    free: acceleration that row n would have alone; here, there: who is next on the two ways and how
    far each still goes on [m]; outwards: whether the change leads to the side that traffic keeps
    to; sided: whether it keeps to one. Accelerations are those of a free road less what takes from
    them, and since the former do not depend on the lane, the latter alone are weighed.
    """
    near, new = here[0], there[0]
    before = held_up_on(state, body, n, near, here[1], direction, style)
    after = held_up_on(state, body, n, new, there[1], direction, style)
    if free - after < -manners.safe:
        return -math.inf
    if not safe(state, body, n, new.behind, direction, style, manners.safe):
        return -math.inf
    lost = relieved = 0.0
    if new.behind >= 0 and not (sided and outwards):
        lost = held_up(state, body, new.behind, n, direction, style)
        lost -= held_up(state, body, new.behind, new.ahead, direction, style)
    if near.behind >= 0 and not (sided and not outwards):
        relieved = held_up(state, body, near.behind, n, direction, style)
        relieved -= held_up(state, body, near.behind, near.ahead, direction, style)
    worth = manners.politeness * (relieved - lost) - manners.threshold
    if not sided:
        return worth + before - after
    passing = near.ahead if outwards else new.ahead
    slow = speed_along(state, n, passing) if passing >= 0 else math.inf
    if state[n, c.SPEED] > slow > CONGESTED:  # on neither lane is it faster than on that one
        after = max(before, after) if outwards else after
        before = before if outwards else max(before, after)
    return worth + before - after + (manners.bias if outwards else -manners.bias)
