"""Echoes on their way into the radar, as its signal processing meets them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.pose import Array

I8 = NDArray[np.int64]

REAL, MIRRORED, HALF_MIRRORED, NOISE, ASIDE = 0, 1, 2, 3, 4
"""What a detection is, its truth ``ghost``: an echo of what is there; an image of it in a mirror,
with the mirror both on the way there and back, or on one of them; nothing; an echo of what stands
far to the side, taken for one from the other side."""


class Echoes(NamedTuple):
    """N echoes in the radar's axes. range: half of the whole way [m]; azimuth, elevation: from
    where they come [rad]; azimuth_out, elevation_out: where the wave left to them; speed: at which
    the range grows [m/s]; area: cross section that would give the same from this range in clear
    air [m²]; instance, class_id; ghost: one of the above; number: which centre, for its phase."""

    range: Array
    azimuth: Array
    elevation: Array
    azimuth_out: Array
    elevation_out: Array
    speed: Array
    area: Array
    instance: I8
    class_id: I8
    ghost: I8
    number: I8

    def at(self, rows: NDArray) -> Echoes:
        """Some of them."""
        return Echoes(*(column[rows] for column in self))


def joined(parts: list[Echoes]) -> Echoes:
    """All echoes of several lists."""
    return Echoes(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


class Stand(NamedTuple):
    """Where a radar stands. T (4, 4): its axes in the world; velocity (3,): of its place in the
    world [m/s]; level: height of the ground below it [m]."""

    T: Array
    velocity: Array
    level: float

    @property
    def eye(self) -> Array:
        """(3,) its place in the world."""
        return self.T[:3, 3]

    def towards(self, azimuth: Array, elevation: Array) -> Array:
        """(N, 3) directions in the world."""
        flat = np.cos(elevation)
        own = np.stack([flat * np.cos(azimuth), flat * np.sin(azimuth), np.sin(elevation)], -1)
        return own @ self.T[:3, :3].T

    def angles(self, direction: Array) -> tuple[Array, Array]:
        """Azimuths and elevations (N,) of directions (N, 3) in the world, unit."""
        own = direction @ self.T[:3, :3]
        return np.arctan2(own[:, 1], own[:, 0]), np.arcsin(np.clip(own[:, 2], -1.0, 1.0))

    def straight(
        self, place: Array, velocity: Array, area: Array, instance: I8, class_id: I8, number: I8
    ) -> Echoes:
        """Echoes of N places (N, 3) that move at velocities (N, 3)."""
        to = place - self.eye
        away = np.maximum(np.linalg.norm(to, axis=1), 1e-3)
        direction = to / away[:, None]
        azimuth, elevation = self.angles(direction)
        speed = ((velocity - self.velocity) * direction).sum(1)
        ghost = np.zeros(len(away), np.int64)
        return Echoes(away, azimuth, elevation, azimuth, elevation, speed, area, instance,
                      class_id, ghost, number)  # fmt: skip
