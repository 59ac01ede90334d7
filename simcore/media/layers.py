"""How much of the media lies on a straight way from one height to another.

For the media that lie alike at all places of a height, the mean along a way depends on the heights
of its ends alone. ``means`` tabulates it for one eye, so that a sensor looks up one number per ray;
``upward`` is the optical depth of the whole way up.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from .medium import Medium

Array = NDArray[np.float64]
F4 = NDArray[np.float32]

TOP = 1500.0
"""Above this height [m] there is nothing."""

ENTRIES = 4096
"""Heights of a table: TOP · (k / (ENTRIES - 1))², k = 0, 1, …"""

HEIGHTS = TOP * (np.arange(ENTRIES) / (ENTRIES - 1)) ** 2


FINER = 3
"""Steps from one of them to the next in which is summed up."""

_FINE = TOP * (np.arange((ENTRIES - 1) * FINER + 1) / ((ENTRIES - 1) * FINER)) ** 2


def density(media: Sequence[Medium], heights: Array = HEIGHTS) -> Array:
    """(N,) σ [1/m] for cameras at heights above the ground, in banks where there are some."""
    return sum((m.seen * m.profile(heights) for m in media), np.zeros(len(heights)))


def means(media: Sequence[Medium], eye: float) -> F4:
    """(ENTRIES,) mean σ [1/m] on the way from ``eye`` [m above the ground] to each of HEIGHTS."""
    return _means(tuple(media), round(max(eye, 0.0), 3))


@lru_cache(maxsize=64)
def _means(media: tuple[Medium, ...], eye: float) -> F4:
    place = int(np.sqrt(min(eye / TOP, 1.0)) * (len(_FINE) - 1)) + 1
    heights = np.insert(_FINE, place, eye)
    found = density(media, heights)
    column = np.concatenate([[0.0], np.cumsum((found[1:] + found[:-1]) / 2 * np.diff(heights))])
    column -= column[place]
    column, found = (np.delete(part, place)[::FINER] for part in (column, found))
    away = HEIGHTS - eye
    close = abs(away) < 1e-3
    table = np.where(close, found, column / np.where(close, 1.0, away)).astype(np.float32)
    table.flags.writeable = False
    return table


def upward(media: Sequence[Medium], eye: float) -> float:
    """Optical depth straight up from ``eye`` [m above the ground]."""
    return float(means(media, eye)[-1]) * (TOP - eye)


def even(media: Sequence[Medium]) -> bool:
    """Whether all of them are the same at all places that rays near the ground reach."""
    low = np.array([0.0, 1.0, 10.0, 60.0])
    return all(m.banks is None and np.ptp(m.profile(low)) < 1e-3 for m in media)
