"""Geodesy and gravity of the Earth as GNSS has it: the ellipsoid of WGS 84.

Constants: NGA.STND.0036_1.0.0_WGS84. The world's axes lie in the plane that touches the ellipsoid
at the origin (x east, y north, z up); a kilometre away that is 8 cm above it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...simcore.place import Place

Array = NDArray[np.float64]

SEMI_MAJOR = 6378137.0
FLATTENING = 1.0 / 298.257223563
SQUARED = FLATTENING * (2.0 - FLATTENING)
"""Of the eccentricity."""
SPIN = 7.292115e-5
"""The Earth's rotation [rad/s]."""
ATTRACTION = 3.986004418e14
"""Its gravitational constant [m³/s²]."""


def to_fixed(latitude: ArrayLike, longitude: ArrayLike, height: ArrayLike) -> Array:
    """(…, 3) Earth-fixed place [m] of latitude, longitude [rad] and height above the ellipsoid."""
    lat, lon, h = (np.asarray(part, np.float64) for part in (latitude, longitude, height))
    normal = SEMI_MAJOR / np.sqrt(1.0 - SQUARED * np.sin(lat) ** 2)
    level = (normal + h) * np.cos(lat)
    up = (normal * (1.0 - SQUARED) + h) * np.sin(lat)
    return np.stack(np.broadcast_arrays(level * np.cos(lon), level * np.sin(lon), up), -1)


def to_geodetic(point: ArrayLike) -> Array:
    """(…, 3) latitude, longitude [rad] and height [m] of Earth-fixed places (…, 3) near the ground,
    within 1e-8 m (Bowring, Survey Review 23, 1976, and again with what it gives)."""
    point = np.asarray(point, np.float64)
    x, y, z = np.moveaxis(point, -1, 0)
    level = np.hypot(x, y)
    minor = SEMI_MAJOR * (1.0 - FLATTENING)
    reduced = np.arctan2(z * SEMI_MAJOR, level * minor)
    lat = np.zeros_like(level)
    for _ in range(3):
        lat = np.arctan2(
            z + SQUARED / (1.0 - SQUARED) * minor * np.sin(reduced) ** 3,
            level - SQUARED * SEMI_MAJOR * np.cos(reduced) ** 3,
        )
        reduced = np.arctan2((1.0 - FLATTENING) * np.sin(lat), np.cos(lat))
    normal = SEMI_MAJOR / np.sqrt(1.0 - SQUARED * np.sin(lat) ** 2)
    height = level * np.cos(lat) + z * np.sin(lat) - SEMI_MAJOR**2 / normal
    return np.stack([lat, np.arctan2(y, x), height], -1)


def world_axes(place: Place) -> Array:
    """(3, 3) the world's axes east, north and up at a place, as rows in Earth-fixed axes."""
    sin, cos = np.sin(place.latitude), np.cos(place.latitude)
    east, north = np.sin(place.longitude), np.cos(place.longitude)
    return np.array(
        [[-east, north, 0.0], [-sin * north, -sin * east, cos], [cos * north, cos * east, sin]]
    )


def from_world(place: Place, points: ArrayLike) -> Array:
    """(…, 3) latitude, longitude [rad] and height [m] of points (…, 3) of the world."""
    origin = to_fixed(place.latitude, place.longitude, 0.0)
    return to_geodetic(origin + np.asarray(points, np.float64) @ world_axes(place))
