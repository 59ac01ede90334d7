"""The one state of the air that every sensor reads: sun, sky, clouds, wind, warmth and what falls.

Weather effects compose it: each ``simcore/weather/<effect>.py`` has ``apply(settings, atmosphere)``
that returns the atmosphere with its own part added or changed, as it is at ``atmosphere.time``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .light import daylight
from .light.colour import luminance, of_luminance
from .light.moon import TINT, Moon
from .light.sky import Sky, moonlit, turbidity_of
from .light.sun import SunPosition
from .light.sunlight import sun_colour
from .media.medium import Medium
from .media.particles import Particles
from .media.spray import Plume, extinction_at
from .media.vapour import DRY, FOGGY, RAINY, long_wave_extinction, saturated
from .wind import CALM, Wind

Array = NDArray[np.float64]

CONTRAST = 0.05
"""Contrast of a black target at the visibility (MOR): WMO and ICAO."""

STEPS = 64
"""Places at which the air on a way is asked for."""

EYE = 1.5
"""Height [m] at which visibility is told where no place is given."""


@dataclass(frozen=True, eq=False)
class Atmosphere:
    """The air at a place and time.

    sun, moon (None: there is none); cloud_cover in [0, 1]; haze: MOR [m] of the air without what
    falls; air_temperature [K]; media: what falls or floats, by the effect's name; key: 64-bit
    stream of the weather's noise; time [s]: at which this is so; level: height of the ground [m],
    from which media count; warm: whether a scenario has said how warm it is; rained, stormed: how
    long it has rained, or snow has blown, before time 0 [s]; plumes: spray behind vehicles.
    """

    sun: SunPosition
    cloud_cover: float = 0.0
    haze: float = 40e3
    wind: Wind = CALM
    air_temperature: float = 283.15
    media: tuple[tuple[str, Medium], ...] = ()
    key: int = 0
    time: float = 0.0
    level: float = 0.0
    warm: bool = False
    rained: float = 0.0
    stormed: float = 0.0
    plumes: tuple[Plume, ...] = ()
    moon: Moon | None = None

    def with_medium(self, name: str, medium: Medium) -> Atmosphere:
        """The same air with a medium added, or changed if it had one of that name."""
        others = tuple(item for item in self.media if item[0] != name)
        return replace(self, media=(*others, (name, medium)))

    @property
    def cleared(self) -> Atmosphere:
        """The same air without anything that falls or floats in it: clouds, wind and warmth stay,
        and with them the light, but for what fog or dust had taken of it."""
        return replace(self, media=(), plumes=())

    def as_light(self, other: Atmosphere) -> bool:
        """Whether sun, sky and media are those of another, wherever these are just now."""
        mine, its = (
            (a.sun, a.moon, a.cloud_cover, a.haze, a.media, a.wind, a.key) for a in (self, other)
        )
        return mine == its

    def medium(self, name: str) -> Any:
        """The medium of this name, or None."""
        return dict(self.media).get(name)

    @cached_property
    def open_sky(self) -> Sky:
        """Luminance of the sky in every direction above all that floats near the ground."""
        return _sky(self.sun, self.moon, self.cloud_cover, self.haze)

    @cached_property
    def moonlit(self) -> bool:
        """Whether the moon gives more direct light than the sun."""
        if self.moon is None:
            return False
        return self.moon.direct_normal > float(daylight.direct_normal(self.sun.elevation))

    @property
    def luminary(self) -> SunPosition:
        """Where the direct light comes from: the sun, by night the moon."""
        return self.moon.position if self.moonlit and self.moon is not None else self.sun

    @cached_property
    def undimmed(self) -> Array:
        """(3,) RGB light of the luminary on a surface that faces it [lx] through a gap in the
        clouds, above all that floats near the ground."""
        elevation = self.luminary.elevation
        colour = sun_colour(elevation, turbidity_of(self.haze))
        if self.moonlit and self.moon is not None:
            return of_luminance(colour * TINT, self.moon.direct_normal)
        return colour * daylight.direct_normal(elevation)

    @cached_property
    def open_sunlight(self) -> Array:
        """(3,) RGB light of the sun, by night of the moon, on a surface that faces it [lx], behind
        the mean cloud, above all that floats near the ground."""
        return self.undimmed * daylight.through_clouds(self.cloud_cover)

    @cached_property
    def veil(self) -> tuple[float, float, Array]:
        """What takes daylight from the ground: its optical depth straight up, its asymmetry and
        its colour (3,)."""
        veils = [medium for _, medium in self.media if medium.veils]
        depth = sum(medium.column for medium in veils)
        if depth <= 0.0:
            return 0.0, 0.0, np.ones(3)
        weight = np.array([medium.column for medium in veils]) / depth
        asymmetry = float(weight @ [medium.asymmetry for medium in veils])
        return depth, asymmetry, weight @ np.array([medium.tint for medium in veils])

    @cached_property
    def sunlight(self) -> Array:
        """(3,) RGB light of the sun, by night of the moon, on a surface near the ground that faces
        it [lx]."""
        depth = self.veil[0]
        if depth == 0.0:
            return self.open_sunlight
        return self.open_sunlight * np.exp(
            -depth / max(float(np.sin(self.luminary.elevation)), 0.02)
        )

    @cached_property
    def sky(self) -> Sky:
        """Luminance of the sky in every direction, as it lights the ground."""
        depth, asymmetry, tint = self.veil
        if depth == 0.0:
            return self.open_sky
        level = max(float(np.sin(self.luminary.elevation)), 0.0)
        above = self.open_sky.irradiance([0.0, 0.0, 1.0]) + level * self.open_sunlight
        # Two streams: what a layer that absorbs nothing lets through (Bohren, Am. J. Phys. 55,
        # 524, 1987); its colour is that of light that has been scattered once or many times.
        passed = above * tint / (1.0 + 0.75 * depth * (1.0 - asymmetry))
        shed = tuple((passed - level * self.sunlight).tolist())
        return _veiled(self.sun, self.moon, self.cloud_cover, self.haze, depth, shed)

    @cached_property
    def illuminance(self) -> float:
        """Light of sun, moon and sky on open, level ground [lx]."""
        level = max(float(np.sin(self.luminary.elevation)), 0.0)
        return self.sky.illuminance + float(luminance(self.sunlight)) * level

    def extinction(self, band: str = "visible", acceptance: float = 0.0) -> float:
        """σ [1/m] of the air and all that is in it, where that is thickest; see
        ``Medium.extinction``."""
        return self._clear(band) + sum(m.extinction(band, acceptance) for _, m in self.media)

    def extinction_at(
        self, points: ArrayLike, band: str = "visible", acceptance: float = 0.0
    ) -> Array:
        """(…,) σ [1/m] at points (…, 3) in the world."""
        points = np.asarray(points, np.float64)
        total = np.full(points.shape[:-1], self._clear(band))
        for _, medium in self.media:
            share = medium.share(points, self.level, self.time, self.wind)
            total = total + share * medium.extinction(band, acceptance)
        if self.plumes and band != "radar":
            total = total + extinction_at(self.plumes, points)
        return total

    def transmittance(
        self, eye: ArrayLike, points: ArrayLike, band: str = "visible", acceptance: float = 0.0
    ) -> Array:
        """(…,) share of the light from points (…, 3) that comes straight to an eye (3,): through
        layers, banks and spray as sums over ``STEPS`` places of the way."""
        eye, points = np.asarray(eye, np.float64), np.asarray(points, np.float64)
        away = np.linalg.norm(points - eye, axis=-1)
        share = (np.arange(STEPS) + 0.5) / STEPS
        places = eye + (points - eye)[..., None, :] * share[:, None]
        return np.exp(-self.extinction_at(places, band, acceptance).mean(-1) * away)

    def _clear(self, band: str) -> float:
        if band == "radar":
            return 0.0
        haze = float(-np.log(CONTRAST) / self.haze)
        if band == "long_wave_infrared":
            return long_wave_extinction(self.air_temperature, self.vapour_pressure, haze)
        return haze

    @property
    def vapour_pressure(self) -> float:
        """Of the air near the ground [hPa], by what falls or floats in it."""
        share = DRY
        if self.rain_rate_mm_h + self.snow_rate_mm_h > 0.0:
            share = RAINY
        if self.medium("fog") is not None:
            share = FOGGY
        return share * saturated(self.air_temperature)

    @cached_property
    def seen(self) -> float:
        """σ [1/m] for eyes and cameras near the ground, in banks where there are some."""
        near = (medium.seen * float(medium.profile(EYE)) for _, medium in self.media)
        return self._clear("visible") + sum(near)

    @property
    def visibility(self) -> float:
        """MOR [m]: where a black target has a contrast of 5 % by day; in banks, within them."""
        return -np.log(CONTRAST) / self.seen

    def visibility_at(self, points: ArrayLike) -> Array:
        """(…,) MOR [m] of the air at points (…, 3) in the world."""
        points = np.asarray(points, np.float64)
        total = np.full(points.shape[:-1], self._clear("visible"))
        for _, medium in self.media:
            total = total + medium.seen * medium.share(points, self.level, self.time, self.wind)
        total = total + extinction_at(self.plumes, points)
        return -np.log(CONTRAST) / total

    @property
    def snow_rate_mm_h(self) -> float:
        """Liquid equivalent of all that falls frozen."""
        return sum(m.rate_mm_h * m.frozen for _, m in self.media)

    @property
    def rain_rate_mm_h(self) -> float:
        """Rate of all that falls as water."""
        return sum(m.rate_mm_h * (1.0 - m.frozen) for _, m in self.media)

    @property
    def snowy(self) -> bool:
        """Whether snow falls or blows."""
        return self.snow_rate_mm_h > 0.0 or self.medium("blowing_snow") is not None

    @property
    def freezing(self) -> bool:
        """Whether something falls that would melt in warm air."""
        return any(m.frozen > 0.5 and m.rate_mm_h > 0.0 and m.cold for _, m in self.media)

    def temperature(self, points: ArrayLike) -> Array:
        """(…,) temperature of the air [K] at points (…, 3) in the world."""
        return np.full(np.shape(points)[:-1], self.air_temperature)

    def particles_in(
        self, cells: ArrayLike, time: float, wider_than: ArrayLike = 0.5e-3
    ) -> dict[str, Particles]:
        """The particles of parcels of air (N, 3), by medium: the only source for all sensors."""
        return {
            name: medium.particles_in(cells, time, wider_than, self.wind)
            for name, medium in self.media
        }


@lru_cache(maxsize=16)
def _sky(sun: SunPosition, moon: Moon | None, cover: float, haze: float) -> Sky:
    return moonlit(Sky.over(sun, cover, haze), moon, cover, haze)


@lru_cache(maxsize=16)
def _veiled(
    sun: SunPosition,
    moon: Moon | None,
    cover: float,
    haze: float,
    depth: float,
    light: tuple[float, float, float],
) -> Sky:
    """``Sky.veiled`` of ``_sky``: what does not change is made once."""
    return _sky(sun, moon, cover, haze).veiled(depth, light)


def compose(base: Atmosphere, effects: Iterable[tuple[Any, Any]]) -> Atmosphere:
    """The air with effects applied in order: pairs of a module of ``weather`` and its settings."""
    for effect, settings in effects:
        base = effect.apply(settings, base)
    return base
