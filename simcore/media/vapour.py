"""Vapour in the air: how much there is, and what it takes from long-wave infra-red light."""

from __future__ import annotations

import numpy as np

from .bands import BANDS

DRY, RAINY, FOGGY = 0.7, 0.95, 1.0
"""Relative humidity of air without and with what falls, and in fog, since no scenario says it:
70 % is about the mean over land."""

PER_VAPOUR = 2.8e-5
"""Extinction [1/m] per g/m³ of vapour from 8 to 14 µm: that of the first kilometre by the formula
of FLIR's cameras (User's Manual, "Atmospheric transmission"; after LOWTRAN)."""

HAZE_EXPONENT = 1.3
"""Haze of fine particles takes as λ to the power of less this (Ångström 1929)."""


def saturated(temperature: float) -> float:
    """Pressure of vapour over water [hPa] at a temperature [K] (Magnus; WMO No. 8)."""
    t = temperature - 273.15
    return float(6.112 * np.exp(17.62 * t / (243.12 + t)))


def dew_point(pressure: float) -> float:
    """Temperature [K] at which vapour of a pressure [hPa] condenses."""
    x = float(np.log(pressure / 6.112))
    return 273.15 + 243.12 * x / (17.62 - x)


def density(temperature: float, pressure: float) -> float:
    """Vapour in the air [g/m³] by its pressure [hPa]."""
    return 216.7 * pressure / temperature


def long_wave_extinction(temperature: float, pressure: float, haze: float) -> float:
    """σ [1/m] at long waves of air with vapour of a pressure [hPa] and a haze that takes so much
    visible light [1/m]."""
    thinner = (BANDS["long_wave_infrared"] / BANDS["visible"]) ** -HAZE_EXPONENT
    return PER_VAPOUR * density(temperature, pressure) + haze * thinner
