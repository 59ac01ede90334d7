"""Dust, smoke and sand: fine particles that nobody tells apart, with a colour of their own.

Their extinction falls with the wavelength as λ^-å (Ångström, Geogr. Ann. 11, 1929). Colours follow
from the albedo of single scattering in red, green and blue (Dubovik et al., J. Atmos. Sci. 59,
2002: desert dust and smoke of burning plants): a thick cloud returns (1 - s) / (1 + s) of light,
s² = (1 - ω) / (1 - g ω) (Bohren, Am. J. Phys. 55, 1987).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .bands import BANDS
from .banks import Banks
from .medium import Medium

Array = NDArray[np.float64]


class Kind(NamedTuple):
    """albedo: of single scattering, RGB; asymmetry; exponent å; decays: thins out upwards;
    lidar_ratio [sr] (Burton et al., Atmos. Meas. Tech. 5, 2012: dust 45 to 51, smoke 55 to 73)."""

    albedo: tuple[float, float, float]
    asymmetry: float
    exponent: float
    decays: bool
    lidar_ratio: float


KINDS = {
    "dust": Kind((0.98, 0.95, 0.91), 0.73, 0.2, False, 48.0),
    "sand": Kind((0.98, 0.94, 0.88), 0.75, 0.0, True, 48.0),
    "smoke": Kind((0.88, 0.88, 0.89), 0.62, 1.8, False, 64.0),
}


@dataclass(frozen=True)
class Aerosol(Medium):
    """density: σ [1/m] in visible light where it is thickest; kind: of KINDS; depth [m]."""

    density: float
    kind: str
    depth: float
    banks: Banks | None = None

    veils = True
    label = "dust_or_smoke"

    @property
    def lidar_ratio(self) -> float:  # type: ignore[override]
        """Extinction by what comes straight back to its source [sr]."""
        return KINDS[self.kind].lidar_ratio

    @property
    def asymmetry(self) -> float:
        """Mean cosine of scattering."""
        return KINDS[self.kind].asymmetry

    @property
    def tint(self) -> tuple[float, float, float]:
        """What a thick cloud of it returns of red, green and blue."""
        albedo, g = np.array(KINDS[self.kind].albedo), self.asymmetry
        s = np.sqrt((1 - albedo) / (1 - g * albedo))
        red, green, blue = (1 - s) / (1 + s)
        return float(red), float(green), float(blue)

    def extinction(self, band: str = "visible", acceptance: float = 0.0) -> float:
        """As ``Medium.extinction``; radar passes dry dust and smoke (Goldhirsh, IEEE Trans.
        Antennas Propag. 30, 1982: below 1 dB/km at a visibility of 10 m)."""
        if band == "radar":
            return 0.0
        return self.density * (BANDS[band] / BANDS["visible"]) ** -KINDS[self.kind].exponent

    def profile(self, height: ArrayLike) -> Array:
        """Thinning out by e at its depth, or even up to a soft upper edge."""
        x = np.asarray(height, np.float64) / self.depth
        if KINDS[self.kind].decays:
            return np.exp(-np.minimum(x, 60.0))
        return 1.0 / (1.0 + np.exp(np.clip(20.0 * (x - 1.0), -60.0, 60.0)))
