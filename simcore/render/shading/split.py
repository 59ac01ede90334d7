"""Which flakes a camera can tell apart, and what the rest, as a medium, still takes from the light.

A flake is told apart when it is at least 0.4 pixels wide and hides at least 1/100 of a pixel of its
streak, which is a contrast of some 1/255 against what is half as bright. The others, the diffracted
light of all, and whatever is too close to be in focus stay part of the medium: both together have
the extinction of the whole snowfall.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...snowfall import WIDEST, Snowfall

F4 = NDArray[np.float32]

WIDTH = 0.4
"""Least width [px]."""

OPACITY = 1 / 100
"""Least opacity of the streak."""

CLOSEST = 0.3
"""Flakes nearer than this [m] are a blur before the lens."""

ENTRIES = 128


class Split(NamedTuple):
    """focal [px]; streak: how far a flake moves across the line of sight during the exposure [m];
    reach [m]: beyond it nothing is told apart; drawn (ENTRIES,) f4: what the drawn flakes hide on
    the way to distances up to ``reach`` (the integral of their cross-section)."""

    focal: float
    streak: float
    reach: float
    drawn: F4

    @classmethod
    def of(cls, snowfall: Snowfall, focal: float, streak: float) -> Split:
        """The split for a camera with a focal length [px] and a streak [m]."""
        reach = focal * WIDEST / WIDTH
        distance = np.linspace(0.0, reach, ENTRIES * 4 - 3)
        hidden = snowfall.shadow_of_flakes(least(distance, focal, streak))
        hidden = np.where(distance < CLOSEST, 0.0, hidden)
        step = np.diff(distance)
        total = np.concatenate([[0.0], np.cumsum((hidden[1:] + hidden[:-1]) / 2 * step)])
        return cls(focal, streak, float(reach), total[::4].astype(np.float32))


def least(distance: NDArray, focal: float, streak: float) -> NDArray:
    """Diameter [m] of the smallest flake that is told apart at a distance [m]."""
    length = streak * focal / np.maximum(distance, CLOSEST)
    # A streak of a flake of radius r < 0.4 px hides π r² / (π 0.4² + 2 · 0.4 · length).
    faint = 2 * np.sqrt(OPACITY * (0.5027 + 0.8 * length) / np.pi)
    return distance / focal * np.maximum(WIDTH, faint)
