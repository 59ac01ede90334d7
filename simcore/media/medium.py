"""What every medium of the air has: extinction by band, how it lies over the ground, its phase.

A medium is one thing that falls or floats. It says what it does to light where it is thickest, and
``profile`` and ``banks`` say how much of it there is elsewhere.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..wind import CALM, Wind
from .bands import BANDS
from .banks import Banks
from .particles import NONE, Particles, Population, particles_of

Array = NDArray[np.float64]

DEEP = 400.0
"""Depth [m] of what falls, up to its clouds."""


class Medium:
    """Something that falls or floats in the air."""

    key: int = 0
    rate_mm_h: float = 0.0
    """Liquid water that reaches the ground."""
    frozen: float = 0.0
    """Share of it that falls frozen."""
    cold: bool = True
    """Whether what falls frozen only does so in air near freezing or colder."""
    depth: float = DEEP
    """How high it reaches [m], by and large."""
    veils: bool = False
    """Whether it takes light from the ground by itself: what falls does so by its clouds."""
    banks: Banks | None = None
    """How it lies in banks with gaps between; None: evenly."""
    sparkle: float = 0.5
    """Share of a particle's light that it scatters evenly; the rest goes forward."""
    finest: tuple[float, float] = (0.4, 1 / 100)
    """Least width [px] and least opacity of the streak of a particle that a camera tells apart."""
    label: str = "fog"
    """Class of its particles (``classes.csv``)."""
    lidar_ratio: float = 20.0
    """Extinction by what comes straight back to its source [sr]; of drops of rain, those of clouds
    having 18.8 (O'Connor et al., J. Atmos. Oceanic Technol. 21, 2004)."""

    @property
    def asymmetry(self) -> float:
        """Mean cosine of scattering."""
        return 0.75

    @property
    def tint(self) -> tuple[float, float, float]:
        """Colour of the light that comes out of a thick cloud of it, relative to what goes in."""
        return 1.0, 1.0, 1.0

    @property
    def population(self) -> Population | None:
        """Its particles, where some can be told apart."""
        return None

    def extinction(self, band: str = "visible", acceptance: float = 0.0) -> float:
        """σ [1/m] where it is thickest, for a receiver that takes in light within ``acceptance``
        [rad] of its line; band: of ``BANDS``."""
        raise NotImplementedError

    @cached_property
    def seen(self) -> float:
        """σ [1/m] for eyes and cameras."""
        return self.extinction()

    def profile(self, height: ArrayLike) -> Array:
        """(…,) how much there is at heights above the ground [m], relative to where it is
        thickest."""
        return np.where(np.asarray(height, np.float64) <= self.depth, 1.0, 0.0)

    def phase(self, cosine: ArrayLike) -> Array:
        """(…,) phase function [1/sr] by the cosine of the scattering angle."""
        return henyey_greenstein(self.asymmetry, cosine)

    def backscatter(self, band: str = "near_infrared") -> float:
        """β [1/(m sr)] where it is thickest: light that comes straight back to its source. Phase
        functions guessed from the asymmetry miss it by ten."""
        return 0.0 if band == "radar" else self.extinction(band) / self.lidar_ratio

    @cached_property
    def column(self) -> float:
        """Optical depth of a way straight up."""
        height = self.depth * np.linspace(0.0, 4.0, 4001)
        share = self.profile(height)
        mean = float(((share[1:] + share[:-1]) / 2 * np.diff(height)).sum())
        return self.seen * mean * (1.0 if self.banks is None else self.banks.share)

    def share(self, points: ArrayLike, level: float, time: float, wind: Wind) -> Array:
        """(…,) how much there is at points (…, 3) in the world, where the ground lies at ``level``
        [m]."""
        points = np.asarray(points, np.float64)
        found = self.profile(np.maximum(points[..., 2] - level, 0.0))
        if self.banks is not None:
            found = found * self.banks.at(points[..., :2], wind.displacement(time)[:2])
        return found

    def particles_in(
        self,
        cells: ArrayLike,
        time: float,
        wider_than: ArrayLike = 0.5e-3,
        wind: Wind = CALM,
    ) -> Particles:
        """The particles of parcels (N, 3) above a diameter [m], one for all or one per parcel."""
        if self.population is None:
            return NONE
        return particles_of(self.population, self.key, cells, time, wider_than, wind)


def henyey_greenstein(asymmetry: float, cosine: ArrayLike) -> Array:
    """(…,) phase function [1/sr] of Henyey and Greenstein (Astrophys. J. 93, 70, 1941)."""
    g = asymmetry
    base = 1.0 + g * g - 2.0 * g * np.asarray(cosine, np.float64)
    return (1.0 - g * g) / (4.0 * np.pi * base**1.5)


def diffracted(width: float, acceptance: float, band: str) -> float:
    """Share of the light which particles of a diameter [m] diffract that falls within
    ``acceptance`` [rad] of its way: Airy's 1 - J0² - J1²."""
    from scipy.special import j0, j1

    x = np.pi * width * acceptance / BANDS[band]
    return float(1.0 - j0(x) ** 2 - j1(x) ** 2)
