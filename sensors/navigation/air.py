"""What the air does to instruments: its pressure by height, and how it carries ultrasound.

The standard atmosphere is ISO 2533:1975 (ISA); absorption of sound that of ISO 9613-1:1993.
"""

from __future__ import annotations

import numpy as np

GRAVITY = 9.80665
GAS = 287.05287
"""Of dry air [J/(kg K)] (ISO 2533)."""
STANDARD_PRESSURE, STANDARD_WARMTH, LAPSE = 101325.0, 288.15, 0.0065
"""At sea level [Pa, K], and how the air cools upwards [K/m]."""


def pressure_at(altitude: float, sea_level: float) -> float:
    """Pressure [Pa] at an altitude [m] up to 11 km, by that at sea level."""
    ratio = 1.0 - LAPSE * altitude / STANDARD_WARMTH
    return float(sea_level * ratio ** (GRAVITY / (GAS * LAPSE)))


def altitude_of(pressure: float, sea_level: float) -> float:
    """Altitude [m] at which that pressure is found."""
    ratio = (pressure / sea_level) ** (GAS * LAPSE / GRAVITY)
    return float(STANDARD_WARMTH / LAPSE * (1.0 - ratio))


def pressure_above(pressure: float, warmth: float, height: float) -> float:
    """Pressure [Pa] at a height [m] above a place, through air of one temperature [K]."""
    return float(pressure * np.exp(-GRAVITY * height / (GAS * warmth)))


def density(pressure: float, warmth: float) -> float:
    """Of dry air [kg/m³]."""
    return pressure / (GAS * warmth)


def speed_of_sound(warmth: float) -> float:
    """In dry air [m/s] at a temperature [K]."""
    return float(np.sqrt(1.4 * GAS * warmth))


def absorption(frequency: float, warmth: float, vapour: float) -> float:
    """Of sound [dB/m] at a frequency [Hz], a temperature [K], a vapour pressure [Pa], at sea
    level: ISO 9613-1, equations 3 to 5."""
    t, h = warmth / 293.15, 100.0 * vapour / STANDARD_PRESSURE
    oxygen = 24.0 + 4.04e4 * h * (0.02 + h) / (0.391 + h)
    nitrogen = t**-0.5 * (9.0 + 280.0 * h * np.exp(-4.170 * (t ** (-1.0 / 3.0) - 1.0)))
    f2 = frequency**2
    relaxing = 0.01275 * np.exp(-2239.1 / warmth) / (oxygen + f2 / oxygen)
    relaxing += 0.1068 * np.exp(-3352.0 / warmth) / (nitrogen + f2 / nitrogen)
    return float(8.686 * f2 * (1.84e-11 * t**0.5 + t**-2.5 * relaxing))
