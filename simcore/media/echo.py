"""What falling particles send back to a radar: their backscattering cross section per volume.

By Mie's series over the same population that dims light: drops are as large as the wave, so that
Rayleigh's D⁶ gives ten times too much in heavy rain. Flakes count as spheres of ice of their mass
(usual, and crude for large aggregates), wet ones as drops.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from .bands import RADAR_GHZ, water_at_radar
from .mie import mie
from .particles import Population

LIGHT = 299_792_458.0
ICE = 1.78 + 0.002j
"""Refractive index of ice at 77 GHz (Warren and Brandt, J. Geophys. Res. 113, 2008)."""
ICY = 0.917
"""Density of ice by that of water."""
SIZES = 160
WIDEST = 8.0
"""Of the diameters that are summed up [mm]: wider drops break up."""


def reflectivity(medium: Any, temperature: float = 283.15) -> float:
    """η [m²/m³] of what falls in a medium at 77 GHz; 0 for what has no population, as fog.

    temperature: of the air [K]; drops are as warm, and never frozen.
    """
    population = getattr(medium, "population", None)
    if population is None:
        return 0.0
    wet = medium.frozen <= 0.5 or getattr(medium, "crystal", "") == "wet"
    return _summed(population, bool(wet), round(max(temperature, 273.15), 0))


@lru_cache(maxsize=64)
def _summed(population: Population, wet: bool, temperature: float) -> float:
    step = WIDEST / SIZES
    x = (np.arange(SIZES) + 0.5) * step
    number = population.tail * population.slope * np.exp(-population.slope * x) * step
    width, index = x * 1e-3, ICE
    if wet:
        real, imaginary = water_at_radar(temperature)
        index = complex(np.sqrt(complex(real, imaginary)))
    else:
        width = width / np.cbrt(ICY)
    back = mie(index, np.pi * width * RADAR_GHZ * 1e9 / LIGHT).backscatter
    return float((number * back * np.pi / 4 * width**2).sum())
