"""The Earth's magnetic field: IGRF-14 (IAGA, 2024), all thirteen degrees.

``igrf.csv`` has the Gauss coefficients [nT] of the year 2025, with Schmidt's normalisation, and
their change per year. What the crust and things nearby add is not in it; in cities that is as much
as ten degrees of direction.
"""

from __future__ import annotations

import csv
import math
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from ...simcore.place import Place
from .earth import to_fixed, world_axes

Array = NDArray[np.float64]

RADIUS = 6371.2e3
"""Reference radius of IGRF [m]."""
EPOCH, YEAR = 1735689600.0, 31557600.0
"""1 January 2025 [s of Unix time], and a year [s]."""


@cache
def coefficients() -> Array:
    """(K, 6) n, m, g, h [nT], and the change of both per year."""
    with files(__package__).joinpath("igrf.csv").open(encoding="utf-8") as file:
        return np.array(list(csv.reader(file))[1:], np.float64)


@lru_cache(maxsize=16)
def field(place: Place) -> Array:
    """(3,) flux density [T] at a place on the ellipsoid, in the world's axes east, north, up."""
    here = to_fixed(place.latitude, place.longitude, 0.0)
    radius, level = float(np.linalg.norm(here)), float(np.hypot(here[0], here[1]))
    cos, sin = float(here[2]) / radius, max(level / radius, 1e-9)  # of the colatitude
    longitude = math.atan2(here[1], here[0])
    most = int(coefficients()[:, 0].max())
    P, slope = legendre(most, cos, sin)
    years = (place.epoch - EPOCH) / YEAR
    out = south = east = 0.0
    for row in coefficients():
        n, m = int(row[0]), int(row[1])
        g, h = row[2] + row[4] * years, row[3] + row[5] * years
        size = (RADIUS / radius) ** (n + 2)
        c, s = math.cos(m * longitude), math.sin(m * longitude)
        out += (n + 1) * size * (g * c + h * s) * P[n, m]
        south -= size * (g * c + h * s) * slope[n, m]
        east -= size * m * (h * c - g * s) * P[n, m] / sin
    up = here / radius
    eastward = np.array([-math.sin(longitude), math.cos(longitude), 0.0])
    found = out * up + south * np.cross(eastward, up) + east * eastward
    told = world_axes(place) @ found * 1e-9
    told.flags.writeable = False
    return np.asarray(told)


def legendre(most: int, cos: float, sin: float) -> tuple[Array, Array]:
    """(N + 1, N + 1) Schmidt's associated functions of a colatitude, by degree and order, and their
    slopes by it (Langel, in Geomagnetism, volume 1, 1987, table 27)."""
    P, slope = np.zeros((2, most + 1, most + 1))
    P[0, 0] = 1.0
    for n in range(1, most + 1):
        for m in range(n + 1):
            if n == m:
                factor = 1.0 if n == 1 else math.sqrt(1.0 - 1.0 / (2.0 * n))
                P[n, n] = factor * sin * P[n - 1, n - 1]
                slope[n, n] = factor * (sin * slope[n - 1, n - 1] + cos * P[n - 1, n - 1])
                continue
            root = math.sqrt(n * n - m * m)
            before = math.sqrt((n - 1) ** 2 - m * m) if n > m + 1 else 0.0
            older, older_slope = (P[n - 2, m], slope[n - 2, m]) if n > 1 else (0.0, 0.0)
            a = 2.0 * n - 1.0
            P[n, m] = (a * cos * P[n - 1, m] - before * older) / root
            slope[n, m] = a * (cos * slope[n - 1, m] - sin * P[n - 1, m]) - before * older_slope
            slope[n, m] /= root
    return P, slope
