"""Rain: drops by Marshall and Palmer, drizzle and thunderstorms by Joss, speeds and extinction.

Speeds: Atlas, Srivastava and Sekhon (Rev. Geophys. 11, 1, 1973), within 3 % of what Gunn and Kinzer
(J. Meteorol. 6, 243, 1949) measured from 0.5 to 5.8 mm; 4 D [mm] m/s for smaller drops, as they
measured too. A drop takes twice its shadow from a thin beam; what it diffracts, half of that,
stays within a pixel: cameras and eyes lose 1.2 shadows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .bands import radar_in_rain
from .medium import Medium, diffracted
from .particles import Fall, Population

Array = NDArray[np.float64]

IMAGING = 1.2
"""Extinction efficiency of drops for cameras and eyes."""

WIDEST = 6e-3
"""Wider drops break up [m]."""

FALL = Fall(mean=5.0, p=9.65, r=10.3, k=0.6, s=4.0)


class Kind(NamedTuple):
    """N0 [1/m³ per mm]; Λ = rise R^-0.21 [1/mm], R in mm/h."""

    intercept: float
    rise: float


KINDS = {
    "widespread": Kind(8000.0, 4.1),  # Marshall and Palmer, J. Meteorol. 5, 165, 1948
    "drizzle": Kind(30000.0, 5.7),  # Joss, Thams and Waldvogel, Int. Conf. Cloud Phys., 1968
    "thunderstorm": Kind(1400.0, 3.0),
}


@dataclass(frozen=True)
class Rainfall(Medium):
    """Rain of a rate [mm/h]; kind: of its sizes; key: 64-bit stream of its drops."""

    rate_mm_h: float = 1.0
    kind: str = "widespread"
    key: int = 0

    asymmetry = 0.88
    sparkle = 0.1
    finest = (0.25, 1 / 500)
    label = "rain"

    @property
    def slope(self) -> float:
        """Λ [1/mm]."""
        return KINDS[self.kind].rise * self.rate_mm_h**-0.21

    @cached_property
    def population(self) -> Population:
        """Its drops."""
        tail = KINDS[self.kind].intercept / self.slope
        return Population(tail, self.slope, 1.0, 1.0, WIDEST, FALL)

    def extinction(self, band: str = "visible", acceptance: float = 0.0) -> float:
        """As ``Medium.extinction``: the same for all wavelengths of light."""
        if band == "radar":
            return radar_in_rain(self.rate_mm_h)
        taken_in = diffracted(self.population.typical, acceptance, band)
        return float((2.0 - taken_in) * self.population.cross_section())

    @cached_property
    def seen(self) -> float:
        """σ [1/m] for eyes and cameras."""
        return float(IMAGING * self.population.cross_section())

    @property
    def water(self) -> float:
        """Liquid water in the air [g/m³]."""
        return float(np.pi / 6 * self.population.moment(3.0)) * 1e6


def drop_speed(diameter: Array) -> Array:
    """(…,) terminal speed of drops [m/s] at sea level by diameter [m]."""
    return FALL.speed(diameter)
