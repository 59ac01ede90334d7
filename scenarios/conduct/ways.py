"""The lanes beside an actor, as strips along the ego's route: what lane changes are made between.

A road's lanes are places in the world; behaviours steer by t of the route. A *way* is a stretch of
lane whose middle keeps its t, so that a lane that leaves the route ends as a way. Where the route
changes lanes, ways change along with it: who keeps a t keeps beside the route. The route's own way,
at t = 0, has no end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.lanes import Lane, LaneMap
from ...simcore.line import Line

Array = NDArray[np.float64]

APART = 0.5
"""A lane whose middle is further off than this [m] is no longer on the same way."""
JOINED = 80.0
"""Ways on the same t with a smaller gap than this [m] are one: in between the route changes lanes,
on 60 m, or crosses another road."""
ENDS = 10.0
"""Ways whose ends differ by less than this [m] end together."""
SHORT = 20.0
"""A lane that keeps its t for less than this [m] is on its way to another."""
ABOUT = 40.0
"""Lanes further than this [m] from the route are not looked at."""
NARROW = 2.0
"""Where a lane is narrower than this [m] it is about to end or has just begun."""


class Way(NamedTuple):
    """A stretch of lane along the route. t: of its middle [m]; direction: 1 along the route, -1
    against it; first, last: s where it begins and ends, first < last [m]."""

    t: float
    direction: float
    first: float
    last: float


def ways_of(lanes: LaneMap) -> tuple[Way, ...]:
    """The ways of all lanes on which vehicles drive, from right to left."""
    pieces = [
        way for lane in lanes.lanes if lane.kind == "driving" for way in _pieces(lane, lanes.route)
    ]
    steady = [way for way in pieces if way.last - way.first >= SHORT]
    return tuple(sorted(_joined([Way(0.0, 1.0, *lanes.route.span), *steady])))


def side_of_traffic(ways: Sequence[Way]) -> float:
    """The side on which traffic keeps, as its drivers see it: -1 right, 1 left."""
    along = [way.t for way in ways if way.direction > 0]
    against = [way.t for way in ways if way.direction < 0]
    return 1.0 if along and against and np.mean(against) < np.mean(along) else -1.0


def room_around(ways: Sequence[Way], direction: float, t: float, most: int) -> list[float]:
    """Parameters for kernels: t, first and last s of the ``most`` ways in a direction that are
    nearest to t; the end of a way is infinite where no other goes on, nan where there is none."""
    own = sorted((w for w in ways if w.direction == direction), key=lambda w: (abs(w.t - t), w))
    row: list[float] = []
    far = max((way.last for way in own), default=0.0) - ENDS
    near = min((way.first for way in own), default=0.0) + ENDS
    for way in own[:most]:
        first = -np.inf if way.first <= near else way.first
        row += [way.t, first, np.inf if way.last >= far else way.last]
    return row + [np.nan] * (3 * most - len(row))


def _pieces(lane: Lane, route: Line) -> Iterator[Way]:
    """The stretches over which a lane's middle keeps its t."""
    s, t = route.project(lane.centre)
    low, high = route.span
    use = (np.abs(t) < ABOUT) & (s >= low) & (s <= high) & (lane.width >= NARROW)
    begin = 0
    for k in range(1, len(s) + 1):
        on = k < len(s) and use[k] and use[begin] and abs(t[k] - t[begin]) < APART
        if on and np.sign(s[k] - s[k - 1]) == np.sign(s[begin + 1] - s[begin]):
            continue
        if k - begin > 1 and use[begin] and s[k - 1] != s[begin]:
            ends = sorted((float(s[begin]), float(s[k - 1])))
            middle = float(np.median(t[begin:k]))
            yield Way(middle, float(np.sign(s[k - 1] - s[begin])), *ends)
        begin = k


def _joined(pieces: Sequence[Way]) -> list[Way]:
    """Pieces that follow each other on the same t, as one."""
    done: list[Way] = []
    for way in sorted(pieces, key=lambda w: (w.first, w.t)):
        for k, before in enumerate(done):
            same = before.direction == way.direction and abs(before.t - way.t) < APART
            if same and way.first - before.last < JOINED:
                done[k] = before._replace(last=max(before.last, way.last))
                break
        else:
            done.append(way)
    return done
