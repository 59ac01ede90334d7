"""The bands in which sensors look at the air, and what liquid water in it does to radar."""

from __future__ import annotations

import numpy as np

BANDS = {
    "visible": 0.55e-6,
    "near_infrared_865": 0.865e-6,
    "near_infrared": 0.905e-6,
    "short_wave_infrared": 1.55e-6,
    "long_wave_infrared": 10e-6,
    "radar": 3.9e-3,
}
"""Wavelengths [m] by band; long waves stand for 8 to 14 µm, radar is at 77 GHz."""

RADAR_GHZ = 77.0
DECIBEL = np.log(10.0) / 10.0
"""Optical depth of 1 dB."""

_K = (
    np.array([-5.33980, -0.35351, -0.23789, -0.94158]),
    np.array([-0.10008, 1.26970, 0.86036, 0.64552]),
    np.array([1.13098, 0.45400, 0.15354, 0.16817]),
    (-0.18961, 0.71147),
)
_ALPHA = (
    np.array([-0.14318, 0.29591, 0.32177, -5.37610, 16.1721]),
    np.array([1.82442, 0.77564, 0.63773, -0.96230, -3.29980]),
    np.array([-0.55187, 0.19822, 0.13164, 1.47828, 3.43990]),
    (0.67849, -1.95537),
)


def radar_in_rain(rate_mm_h: float, frequency: float = RADAR_GHZ) -> float:
    """σ [1/m] of rain for level polarisation (Rec. ITU-R P.838-3); frequency [GHz]."""
    if rate_mm_h <= 0.0:
        return 0.0
    x = np.log10(frequency)

    def fitted(table: tuple) -> float:
        a, b, c, (slope, offset) = table
        return float((a * np.exp(-(((x - b) / c) ** 2))).sum() + slope * x + offset)

    decibel_per_km = 10 ** fitted(_K) * rate_mm_h ** fitted(_ALPHA)
    return float(decibel_per_km * DECIBEL * 1e-3)


def water_at_radar(temperature: float = 283.15) -> tuple[float, float]:
    """Real and imaginary part of the permittivity of water (Rec. ITU-R P.840: the double Debye
    model); temperature [K]."""
    f, theta = RADAR_GHZ, 300.0 / temperature - 1.0
    e0, e2 = 77.66 + 103.3 * theta, 3.52
    e1, fp = 0.0671 * e0, 20.20 - 146.0 * theta + 316.0 * theta**2
    fs = 39.8 * fp
    slow, fast = (e0 - e1) / (1 + (f / fp) ** 2), (e1 - e2) / (1 + (f / fs) ** 2)
    return slow + fast + e2, f * (slow / fp + fast / fs)


def radar_in_droplets(water: float, temperature: float = 283.15) -> float:
    """σ [1/m] of droplets much smaller than the wave (Rec. ITU-R P.840: Rayleigh, the double Debye
    model of water); water: liquid [g/m³]; temperature [K]."""
    real, imaginary = water_at_radar(temperature)
    eta = (2 + real) / imaginary
    decibel_per_km = 0.819 * RADAR_GHZ / (imaginary * (1 + eta**2)) * water
    return float(decibel_per_km * DECIBEL * 1e-3)
