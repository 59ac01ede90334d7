"""Where the lanes of a road lie across it, and how high: borders, widths, heights at any s."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..line import Line
from .curves import reference_line
from .records import LaneRecord, Road, Section

Array = NDArray[np.float64]

KERB = 0.12
"""Height of a pavement whose file says nothing of it [m], as ``ground.sections`` has it."""

DRIVING = frozenset(
    {"driving", "entry", "exit", "onRamp", "offRamp", "connectingRamp", "slipLane", "bidirectional",
     "bus", "taxi", "HOV", "special1", "special2", "special3", "mwyEntry", "mwyExit", "shared"}
)  # fmt: skip
"""Types of lanes on which vehicles drive."""
_KINDS = {
    "stop": "shoulder", "shoulder": "shoulder", "emergency": "shoulder", "biking": "biking",
    "parking": "parking", "sidewalk": "sidewalk", "walking": "sidewalk",
}  # fmt: skip
PAVED = frozenset({"restricted", "stop", "shoulder", "emergency", "biking", "parking", "roadWorks"})
"""Types of lanes that belong to the carriageway without being driven on."""
RAISED = frozenset({"sidewalk", "walking"})
RAILS = frozenset({"tram", "rail"})
SOFT = frozenset({"none", "border", "median", "curb"})
KNOWN = DRIVING | PAVED | RAISED | RAILS | SOFT


def kind_of(lane: LaneRecord) -> str | None:
    """Its kind in the lane graph, None when it is none."""
    return "driving" if lane.type in DRIVING else _KINDS.get(lane.type)


class Across(NamedTuple):
    """A lane at N places s, each (N,): t of its inner and outer border, and their heights [m]
    above the plane of the road."""

    inner: Array
    outer: Array
    low: Array
    high: Array


class Course:
    """A road as geometry: its line and where its lanes are.

    line: the reference line; sections: those of the road.
    """

    def __init__(self, road: Road):
        self.road = road
        self.sections = road.sections

    @cached_property
    def line(self) -> Line:
        """The reference line."""
        return reference_line(self.road)

    def section_at(self, s: float) -> int:
        """Number of the section at s."""
        starts = [section.s for section in self.sections]
        return int(np.clip(np.searchsorted(starts, s + 1e-9, "right") - 1, 0, len(starts) - 1))

    def across(self, section: Section, s: ArrayLike) -> dict[int, Across]:
        """All lanes of a section at s (N,), by id, from right to left."""
        s = np.atleast_1d(np.asarray(s, np.float64))
        middle = self.road.offset(s)
        found: dict[int, Across] = {}
        for side in (-1, 1):
            t, base = middle, np.zeros(len(s))
            count = max((n * side for n in section.lanes if n * side > 0), default=0)
            for k in range(1, count + 1):
                lane = section.lanes[side * k]
                outer = self._outer(lane, side, t, s)
                low, high, base = self._heights(lane, s, base)
                low = low + self.cross(s, t)
                high = high + self.cross(s, outer)
                found[side * k] = Across(t, outer, low, high)
                t = outer
        return dict(sorted(found.items()))

    def _outer(self, lane: LaneRecord, side: int, inner: Array, s: Array) -> Array:
        if lane.border is not None:
            outer = lane.border(s) if lane.border.knots[0] <= s.max() else inner
            return np.where((outer - inner) * side > 0, outer, inner)
        return inner + side * np.maximum(lane.width(s), 0.0)

    def _heights(self, lane: LaneRecord, s: Array, base: Array) -> tuple[Array, Array, Array]:
        """Heights of the inner and outer border, and of what lies beyond without its own."""
        if len(lane.heights):
            k = np.clip(np.searchsorted(lane.heights[:, 0], s + 1e-9, "right") - 1, 0, None)
            after = np.minimum(k + 1, len(lane.heights) - 1)
            s0, s1 = lane.heights[k, 0], lane.heights[after, 0]
            share = np.where(s1 > s0, (s - s0) / np.where(s1 > s0, s1 - s0, 1.0), 0.0)
            share = np.clip(share, 0.0, 1.0)
            low, high = (
                lane.heights[k, n] * (1 - share) + lane.heights[after, n] * share for n in (1, 2)
            )
            return low, high, np.zeros(len(s))
        if lane.type == "curb":
            return base, base + KERB, base + KERB
        if lane.type in RAISED:
            level = np.maximum(base, KERB)
            return level, level, base
        if lane.type in SOFT:
            return base, base, base
        return np.zeros(len(s)), np.zeros(len(s)), np.zeros(len(s))

    def cross(self, s: Array, t: Array) -> Array:
        """Height that crossfall and the shape of the road add to its plane at (s, t) [m]."""
        s, t = np.broadcast_arrays(np.asarray(s, np.float64), np.asarray(t, np.float64))
        rise = np.zeros(s.shape)
        for side, angle in self.road.crossfall:
            mine = (t > 0) if side == "left" else (t < 0) if side == "right" else np.ones(t.shape)
            rise = rise - np.where(mine, np.abs(t) * np.tan(angle(s)), 0.0)
        if self.road.shapes:
            rise = rise + self._shaped(s, t)
        return rise

    def _shaped(self, s: Array, t: Array) -> Array:
        at = np.array([place for place, _ in self.road.shapes])
        values = np.stack([_shape(rows, t) for _, rows in self.road.shapes])
        k = np.clip(np.searchsorted(at, s, "right") - 1, 0, len(at) - 1)
        after = np.minimum(k + 1, len(at) - 1)
        width = at[after] - at[k]
        share = np.where(width > 0, (s - at[k]) / np.where(width > 0, width, 1.0), 0.0)
        share = np.clip(share, 0.0, 1.0)
        where = np.indices(s.shape)
        return values[(k, *where)] * (1 - share) + values[(after, *where)] * share

    @property
    def folds(self) -> tuple[float, ...]:
        """The t where the cross-section may bend, besides the borders of lanes [m]."""
        folds = {float(t) for _, rows in self.road.shapes for t in rows[:, 0]}
        return tuple(sorted(folds | ({0.0} if self.road.crossfall else set())))

    def at(self, s: ArrayLike, t: ArrayLike, h: ArrayLike = 0.0) -> Array:
        """(…, 3) places at (s, t), ``h`` above the plane of the road [m]."""
        places = self.line.at(s, t)
        places[..., 2] += np.asarray(h)
        return places

    def centre(self, number: int, lane: int, s: Array) -> tuple[Array, Array, Array]:
        """t, its change with s, and the width of a lane of section ``number`` at s (N,)."""
        section = self.sections[number]
        across = self.across(section, s)[lane]
        e = 1e-3
        before, after = (
            self.across(section, np.clip(s + d, section.s, section.end))[lane] for d in (-e, e)
        )
        run = np.clip(s + e, section.s, section.end) - np.clip(s - e, section.s, section.end)
        step = (after.inner + after.outer - before.inner - before.outer) / 2 / run
        return (across.inner + across.outer) / 2, step, np.abs(across.outer - across.inner)


def _shape(rows: Array, t: Array) -> Array:
    k = np.clip(np.searchsorted(rows[:, 0], t + 1e-9, "right") - 1, 0, len(rows) - 1)
    u = t - rows[k, 0]
    return rows[k, 1] + u * (rows[k, 2] + u * (rows[k, 3] + u * rows[k, 4]))
