"""Spray: the cloud of droplets behind a vehicle on a wet road.

Wheels throw up what they drive through: w h v of water per second and wheel, of which a share stays
in the air as droplets of 0.2 mm and fills the wake. It falls off as these settle and the wake mixes
with the air, within a second or so. Extinction is 3 c / (ρ d). Share, widths and time are ours,
made to give what drivers meet behind cars and trucks in heavy rain: tens of metres of sight.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..kernel import kernel

Array = NDArray[np.float64]

DROPLET = 0.2e-3
"""Diameter [m]."""
AIRBORNE = 0.04
"""Share of the water thrown up that stays in the air behind cars; twice that behind trucks."""
TYRE = 0.22
"""Width [m]."""
FADES = 0.7
"""Time in which all but 1/e of it has gone [s]."""
SLOWEST = 8.0
"""Below this speed [m/s] water is pushed aside, not thrown up."""
DEEPEST = 3e-3
"""Film that wheels throw up at most [m]; from deeper water they push the rest aside."""
LEAST_FILM = 0.1e-3
"""Film below which the road's texture keeps the water [m]."""
ENDS = 4.0
"""Lengths behind which a plume has ended."""

STEPS = 32
"""Places of a plume at which its depth on a way is summed up."""


class Plume(NamedTuple):
    """place (x, y, z): on the ground under the vehicle's rear end; forward (x, y): where it heads;
    density: σ [1/m] there; length: in which it falls to 1/e, width and height of the wake [m]."""

    x: float
    y: float
    z: float
    forward_x: float
    forward_y: float
    density: float
    length: float
    width: float
    height: float

    def at(self, points: ArrayLike) -> Array:
        """(…,) σ [1/m] at points (…, 3), evened out over its eddies."""
        d = np.asarray(points, np.float64) - [self.x, self.y, self.z]
        behind = -(d[..., 0] * self.forward_x + d[..., 1] * self.forward_y)
        aside = d[..., 1] * self.forward_x - d[..., 0] * self.forward_y
        behind = np.maximum(behind, -1.0)
        wide = 0.5 * self.width + 0.05 * np.maximum(behind, 0.0)
        high = 0.5 * self.height + 0.03 * np.maximum(behind, 0.0)
        ramp = np.clip(behind + 1.0, 0.0, 1.0)
        flat = np.exp(-((aside / wide) ** 2) - (np.maximum(d[..., 2], 0.0) / high) ** 2)
        faded = np.exp(-np.maximum(behind, 0.0) / self.length)
        return self.density * ramp * flat * faded * (behind < ENDS * self.length)


def plume(
    place: ArrayLike, yaw: float, speed: float, size: tuple[float, float, float], film: float
) -> Plume | None:
    """The plume of a vehicle. place (3,): of its rear end on the ground; size: length, width,
    height [m]; film: water on the road [m]. None when it throws up none."""
    deep = min(film, DEEPEST) - LEAST_FILM
    if speed <= SLOWEST or deep <= 0.0:
        return None
    _, width, height = size
    share = AIRBORNE * float(np.clip(height / 1.5, 1.0, 2.0))
    wheels = 2.0 if height < 2.2 else 4.0
    thrown = 1000.0 * wheels * TYRE * deep * speed * share * (1.0 - SLOWEST / speed)
    cloud = thrown / (width * height * speed)
    density = 3.0 * cloud / (1000.0 * DROPLET)
    x, y, z = (float(value) for value in np.asarray(place, np.float64))
    return Plume(
        x, y, z, float(np.cos(yaw)), float(np.sin(yaw)), density, FADES * speed, width, height
    )


def extinction_at(plumes: Iterable[Plume], points: ArrayLike) -> Array:
    """(…,) σ [1/m] of all of them at points (…, 3)."""
    points = np.asarray(points, np.float64)
    return sum((one.at(points) for one in plumes), np.zeros(points.shape[:-1]))


def depths(plumes: Sequence[Plume], eye: ArrayLike, points: Array) -> Array:
    """(N,) optical depth of all of them on the straight ways from an eye (3,) to points (N, 3)."""
    found = np.zeros(len(points))
    if plumes:
        start = np.ascontiguousarray(eye, np.float64)
        passed(start, np.ascontiguousarray(points), np.array(plumes, np.float64), found)
    return found


@kernel("f8[:], f8[:,:], f8[:,:] -> f8[:]")
def passed(eye, points, plumes, depth_out):
    """Add the depth of plumes (P, 9) to depth_out (N,); each is summed up at ``STEPS`` places
    between the planes that bound it: before and behind, to the sides, above."""
    for n in range(points.shape[0]):
        dx, dy, dz = points[n, 0] - eye[0], points[n, 1] - eye[1], points[n, 2] - eye[2]
        away = np.sqrt(dx * dx + dy * dy + dz * dz)
        for p in range(plumes.shape[0]):
            fx, fy, length = plumes[p, 3], plumes[p, 4], plumes[p, 6]
            ox, oy, oz = eye[0] - plumes[p, 0], eye[1] - plumes[p, 1], eye[2] - plumes[p, 2]
            u0, du = -(ox * fx + oy * fy), -(dx * fx + dy * fy)
            w0, dw = oy * fx - ox * fy, dy * fx - dx * fy
            side = 3.0 * (0.5 * plumes[p, 7] + 0.05 * ENDS * length)
            high = 3.0 * (0.5 * plumes[p, 8] + 0.03 * ENDS * length)
            first, last = 0.0, 1.0
            for start, slope, low, top in (
                (u0, du, -1.0, ENDS * length), (w0, dw, -side, side), (oz, dz, -1e9, high),
            ):  # fmt: skip
                slope = slope if abs(slope) > 1e-9 else 1e-9
                a, b = (low - start) / slope, (top - start) / slope
                first, last = max(first, min(a, b)), min(last, max(a, b))
            if last <= first:
                continue
            step, total = (last - first) / STEPS, 0.0
            for k in range(STEPS):
                t = first + (k + 0.5) * step
                u, w, z = u0 + t * du, w0 + t * dw, max(oz + t * dz, 0.0)
                back = max(u, 0.0)
                across = w / (0.5 * plumes[p, 7] + 0.05 * back)
                up = z / (0.5 * plumes[p, 8] + 0.03 * back)
                ramp = min(max(u + 1.0, 0.0), 1.0)
                total += ramp * np.exp(-across * across - up * up - back / length)
            depth_out[n] += total * step * away * plumes[p, 5]
