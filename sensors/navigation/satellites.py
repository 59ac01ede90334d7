"""Where navigation satellites stand in the sky: nominal constellations on round orbits.

GPS: the 24 slots of the SPS Performance Standard (2001, table 3-1; 2020, table 3.2-1), whose tracks
over ground stay where they are. Galileo: 24 satellites in 3 planes, phase 1 (Walker), of 56° and
29 600 km (European GNSS OS SDD, 2023, annex C); GLONASS: 24/3/1, 64.8° and 25 508 km (ICD 5.1),
both with a first satellite at their ascending node at the epoch: the geometry is theirs, the
minute is not.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.place import Place
from .earth import ATTRACTION, SEMI_MAJOR, SPIN, to_fixed, world_axes

Array = NDArray[np.float64]

EPOCH = 741484800.0
"""1 July 1993, 0 h UTC: that of the table of slots [s of Unix time]."""
GREENWICH = np.radians(15.0 * (18 + 36 / 60 + 14.4 / 3600))
"""Hour angle of Greenwich then."""
OBLATENESS = 1.08263e-3
"""J₂ of the Earth (WGS 84)."""
GPS_NODES = (272.847, 332.847, 32.847, 92.847, 152.847, 212.847)
GPS_SLOTS = (
    (268.126, 161.786, 11.676, 41.806),
    (80.956, 173.336, 309.976, 204.376),
    (111.876, 11.796, 339.666, 241.556),
    (135.226, 265.446, 35.156, 167.356),
    (197.046, 302.596, 66.066, 333.686),
    (238.886, 345.226, 105.206, 135.346),
)
"""Arguments of latitude of the slots of planes A to F, and the right ascensions of these [deg]."""


class Orbits(NamedTuple):
    """radius [m], inclination, node and angle (S,) at the epoch [rad], and their rates [rad/s]."""

    radius: float
    inclination: float
    node: Array
    angle: Array
    node_rate: float
    angle_rate: float


def _rates(radius: float, inclination: float) -> tuple[float, float]:
    """Of the node, by the Earth's oblateness, and of the angle on the orbit."""
    motion = np.sqrt(ATTRACTION / radius**3)
    node = -1.5 * OBLATENESS * (SEMI_MAJOR / radius) ** 2 * motion * np.cos(inclination)
    return float(node), float(motion)


def _walker(radius: float, degrees: float, planes: int, each: int, phase: int) -> Orbits:
    """Satellites spread evenly over planes, and the planes evenly around the Earth."""
    plane, number = np.divmod(np.arange(planes * each), each)
    angle = 2.0 * np.pi * (number / each + plane * phase / (planes * each))
    inclination = float(np.radians(degrees))
    node = 2.0 * np.pi * plane / planes
    return Orbits(radius, inclination, node, angle, *_rates(radius, inclination))


@cache
def constellation(name: str) -> Orbits:
    """The orbits of "gps", "galileo" or "glonass"."""
    if name == "galileo":
        return _walker(29_599_800.0, 56.0, 3, 8, 1)
    if name == "glonass":
        return _walker(25_508_000.0, 64.8, 3, 8, 1)
    radius, inclination = 26_559_700.0, float(np.radians(55.0))
    node_rate = _rates(radius, inclination)[0]
    return Orbits(
        radius,
        inclination,
        np.radians(np.repeat(GPS_NODES, 4)),
        np.radians(np.array(GPS_SLOTS).reshape(-1)),
        node_rate,
        2.0 * (SPIN - node_rate),  # twice around while the Earth turns below the plane
    )


def fixed_places(name: str, epoch: float) -> Array:
    """(S, 3) of the satellites of a constellation, Earth-fixed [m], at a Unix time [s]."""
    o, since = constellation(name), epoch - EPOCH
    angle = o.angle + o.angle_rate * since
    node = o.node + (o.node_rate - SPIN) * since - GREENWICH
    along, across = np.cos(angle), np.sin(angle) * np.cos(o.inclination)
    x = along * np.cos(node) - across * np.sin(node)
    y = along * np.sin(node) + across * np.cos(node)
    return o.radius * np.stack([x, y, np.sin(angle) * np.sin(o.inclination)], -1)


def directions(names: tuple[str, ...], place: Place, seconds: float) -> Array:
    """(S, 3) unit vectors from a place to all satellites of constellations, in the world's axes, at
    a time [s] of the world; those below the horizon point down."""
    here = to_fixed(place.latitude, place.longitude, 0.0)
    all_of = np.concatenate([fixed_places(name, place.epoch + seconds) for name in names])
    away = (all_of - here) @ world_axes(place).T
    return np.asarray(away / np.linalg.norm(away, axis=1, keepdims=True))
