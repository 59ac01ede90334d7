"""Blowing snow: grains that the wind lifts from the ground, most of them low.

Concentration by height: η = 0.8 exp(-1.55 (4.784 u*^-0.544 - z^-0.544)) kg/m³ (Pomeroy and Male,
J. Hydrology 136, 1992), with the friction velocity u* = 0.02264 U^1.295 over snow (Pomeroy and
Gray, Water Resour. Res. 26, 1990), both as Déry and Yau (J. Atmos. Sci. 56, 1999) use them. It
starts at a wind of 9.43 + 0.18 T + 0.0033 T² m/s, T in °C (Li and Pomeroy, J. Appl. Meteorol. 36,
1997). Extinction is 3 η / (ρ d) with grains of 0.13 mm.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .banks import Banks
from .medium import Medium

Array = NDArray[np.float64]

GRAIN = 0.13e-3
"""Diameter [m]."""

ICE = 917.0
"""Density [kg/m³]."""

DRIVER = 1.2
"""Height [m] of a driver's eyes, where it is told how thick it is."""

LOWEST = 0.08
"""Below this height grains hop, and are as many all the way down [m]: 0.084 u*^1.27 (Pomeroy and
Male) in a strong wind."""


@dataclass(frozen=True)
class BlowingSnow(Medium):
    """density: σ [1/m] at the height of DRIVER; depth [m] up to which the wind carries it."""

    density: float
    depth: float = 15.0
    banks: Banks | None = None

    asymmetry = 0.80
    label = "falling_snow"

    def extinction(self, band: str = "visible", acceptance: float = 0.0) -> float:
        """The same for all light; dry grains do not dim radar."""
        return 0.0 if band == "radar" else self.density

    def profile(self, height: ArrayLike) -> Array:
        """Steep near the ground, gone above its depth."""
        z = np.maximum(np.asarray(height, np.float64), LOWEST)
        shape = np.exp(1.55 * (z**-0.544 - DRIVER**-0.544))
        return shape * np.exp(-np.minimum(((z - DRIVER) / self.depth), 50.0))

    @property
    def concentration(self) -> float:
        """Snow in the air at the height of DRIVER [g/m³]."""
        return self.density * ICE * GRAIN / 3.0 * 1e3


def threshold(temperature: float) -> float:
    """Wind at 10 m [m/s] from which dry snow blows; temperature of the air [K]."""
    t = temperature - 273.15
    return 9.43 + 0.18 * t + 0.0033 * t * t


def concentration(wind: float, height: float) -> float:
    """Snow in the air [g/m³] in a wind at 10 m [m/s] at a height [m]."""
    friction = 0.02264 * wind**1.295
    return float(800.0 * np.exp(-1.55 * (4.784 * friction**-0.544 - height**-0.544)))


def extinction_of(concentration: float) -> float:
    """σ [1/m] of so much snow in the air [g/m³]."""
    return 3.0 * concentration * 1e-3 / (ICE * GRAIN)
