"""High dynamic range: several exposures joined to one value, and that put into fewer bits.

Exposures are ordered from the most sensitive on. Each pixel takes the most sensitive one that is
not near its limit, and goes over to the next gently: there the noise rises by the root of the
ratio, the dip that all such sensors have. The joined value is companded piecewise linearly.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...simcore.kernel import kernel

Array = NDArray[np.float64]

FULL, LEAVE = np.float32(0.92), np.float32(0.80)
"""Shares of the greatest count from which an exposure is not used at all, and less and less."""


class Companding:
    """Joined values to counts and back. bits: of the counts; knees (K, 2): value and count, as
    shares of their greatest, with straight lines between."""

    def __init__(self, bits: int, black: float, knees: Sequence[tuple[float, float]]):
        self.bits, self.black = bits, black
        self.most = float(2**bits - 1)
        self.knees = np.array([(0.0, 0.0), *knees, (1.0, 1.0)])

    @classmethod
    def smooth(cls, bits: int, black: float, ratio: float) -> Companding:
        """Lines through value^0.4 at every factor of 4 down to what the lowest exposure can tell:
        as many counts for a stop of shadow as for two of light. ratio: of the exposures."""
        steps = max(int(np.ceil(np.log2(max(ratio, 1.0)) / 2.0)) + 2, 1)
        values = 4.0 ** -np.arange(steps, 0, -1)
        return cls(bits, black, [(value, value**0.4) for value in values])

    def counts(self, value: NDArray[np.float32]) -> NDArray[np.uint16]:
        """(N,) counts of joined values (N,) in [0, 1]."""
        out = np.empty(value.shape, np.uint16)
        knees = self.knees.astype(np.float32)
        compand(value, *np.ascontiguousarray(knees.T), np.float32(self.black),
                np.float32(self.most - self.black), out)  # fmt: skip
        return out

    def table(self) -> NDArray[np.float32]:
        """(65536,) joined value by count."""
        share = (np.arange(65536) - self.black) / (self.most - self.black)
        values = np.interp(share, self.knees[:, 1], self.knees[:, 0])
        slope = self.knees[1, 0] / self.knees[1, 1]
        return np.where(share < 0.0, share * slope, values).astype(np.float32)


def plain_table(bits: int, black: float) -> NDArray[np.float32]:
    """(65536,) light by count where there is one exposure: 1 at the greatest count, and below 0
    where noise lies below the black level."""
    most = float(2**bits - 1)
    return ((np.arange(65536) - black) / (most - black)).astype(np.float32)


@kernel("u2[:,:], i8, i8, f4[:], f4, f4 -> f4[:]", narrow=True)
def join(count, first, end, scale, black, most, value_out):
    """Joined values (N,) in [0, 1] of pixels [first, end) from counts (E, N).

    most: the count of a full pixel, by its well or the converter; scale (E,): what each count above
    black is worth, the last exposure's greatest being 1.
    """
    full, leave = black + FULL * (most - black), black + LEAVE * (most - black)
    per = 1.0 / (full - leave)
    last = count.shape[0] - 1
    for n in range(first, end):
        value_out[n] = (np.float32(np.int32(count[last, n])) - black) * scale[last]
    for k in range(last - 1, -1, -1):
        row, factor = count[k], scale[k]
        for n in range(first, end):
            c = np.float32(np.int32(row[n]))
            share = min(max((full - c) * per, 0.0), 1.0)
            value_out[n] += ((c - black) * factor - value_out[n]) * share


@kernel("f4[:], f4[:], f4[:], f4, f4 -> u2[:]", narrow=True)
def compand(value, knee, level, black, span, count_out):
    """Counts (N,) of values (N,); knee, level (K,): the lines' ends."""
    for n in range(value.shape[0]):
        v = min(value[n], 1.0)
        at = level[1] / knee[1] * v
        for k in range(1, knee.shape[0] - 1):
            slope = (level[k + 1] - level[k]) / (knee[k + 1] - knee[k])
            at = level[k] + (v - knee[k]) * slope if v > knee[k] else at
        count_out[n] = np.uint16(np.int32(max(at * span + black + 0.5, 0.0)))
