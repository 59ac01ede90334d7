"""Hail: stones by Cheng and English, as many as carry a rate.

N(D) = 115 Λ^3.63 exp(-Λ D) per m³ and mm (Cheng and English, J. Atmos. Sci. 40, 1983); they fall at
3.62 √D m/s, D in mm (Matson and Huggins, J. Atmos. Sci. 37, 1980). Λ follows from the rate; where
that would need stones finer than hail's, there are fewer of the finest.
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

FINEST = 1.0
"""Greatest Λ [1/mm]: half of the ice is in stones wider than 3.7 mm. Hail is 5 mm and more (WMO),
and N(D) is no fit to anything finer: less hail would dim the air more."""


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
    lidar_ratio = 7.0

    @cached_property
    def population(self) -> Population:
        """Its stones."""
        finest = _rate(FINEST)
        if self.rate_mm_h <= finest:
            return _stones(FINEST, self.rate_mm_h / finest)
        # Λ^3.63 stones per m³ and mm, whose D^3.5 has the integral Γ(4.5) Λ^-4.5.
        return _stones(FINEST * (self.rate_mm_h / finest) ** (-1.0 / 0.87))

    def extinction(self, band: str = "visible", acceptance: float = 0.0) -> float:
        """As ``Medium.extinction``; dry stones hardly dim radar."""
        if band == "radar":
            return 0.0
        taken_in = diffracted(self.population.typical, acceptance, band)
        return float((2.0 - taken_in) * self.population.cross_section())

    @cached_property
    def seen(self) -> float:
        """σ [1/m] for eyes and cameras: what stones diffract stays within a pixel."""
        return float(self.population.cross_section())


def _stones(slope: float, share: float = 1.0) -> Population:
    fall = Fall(mean=9.0, p=SPEED, q=0.5)
    return Population(share * 115.0 * slope**2.63, slope, 1.0, 1.0, WIDEST, fall)


def _rate(slope: float) -> float:
    """Liquid water that falls [mm/h]: density times the sum of π/6 D³ v."""
    stones = _stones(slope)
    flux = np.pi / 6 * SPEED * float(stones.moment(3.5)) * 1e3**0.5  # v = 3.62 (1000 D)^0.5
    return ICE * flux * 3.6e6
