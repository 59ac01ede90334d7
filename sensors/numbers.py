"""Channels of numbers: their shapes, types, bounds and meanings, whatever sensor gives them.

========================  ==============================================================
``points``                (N,) structured: x y z [m] in the sensor's axes, intensity, ring,
                          t_ns [ns], echo, and truth: class, instance, is_particle, true_range …
``detections``            (N,) structured: range [m], azimuth, elevation [rad], doppler [m/s],
                          rcs [dBsm], snr [dB] …
``range_doppler``         (R, D) float32 [dB]
others                    as ``NUMBERS`` says
========================  ==============================================================
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

LISTS = ("points", "detections")
"""Channels of as many rows as there were returns."""
MAPS = ("range_doppler",)
"""Channels of numbers (H, W) that are no pictures of the world."""


class Channel(NamedTuple):
    """The array of a channel: its shape, dtype, bounds, its entries' names, and its unit."""

    shape: tuple[int, ...]
    dtype: Any
    low: float
    high: float
    entries: tuple[str, ...]
    unit: str
    meaning: str


_XYZ = ("x", "y", "z")
_WHEELS = ("front left", "front right", "rear left", "rear right")
_ENU = ("east", "north", "up")
_ANY = (-np.inf, np.inf)

NUMBERS = {
    "gyro": Channel((3,), np.float64, *_ANY, _XYZ, "rad/s", "turn rates in the sensor's axes"),
    "accel": Channel((3,), np.float64, *_ANY, _XYZ, "m/s²", "specific force in the sensor's axes"),
    "position": Channel(
        (3,), np.float64, *_ANY, ("latitude", "longitude", "height"), "°, °, m",
        "on the ellipsoid of WGS 84",
    ),
    "local": Channel((3,), np.float64, *_ANY, _ENU, "m", "the same place in the world's axes"),
    "velocity": Channel((3,), np.float64, *_ANY, _ENU, "m/s", "velocity in the world"),
    "covariance": Channel((3, 3), np.float64, *_ANY, (), "m²", "of position, as the device says"),
    "fix": Channel((), np.uint8, 0, 255, (), "", "which fix it has, 0 for none"),
    "satellites": Channel((), np.uint8, 0, 255, (), "", "how many it uses"),
    "dilution": Channel((), np.float64, 0.0, np.inf, (), "", "of precision, of the place"),
    "wheel_speed": Channel((4,), np.float64, *_ANY, _WHEELS, "m/s", "of the rims"),
    "ticks": Channel((4,), np.int64, 0, 2**62, _WHEELS, "", "teeth that passed"),
    "steering": Channel((), np.float64, *_ANY, (), "rad", "of the front wheels, left positive"),
    "pressure": Channel((), np.float64, 0.0, np.inf, (), "Pa", "of the air"),
    "magnetic_field": Channel((3,), np.float64, *_ANY, _XYZ, "T", "in the sensor's axes"),
    "distance": Channel((), np.float64, 0.0, np.inf, (), "m", "to the nearest thing ahead"),
}  # fmt: skip
"""Channels of a fixed shape."""

ALL = (*LISTS, *MAPS, *NUMBERS)
