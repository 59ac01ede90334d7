"""Where the Earth is on its way and how its axis nods: the tables of NREL's algorithm.

I. Reda and A. Andreas, Solar Position Algorithm for Solar Radiation Applications, NREL/TP-560-34302
(revised 2008), sections 3.2 to 3.8: the largest terms of VSOP87 (table A4.2: ``earth.csv``) and the
nutation of the IAU of 1980 (table A4.3: ``nutation.csv``). The sun is within 0.0003° from the year
-2000 to 6000.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

ABERRATION = -20.4898 / 3600.0
"""Of the sun at a distance of 1 au [degrees]."""


class Earth(NamedTuple):
    """longitude, latitude: of the Earth as seen from the sun [rad]; distance [au]."""

    longitude: float
    latitude: float
    distance: float


class Nodding(NamedTuple):
    """obliquity: of the ecliptic, true; nutation: in longitude [rad]."""

    obliquity: float
    nutation: float


def earth_at(day: float) -> Earth:
    """The Earth at a Julian day in terrestrial time."""
    t = (day - 2451545.0) / 365250.0
    found = []
    for series in "LBR":
        power, a, b, c = _orbit()[series]
        found.append(float((a * np.cos(b + c * t) * t**power).sum() / 1e8))
    return Earth(*found)


def nodding_at(day: float) -> Nodding:
    """The Earth's axis at a Julian day in terrestrial time."""
    t = (day - 2451545.0) / 36525.0
    angles = np.radians(
        [
            297.85036 + 445267.111480 * t - 0.0019142 * t**2 + t**3 / 189474,
            357.52772 + 35999.050340 * t - 0.0001603 * t**2 - t**3 / 300000,
            134.96298 + 477198.867398 * t + 0.0086972 * t**2 + t**3 / 56250,
            93.27191 + 483202.017538 * t - 0.0036825 * t**2 + t**3 / 327270,
            125.04452 - 1934.136261 * t + 0.0020708 * t**2 + t**3 / 450000,
        ]
    )
    table = _nutation()
    argument = table[:, :5] @ angles
    along = ((table[:, 5] + table[:, 6] * t) * np.sin(argument)).sum() / 36e6
    tilt = ((table[:, 7] + table[:, 8] * t) * np.cos(argument)).sum() / 36e6
    u = t / 100.0
    powers = (84381.448, -4680.93, -1.55, 1999.25, -51.38, -249.67, -39.05, 7.12, 27.87, 5.79, 2.45)
    mean = sum(value * u**k for k, value in enumerate(powers)) / 3600.0
    return Nodding(float(np.radians(mean + tilt)), float(np.radians(along)))


@cache
def _orbit() -> dict[str, tuple[Array, Array, Array, Array]]:
    """Power of the time, size, phase and rate of the terms of each series."""
    rows = _rows("earth.csv")
    return {
        name: tuple(np.array([r[1:] for r in rows if r[0] == name], np.float64).T)  # type: ignore[misc]
        for name in "LBR"
    }


@cache
def _nutation() -> Array:
    """(63, 9): multiples of five angles, and terms [1e-4 arc seconds]."""
    return np.array(_rows("nutation.csv"), np.float64)


def _rows(name: str) -> list[list[str]]:
    with files(__package__).joinpath(name).open(encoding="utf-8") as file:
        return list(csv.reader(file))[1:]
