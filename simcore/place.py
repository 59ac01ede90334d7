"""Where on the Earth a world lies, and when."""

from __future__ import annotations

import datetime
from typing import NamedTuple


class Place(NamedTuple):
    """latitude, longitude [rad], WGS 84: of the origin of the world's axes, which lie in the plane
    that touches the ellipsoid there (x east, y north, z up); epoch: seconds of Unix time, which
    knows no leap seconds, at time 0."""

    latitude: float
    longitude: float
    epoch: float


def place_of(
    date: datetime.date, time: float, utc_offset: float, latitude: float, longitude: float
) -> Place:
    """The place of a day, a clock time [s] that is ahead of UTC by utc_offset [s], and angles."""
    midnight = datetime.datetime.combine(date, datetime.time(), datetime.timezone.utc)
    return Place(latitude, longitude, midnight.timestamp() + time - utc_offset)
