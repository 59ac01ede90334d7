"""The colour of sunlight after its way through the air, by Rayleigh and aerosol scattering."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .colour import of_luminance
from .daylight import air_mass

_WAVELENGTH = np.array([0.610, 0.550, 0.465])
"""Centres of the sRGB primaries' bands [µm]."""

_ABOVE_AIR = np.array([1.05, 1.0, 0.92])
"""The sun outside the atmosphere (5778 K) in linear sRGB."""


def sun_colour(elevation: float, turbidity: float) -> NDArray[np.float64]:
    """(3,) linear RGB of luminance 1 of the sun at this elevation [rad].

    Optical depths: Rayleigh 0.008735 λ^-4.08, aerosol β λ^-1.3 with Ångström's
    β = 0.04608 T - 0.04586 (both as in Preetham et al. 1999).
    """
    rayleigh = 0.008735 * _WAVELENGTH**-4.08
    aerosol = (0.04608 * turbidity - 0.04586) * _WAVELENGTH**-1.3
    # Beyond eight air masses the narrow bands would redden the sun more than its spectrum does.
    mass = min(float(air_mass(elevation)), 8.0)
    return of_luminance(_ABOVE_AIR * np.exp(-(rayleigh + aerosol) * mass))
