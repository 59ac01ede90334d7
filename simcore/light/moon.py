"""Where the moon stands, how full it is and how much light it gives.

Place: J. Meeus, Astronomical Algorithms, 2nd ed. (1998), chapter 47, its largest terms: within
0.02°, a thirtieth of the disc. Phase: chapter 48. Light: K. Krisciunas and B. E. Schaefer, "A model
of the brightness of moonlight", Publ. Astron. Soc. Pacific 103, 1033 (1991), equation 20, which has
the surge of brightness near full moon: half a moon gives a tenth of its light.
"""

from __future__ import annotations

import datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .colour import of_luminance
from .daylight import air_mass
from .ephemeris import nodding_at
from .horizon import DELTA_T, Ecliptic, Place, Position, julian_day, seen_from
from .sun import frame_at, sun_at, sun_distance

Array = NDArray[np.float64]

MEAN_DISTANCE = 385000.56
"""Of the moon [km]."""
EARTH_RADIUS = 6378.14
"""At the equator [km]."""
ASTRONOMICAL_UNIT = 149597870.7
"""[km]."""
FOOT_CANDLE = 10.763910
"""[lx]."""

_ALONG = np.array(  # D, M, M', F, sine in the longitude [1e-6 degrees], cosine in the distance [m]
    [
        [0, 0, 1, 0, 6288774, -20905355], [2, 0, -1, 0, 1274027, -3699111],
        [2, 0, 0, 0, 658314, -2955968], [0, 0, 2, 0, 213618, -569925],
        [0, 1, 0, 0, -185116, 48888], [0, 0, 0, 2, -114332, -3149],
        [2, 0, -2, 0, 58793, 246158], [2, -1, -1, 0, 57066, -152138],
        [2, 0, 1, 0, 53322, -170733], [2, -1, 0, 0, 45758, -204586],
        [0, 1, -1, 0, -40923, -129620], [1, 0, 0, 0, -34720, 108743],
        [0, 1, 1, 0, -30383, 104755], [2, 0, 0, -2, 15327, 10321],
        [0, 0, 1, 2, -12528, 0], [0, 0, 1, -2, 10980, 79661],
        [4, 0, -1, 0, 10675, -34782], [0, 0, 3, 0, 10034, -23210],
        [4, 0, -2, 0, 8548, -21636], [2, 1, -1, 0, -7888, 24208],
        [2, 1, 0, 0, -6766, 30824], [1, 0, -1, 0, -5163, -8379],
        [1, 1, 0, 0, 4987, -16675], [2, -1, 1, 0, 4036, -12831],
        [2, 0, 2, 0, 3994, -10445], [4, 0, 0, 0, 3861, -11650],
        [2, 0, -3, 0, 3665, 14403], [0, 1, -2, 0, -2689, -7003],
    ], np.float64,
)  # fmt: skip
_ASIDE = np.array(  # D, M, M', F, sine in the latitude [1e-6 degrees]
    [
        [0, 0, 0, 1, 5128122], [0, 0, 1, 1, 280602], [0, 0, 1, -1, 277693], [2, 0, 0, -1, 173237],
        [2, 0, -1, 1, 55413], [2, 0, -1, -1, 46271], [2, 0, 0, 1, 32573], [0, 0, 2, 1, 17198],
        [2, 0, 1, -1, 9266], [0, 0, 2, -1, 8822], [2, -1, 0, -1, 8216], [2, 0, -2, -1, 4324],
        [2, 0, 1, 1, 4200], [2, 1, 0, -1, -3359], [2, -1, -1, 1, 2463], [2, -1, 0, 1, 2211],
        [2, -1, -1, -1, 2065], [0, 1, -1, -1, -1870], [4, 0, -1, -1, 1828],
    ], np.float64,
)  # fmt: skip

TINT = of_luminance([1.09, 1.0, 0.83])
"""(3,) linear RGB of luminance 1 of the moon's surface in white light: its colour index B - V is
0.92, the sun's 0.65 (Cox, Allen's Astrophysical Quantities, 4th ed.): 22 % less in blue."""


class Moon(NamedTuple):
    """position: where an observer sees it; phase: angle at the moon between sun and Earth [rad], 0
    for a full moon; distance [km]; outside: its light above the air [lx]."""

    position: Position
    phase: float
    distance: float
    outside: float

    @property
    def lit(self) -> float:
        """Share of the disc that is lit."""
        return 0.5 + 0.5 * float(np.cos(self.phase))

    @property
    def direct_normal(self) -> float:
        """Moonlight on a surface that faces it under a clear sky [lx]: through the air that
        ``daylight`` has."""
        elevation = self.position.elevation
        risen = np.clip(elevation / np.radians(0.5334) + 0.5, 0.0, 1.0)
        return float(self.outside * np.exp(-0.21 * air_mass(elevation)) * risen)


def moon_position(
    date: datetime.date, time: float, utc_offset: float, latitude: float, longitude: float
) -> Moon:
    """The moon as an observer sees it; arguments as those of ``sun_position``."""
    day = julian_day(date) + (time - utc_offset) / 86400.0
    body, distance = moon_at(day)
    position = seen_from(Place(latitude, longitude), body, frame_at(day))
    phase = phase_angle(day, body, distance)
    return Moon(position, phase, distance, outside_air(phase, distance))


def moon_at(day: float) -> tuple[Ecliptic, float]:
    """The moon and its distance [km] at a Julian day in universal time."""
    t = (day + DELTA_T / 86400.0 - 2451545.0) / 36525.0
    mean = np.radians(218.3164477 + 481267.88123421 * t - 0.0015786 * t**2)
    angles = np.radians(
        [
            297.8501921 + 445267.1114034 * t - 0.0018819 * t**2,
            357.5291092 + 35999.0502909 * t - 0.0001536 * t**2,
            134.9633964 + 477198.8675055 * t + 0.0087414 * t**2,
            93.2720950 + 483202.0175233 * t - 0.0036539 * t**2,
        ]
    )
    # The Earth's orbit becomes rounder, and with it the sun's pull.
    rounder = 1 - 0.002516 * t - 0.0000074 * t**2
    along, aside = _ALONG[:, :4] @ angles, _ASIDE[:, :4] @ angles
    weight = rounder ** np.abs(_ALONG[:, 1])
    venus, jupiter, third = np.radians(
        [119.75 + 131.849 * t, 53.09 + 479264.290 * t, 313.45 + 481266.484 * t]
    )
    longitude = (weight * _ALONG[:, 4] * np.sin(along)).sum()
    longitude += 3958 * np.sin(venus) + 1962 * np.sin(mean - angles[3]) + 318 * np.sin(jupiter)
    latitude = (rounder ** np.abs(_ASIDE[:, 1]) * _ASIDE[:, 4] * np.sin(aside)).sum()
    latitude += 382 * np.sin(third) - 2235 * np.sin(mean)
    distance = MEAN_DISTANCE + (weight * _ALONG[:, 5] * np.cos(along)).sum() / 1000.0
    body = Ecliptic(
        float(mean + np.radians(longitude * 1e-6) + nodding_at(day + DELTA_T / 86400.0).nutation)
        % (2 * np.pi),
        float(np.radians(latitude * 1e-6)),
        float(np.arcsin(EARTH_RADIUS / distance)),
    )
    return body, float(distance)


def phase_angle(day: float, moon: Ecliptic, distance: float) -> float:
    """Angle at the moon between sun and Earth [rad]; distance: of the moon [km]."""
    sun = sun_at(day)
    apart = np.arccos(np.cos(moon.latitude) * np.cos(moon.longitude - sun.longitude))
    far = sun_distance(day) * ASTRONOMICAL_UNIT
    return float(np.arctan2(far * np.sin(apart), distance - far * np.cos(apart)))


def outside_air(phase: ArrayLike, distance: ArrayLike = MEAN_DISTANCE) -> float:
    """Moonlight above the air [lx] by the phase angle [rad] and the distance [km]."""
    degrees = np.abs(np.degrees(phase))
    magnitude = 3.84 + 0.026 * degrees + 4e-9 * degrees**4
    nearer = (MEAN_DISTANCE / np.asarray(distance)) ** 2
    return float(FOOT_CANDLE * 10 ** (-0.4 * magnitude) * nearer)
