"""The ego's way through a network: as asked for, or the longest drive that there is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..kernels.line import (
    BANK,
    BEND,
    COLUMNS,
    CURVATURE,
    GRADE,
    HEADING,
    SHARPNESS,
    TWIST,
    S,
    X,
    Y,
    Z,
)  # fmt: skip
from ..line import Line
from .graph import Graph, Key
from .profile import Course, kind_of

Array = NDArray[np.float64]

LONGEST = 20_000.0
"""No drive is sought that is longer [m]: places on a route reach to 20 km."""
TRIES = 20_000
"""So many lanes are looked at in search of the longest drive."""
CHANGE = 60.0
"""Length over which the route changes from a lane that ends to the one beside it [m]."""
EARLY = 20.0
"""Where on a lane it begins to do so when the lane goes on [m]."""
STEP = 1.0
"""Distance between the places from which the route is made [m]."""
NARROW = 0.5
"""A lane narrower than this is not driven on any more [m]."""


class Stage(NamedTuple):
    """A lane of a route. change: the lane beside it to which the route moves, on its last part,
    or, where it need not wait for its own lane's end, early: after the first 20 m."""

    key: Key
    change: Key | None = None
    early: bool = False


class Way(NamedTuple):
    """A route: its lanes in order and its line."""

    stages: tuple[Stage, ...]
    line: Line


class RouteError(ValueError):
    """A route that the roads do not have."""


def choose(
    graph: Graph,
    roads: Sequence[str] = (),
    start: str | None = None,
    lane: int | None = None,
) -> tuple[Stage, ...]:
    """The lanes of the ego's way.

    roads: ids of the roads in order; start, lane: where it begins. Without them the longest drive
    without passing a lane twice. Raises ``RouteError``.
    """
    network = graph.network
    for name in (*roads, *([start] if start else [])):
        if name not in network.roads:
            raise RouteError(f"there is no road '{name}'; there are {_listed(network.roads)}")
    driving = [key for key in graph.keys if _open(graph, key)]
    if not driving:
        raise RouteError("no lane of the file is for driving")
    first = roads[0] if roads else start
    begins = [key for key in driving if _is_start(graph, key, first, lane)]
    if not begins:
        where = f"road '{first}'" if first is not None else "any road"
        raise RouteError(f"{where} has no lane{'' if lane is None else f' {lane}'} to drive on")
    best: tuple[float, tuple[Stage, ...]] = (-1.0, ())
    budget = [TRIES]
    for key in begins:
        found = _longest(graph, key, tuple(roads), budget)
        if found[0] > best[0] + 1e-6:
            best = found
    if not best[1]:
        asked = f"the roads {', '.join(roads)} in this order" if roads else "any road to its end"
        raise RouteError(f"no lane leads over {asked}")
    return best[1]


def _listed(names) -> str:
    names = list(names)
    return ", ".join(names[:12]) + (", …" if len(names) > 12 else "")


def _open(graph: Graph, key: Key) -> bool:
    return kind_of(graph.record(key)) == "driving"


def _is_start(graph: Graph, key: Key, road: str | None, lane: int | None) -> bool:
    if road is not None and key.road != road:
        return False
    if lane is not None and key.lane != lane:
        return False
    sections = graph.network.roads[key.road].sections
    if road is not None or lane is not None:
        return key.section == (0 if graph.forward(key) else len(sections) - 1)
    fed = any(_open(graph, other) for other in graph.precedes[key])
    return not fed or _circle(graph)


def _circle(graph: Graph) -> bool:
    """Whether every lane is led to by another, as on closed circuits."""
    return all(
        any(_open(graph, other) for other in graph.precedes[key])
        for key in graph.keys
        if _open(graph, key)
    )


def _length(graph: Graph, key: Key) -> float:
    section = graph.network.roads[key.road].sections[key.section]
    return section.end - section.s


def _steps(graph: Graph, key: Key, change: bool) -> list[tuple[Stage, Key | None]]:
    """How a drive can go on from a lane: (the stage of this lane, the next lane).

    change: also by changing to a lane beside it without need; such steps come first.
    """
    after = [other for other in graph.follows[key] if _open(graph, other)]
    if after:
        aside = [
            (Stage(key, beside, True), other)
            for beside in (_beside(graph, key) if change else ())
            for other in graph.follows[beside]
            if _open(graph, other)
        ]
        return [*aside, *((Stage(key), other) for other in after)]
    for beside in _beside(graph, key):
        after = [other for other in graph.follows[beside] if _open(graph, other)]
        if after:
            return [(Stage(key, beside), other) for other in after]
    return [(Stage(key), None)]


def _beside(graph: Graph, key: Key) -> list[Key]:
    """The lanes of the same direction next to a lane, the one nearer to the middle first."""
    found = []
    for number in (key.lane + 1, key.lane - 1) if key.lane < 0 else (key.lane - 1, key.lane + 1):
        other = Key(key.road, key.section, number)
        lanes = graph.network.roads[key.road].sections[key.section].lanes
        usable = number and number in lanes and _open(graph, other)
        if usable and graph.forward(other) == graph.forward(key):
            found.append(other)
    return found


def _longest(graph: Graph, start: Key, roads: tuple[str, ...], budget: list[int]):
    """The longest drive from a lane, depth first; over ``roads`` in order, when there are any."""
    best: tuple[float, tuple[Stage, ...]] = (-1.0, ())
    stack: list[tuple[Key, tuple[Stage, ...], float, int, frozenset[str]]]
    stack = [(start, (), 0.0, 0, frozenset([start.road]))]
    while stack and budget[0] > 0:
        key, trail, run, place, seen = stack.pop()
        budget[0] -= 1
        total = run + _length(graph, key)
        for stage, other in _steps(graph, key, bool(roads)):
            done = (*trail, stage)
            whole = not roads or place == len(roads) - 1
            onward = other is not None and _onward(graph, key, other)
            end = not onward
            if whole and end and total > best[0] + 1e-6:
                best = (total, (*trail, Stage(key)))
            if other is None or total > LONGEST:
                continue
            if onward:
                stack.append((other, done, total, place, seen))
            elif roads:
                if place + 1 < len(roads) and other.road == roads[place + 1]:
                    stack.append((other, done, total, place + 1, seen))
            elif other.road not in seen:
                stack.append((other, done, total, place, seen | {other.road}))
    return best


def _onward(graph: Graph, key: Key, other: Key) -> bool:
    """Whether a lane lies further on along the road of another; a road that is a circuit leads
    back to its own beginning."""
    step = 1 if graph.forward(key) else -1
    return other.road == key.road and (other.section - key.section) * step > 0


def way_along(graph: Graph, stages: tuple[Stage, ...]) -> Way:
    """The line in the middle of the lanes of a route; s = 0 where it begins."""
    parts = [_sampled(graph, stage) for stage in stages]
    rows = np.concatenate([*parts[:-1], _trimmed(parts[-1])])
    away = np.hypot(*np.diff(rows[:, :2], axis=0).T)
    rows = rows[np.r_[True, away > 0.05]]
    if len(rows) < 2:
        raise RouteError("the route is too short to drive on")
    return Way(stages, _line(rows))


def _trimmed(last: Array) -> Array:
    """Without what lies beyond the place where the last lane has become too narrow."""
    narrow = np.flatnonzero(last[:, 5] < NARROW)
    return last[: narrow[0]] if len(narrow) and narrow[0] > 2 else last


def _sampled(graph: Graph, stage: Stage) -> Array:
    """(N, 6) x, y, z, heading, cross slope, width along a lane in the direction of travel."""
    key = stage.key
    course = graph.courses[key.road]
    section = course.sections[key.section]
    count = max(2, int(np.ceil((section.end - section.s) / STEP)) + 1)
    s = np.linspace(section.s, section.end, count)
    if not graph.forward(key):
        s = s[::-1]
    t, slope, width = course.centre(key.section, key.lane, s)
    if stage.change is not None:
        t, slope = _changed(course, stage.key.section, stage, s, (t, slope))
    across = course.across(section, s)[key.lane]
    axis = course.line.axis(s)
    heading = axis.heading + np.arctan2(slope, 1.0 - axis.curvature * t)
    bank = axis.bank
    if not graph.forward(key):
        heading, bank = heading + np.pi, -bank
    height = (across.low + across.high) / 2
    places = course.at(s, t, height)
    return np.column_stack([places, heading, bank, width])


def _changed(
    course: Course, section: int, stage: Stage, s: Array, own: tuple[Array, Array]
) -> tuple[Array, Array]:
    """t and its change with s of a route that moves over to another lane."""
    t, slope = own
    lane = stage.key.lane if stage.change is None else stage.change.lane
    other, other_slope, _ = course.centre(section, lane, s)
    run = np.abs(s - s[0])
    length = min(CHANGE, run[-1])
    begin = min(EARLY, run[-1] - length) if stage.early else run[-1] - length
    u = np.clip((run - begin) / length, 0.0, 1.0)
    share, rate = u * u * (3 - 2 * u), 6 * u * (1 - u) / length * np.sign(s[-1] - s[0])
    return t + share * (other - t), slope + share * (other_slope - slope) + rate * (other - t)


def _line(rows: Array) -> Line:
    """A line through samples with headings: between them the curvature is linear."""
    n = len(rows)
    heading = np.unwrap(rows[:, 3])
    chord = np.hypot(*np.diff(rows[:, :2], axis=0).T)
    turn = np.diff(heading)
    half = turn / 2
    u = chord * np.where(np.abs(half) > 1e-6, half / np.sin(np.where(half == 0, 1, half)), 1.0)
    table = np.zeros((n, COLUMNS))
    table[1:, S] = np.cumsum(u)
    table[:, X], table[:, Y], table[:, Z] = rows[:, 0], rows[:, 1], rows[:, 2]
    table[:, HEADING], table[:, BANK] = heading, rows[:, 4]
    bent = turn / u
    inner = (bent[:-1] * u[1:] + bent[1:] * u[:-1]) / (u[:-1] + u[1:])
    table[:, CURVATURE] = np.concatenate([bent[:1], inner, bent[-1:]]) if n > 2 else bent[0]
    table[:-1, SHARPNESS] = 2 * (turn - table[:-1, CURVATURE] * u) / u**2
    table[:-1, TWIST] = np.diff(rows[:, 4]) / u
    grade = np.diff(rows[:, 2]) / u
    middle = (grade[:-1] * u[1:] + grade[1:] * u[:-1]) / (u[:-1] + u[1:])
    table[:, GRADE] = np.concatenate([grade[:1], middle, grade[-1:]]) if n > 2 else grade[0]
    table[:-1, BEND] = 2 * (np.diff(rows[:, 2]) - table[:-1, GRADE] * u) / u**2
    table[-1, [CURVATURE, SHARPNESS, BEND, TWIST]] = 0.0
    return Line(np.ascontiguousarray(table))
