"""Where the sun stands, by Meeus' solar theory: within 0.01° from 1950 to 2050.

J. Meeus, Astronomical Algorithms, 2nd ed. (1998), chapters 7, 12, 22, 25 and 40. Refraction after
Saemundsson, as in the NREL Solar Position Algorithm (Reda and Andreas, NREL/TP-560-34302), whose
worked example the tests use.
"""

from __future__ import annotations

import datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

DELTA_T = 69.0
"""Terrestrial time minus universal time [s] in the 2020s; a minute of error is 0.0007°."""

SUN_RADIUS = np.radians(0.26667)
"""Apparent radius of the disc [rad]."""


class SunPosition(NamedTuple):
    """Angles [rad]: zenith and elevation as refraction shows them, azimuth clockwise from north."""

    zenith: float
    azimuth: float

    @property
    def elevation(self) -> float:
        """Height over the horizon [rad]."""
        return np.pi / 2 - self.zenith

    @property
    def direction(self) -> NDArray[np.float64]:
        """(3,) unit vector towards the sun; x east, y north, z up."""
        level = np.sin(self.zenith)
        return np.array(
            [level * np.sin(self.azimuth), level * np.cos(self.azimuth), np.cos(self.zenith)]
        )


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
    utc_offset [s]; latitude, longitude [rad], north and east positive; altitude [m]; pressure [Pa]
    and temperature [K] of the air, for refraction.
    """
    day = julian_day(date) + (time - utc_offset) / 86400.0
    longitude_of_sun, distance, obliquity, nutation = _ecliptic(day + DELTA_T / 86400.0)
    ascension = np.arctan2(np.sin(longitude_of_sun) * np.cos(obliquity), np.cos(longitude_of_sun))
    declination = np.arcsin(np.sin(obliquity) * np.sin(longitude_of_sun))
    sidereal = _sidereal_time(day) + nutation * np.cos(obliquity)
    hour = sidereal + longitude - ascension
    hour, declination = _seen_from_surface(hour, declination, distance, latitude, altitude)
    elevation = np.arcsin(
        np.sin(latitude) * np.sin(declination)
        + np.cos(latitude) * np.cos(declination) * np.cos(hour)
    )
    azimuth = np.pi + np.arctan2(
        np.sin(hour), np.cos(hour) * np.sin(latitude) - np.tan(declination) * np.cos(latitude)
    )
    elevation += refraction(elevation, pressure, temperature)
    return SunPosition(float(np.pi / 2 - elevation), float(azimuth % (2 * np.pi)))


def julian_day(date: datetime.date) -> float:
    """Julian day at 0 h of a date of the Gregorian calendar."""
    return date.toordinal() + 1721424.5


def refraction(elevation: float, pressure: float, temperature: float) -> float:
    """How much the air lifts the sun [rad]; nothing once it has set. Pressure [Pa], air [K]."""
    if elevation < -(SUN_RADIUS + np.radians(0.5667)):
        return 0.0
    degrees = np.degrees(elevation)
    scale = pressure / 101000.0 * 283.0 / temperature
    return np.radians(scale * 1.02 / (60 * np.tan(np.radians(degrees + 10.3 / (degrees + 5.11)))))


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


def _sidereal_time(day: float) -> float:
    """Mean sidereal time at Greenwich [rad] at a Julian day in universal time."""
    t = (day - 2451545.0) / 36525.0
    return np.radians(
        280.46061837 + 360.98564736629 * (day - 2451545.0) + 0.000387933 * t**2 - t**3 / 38710000
    )


def _seen_from_surface(
    hour: float, declination: float, distance: float, latitude: float, altitude: float
) -> tuple[float, float]:
    """Hour angle and declination [rad] with the parallax of a place on the ellipsoid."""
    parallax = np.radians(8.794 / 3600 / distance)
    reduced = np.arctan(0.99664719 * np.tan(latitude))
    across = np.cos(reduced) + altitude / 6378140 * np.cos(latitude)
    along = 0.99664719 * np.sin(reduced) + altitude / 6378140 * np.sin(latitude)
    shift = np.arctan2(
        -across * np.sin(parallax) * np.sin(hour),
        np.cos(declination) - across * np.sin(parallax) * np.cos(hour),
    )
    lowered = np.arctan2(
        (np.sin(declination) - along * np.sin(parallax)) * np.cos(shift),
        np.cos(declination) - across * np.sin(parallax) * np.cos(hour),
    )
    return hour - shift, lowered
