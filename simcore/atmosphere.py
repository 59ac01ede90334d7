"""The one state of the air that every sensor reads: sun, sky, clouds, wind, warmth and what falls.

Weather effects compose it: each ``simcore/weather/<effect>.py`` has ``apply(settings, atmosphere)``
that returns the atmosphere with its own part added or changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .light import daylight
from .light.colour import luminance
from .light.sky import Sky, turbidity_of
from .light.sun import SunPosition
from .light.sunlight import sun_colour
from .snowfall import Flakes
from .wind import CALM, Wind

Array = NDArray[np.float64]

CONTRAST = 0.05
"""Contrast of a black target at the visibility (MOR): WMO and ICAO."""


class Medium(Protocol):
    """Something that falls or floats in the air. rate_mm_h: liquid; asymmetry: mean cosine of its
    scattering."""

    @property
    def rate_mm_h(self) -> float: ...

    @property
    def asymmetry(self) -> float: ...

    def extinction(self, band: str, acceptance: float) -> float:
        """σ [1/m] in a band for a receiver with this half-angle of acceptance [rad]."""

    def particles_in(
        self, cells: ArrayLike, time: float, wider_than: ArrayLike, wind: Wind
    ) -> Flakes:
        """The particles of parcels of air (N, 3) above a diameter [m]."""


@dataclass(frozen=True, eq=False)
class Atmosphere:
    """The air at a place while an episode lasts.

    sun; cloud_cover in [0, 1]; haze: MOR [m] of the air without what falls; air_temperature [K];
    media: what falls or floats, by the effect's name; key: 64-bit stream of the weather's noise.
    """

    sun: SunPosition
    cloud_cover: float = 0.0
    haze: float = 40e3
    wind: Wind = CALM
    air_temperature: float = 283.15
    media: tuple[tuple[str, Medium], ...] = ()
    key: int = 0

    def with_medium(self, name: str, medium: Medium) -> Atmosphere:
        """The same air with a medium added, or changed if it had one of that name."""
        others = tuple(item for item in self.media if item[0] != name)
        return replace(self, media=(*others, (name, medium)))

    def medium(self, name: str) -> Any:
        """The medium of this name, or None."""
        return dict(self.media).get(name)

    @cached_property
    def sky(self) -> Sky:
        """Luminance of the sky in every direction."""
        return Sky.over(self.sun, self.cloud_cover, self.haze)

    @cached_property
    def sunlight(self) -> Array:
        """(3,) RGB light of the sun on a surface that faces it [lx], behind the mean cloud."""
        elevation = self.sun.elevation
        strength = daylight.direct_normal(elevation) * daylight.through_clouds(self.cloud_cover)
        return sun_colour(elevation, turbidity_of(self.haze)) * strength

    @cached_property
    def illuminance(self) -> float:
        """Light of sun and sky on open, level ground [lx]."""
        level = max(float(np.sin(self.sun.elevation)), 0.0)
        return self.sky.illuminance + float(luminance(self.sunlight)) * level

    def extinction(self, band: str = "visible", acceptance: float = 0.0) -> float:
        """σ [1/m] of the air and all that is in it; see ``Medium.extinction``."""
        clear = -np.log(CONTRAST) / self.haze if band != "radar" else 0.0
        return clear + sum(medium.extinction(band, acceptance) for _, medium in self.media)

    @property
    def visibility(self) -> float:
        """MOR [m]: where a black target has a contrast of 5 % by day."""
        return -np.log(CONTRAST) / self.extinction()

    @property
    def snow_rate_mm_h(self) -> float:
        """Liquid equivalent of the falling snow."""
        snow = self.medium("snow")
        return 0.0 if snow is None else snow.rate_mm_h

    @property
    def rain_rate_mm_h(self) -> float:
        """Rate of the falling rain."""
        rain = self.medium("rain")
        return 0.0 if rain is None else rain.rate_mm_h

    def temperature(self, points: ArrayLike) -> Array:
        """(…,) temperature of the air [K] at points (…, 3) in the world."""
        return np.full(np.shape(points)[:-1], self.air_temperature)

    def particles_in(
        self, cells: ArrayLike, time: float, wider_than: ArrayLike = 0.5e-3
    ) -> dict[str, Flakes]:
        """The particles of parcels of air (N, 3), by medium: the only source for all sensors."""
        return {
            name: medium.particles_in(cells, time, wider_than, self.wind)
            for name, medium in self.media
        }


def compose(base: Atmosphere, effects: Iterable[tuple[Any, Any]]) -> Atmosphere:
    """The air with effects applied in order: pairs of a module of ``weather`` and its settings."""
    for effect, settings in effects:
        base = effect.apply(settings, base)
    return base
