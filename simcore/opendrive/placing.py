"""The ground at (s, t) of a road, wherever its lanes are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .profile import Course

Array = NDArray[np.float64]


def place(course: Course, s: float, t: float) -> Array:
    """(3,) the surface at (s, t); beside the lanes it goes on at the height of their edge."""
    s = float(np.clip(s, 0.0, course.road.length))
    section = course.sections[course.section_at(s)]
    across = course.across(section, np.array([s]))
    h, held = 0.0, t
    for side in (-1, 1):
        mine = [across[n] for n in across if n * side > 0]
        for a in mine:
            inner, outer = float(a.inner[0]), float(a.outer[0])
            if min(inner, outer) - 1e-9 <= t <= max(inner, outer) + 1e-9 and inner != outer:
                share = (t - inner) / (outer - inner)
                h = float(a.low[0] + share * (a.high[0] - a.low[0]))
        if mine:
            last = mine[0] if side < 0 else mine[-1]
            edge = float(last.outer[0])
            if (t - edge) * side > 0:
                h, held = float(last.high[0]), edge
    at = course.line.at(s, t)
    at[2] = course.line.at(s, held)[2] + h
    return at
