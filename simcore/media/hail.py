"""Hail: stones by Cheng and English, as many as carry a rate.

N(D) = 115 Λ^3.63 exp(-Λ D) per m³ and mm (Cheng and English, J. Atmos. Sci. 40, 1983); they fall at
3.62 √D m/s, D in mm (Matson and Huggins, J. Atmos. Sci. 37, 1980). Λ follows from the rate.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .medium import Medium, diffracted
from .particles import Fall, Population

ICE = 0.9
"""Density of stones, of that of water."""

SPEED = 3.62
WIDEST = 50e-3


@dataclass(frozen=True)
class Hail(Medium):
    """Hail of a rate as liquid water [mm/h]; key: 64-bit stream of its stones."""

    rate_mm_h: float = 10.0
    key: int = 0

    frozen = 1.0
    cold = False
    asymmetry = 0.75
    sparkle = 0.5
    label = "falling_snow"

    @cached_property
    def population(self) -> Population:  # type: ignore[override]
        """Its stones."""
        low, high = 0.05, 5.0
        for _ in range(60):
            middle = float(np.sqrt(low * high))
            low, high = (middle, high) if _rate(middle) > self.rate_mm_h else (low, middle)
        return _stones(low)

    def extinction(self, band: str = "visible", acceptance: float = 0.0) -> float:
        """As ``Medium.extinction``; dry stones hardly dim radar."""
        if band == "radar":
            return 0.0
        taken_in = diffracted(self.population.typical, acceptance, band)
        return float((2.0 - taken_in) * self.population.cross_section())

    @property
    def seen(self) -> float:
        """σ [1/m] for eyes and cameras: what stones diffract stays within a pixel."""
        return float(self.population.cross_section())


def _stones(slope: float) -> Population:
    fall = Fall(mean=9.0, p=SPEED, q=0.5)
    return Population(115.0 * slope**2.63, slope, 1.0, 1.0, WIDEST, fall)


def _rate(slope: float) -> float:
    """Liquid water that falls [mm/h]: density times the sum of π/6 D³ v."""
    stones = _stones(slope)
    flux = np.pi / 6 * SPEED * float(stones.moment(3.5)) * 1e3**0.5  # v = 3.62 (1000 D)^0.5
    return ICE * flux * 3.6e6
