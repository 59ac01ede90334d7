"""Fog: droplets of one of four models, as thick as a visibility or as its liquid water says."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .bands import radar_in_droplets
from .banks import Banks
from .droplets import ANGLES, droplets
from .medium import Medium

Array = NDArray[np.float64]

EDGE = 0.12
"""Width of the upper edge of a fog, as a share of its depth."""


@dataclass(frozen=True)
class Fog(Medium):
    """density: σ [1/m] in visible light where it is thickest; model: of ``droplets``; depth of the
    layer over the ground [m]; banks: None for an even fog; temperature [K]."""

    density: float
    model: str = "heavy_radiation"
    depth: float = 150.0
    banks: Banks | None = None
    temperature: float = 278.15

    veils = True

    @property
    def asymmetry(self) -> float:
        """Mean cosine of scattering in visible light."""
        return droplets(self.model, "visible").asymmetry

    @property
    def water(self) -> float:
        """Liquid water [g/m³] where it is thickest."""
        made = droplets(self.model, "visible")
        return self.density / made.extinction * made.water

    def extinction(self, band: str = "visible", acceptance: float = 0.0) -> float:
        """As ``Medium.extinction``; droplets diffract too widely for the acceptance to matter."""
        if band == "radar":
            return radar_in_droplets(self.water, self.temperature)
        made = droplets(self.model, "visible").extinction
        return self.density * droplets(self.model, band).extinction / made

    def backscatter(self, band: str = "near_infrared") -> float:
        """By the droplets' lidar ratio, 17 to 20 sr."""
        if band == "radar":
            return 0.0
        return self.extinction(band) / droplets(self.model, band).lidar_ratio

    def profile(self, height: ArrayLike) -> Array:
        """Even up to a soft upper edge."""
        x = (np.asarray(height, np.float64) / self.depth - 1.0) / EDGE
        return 1.0 / (1.0 + np.exp(np.clip(4.0 * x, -60.0, 60.0)))

    def phase(self, cosine: ArrayLike) -> Array:
        """By Mie's series."""
        angle = np.arccos(np.clip(np.asarray(cosine, np.float64), -1.0, 1.0))
        return np.exp(np.interp(angle, ANGLES, _logarithms(self.model)))


@cache
def _logarithms(model: str) -> Array:
    """Of the phase function at ANGLES, so that what is interpolated between has the integral 1."""
    table = np.log(droplets(model, "visible").phase)
    fine = np.linspace(0.0, np.pi, 20001)
    phase = np.exp(np.interp(fine, ANGLES, table)) * np.sin(fine)
    return table - np.log(2 * np.pi * phase.sum() * (fine[1] - fine[0]))
