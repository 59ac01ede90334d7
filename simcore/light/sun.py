"""Where the sun stands, by Meeus' solar theory: within 0.01° from 1950 to 2050.

J. Meeus, Astronomical Algorithms, 2nd ed. (1998), chapters 22 and 25. The tests use the worked
example of the NREL Solar Position Algorithm (Reda and Andreas, NREL/TP-560-34302).
"""

from __future__ import annotations

import datetime

import numpy as np

from .horizon import (
    DELTA_T,
    Ecliptic,
    Frame,
    Place,
    Position,
    julian_day,
    seen_from,
    sidereal_time,
)

SunPosition = Position
"""Where the sun stands."""


def sun_position(
    date: datetime.date,
    time: float,
    utc_offset: float,
    latitude: float,
    longitude: float,
    altitude: float = 0.0,
    pressure: float = 101325.0,
    temperature: float = 283.15,
) -> SunPosition:
    """The sun as an observer sees it.

    date and time [s] are those of the place's clock, which is ahead of universal time by
    utc_offset [s]; the others are those of ``horizon.Place``.
    """
    day = julian_day(date) + (time - utc_offset) / 86400.0
    place = Place(latitude, longitude, altitude, pressure, temperature)
    return seen_from(place, sun_at(day), frame_at(day))


def sun_at(day: float) -> Ecliptic:
    """The sun at a Julian day in universal time."""
    longitude, distance, _, _ = _ecliptic(day + DELTA_T / 86400.0)
    return Ecliptic(longitude, 0.0, np.radians(8.794 / 3600 / distance))


def sun_distance(day: float) -> float:
    """How far the sun is [astronomical units] at a Julian day in universal time."""
    return _ecliptic(day + DELTA_T / 86400.0)[1]


def frame_at(day: float) -> Frame:
    """The Earth's axis and turn at a Julian day in universal time."""
    _, _, obliquity, nutation = _ecliptic(day + DELTA_T / 86400.0)
    return Frame(obliquity, sidereal_time(day) + nutation * np.cos(obliquity))


def nutation_at(day: float) -> float:
    """Nutation in longitude [rad] at a Julian day in universal time."""
    return _ecliptic(day + DELTA_T / 86400.0)[3]


def _ecliptic(day: float) -> tuple[float, float, float, float]:
    """Apparent longitude [rad], distance [au], true obliquity and nutation in longitude [rad]."""
    t = (day - 2451545.0) / 36525.0
    mean = 280.46646 + 36000.76983 * t + 0.0003032 * t**2
    anomaly = np.radians(357.52911 + 35999.05029 * t - 0.0001537 * t**2)
    eccentricity = 0.016708634 - 0.000042037 * t - 0.0000001267 * t**2
    centre = (
        (1.914602 - 0.004817 * t - 0.000014 * t**2) * np.sin(anomaly)
        + (0.019993 - 0.000101 * t) * np.sin(2 * anomaly)
        + 0.000289 * np.sin(3 * anomaly)
    )
    true_anomaly = anomaly + np.radians(centre)
    distance = 1.000001018 * (1 - eccentricity**2) / (1 + eccentricity * np.cos(true_anomaly))
    node = np.radians(125.04452 - 1934.136261 * t)
    moon = np.radians(218.3165 + 481267.8813 * t)
    sun = np.radians(mean)
    nutation = (
        -17.20 * np.sin(node) - 1.32 * np.sin(2 * sun) - 0.23 * np.sin(2 * moon)
        + 0.21 * np.sin(2 * node)
    ) / 3600  # fmt: skip
    tilt = (
        9.20 * np.cos(node) + 0.57 * np.cos(2 * sun) + 0.10 * np.cos(2 * moon)
        - 0.09 * np.cos(2 * node)
    ) / 3600  # fmt: skip
    obliquity = 23.4392911 - (46.8150 * t + 0.00059 * t**2 - 0.001813 * t**3) / 3600 + tilt
    aberration = -20.4898 / 3600 / distance
    longitude = mean + centre + nutation + aberration + _pull_of_planets(day)
    return np.radians(longitude), distance, np.radians(obliquity), np.radians(nutation)


def _pull_of_planets(day: float) -> float:
    """Change of the longitude [degrees] by Venus (two terms), Jupiter, the moon and a long wave."""
    t = (day - 2415020.0) / 36525.0
    a, b, c, d, e = np.radians(
        [
            153.23 + 22518.7541 * t,
            216.57 + 45037.5082 * t,
            312.69 + 32964.3577 * t,
            350.74 + 445267.1142 * t - 0.00144 * t**2,
            231.19 + 20.20 * t,
        ]
    )
    venus = 0.00134 * np.cos(a) + 0.00154 * np.cos(b)
    return venus + 0.00200 * np.cos(c) + 0.00179 * np.sin(d) + 0.00178 * np.sin(e)
