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
from ...simcore.physics.driving import columns as c
from .lane import BESIDE, gap_between, idm, speed_along

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


@device
def is_on(state, body, m, n, t, reach):
    """Whether row m is on row n's way at ``t``, or has its indicator on towards it from a lane
    that is no further than ``reach`` [m]."""
    along = math.cos(state[m, c.YAW] - state[n, c.YAW])
    side = state[m, c.INDICATOR] * (1.0 if along >= 0.0 else -1.0)
    room = 0.5 * (body[m, c.WIDTH] + body[n, c.WIDTH]) + BESIDE
    aside = t - state[m, c.T]
    return -room - max(-side, 0.0) * reach < aside < room + max(side, 0.0) * reach


@device
def around(state, body, model, n, direction, t, reach):
    """Who drives next ahead of and behind row n on the way at ``t``: row and gap [m] of each, -1
    and infinity where there is none. reach: see ``is_on``; signed like t along the route."""
    ahead, ahead_gap, behind, behind_gap = -1, math.inf, -1, math.inf
    for m in range(state.shape[0]):
        if m == n or body[m, c.LENGTH] == 0.0:
            continue
        if not is_on(state, body, m, n, t, reach):
            continue
        if direction * (state[m, c.S] - state[n, c.S]) > 0.0:
            gap = gap_between(state, body, n, m, direction)
            if gap < ahead_gap:
                ahead, ahead_gap = m, gap
        elif model[m] == c.VEHICLE or model[m] == c.CAR:
            gap = gap_between(state, body, m, n, direction)
            if gap < behind_gap:
                behind, behind_gap = m, gap
    return ahead, ahead_gap, behind, behind_gap


@device
def follow(speed, gap, ahead, style):
    """Acceleration [m/s²] at a gap [m] behind something that is ``ahead`` [m/s] fast."""
    return idm(
        speed, style.wanted, gap, speed - ahead,
        style.time_gap, style.min_gap, style.acceleration, style.deceleration,
    )  # fmt: skip


@device
def other_behind(state, m, k, gap, style):
    """Acceleration of row m at a gap behind row k (-1: none); it wants at least its own speed."""
    speed = state[m, c.SPEED]
    likewise = Following(
        max(style.wanted, speed),
        style.time_gap, style.min_gap, style.acceleration, style.deceleration,
    )  # fmt: skip
    return follow(speed, gap, speed_along(state, m, k) if k >= 0 else 0.0, likewise)


@device
def own_behind(state, n, k, gap, left, style):
    """Acceleration of row n behind row k (-1: none), on a way that ends after ``left`` [m]."""
    speed = state[n, c.SPEED]
    best = follow(speed, gap, speed_along(state, n, k) if k >= 0 else 0.0, style)
    return min(best, follow(speed, left, 0.0, style))


@device
def gain(state, body, model, n, direction, here, there, outwards, sided, style, manners):
    """By how much a change passes its threshold [m/s²], or minus infinity where it is not safe.

    here, there: t of the two ways [m] and how far each still goes on [m]; outwards: whether it
    leads to the side that traffic keeps to; sided: whether traffic keeps to one side.
    """
    lead, gap, tail, tail_gap = around(state, body, model, n, direction, here[0], 0.0)
    reach = abs(there[0] - here[0])
    new_lead, new_gap, new_tail, new_tail_gap = around(
        state, body, model, n, direction, there[0], reach
    )
    before = own_behind(state, n, lead, gap, here[1], style)
    after = own_behind(state, n, new_lead, new_gap, there[1], style)
    if after < -manners.safe:
        return -math.inf
    others_there = others_here = 0.0
    if new_tail >= 0:
        braking = other_behind(state, new_tail, n, new_tail_gap, style)
        if braking < -manners.safe or new_tail_gap <= 0.0:
            return -math.inf
        free = math.inf
        if new_lead >= 0:
            free = gap_between(state, body, new_tail, new_lead, direction)
        others_there = braking - other_behind(state, new_tail, new_lead, free, style)
    if tail >= 0:
        free = gap_between(state, body, tail, lead, direction) if lead >= 0 else math.inf
        relieved = other_behind(state, tail, lead, free, style)
        others_here = relieved - other_behind(state, tail, n, tail_gap, style)
    if not sided:
        shared = manners.politeness * (others_there + others_here)
        return after - before + shared - manners.threshold
    passing = lead if outwards else new_lead
    if passing >= 0:  # on the lane beside the passing lane nobody is faster than there
        slow = speed_along(state, n, passing)
        if state[n, c.SPEED] > slow > CONGESTED:
            before, after = (
                (before, min(before, after)) if outwards else (min(before, after), after)
            )
    if outwards:
        return after - before + manners.politeness * others_here - manners.threshold + manners.bias
    return after - before + manners.politeness * others_there - manners.threshold - manners.bias
