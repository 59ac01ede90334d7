"""Where the sun stands, by NREL's Solar Position Algorithm: within 0.0003°.

I. Reda and A. Andreas, Solar Position Algorithm for Solar Radiation Applications, NREL/TP-560-34302
(revised 2008). The tests use its worked example.
"""

from __future__ import annotations

import datetime

import numpy as np

from .ephemeris import ABERRATION, earth_at, nodding_at
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
    then = day + DELTA_T / 86400.0
    earth = earth_at(then)
    shift = nodding_at(then).nutation + np.radians(ABERRATION / earth.distance)
    longitude = (earth.longitude + np.pi + shift) % (2 * np.pi)
    return Ecliptic(float(longitude), -earth.latitude, np.radians(8.794 / 3600 / earth.distance))


def sun_distance(day: float) -> float:
    """How far the sun is [astronomical units] at a Julian day in universal time."""
    return earth_at(day + DELTA_T / 86400.0).distance


def frame_at(day: float) -> Frame:
    """The Earth's axis and turn at a Julian day in universal time."""
    obliquity, nutation = nodding_at(day + DELTA_T / 86400.0)
    return Frame(obliquity, sidereal_time(day) + nutation * np.cos(obliquity))
