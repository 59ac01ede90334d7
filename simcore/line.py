"""The reference line of a road: places (s, t) along it and back again.

s [m] runs along the line in plan view, t [m] to its left; curvature, grade and bank are
piecewise linear in s, so that straights, arcs and clothoids, constant slopes and parabolic crests
are exact. ``whiteout.simcore.kernels.line`` has the same functions for kernels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .kernels import line as kernels
from .kernels.line import (
    BANK,
    BEND,
    COLUMNS,
    COS,
    CURVATURE,
    GRADE,
    HEADING,
    MOST,
    SHARPNESS,
    SIN,
    TWIST,
    S,
    X,
    Y,
    Z,
)
from .pose import pose

Array = NDArray[np.float64]
Profile = float | Sequence[tuple[float, float]]
"""A constant, or knots (s, value) between which the value is linear and beyond which it stays;
two knots at the same s are a step."""

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(6)


class Axis(NamedTuple):
    """The line at some s, each (…,): place [m], heading [rad], grade, bank, curvature [1/m]."""

    x: Array
    y: Array
    z: Array
    heading: Array
    grade: Array
    bank: Array
    curvature: Array


@dataclass(frozen=True, eq=False)
class Line:
    """A line through the world; ``table`` (N, 14) f8 as ``kernels.line`` names its columns; the
    last three need not be filled in."""

    table: Array

    def __post_init__(self):
        if self.table.flags.writeable:
            self.table[:, COS] = np.cos(self.table[:, HEADING])
            self.table[:, SIN] = np.sin(self.table[:, HEADING])
            self.table[:, MOST] = _sharpest(self.table)
            self.table.flags.writeable = False

    @classmethod
    def build(
        cls,
        span: tuple[float, float],
        curvature: Profile = 0.0,
        grade: Profile = 0.0,
        bank: Profile = 0.0,
        *,
        start: ArrayLike = (0.0, 0.0, 0.0),
        heading: float = 0.0,
        step: float = 2.0,
    ) -> Line:
        """The line over s in ``span`` that is at ``start`` with ``heading`` where s = 0.

        curvature [1/m], positive to the left; grade dz/ds; bank dz/dt; step: between samples [m].
        """
        first, last = span
        if not last > first:
            raise ValueError(f"a line needs a span that grows, not {first} to {last}")
        parts = [_knots(curvature), _knots(grade), _knots(bank)]
        s = np.linspace(first, last, int(np.ceil((last - first) / step)) + 1)
        knots = np.concatenate([part[:, 0] for part in parts] + [[0.0]])
        s = np.unique(np.concatenate([s, knots[(knots > first) & (knots < last)]]))
        s = s[np.r_[True, np.diff(s) > 1e-9]]
        table = np.zeros((len(s), COLUMNS))
        table[:, S] = s
        for part, value, rate in zip(
            parts, (CURVATURE, GRADE, BANK), (SHARPNESS, BEND, TWIST), strict=True
        ):
            table[:, value], table[:, rate] = _sampled(part, s)
        _integrate(table)
        table = _moved(table, np.asarray(start, np.float64), heading)
        table[-1, [CURVATURE, SHARPNESS, BEND, TWIST]] = 0.0  # the straight beyond the end
        return cls(np.ascontiguousarray(table))

    @property
    def span(self) -> tuple[float, float]:
        """First and last s [m]."""
        return float(self.table[0, S]), float(self.table[-1, S])

    def axis(self, s: ArrayLike) -> Axis:
        """The line itself at s (…,)."""
        s = np.asarray(s, np.float64)
        world = self._world(s, np.zeros(s.shape))
        return Axis(*(world[..., k] for k in range(7)))

    def at(self, s: ArrayLike, t: ArrayLike = 0.0) -> Array:
        """(…, 3) places in the world of (s, t), which broadcast against each other."""
        s, t = np.broadcast_arrays(np.asarray(s, np.float64), np.asarray(t, np.float64))
        return self._world(s, t)[..., :3]

    def _world(self, s: Array, t: Array) -> Array:
        """(…, 7) x, y, z, heading, grade, bank, curvature."""
        places = np.empty((s.size, 2))
        places[:, 0], places[:, 1] = s.ravel(), t.ravel()
        world = np.empty((s.size, 7))
        kernels.place_all(self.table, places, world)
        return world.reshape(*s.shape, 7)

    def pose(self, s: ArrayLike, t: ArrayLike = 0.0, yaw: ArrayLike = 0.0) -> Array:
        """(…, 4, 4) upright poses at (s, t), turned by ``yaw`` [rad] from the line's heading."""
        return pose(self.at(s, t), yaw=self.axis(s).heading + np.asarray(yaw))

    def project(self, points: ArrayLike) -> tuple[Array, Array]:
        """s and t (…,) of the line's points nearest to points (…, 2 or 3)."""
        points = np.asarray(points, np.float64)
        flat = np.ascontiguousarray(points[..., :2].reshape(-1, 2))
        places, rows = np.empty_like(flat), np.empty(len(flat), np.int64)
        kernels.project(self.table, flat, np.full(len(flat), -1, np.int64), places, rows)
        shape = points.shape[:-1]
        return places[:, 0].reshape(shape), places[:, 1].reshape(shape)


def crest(at: float, height: float, length: float) -> tuple[tuple[float, float], ...]:
    """Grade knots of a hump of ``height`` [m] (negative: a dip) with its top at s = ``at``.

    It rises from level ground over length/2 and falls back to it; the grade is largest, 4·height /
    length, a quarter of the length before the top, and the top has the vertical radius
    length²/(16·height).
    """
    g, quarter = 4.0 * height / length, length / 4.0
    return (
        (at - 2 * quarter, 0.0),
        (at - quarter, g),
        (at + quarter, -g),
        (at + 2 * quarter, 0.0),
    )


def _sharpest(table: Array) -> float:
    """The greatest curvature of a line, to either side [1/m]."""
    begin, way = table[:, CURVATURE], np.diff(table[:, S], append=table[-1, S])
    return float(np.abs([begin, begin + way * table[:, SHARPNESS]]).max())


def _knots(profile: Profile) -> Array:
    if isinstance(profile, (int, float)):
        return np.array([[0.0, float(profile)]])
    knots = np.asarray(profile, np.float64).reshape(-1, 2)
    if not len(knots) or (np.diff(knots[:, 0]) < 0).any():
        raise ValueError("the knots of a profile must be in the order of s")
    return knots


def _sampled(knots: Array, s: Array) -> tuple[Array, Array]:
    """Values at s and rates towards the next sample; at a step, the value after it."""
    after = np.searchsorted(knots[:, 0], s, "right")
    low, high = np.clip(after - 1, 0, len(knots) - 1), np.clip(after, 0, len(knots) - 1)
    width = knots[high, 0] - knots[low, 0]
    rate = np.where(width > 0, (knots[high, 1] - knots[low, 1]) / np.where(width > 0, width, 1), 0)
    rate = np.where((after == 0) | (after == len(knots)), 0.0, rate)
    return knots[low, 1] + rate * (s - knots[low, 0]), rate


def _integrate(table: Array) -> None:
    """Fill in heading, place and height from curvature and grade, from zero at the first row."""
    u = np.diff(table[:, S])
    r = table[:-1]
    turn = u * (r[:, CURVATURE] + 0.5 * r[:, SHARPNESS] * u)
    rise = u * (r[:, GRADE] + 0.5 * r[:, BEND] * u)
    table[1:, HEADING], table[1:, Z] = np.cumsum(turn), np.cumsum(rise)
    at = u[:, None] * (0.5 + 0.5 * _NODES)
    angle = r[:, HEADING, None] + at * (r[:, CURVATURE, None] + 0.5 * r[:, SHARPNESS, None] * at)
    table[1:, X] = np.cumsum(0.5 * u * (np.cos(angle) @ _WEIGHTS))
    table[1:, Y] = np.cumsum(0.5 * u * (np.sin(angle) @ _WEIGHTS))


def _moved(table: Array, start: Array, heading: float) -> Array:
    """The table turned and shifted so that s = 0 lies at ``start`` with ``heading``."""
    here = Line(table.copy()).axis(0.0)
    turn = heading - here.heading
    c, s = np.cos(turn), np.sin(turn)
    dx, dy = table[:, X] - here.x, table[:, Y] - here.y
    table[:, X] = start[0] + c * dx - s * dy
    table[:, Y] = start[1] + s * dx + c * dy
    table[:, Z] += start[2] - here.z
    table[:, HEADING] += turn
    return table
