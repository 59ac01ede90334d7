"""A wiper's blade: where it is, and what it takes from a pane."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .drops import RADIUS, VOLUME, X
from .pane import Pane

F4 = NDArray[np.float32]

BLADE = 8.0
"""Width of a blade and its frame [mm]."""


class Sweep(NamedTuple):
    """A blade that passes from side to side every ``period`` [s], in ``takes`` [s], from -reach to
    reach [mm] of the pane's middle and at the next pass back; leaves: share of the water."""

    period: float
    takes: float
    reach: float
    leaves: float

    @classmethod
    def of(cls, wiper: Any, pane: Pane) -> Sweep:
        """The blade of drawn settings."""
        takes = min(wiper.sweep, 0.5 * wiper.period)
        return cls(wiper.period, takes, pane.half_x + pane.pupil + BLADE, wiper.leaves)

    def at(self, time: float) -> float | None:
        """Where the blade's middle is at a time [s]; None while it is beside the view."""
        number = np.floor(time / self.period)
        part = (time - number * self.period) / self.takes
        if part >= 1.0:
            return None
        way = float((2.0 * part - 1.0) * self.reach)
        return way if number % 2 == 0 else -way

    def between(self, start: float, end: float) -> tuple[float, float] | None:
        """What a blade goes over from one time to another within a period [s]."""
        number = np.floor(end / self.period)
        first = max(start - number * self.period, 0.0) / self.takes
        last = min((end - number * self.period) / self.takes, 1.0)
        if number > np.floor(start / self.period) and first == 0.0:
            return self._ordered(number, 0.0, max(last, 0.0))
        return None if last <= first else self._ordered(number, first, last)

    def _ordered(self, number: float, first: float, last: float) -> tuple[float, float]:
        sign = 1.0 if number % 2 == 0 else -1.0
        ends = [sign * (2.0 * part - 1.0) * self.reach for part in (first, last)]
        return min(ends), max(ends)


def swept(
    band: tuple[float, float] | None, leaves: float, drops: F4, snow: F4, pane: Pane
) -> float:
    """Take what lies in a band [mm] of the pane from drops (N, 5) and snow (R, C), in place, but
    for a share; what was taken [mg]."""
    if band is None:
        return 0.0
    kept = np.float32(leaves)
    met = (drops[:, X] >= band[0]) & (drops[:, X] < band[1])
    middle = (np.arange(pane.columns) + 0.5) * pane.cell - pane.half_x
    columns = (middle >= band[0]) & (middle < band[1])
    taken = float(drops[met, VOLUME].sum(dtype=np.float64)) * (1.0 - leaves)
    taken += float(snow[:, columns].sum(dtype=np.float64)) * (1.0 - leaves) * pane.cell**2
    drops[met, VOLUME] *= kept
    drops[met, RADIUS] *= np.float32(leaves ** (1.0 / 3.0))
    snow[:, columns] *= kept
    return taken
