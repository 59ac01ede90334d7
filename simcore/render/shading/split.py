"""Which particles a camera can tell apart, and what the rest, as a medium, takes from the light.

A flake is told apart when it is at least 0.4 pixels wide and hides at least 1/100 of a pixel of its
streak, which is a contrast of some 1/255 against what is half as bright. A drop shows the sky, also
before what is ten times darker: it takes less. The others, the diffracted light of all, and
whatever is too close to be in focus stay part of the medium: both together have the extinction of
all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...media.medium import Medium

F4 = NDArray[np.float32]

CLOSEST = 0.3
"""Flakes nearer than this [m] are a blur before the lens."""

ENTRIES = 128


class Split(NamedTuple):
    """reach [m]: beyond it nothing is told apart; drawn (ENTRIES,) f4: what the drawn particles
    hide on the way to distances up to ``reach`` (the integral of their cross-section); streaks:
    of each medium's particles [m]."""

    reach: float
    drawn: F4
    streaks: tuple[float, ...]

    @classmethod
    def of(cls, parts: Sequence[tuple[Medium, float]], focal: float) -> Split:
        """The split for a camera with a focal length [px]: media and their streaks, how far the
        particles of each move across the line of sight during the exposure [m]."""
        reach = max((reach_of(medium, focal) for medium, _ in parts), default=1.0)
        distance = np.linspace(0.0, reach, ENTRIES * 4 - 3)
        hidden = np.zeros(len(distance))
        for medium, streak in parts:
            assert medium.population is not None
            hidden += medium.population.shadow(least(distance, focal, streak, *medium.finest))
        hidden = np.where(distance < CLOSEST, 0.0, hidden)
        step = np.diff(distance)
        total = np.concatenate([[0.0], np.cumsum((hidden[1:] + hidden[:-1]) / 2 * step)])
        streaks = tuple(streak for _, streak in parts)
        return cls(float(reach), total[::4].astype(np.float32), streaks)


def reach_of(medium: Medium, focal: float) -> float:
    """Distance [m] beyond which none of its particles is told apart."""
    assert medium.population is not None
    return focal * medium.population.widest / medium.finest[0]


def least(distance: NDArray, focal: float, streak: float, width: float, opacity: float) -> NDArray:
    """Diameter [m] of the smallest particle that is told apart at a distance [m]: of a least width
    [px], and of a least opacity of its streak."""
    length = streak * focal / np.maximum(distance, CLOSEST)
    # A streak of a flake of radius r < 0.4 px hides π r² / (π 0.4² + 2 · 0.4 · length).
    faint = 2 * np.sqrt(opacity * (0.5027 + 0.8 * length) / np.pi)
    return distance / focal * np.maximum(width, faint)
