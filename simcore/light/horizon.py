"""From the ecliptic to the horizon of a place: sidereal time, parallax, refraction.

J. Meeus, Astronomical Algorithms, 2nd ed. (1998), chapters 7, 12, 13 and 40. Refraction after
Saemundsson, as in the NREL Solar Position Algorithm (Reda and Andreas, NREL/TP-560-34302).
"""

from __future__ import annotations

import datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

DELTA_T = 69.0
"""Terrestrial time minus universal time [s] in the 2020s; a minute of error is 0.0007° of the
sun and 0.009° of the moon."""

SUN_RADIUS = np.radians(0.26667)
"""Apparent radius of the sun's disc [rad]; that of the moon is the same within a tenth."""


class Position(NamedTuple):
    """Angles [rad]: zenith and elevation as refraction shows them, azimuth clockwise from north."""

    zenith: float
    azimuth: float

    @property
    def elevation(self) -> float:
        """Height over the horizon [rad]."""
        return np.pi / 2 - self.zenith

    @property
    def direction(self) -> NDArray[np.float64]:
        """(3,) unit vector towards it; x east, y north, z up."""
        level = np.sin(self.zenith)
        return np.array(
            [level * np.sin(self.azimuth), level * np.cos(self.azimuth), np.cos(self.zenith)]
        )


class Place(NamedTuple):
    """latitude, longitude [rad], north and east positive; altitude [m]; pressure [Pa] and
    temperature [K] of the air, for refraction."""

    latitude: float
    longitude: float
    altitude: float = 0.0
    pressure: float = 101325.0
    temperature: float = 283.15


class Ecliptic(NamedTuple):
    """A body as seen from the Earth's middle. longitude, latitude [rad], apparent, of the date;
    parallax: the angle that the Earth's radius has there [rad]."""

    longitude: float
    latitude: float
    parallax: float


class Frame(NamedTuple):
    """The Earth's axis and turn. obliquity, sidereal time at Greenwich [rad], both true."""

    obliquity: float
    sidereal: float


def julian_day(date: datetime.date) -> float:
    """Julian day at 0 h of a date of the Gregorian calendar."""
    return date.toordinal() + 1721424.5


def sidereal_time(day: float) -> float:
    """Mean sidereal time at Greenwich [rad] at a Julian day in universal time."""
    t = (day - 2451545.0) / 36525.0
    return np.radians(
        280.46061837 + 360.98564736629 * (day - 2451545.0) + 0.000387933 * t**2 - t**3 / 38710000
    )


def refraction(elevation: float, pressure: float, temperature: float) -> float:
    """How much the air lifts what shines [rad]; nothing once it has set. Pressure [Pa], air [K]."""
    if elevation < -(SUN_RADIUS + np.radians(0.5667)):
        return 0.0
    degrees = np.degrees(elevation)
    scale = pressure / 101000.0 * 283.0 / temperature
    return np.radians(scale * 1.02 / (60 * np.tan(np.radians(degrees + 10.3 / (degrees + 5.11)))))


def seen_from(place: Place, body: Ecliptic, frame: Frame) -> Position:
    """Where an observer sees a body."""
    tilt, longitude, latitude = frame.obliquity, body.longitude, body.latitude
    ascension = np.arctan2(
        np.sin(longitude) * np.cos(tilt) - np.tan(latitude) * np.sin(tilt), np.cos(longitude)
    )
    declination = np.arcsin(
        np.sin(latitude) * np.cos(tilt) + np.cos(latitude) * np.sin(tilt) * np.sin(longitude)
    )
    hour = frame.sidereal + place.longitude - ascension
    hour, declination = _from_the_surface(hour, declination, body.parallax, place)
    north = place.latitude
    elevation = np.arcsin(
        np.sin(north) * np.sin(declination) + np.cos(north) * np.cos(declination) * np.cos(hour)
    )
    azimuth = np.pi + np.arctan2(
        np.sin(hour), np.cos(hour) * np.sin(north) - np.tan(declination) * np.cos(north)
    )
    elevation += refraction(elevation, place.pressure, place.temperature)
    return Position(float(np.pi / 2 - elevation), float(azimuth % (2 * np.pi)))


def _from_the_surface(
    hour: float, declination: float, parallax: float, place: Place
) -> tuple[float, float]:
    """Hour angle and declination [rad] with the parallax of a place on the ellipsoid."""
    reduced = np.arctan(0.99664719 * np.tan(place.latitude))
    across = np.cos(reduced) + place.altitude / 6378140 * np.cos(place.latitude)
    along = 0.99664719 * np.sin(reduced) + place.altitude / 6378140 * np.sin(place.latitude)
    shift = np.arctan2(
        -across * np.sin(parallax) * np.sin(hour),
        np.cos(declination) - across * np.sin(parallax) * np.cos(hour),
    )
    lowered = np.arctan2(
        (np.sin(declination) - along * np.sin(parallax)) * np.cos(shift),
        np.cos(declination) - across * np.sin(parallax) * np.cos(hour),
    )
    return hour - shift, lowered
