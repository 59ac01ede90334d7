"""Falling snow: sizes, speeds and extinction of flakes, dry or wet, of several crystals.

Sizes follow Gunn and Marshall (1958) on the melted diameter; the geometric diameter follows from
Holroyd's density, 0.17 / D g/cm³ with D in mm for dry snow and 0.72 / D for wet (Rasmussen et al.,
"The estimation of snowfall rate using visibility", J. Appl. Meteorol. 38, 1999), so that extinction
is close to 4.90e-3 R / v [1/m] in dry snow. Speeds: Locatelli and Hobbs (1974) by crystal.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..wind import CALM, Wind
from .bands import radar_in_rain
from .medium import Medium, diffracted
from .particles import Fall, Particles, Population, Recipe

Array = NDArray[np.float64]

Flakes = Particles

WIDEST = 20e-3
"""Wider flakes [m], which the sizes' tail would give in heavy snow, stay part of the medium."""

MEAN_FALL = 1.0
"""Speed [m/s] for which Gunn and Marshall's sizes carry the rate, and at which dry snow sinks."""


class Crystal(NamedTuple):
    """A kind of snow. scale [mm], power: from the melted diameter to that of the flake; fall: with
    its mean [m/s], by which the same rate has fewer flakes in the air the faster they fall."""

    scale: float
    power: float
    fall: Fall


def _holroyd(density: float) -> float:
    return float(density**-0.5)


CRYSTALS = {
    "dry": Crystal(_holroyd(0.17), 1.5, Fall(1.0, 0.8, 0.16, sway=1.0)),  # unrimed dendrites
    "plates": Crystal(_holroyd(0.17), 1.5, Fall(1.0, 0.69, 0.41, sway=1.0)),  # and columns
    "rimed": Crystal(_holroyd(0.17), 1.5, Fall(1.0, 0.79, 0.27, sway=0.7)),  # rimed dendrites
    # Rasmussen's wet snow falls at 2 m/s; its speed rises with the size as that of rimed flakes.
    "wet": Crystal(_holroyd(0.72), 1.5, Fall(2.0, 1.6, 0.27, sway=0.4)),
    # Lump graupel of 0.1 to 0.2 g/cm³.
    "graupel": Crystal(0.15 ** (-1 / 3), 1.0, Fall(2.0, 1.3, 0.66)),
}


DRY, WET = 0.17, 0.72
"""Rasmussen's density times diameter of flakes [g/cm³ mm]."""


def flakes_of(density: float) -> Crystal:
    """Flakes between dry and wet ones by density times diameter [g/cm³ mm]."""
    wet = (density - DRY) / (WET - DRY)
    fall = Fall(1.0 + wet, 0.8 + 0.8 * wet, 0.16 + 0.11 * wet, sway=1.0 - 0.6 * wet)
    return Crystal(_holroyd(density), 1.5, fall)


def rate_seen(visibility: float, crystal: str = "dry") -> float:
    """Rate [mm/h] of snow through which one sees so far (MOR) [m]."""
    low, high = 1e-4, 100.0
    for _ in range(60):
        middle = float(np.sqrt(low * high))
        far = np.log(20.0) / Snowfall(middle, 0, crystal).extinction() > visibility
        low, high = (middle, high) if far else (low, middle)
    return low


def visibilities(rate_mm_h: float) -> tuple[float, float]:
    """Visibility (MOR) [m] in dry and in wet snow of a rate."""
    dry, wet = (np.log(20.0) / Snowfall(rate_mm_h, 0, c).extinction() for c in ("dry", "wet"))
    return float(dry), float(wet)


def density_seen(rate_mm_h: float, visibility: float) -> float:
    """Density times diameter [g/cm³ mm] of flakes that join a rate and a visibility (MOR) [m].

    Raises ``ValueError`` where they would be lighter than dry or heavier than wet ones.
    """
    dry, wet = visibilities(rate_mm_h)
    if not 0.999 * dry <= visibility <= 1.001 * wet:
        raise ValueError(
            f"snow of {rate_mm_h:.3g} mm/h and a visibility of {visibility:.0f} m do not go "
            f"together: at this rate one sees from {dry:.0f} m in dry to {wet:.0f} m in wet snow"
        )
    low, high = DRY, WET
    for _ in range(40):
        middle = (low + high) / 2
        far = np.log(20.0) / Snowfall(rate_mm_h, 0, "dry", middle).extinction() > visibility
        low, high = (low, middle) if far else (middle, high)
    return low


@dataclass(frozen=True)
class Snowfall(Medium):
    """Snow falling at a liquid-equivalent rate; key: 64-bit stream of its flakes; density: of
    flakes between dry and wet ones (``flakes_of``), in place of a crystal's, unless 0."""

    rate_mm_h: float = 1.0
    key: int = 0
    crystal: str = "dry"
    density: float = 0.0

    asymmetry = 0.75  # without the diffraction peak; ice aggregates
    frozen = 1.0
    sparkle = 0.5
    label = "falling_snow"
    lidar_ratio = 7.0
    """Of discs that reflect 90 % (Hahner et al., CVPR 2022) and take twice their shadow: 2π /
    0.9."""

    @property
    def _flakes(self) -> Crystal:
        return flakes_of(self.density) if self.density > 0.0 else CRYSTALS[self.crystal]

    @property
    def intercept(self) -> float:
        """N0 [1/m³ per mm of melted diameter]."""
        return 3.8e3 * self.rate_mm_h**-0.87 * MEAN_FALL / self._flakes.fall.mean

    @property
    def slope(self) -> float:
        """Λ [1/mm of melted diameter]."""
        return 2.55 * self.rate_mm_h**-0.48

    @cached_property
    def population(self) -> Population:
        """Its flakes."""
        scale, power, fall = self._flakes
        return Population(self.intercept / self.slope, self.slope, scale, power, WIDEST, fall)

    def count(self, wider_than: ArrayLike = 0.0) -> Array:
        """Flakes per m³ with a geometric diameter above this [m]."""
        return self.population.count(wider_than)

    def cross_section(self, wider_than: ArrayLike = 0.0) -> Array:
        """Shadow of the flakes wider than this [m], per volume [1/m]: extinction with Q = 1."""
        return self.population.cross_section(wider_than)

    def shadow_of_flakes(self, wider_than: ArrayLike) -> Array:
        """As ``Population.shadow``."""
        return self.population.shadow(wider_than)

    def extinction(self, band: str = "visible", acceptance: float = 0.0) -> float:
        """σ [1/m] for a receiver that takes in light within ``acceptance`` [rad] of its line.

        With none, the extinction efficiency is 2, as the visibility of snow is observed. Dry snow
        hardly dims radar; wet snow does as rain of its rate.
        """
        if band == "radar":
            return radar_in_rain(self.rate_mm_h) if self.crystal == "wet" else 0.0
        taken_in = diffracted(self.population.typical, acceptance, band)
        return float((2 - taken_in) * self.cross_section())

    def recipe(self, time: float) -> Recipe:
        """What kernels need to make the flakes of this moment [s]."""
        return self.population.recipe(self.key, time)

    def displacement(self, time: float, wind: Wind = CALM) -> Array:
        """(3,) how far the parcels have moved [m] from time 0 to ``time`` [s]."""
        return self.population.displacement(time, wind)

    def cells_of(self, points: ArrayLike, time: float, wind: Wind = CALM) -> NDArray[np.int32]:
        """(N, 3) the parcels that points (N, 3) in the world [m] are in."""
        moved = np.asarray(points, np.float64) - self.displacement(time, wind)
        return np.floor(moved).astype(np.int32)
