"""The optics and the receiver of a LiDAR, as its models need them.

A return is ρ' ξ(R) e^-2τ / R², where ρ' is 1 for a white, even disc that faces the beam; it is
found where that is above the *least*, 0.9 / reach² (Kilic et al., "Lidar light scattering
augmentation", arXiv 2107.07004): a white wall is just found at ``reach``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

WHITE = 0.9
"""Reflectance of what ``reach`` is told for."""


class Receiver(NamedTuple):
    """band: of ``media.bands``; reach [m]; nearest, farthest [m] that are told; divergence: whole
    angle of the beams [rad]; aperture: their width where they begin [m]; overlap: distance from
    which the receiver sees all of a beam [m]; pulse: its width at half its height [s]; sunlight:
    how much more noise a white surface at 100 klx makes, as a share of the variance."""

    band: str
    reach: float
    nearest: float
    farthest: float
    divergence: float
    aperture: float
    overlap: float
    pulse: float
    sunlight: float

    @property
    def least(self) -> float:
        """The weakest return [1/m²]."""
        return WHITE / self.reach**2

    def overlap_at(self, distance: ArrayLike) -> Array:
        """(…,) ξ: which share of a beam the receiver sees [m]."""
        full = max(self.overlap, self.nearest + 1e-6)
        span = (np.asarray(distance, np.float64) - self.nearest) / (full - self.nearest)
        return np.clip(span, 0.0, 1.0)

    def width_at(self, distance: ArrayLike) -> Array:
        """(…,) of a beam [m]."""
        return self.aperture + self.divergence * np.asarray(distance, np.float64)
