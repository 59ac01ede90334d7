"""How an effect comes and goes: a squall, a whiteout of four seconds, rain that stops."""

from __future__ import annotations

import math

from ..quantity.fields import Ratio, Time, setting
from ..quantity.settings import Settings


class Course(Settings):
    """Its strength over time: ``before``, then over ``rise`` to 1, for ``duration`` in all, then
    over ``fall`` to ``after``. Without a duration it stays."""

    onset: Time = setting("When it begins", "0 s", low="-1 h", high="1 h")
    duration: Time | None = setting(
        "How long it lasts, its rise included and its fall not; none: to the end", None, low="0 s"
    )
    rise: Time = setting("How long it takes to come", "0.5 s", low="0 s", high="1 h")
    fall: Time = setting("How long it takes to go", "0.5 s", low="0 s", high="1 h")
    before: Ratio = setting("Its strength before, of that in full", 0, low=0, high=1)
    after: Ratio = setting("Its strength after, of that in full", 0, low=0, high=1)


def share_of(course: Course | None, time: float) -> float:
    """Strength in [0, 1] at a time [s]: smooth between its levels."""
    if course is None:
        return 1.0
    end = math.inf if course.duration is None else course.onset + course.duration
    came, gone = _smooth(time - course.onset, course.rise), _smooth(time - end, course.fall)
    share = course.before + (1.0 - course.before) * came
    return share + (course.after - share) * gone


def _smooth(since: float, over: float) -> float:
    """0 before, 1 after ``over`` [s]."""
    if over <= 0.0:
        return float(since >= 0.0)
    x = min(max(since / over, 0.0), 1.0)
    return x * x * (3.0 - 2.0 * x)
