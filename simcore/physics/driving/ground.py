"""The ground beneath road users: strips along lines, each with the profile of its cross-section.

Tables hold the strips (K, STRIP) f8 of an environment in order of precedence, with the rectangle of
the world that each lies in, and the rows of its lines (L, 14) and profiles (P, 2: t, height) one
after another; the first line is the ego's route.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...kernel import device
from ...kernels.line import nearest, place
from ...kernels.small import arctangent, turned
from ...line import Line

LINE_FROM, LINE_TO, PROFILE_FROM, PROFILE_TO, S_FROM, S_TO, T_FROM, T_TO, CHART = range(9)
WEST, SOUTH, EAST, NORTH = range(9, 13)
STRIP = 13


class Strip(NamedTuple):
    """A piece of ground: along ``line`` for s in ``span``, across as far as its profile reaches.

    profile (K, 2): t and height above the line's plane, by ascending t [m]; chart: the number of
    the surface chart in the same (s, t), -1 for none.
    """

    line: Line
    span: tuple[float, float]
    profile: NDArray[np.float64]
    chart: int = -1


class GroundTables(NamedTuple):
    """The ground of an environment as arrays for kernels; see the module. route: how many rows of
    ``line`` are those of the ego's route."""

    line: NDArray[np.float64]
    profile: NDArray[np.float64]
    strip: NDArray[np.float64]
    route: int


def ground_tables(route: Line, strips: Sequence[Strip]) -> GroundTables:
    """Pack the route and the strips of an environment."""
    lines, profiles, rows = [], [], []
    placed: dict[int, int] = {}
    at = height_at = 0
    for line in (route, *(strip.line for strip in strips)):
        if id(line.table) not in placed:
            placed[id(line.table)] = at
            lines.append(line.table)
            at += len(line.table)
    for strip in strips:
        first = placed[id(strip.line.table)]
        profile = np.asarray(strip.profile, np.float64)
        profiles.append(profile)
        rows.append(
            [
                *(first, first + len(strip.line.table)),
                *(height_at, height_at + len(profile)),
                *(*strip.span, profile[0, 0], profile[-1, 0], strip.chart),
                *_around(strip),
            ]
        )
        height_at += len(profile)
    return GroundTables(
        np.concatenate(lines) if len(lines) > 1 else lines[0],
        np.concatenate(profiles),
        np.array(rows, np.float64),
        len(route.table),
    )


def _around(strip: Strip) -> tuple[float, float, float, float]:
    """Least x and y and greatest x and y of a strip, and a little more [m]."""
    first, last = strip.span
    s = np.linspace(first, last, max(int(np.ceil(last - first)), 1) + 1)
    edges = np.asarray(strip.profile)[[0, -1], 0]
    places = strip.line.at(s[:, None], edges)[..., :2].reshape(-1, 2)
    west, south = places.min(0) - 1.0
    east, north = places.max(0) + 1.0
    return west, south, east, north


@device
def rise_over(profile, first, last, t):
    """Height of a profile's rows [first, last) at t, and its slope; level beyond the ends."""
    if t <= profile[first, 0]:
        return profile[first, 1], 0.0
    for k in range(first + 1, last):
        if t < profile[k, 0]:
            slope = (profile[k, 1] - profile[k - 1, 1]) / (profile[k, 0] - profile[k - 1, 0])
            return profile[k - 1, 1] + slope * (t - profile[k - 1, 0]), slope
    return profile[last - 1, 1], 0.0


@device
def ground_at(line, profile, strip, x, y, hint):
    """The ground at (x, y): z, slope along and across the first line, its heading, chart.

    line, profile, strip: of one environment; hint (3,) i4: [1] and [2] are the strip and the row of
    its line where the answer was last, or -1, and are set. Returns (z, grade, bank, heading, chart,
    s, t, curvature of its line); off all strips the first one goes on level.
    """
    inside = False
    chosen, row, s, t = 0, -1, 0.0, 0.0
    for k in range(strip.shape[0]):
        known = k == hint[1]
        there = (
            x >= strip[k, WEST]
            and x <= strip[k, EAST]
            and y >= strip[k, SOUTH]
            and y <= strip[k, NORTH]
        )
        if not there:
            continue
        table = line[int(strip[k, LINE_FROM]) : int(strip[k, LINE_TO])]
        s, t, row = nearest(table, x, y, hint[2] if known else -1)
        inside = (
            s >= strip[k, S_FROM]
            and s <= strip[k, S_TO]
            and t >= strip[k, T_FROM]
            and t <= strip[k, T_TO]
        )
        if inside:
            chosen = k
            break
    table = line[int(strip[chosen, LINE_FROM]) : int(strip[chosen, LINE_TO])]
    if not inside:
        s, t, row = nearest(table, x, y, hint[2] if hint[1] == 0 else -1)
    hint[1], hint[2] = chosen, row
    _, _, z, heading, grade, bank, curvature, _ = place(table, s, t, row)
    rise, slope = rise_over(
        profile, int(strip[chosen, PROFILE_FROM]), int(strip[chosen, PROFILE_TO]), t
    )
    chart = strip[chosen, CHART] if inside else -1.0
    return z + rise, grade, bank + slope, heading, chart, s, t, curvature


@device
def tilt(yaw, heading, grade, bank):
    """Pitch (positive looks down) and roll of a body with ``yaw`` on a slope [rad]."""
    c, s = turned(1.0, 0.0, yaw - heading)
    return -arctangent(grade * c + bank * s), arctangent(bank * c - grade * s)
