"""Wind as a field: its velocity anywhere, and how far the air has been carried since time 0."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Wind:
    """A steady, uniform wind. velocity (3,): x east, y north, z up [m/s]."""

    steady: tuple[float, float, float] = (0.0, 0.0, 0.0)

    def velocity(self, points: ArrayLike, time: float) -> Array:
        """(…, 3) velocity of the air [m/s] at points (…, 3) in the world [m]."""
        return np.broadcast_to(np.array(self.steady), np.shape(points)).copy()

    def displacement(self, time: float) -> Array:
        """(3,) how far [m] a parcel of air has moved from time 0 to ``time`` [s]."""
        return np.array(self.steady) * time


CALM = Wind()
