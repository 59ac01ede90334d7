"""When traffic lights show what: a fixed cycle, in closed form, for pictures, labels and drivers.

Green, amber, red, red with amber, as in Europe; without the last where its time is 0. A *group* is
the heads of a junction that always show the same.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .geometry.street.signal import STATES
from .kernel import device
from .materials import lit

PHASES = ("green", "amber", "red", "red_amber")
GREEN, AMBER, RED, RED_AMBER = range(4)
"""Numbers of the phases for kernels."""


class Group(NamedTuple):
    """begin: of green, after the cycle's begin; green, amber, red_amber: how long each is [s]."""

    begin: float
    green: float
    amber: float
    red_amber: float


class Signals(NamedTuple):
    """The lights of a junction. cycle: its length; offset: how far into it time 0 is [s]."""

    cycle: float
    offset: float
    groups: tuple[Group, ...]

    def row(self, group: int) -> tuple[float, ...]:
        """(6,) a group's program as ``phase`` reads it: cycle, offset, and the group's times."""
        return (self.cycle, self.offset, *self.groups[group])

    def state(self, group: int, time: float) -> str:
        """What a group shows: a key of ``geometry.street.signal.STATES``."""
        return PHASES[phase.py_func(*self.row(group), time)[0]]

    def lit(self, group: NDArray[np.int32], time: float) -> NDArray[np.uint32]:
        """(K,) masks of the lamps that are on for heads of groups (K,)."""
        masks = [lit(*STATES[self.state(k, time)]) for k in range(len(self.groups))]
        return np.array(masks, np.uint32)[group]


@device
def phase(cycle, offset, begin, green, amber, red_amber, time):
    """The phase at a time, and since when it has been shown [s]."""
    since = (time + offset - begin) % cycle
    if since < green:
        return GREEN, since
    if since < green + amber:
        return AMBER, since - green
    if since < cycle - red_amber:
        return RED, since - green - amber
    return RED_AMBER, since - cycle + red_amber
