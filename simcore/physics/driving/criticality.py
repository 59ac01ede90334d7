"""How near the ego is to a collision, by the definitions that CommonRoad-CriMe collects
(Lin & Althoff, "CommonRoad-CriMe: a toolbox for criticality measures", IV 2023).

* Time to collision (TTC): until the boxes of both touch if neither changes its velocity or turns.
* Time headway (THW): until the ego's front is where the tail of the vehicle ahead is now.
* Deceleration rate to avoid a crash (DRAC): Δv²/(2·gap) behind the vehicle ahead, 0 when it draws
  away.
* Brake threat number (BTN): the deceleration that avoids touching the vehicle ahead if it goes on
  braking as now (Jansson, "Collision avoidance theory", Linköping 2005), by what the ground allows.
* RSS margin: the gap less the safe distance of Shalev-Shwartz, Shammah & Shashua, "On a formal
  model of safe and scalable self-driving cars" (2017), with the defaults of intel/ad-rss-lib.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ...kernel import device, kernel
from . import columns as c
from .advance import GRAVITY
from .boxes import box_centre, time_to_contact

LIGHT = 2.0
"""What weighs less than this [kg] (a ball, an empty box) is no collision partner."""
TTC, THW, DRAC, BTN, RSS = range(5)
MEASURES = 5
"""Columns of ``criticality``."""


class Rss(NamedTuple):
    """Parameters of RSS. response [s]: until the ego reacts; accelerate: meanwhile; brake_least,
    brake_most: of the ego afterwards, and of the other at once; correct: of who comes towards the
    other in the own lane [m/s²]."""

    response: float = 1.0
    accelerate: float = 3.5
    brake_least: float = 4.0
    brake_most: float = 8.0
    correct: float = 3.0


_RSS = Rss()
_RESPONSE, _OTHER = _RSS.response, 2.0  # the other is given two seconds in the same library
_ACCELERATE, _LEAST, _MOST, _CORRECT = _RSS[1:]


@device
def rss_behind(rear, front):
    """RSS' least safe gap behind a vehicle that goes the same way, from both speeds [m/s] [m]."""
    after = rear + _RESPONSE * _ACCELERATE
    gap = rear * _RESPONSE + 0.5 * _ACCELERATE * _RESPONSE * _RESPONSE
    gap += after * after / (2.0 * _LEAST) - front * front / (2.0 * _MOST)
    return max(gap, 0.0)


@device
def rss_towards(own, other):
    """RSS' least safe gap to a vehicle that comes towards the ego in its lane [m]."""
    after, theirs = own + _RESPONSE * _ACCELERATE, other + _OTHER * _ACCELERATE
    gap = 0.5 * (own + after) * _RESPONSE + after * after / (2.0 * _CORRECT)
    return gap + 0.5 * (other + theirs) * _OTHER + theirs * theirs / (2.0 * _LEAST)


@device
def braking_needed(gap, speed, ahead, braking):
    """Deceleration [m/s²] that keeps a gap [m] open, behind a vehicle of speed ``ahead`` that goes
    on braking with ``braking`` [m/s²] until it stands."""
    if gap <= 0.0:
        return math.inf
    closing = speed - ahead
    if braking > 1e-3:
        stop = ahead * ahead / (2.0 * braking)
        needed = speed * speed / (2.0 * (gap + stop))
        # Who needs less than that stands only after the one ahead: the gap is least at the end.
        if closing <= 0.0 or needed * ahead <= speed * braking:
            return needed
    if closing <= 0.0:
        return 0.0
    return braking + closing * closing / (2.0 * gap)


@kernel("f8[:], f8[:,:], f8[:,:] -> f8[:]")
def times_to_contact(ego, box, velocity, time_out):
    """Times until the ego and each of N things touch [s], inf for never.

    ego (7,): x, y of its box's centre, yaw, half-length, half-width, vx, vy; box (N, 5): the same
    without velocity; velocity (N, 2), all in the world.
    """
    for n in range(box.shape[0]):
        time_out[n] = time_to_contact(
            *(ego[0], ego[1], ego[2], ego[3], ego[4]),
            *(box[n, 0], box[n, 1], box[n, 2], box[n, 3], box[n, 4]),
            *(velocity[n, 0] - ego[5], velocity[n, 1] - ego[6]),
        )


@kernel("i8, i8, f8[:,:,:], f8[:,:,:] -> f8[:,:]")
def criticality(begin, end, state, body, measure_out):
    """TTC [s], THW [s], DRAC [m/s²], BTN and RSS margin [m] of the egos of environments
    [begin, end); measure_out (E, 5)."""
    for e in range(begin, end):
        ttc, gap, closing = math.inf, math.inf, 0.0
        speed_ahead, braking = 0.0, 0.0
        ego, shape = state[e, 0], body[e, 0]
        ex, ey, e_yaw = box_centre(ego, shape)
        cos, sin = math.cos(e_yaw), math.sin(e_yaw)
        for n in range(1, state.shape[1]):
            if body[e, n, c.LENGTH] == 0.0 or body[e, n, c.MASS] < LIGHT:
                continue
            x, y, yaw = box_centre(state[e, n], body[e, n])
            half_length, half_width = 0.5 * body[e, n, c.LENGTH], 0.5 * body[e, n, c.WIDTH]
            wx, wy = state[e, n, c.VX] - ego[c.VX], state[e, n, c.VY] - ego[c.VY]
            time = time_to_contact(
                *(ex, ey, e_yaw, 0.5 * shape[c.LENGTH], 0.5 * shape[c.WIDTH]),
                *(x, y, yaw, half_length, half_width),
                *(wx, wy),
            )
            ttc = min(ttc, time)
            ahead = state[e, n, c.S] - ego[c.S]
            beside = abs(state[e, n, c.T] - ego[c.T]) - half_width - 0.5 * shape[c.WIDTH]
            turn = abs(math.cos(yaw - e_yaw))
            reach = turn * half_length + math.sqrt(1.0 - turn * turn) * half_width
            distance = (x - ex) * cos + (y - ey) * sin - reach - 0.5 * shape[c.LENGTH]
            if ahead > 0.0 and beside < 0.0 and 0.0 < distance < gap:
                gap = distance
                closing = -(wx * cos + wy * sin)
                speed_ahead = state[e, n, c.VX] * cos + state[e, n, c.VY] * sin
                braking = -state[e, n, c.ACCEL] if speed_ahead > 0.1 else 0.0
        speed = ego[c.SPEED]
        measure_out[e, TTC] = ttc
        measure_out[e, THW] = gap / speed if speed > 0.1 else math.inf
        measure_out[e, DRAC] = closing * closing / (2.0 * gap) if closing > 0.0 else 0.0
        measure_out[e, BTN], measure_out[e, RSS] = 0.0, math.inf
        if gap < math.inf:
            most = min(shape[c.MAX_BRAKE], ego[c.FRICTION] * GRAVITY)
            needed = braking_needed(gap, max(speed, 0.0), speed_ahead, max(braking, 0.0))
            measure_out[e, BTN] = needed / max(most, 1e-3)
            if speed_ahead < -0.1:
                safe = rss_towards(max(speed, 0.0), -speed_ahead)
            else:
                safe = rss_behind(max(speed, 0.0), max(speed_ahead, 0.0))
            measure_out[e, RSS] = gap - safe


@kernel("f8[:], f8[:,:], f8[:,:], f8, f8[:] -> f8[:,:,:] : f8", disjoint=True)
def encroachment(time, first, second, cell, corner, passed_out):
    """Post-encroachment time of two boxes [s]: the least time between one leaving a place and the
    other reaching it; negative when both were there at once, inf when their ways do not cross.

    time (K,) [s]; first, second (K, 5): x, y, yaw, half-length, half-width at those times; places
    are cells of so many metres, from the corner (2,) on; passed_out (4, rows, columns): scratch,
    entry and exit of both.
    """
    passed_out[0], passed_out[2] = math.inf, math.inf
    passed_out[1], passed_out[3] = -math.inf, -math.inf
    for k in range(time.shape[0]):
        _pass(time[k], first[k], cell, corner, passed_out[0], passed_out[1])
        _pass(time[k], second[k], cell, corner, passed_out[2], passed_out[3])
    least = math.inf
    for row in range(passed_out.shape[1]):
        for column in range(passed_out.shape[2]):
            if passed_out[1, row, column] < 0.0 or passed_out[3, row, column] < 0.0:
                continue
            one = passed_out[2, row, column] - passed_out[1, row, column]
            other = passed_out[0, row, column] - passed_out[3, row, column]
            least = min(least, max(one, other))
    return least


@device
def _pass(time, box, cell, corner, entry, leave):
    """Note that a box is in its cells at a time."""
    cos, sin = math.cos(box[2]), math.sin(box[2])
    reach_x = abs(cos) * box[3] + abs(sin) * box[4]
    reach_y = abs(sin) * box[3] + abs(cos) * box[4]
    for row in range(
        max(int((box[1] - reach_y - corner[1]) / cell), 0),
        min(int((box[1] + reach_y - corner[1]) / cell) + 1, entry.shape[0]),
    ):
        for column in range(
            max(int((box[0] - reach_x - corner[0]) / cell), 0),
            min(int((box[0] + reach_x - corner[0]) / cell) + 1, entry.shape[1]),
        ):
            x = corner[0] + (column + 0.5) * cell - box[0]
            y = corner[1] + (row + 0.5) * cell - box[1]
            if abs(x * cos + y * sin) <= box[3] and abs(y * cos - x * sin) <= box[4]:
                entry[row, column] = min(entry[row, column], time)
                leave[row, column] = max(leave[row, column], time)


def post_encroachment(
    time: np.ndarray, first: np.ndarray, second: np.ndarray, cell: float = 0.25
) -> float:
    """``encroachment`` with what it needs; time (K,) from 0 on, first, second (K, 5)."""
    boxes = [np.asarray(boxes, np.float64) for boxes in (first, second)]
    reach = [np.hypot(box[:, 3], box[:, 4])[:, None] for box in boxes]
    low = np.max([(b[:, :2] - r).min(0) for b, r in zip(boxes, reach, strict=True)], axis=0)
    high = np.min([(b[:, :2] + r).max(0) for b, r in zip(boxes, reach, strict=True)], axis=0)
    if (high <= low).any():
        return math.inf
    columns, rows = (int(n) + 1 for n in (high - low) / cell)
    passed = np.empty((4, rows, columns))
    return float(encroachment(np.asarray(time, np.float64), *boxes, cell, low, passed))
