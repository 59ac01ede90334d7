"""Lamps that flash: indicators and beacons, in closed form over time.

An indicator's relay makes 90 flashes a minute (UN R48 6.5.9: 90 ± 30), on for half of each. Halves
of a blue bar flash twice in turn, at the 2 Hz that UN R65 asks at least; so do amber beacons, once.
Each vehicle has a phase of its own; left and right indicators flash together.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..materials import CIRCUITS, lit

Array = NDArray[np.float64]


class Rhythm(NamedTuple):
    """How a circuit flashes. period [s]; flashes: begin and length of each within it [s]."""

    period: float
    flashes: tuple[tuple[float, float], ...]


_RELAY = Rhythm(60.0 / 90.0, ((0.0, 30.0 / 90.0),))
RHYTHMS = {
    "indicator_left": _RELAY,
    "indicator_right": _RELAY,
    "beacon_left": Rhythm(0.5, ((0.0, 0.06), (0.14, 0.06))),
    "beacon_right": Rhythm(0.5, ((0.25, 0.06), (0.39, 0.06))),
    "beacon_amber": Rhythm(0.5, ((0.0, 0.1),)),
}
"""By lamp circuit; others do not flash."""

FLASHING = lit(*RHYTHMS)
"""The mask of the circuits that flash."""


def share(rhythm: Rhythm, phase: ArrayLike, start: ArrayLike, seconds: float = 0.0) -> Array:
    """For which share of an exposure a lamp is lit; 0 or 1 at an instant.

    phase: how far into its period it is at time 0, as a share; start [s], seconds: of the exposure.
    """
    begin = np.asarray(start, np.float64) + np.asarray(phase, np.float64) * rhythm.period
    if seconds > 0.0:
        return (_lit_until(rhythm, begin + seconds) - _lit_until(rhythm, begin)) / seconds
    within = begin % rhythm.period
    on = [(within >= first) & (within < first + length) for first, length in rhythm.flashes]
    return np.any(on, axis=0).astype(np.float64)


def shares(phase: Array, start: ArrayLike, seconds: float = 0.0) -> NDArray[np.float32]:
    """(I, CIRCUITS) for which share of an exposure the lamps of items (I,) are lit, 1 for those
    that do not flash. start: of the exposure [s], one or (I,)."""
    found = np.ones((len(phase), len(CIRCUITS)), np.float32)
    for circuit, rhythm in RHYTHMS.items():
        found[:, CIRCUITS.index(circuit)] = share(rhythm, phase, start, seconds)
    return found


def _lit_until(rhythm: Rhythm, time: Array) -> Array:
    """For how long it has been lit since time 0 [s]."""
    whole = np.floor(time / rhythm.period)
    within = time - whole * rhythm.period
    flashes = rhythm.flashes
    each = sum(length for _, length in flashes)
    return whole * each + sum(np.clip(within - first, 0.0, length) for first, length in flashes)
