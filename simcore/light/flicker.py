"""Lamps that are driven by pulses: steady to the eye, dark in some pictures.

A lamp of pulse-width modulation shines for a share (``duty``) of each period, that much brighter
then. A short exposure may fall between two pulses (Deegan, "LED flicker: root cause, impact and
measurement for automotive imaging applications", Electronic Imaging 2018: 90 Hz and more).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


class Drive(NamedTuple):
    """How a lamp is driven. frequency [Hz]; duty: share of the time in which it is on."""

    frequency: float
    duty: float


DRIVES = {
    "tail": Drive(200.0, 0.2),
    "running": Drive(200.0, 0.5),
    "signal_red": Drive(100.0, 0.4),
    "signal_amber": Drive(100.0, 0.4),
    "signal_green": Drive(100.0, 0.4),
}
"""By lamp circuit; others burn steadily. Tail lamps are brake lamps dimmed by pulses; traffic
lights hang on the rectified mains. Typical values: makers choose from 90 to some 400 Hz."""


def gathered(drive: Drive, phase: ArrayLike, start: ArrayLike, seconds: float) -> Array:
    """Light of an exposure as a share of the mean's: 1 if it is long, 0 between two pulses.

    phase: of the pulses at time 0, in periods; start [s], seconds: of the exposure.
    """
    begin = np.asarray(start) * drive.frequency + np.asarray(phase)
    length = seconds * drive.frequency

    def lit_until(time: Array) -> Array:
        whole = np.floor(time)
        return whole * drive.duty + np.minimum(time - whole, drive.duty)

    return (lit_until(begin + length) - lit_until(begin)) / (length * drive.duty)
