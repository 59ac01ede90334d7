"""The points of a sweep: what a device tells, and the truth of each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...simcore.kernel import kernel

POINT = np.dtype(
    [
        *((axis, "<f4") for axis in "xyz"),
        *(("intensity", "u1"), ("ring", "u1"), ("t_ns", "<i8"), ("echo", "u1")),
        *(("class", "u1"), ("instance", "<i4"), ("is_particle", "u1")),
        *(("true_range", "<f4"), ("damage", "u1")),
    ]
)
"""One point. x, y, z [m]: in the sensor's axes at the end of the sweep; intensity 0 to 255; ring:
the beam; t_ns: when its light was sent; echo: 0 the one that the device prefers, 1 the other; and
of the truth class and instance (0: no body), whether it is a flake, a drop or fog, and how far away
what it is of really is [m], along the ray; damage: 1 where a fault has made or moved it."""

TRUTH = ("class", "instance", "is_particle", "true_range", "damage")
"""Fields that no device tells."""


@kernel("f4[:,:], f4[:], i4[:], f4[:], f4[:,:] -> f4[:,:]", narrow=True)
def placed(direction, share, ray, distance, to_end, place_out):
    """Places (E, 3) of echoes of rays (E,) at distances (E,) [m]. direction (R, 3), share (R,): of
    the rays; to_end (KNOTS, 12): from the scanner's axes on the way to those at its end."""
    last = to_end.shape[0] - 1
    for n in range(ray.shape[0]):
        i = ray[n]
        place = share[i] * np.float32(np.int32(last))
        k = min(np.int32(place), np.int32(last - 1))
        t = place - np.float32(k)
        far = distance[n]
        x, y, z = far * direction[i, 0], far * direction[i, 1], far * direction[i, 2]
        for axis in range(3):
            e = 4 * axis
            a = to_end[k, e] + (to_end[k + 1, e] - to_end[k, e]) * t
            b = to_end[k, e + 1] + (to_end[k + 1, e + 1] - to_end[k, e + 1]) * t
            c = to_end[k, e + 2] + (to_end[k + 1, e + 2] - to_end[k, e + 2]) * t
            d = to_end[k, e + 3] + (to_end[k + 1, e + 3] - to_end[k, e + 3]) * t
            place_out[n, axis] = a * x + b * y + c * z + d


def cloud(count: int) -> NDArray:
    """So many points, all zero."""
    return np.zeros(count, POINT)
