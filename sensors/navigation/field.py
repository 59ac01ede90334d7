"""The Earth's magnetic field as a tilted dipole: the first degree of IGRF-14 (IAGA, 2024).

The dipole is 90 % of the field; what is left out is up to some 10 µT in strength and some 10
degrees in direction, most over the South Atlantic and Siberia. In cities iron disturbs by as much.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...simcore.place import Place
from .earth import to_fixed, world_axes

Array = NDArray[np.float64]

RADIUS = 6371.2e3
"""Reference radius of IGRF [m]."""
EPOCH = 1735689600.0
"""1 January 2025 [s of Unix time]."""
YEAR = 31557600.0
G10, G11, H11 = -29350.0e-9, -1410.3e-9, 4545.5e-9
"""Coefficients at the epoch [T], and per year."""
G10_YEAR, G11_YEAR, H11_YEAR = 12.6e-9, 10.0e-9, -21.5e-9


def field(place: Place, seconds: float = 0.0) -> Array:
    """(3,) flux density [T] at a place, in the world's axes east, north, up."""
    years = (place.epoch + seconds - EPOCH) / YEAR
    moment = np.array([
        G11 + G11_YEAR * years, H11 + H11_YEAR * years, G10 + G10_YEAR * years
    ])  # fmt: skip
    here = to_fixed(place.latitude, place.longitude, 0.0)
    away = float(np.linalg.norm(here))
    out = here / away
    found = (RADIUS / away) ** 3 * (3.0 * (moment @ out) * out - moment)
    return np.asarray(world_axes(place) @ found)
