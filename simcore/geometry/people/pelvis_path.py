"""How high the pelvis rides and where feet land, over the speeds of a figure.

The pelvis is as high as the knee of the leg that carries it lets it be; in flight it follows a
throw. The course over half a gait cycle is smoothed to two harmonics, and lowered where a planted
leg could not reach the ground. Worked out once per figure.
"""

from __future__ import annotations

from math import cos, pi, sin, sqrt
from typing import NamedTuple

from ...kernel import device, kernel
from ..gait import GRAVITY
from .stride import Leg, free_leg, gait_at, planted

SPEEDS = 28
TOP = 2.7
"""Rows of the table, over speeds from 0 to TOP in units of sqrt(g · hip height)."""
COLUMNS = 6
"""Mean height, two cosine and sine pairs of twice the gait's frequency, place of the feet [m]."""

_SAMPLES = 24
_STRETCH = 0.9992
"""The share of its full length to which a planted leg is stretched at most."""


@device
def _carried(leg, gait, centre, t):
    """Height of the hip over a planted foot whose knee is bent as the series say [m]."""
    x, z, _ = free_leg(leg, gait, t)
    foot, height, _ = planted(leg, gait, centre, t)
    length = min(sqrt(x * x + z * z), _STRETCH * (leg.thigh + leg.shank))
    return height + sqrt(max(length * length - foot * foot, 0.2 * length * length))


@device
def _reach(leg, gait, centre, t):
    """Height of the hip at which the leg to a planted foot is stretched [m]."""
    foot, height, _ = planted(leg, gait, centre, t)
    length = _STRETCH * (leg.thigh + leg.shank)
    return height + sqrt(max(length * length - foot * foot, 0.2 * length * length))


@device
def _centre(leg, gait):
    """Where feet stand on average, ahead of the hips, so that the series fit best [m]."""
    total = 0.0
    for k in range(_SAMPLES):
        t = gait.duty * (k + 0.5) / _SAMPLES
        x, _, _ = free_leg(leg, gait, t)
        foot, _, _ = planted(leg, gait, 0.0, t)
        total += x - foot
    return total / _SAMPLES


class Course(NamedTuple):
    """A row of the table: the pelvis's height, and how far ahead of it feet stand [m]."""

    mean: float
    cos_1: float
    sin_1: float
    cos_2: float
    sin_2: float
    centre: float


@device
def course_at(table, leg, speed):
    """The ``Course`` at a speed [m/s], between the rows of the table."""
    place = abs(speed) / sqrt(GRAVITY * leg.hip_height) / TOP * (SPEEDS - 1)
    k = min(int(place), SPEEDS - 2)
    u = min(place - k, 1.0)
    return Course(
        table[k, 0] + u * (table[k + 1, 0] - table[k, 0]),
        table[k, 1] + u * (table[k + 1, 1] - table[k, 1]),
        table[k, 2] + u * (table[k + 1, 2] - table[k, 2]),
        table[k, 3] + u * (table[k + 1, 3] - table[k, 3]),
        table[k, 4] + u * (table[k + 1, 4] - table[k, 4]),
        table[k, 5] + u * (table[k + 1, 5] - table[k, 5]),
    )


@device
def ride(course, t):
    """Height of the pelvis [m] at a share of the gait cycle."""
    c, s = cos(4.0 * pi * t), sin(4.0 * pi * t)
    first = course.cos_1 * c + course.sin_1 * s
    return course.mean + first + course.cos_2 * (c * c - s * s) + course.sin_2 * 2.0 * s * c


@kernel("Leg -> f8[:,:]", Leg=Leg)
def pelvis_table(leg, table_out):
    """table_out: (SPEEDS, COLUMNS)."""
    for row in range(SPEEDS):
        speed = TOP * row / (SPEEDS - 1) * sqrt(GRAVITY * leg.hip_height)
        gait = gait_at(leg, speed)
        centre = _centre(leg, gait)
        table_out[row, :] = 0.0
        table_out[row, 5] = centre
        lift = _carried(leg, gait, centre, gait.duty)
        land = _carried(leg, gait, centre, 0.0)
        flight = max(0.5 - gait.duty, 0.0)
        rise = 0.0
        if speed > 0.0:
            rise = GRAVITY / 8.0 * (flight * gait.length / speed) ** 2
        for k in range(_SAMPLES):
            t = 0.5 * k / _SAMPLES
            if t <= gait.duty:
                height = _carried(leg, gait, centre, t)
            else:
                u = (t - gait.duty) / flight
                height = lift + (land - lift) * u + 4.0 * rise * u * (1.0 - u)
            c, s = cos(4.0 * pi * t), sin(4.0 * pi * t)
            table_out[row, 0] += height / _SAMPLES
            table_out[row, 1] += 2.0 / _SAMPLES * height * c
            table_out[row, 2] += 2.0 / _SAMPLES * height * s
            table_out[row, 3] += 2.0 / _SAMPLES * height * (c * c - s * s)
            table_out[row, 4] += 2.0 / _SAMPLES * height * 2.0 * s * c
        # A landing leg is bent as the series say, so that it can give way.
        row_out = table_out[row]
        here = Course(row_out[0], row_out[1], row_out[2], row_out[3], row_out[4], row_out[5])
        excess = max(ride(here, 0.0) - _carried(leg, gait, centre, 0.0), 0.0)
        for k in range(2 * _SAMPLES):
            t = gait.duty * k / (2 * _SAMPLES - 1)
            excess = max(excess, ride(here, t) - _reach(leg, gait, centre, t))
        table_out[row, 0] -= excess
