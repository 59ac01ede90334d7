"""Grey pictures of counts: what a thermal camera shows, by its automatic gain or by fixed ends."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

U1 = NDArray[np.uint8]

TAILS = (0.002, 0.998)
"""Shares of the pixels that linear gain leaves black, and below white."""

PLATEAU = 0.0015
"""Share of the pixels beyond which more of one count take no more greys."""

LEAST_SPAN = 64.0
"""Counts that 255 greys span at least, lest noise fills the picture of an even scene."""

Gain = Literal["linear", "plateau", "fixed"]


def grey(counts: NDArray[np.uint16], gain: Gain, ends: tuple[float, float]) -> U1:
    """(H, W) of counts (H, W). ends: counts that are black and white, with "fixed"."""
    if gain == "plateau":
        return _plateau(counts)
    low, high = ends
    if gain == "linear":
        low, high = (float(value) for value in np.quantile(counts, TAILS))
        missing = max(LEAST_SPAN - (high - low), 0.0)
        low, high = low - missing / 2, high + missing / 2
    share = (counts.astype(np.float32) - np.float32(low)) * np.float32(255.0 / (high - low))
    return np.clip(np.rint(share), 0.0, 255.0).astype(np.uint8)


def _plateau(counts: NDArray[np.uint16]) -> U1:
    """Greys by how many pixels are darker, counts that many share counting up to the plateau (after
    Vickers, "Plateau equalization algorithm", Opt. Eng. 35, 1921, 1996)."""
    number = np.bincount(counts.reshape(-1), minlength=int(counts.max()) + 1)
    held = np.minimum(number, max(PLATEAU * counts.size, 1.0))
    below = np.cumsum(held) - 0.5 * held
    span = max(float(held.sum()), LEAST_SPAN)
    table = np.rint(255.0 * below / span).astype(np.uint8)
    return table[counts]
