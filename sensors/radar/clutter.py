"""What lies between and below the things: the air, the rain in it, and the road.

Rain and road fill cells evenly, with Rayleigh's statistics (Ulaby et al., "95-GHz scattering by
terrain at near-grazing incidence", IEEE Trans. Antennas Propag. 46, 1998): they raise the level
from which a detection has to stand out, where they are and at their Doppler.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...simcore.atmosphere import Atmosphere
from ...simcore.classes import class_id
from ...simcore.media.echo import reflectivity
from ...simcore.pose import Array
from .echo import Stand
from .echoes import echoes
from .equation import Link

SPREAD = 1.0
"""Of the speeds of drops in a cell, by turbulence, shear and size (standard deviation) [m/s]: usual
of rain (Doviak and Zrnić, Doppler Radar and Weather Observations, ch. 5)."""
BELL = 0.4247
"""Standard deviation of a bell by its width at half."""
ROAD = class_id("road")
DIRECTIONS, STEPS = 9, 24
"""Places on the way out at which the air is asked for."""


class Air:
    """What the air leaves of an echo, within a field of view to each side [rad] and a reach [m]."""

    def __init__(self, air: Atmosphere, stand: Stand, field: float, reach: float):
        self.clear = air.extinction("radar") <= 0.0
        if self.clear:
            return
        self.field, self.step = field, reach / STEPS
        azimuth = np.linspace(-field, field, DIRECTIONS)
        away = (np.arange(STEPS) + 0.5) * self.step
        flat = stand.towards(azimuth, np.zeros(DIRECTIONS))
        places = stand.eye + flat[:, None, :] * away[None, :, None]
        sigma = air.extinction_at(places, "radar")
        self.depth = np.concatenate([np.zeros((DIRECTIONS, 1)), np.cumsum(sigma, 1) * self.step], 1)

    def share(self, azimuth: Array, away: Array) -> Array:
        """(N,) power that comes back from a range, of 1."""
        if self.clear:
            return np.ones(len(away))
        column = np.rint((azimuth / self.field + 1.0) * 0.5 * (DIRECTIONS - 1))
        row = self.depth[np.clip(column, 0, DIRECTIONS - 1).astype(int)]
        x = np.minimum(away / self.step, STEPS - 1e-9)
        k = x.astype(int)
        n = np.arange(len(x))
        depth = row[n, k] + (row[n, k + 1] - row[n, k]) * (x - k)
        return np.exp(-2.0 * depth)


class Clutter:
    """The mean power of rain and road in the cells of a scan. radome: power that passes it both
    ways."""

    def __init__(self, atmosphere: Atmosphere, air: Air, stand: Stand, radome: float = 1.0):
        self.air, self.stand, self.radome = air, stand, radome
        self.rains = [
            (reflectivity(medium, atmosphere.air_temperature), medium.population.fall.mean)
            for _, medium in atmosphere.media
            if medium.rate_mm_h > 0.0 and medium.population is not None
        ]
        self.wind = atmosphere.wind.velocity(stand.eye, atmosphere.time)

    def power(self, link: Link, scan: Any, away: Array, azimuth: Array, speed: Array) -> Array:
        """(N,) by that of the noise, in cells at ranges [m], azimuths [rad] and speeds [m/s]."""
        total = np.zeros(len(away))
        for level, middle, wide in self.lines(link, scan, away, azimuth):
            off = link.folded(speed - middle)
            total = total + level * np.exp(-0.5 * (off / wide) ** 2)
        return total

    def lines(
        self, link: Link, scan: Any, away: Array, azimuth: Array
    ) -> list[tuple[Array, Array, Array]]:
        """What each kind gives by speed: level (N,) at its middle by that of the noise, middle and
        width (N,) (standard deviation) [m/s]."""
        through = self.radome * self.air.share(azimuth, away)
        width = scan.azimuth_resolution / np.maximum(np.cos(azimuth), 0.05)
        flat = self.stand.towards(azimuth, np.zeros(len(away)))
        velocity = self.stand.velocity
        along = flat @ velocity
        # What a beam sees at several angles has several speeds.
        across = np.sqrt(np.maximum(velocity @ velocity - along * along, 0.0)) * width
        found = []
        height = self.stand.eye[2] - self.stand.level
        if height > 0.0:
            area, sine = self._road(scan, away, width, height)
            tilt = np.arcsin(np.clip(self.stand.T[2, 0], -1.0, 1.0))
            gain = link.gain(azimuth, -np.arcsin(sine) - tilt) ** 2
            middle = -along * np.sqrt(1.0 - sine**2)
            found.append(self._line(link, away, area, gain, across, middle, 0.0))
        for eta, fall in self.rains:
            gain = link.gain(azimuth, 0.0) ** 2
            # A volume of beams with bell-shaped gains, by Probert-Jones (Q. J. R. Meteorol. Soc.
            # 88, 1962).
            area = eta * np.pi * away**2 * width * scan.beam_up * scan.range_resolution
            drops = self.wind - [0.0, 0.0, fall] - self.stand.velocity
            area = area / (8 * np.log(2.0))
            found.append(self._line(link, away, area, gain, across, flat @ drops, SPREAD))
        return [(level * through, middle, wide) for level, middle, wide in found]

    def _road(self, scan: Any, away: Array, width: Array, height: float) -> tuple[Array, Array]:
        """Its cross section [m²] in cells by the constant-γ law, and the sine of the grazing
        angle."""
        gamma = echoes()[ROAD].area
        sine = np.minimum(height / away, 1.0)
        return gamma * sine * away * width * scan.range_resolution, sine

    def _line(self, link, away, area, gain, across, middle, spread):
        """Level, middle and width. across: range of speeds within a beam [m/s]."""
        wide = np.sqrt(spread**2 + (BELL * across) ** 2 + (BELL * link.speed) ** 2)
        share = np.minimum(link.speed / (np.sqrt(2 * np.pi) * wide), 1.0)
        return link.received(area, away, gain) * share, middle, wide
