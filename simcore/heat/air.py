"""What the air and the sky radiate: how moist the air is, its emission, clouds, and its haze.

Cloudless skies: Berdahl and Martin (Solar Energy 32, 663, 1984) for the power of all wavelengths;
Idso (Water Resour. Res. 17, 295, 1981) for 8 to 14 µm alone, through which one sees far colder air.
Clouds are black at the height at which rising air
condenses (125 m per kelvin between temperature and dew point, cooling by 9.8 K/km on its way).
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from ..atmosphere import CONTRAST, Atmosphere
from ..light.colour import luminance
from ..media.in_band import InBand
from ..media.vapour import dew_point
from .planck import STEFAN, radiance

DIFFUSIVE = 1.66
"""A sky of an optical depth radiates as a way so much longer than straight up (Elsasser 1942)."""

SUN_EFFICACY, SKY_EFFICACY = 105.0, 125.0
"""Light per power of sunlight and of skylight [lm/W] (Littlefair, Lighting Res. Technol. 17, 162,
1985: 93 to 115, and 110 to 140 clear to overcast)."""


class Overhead(NamedTuple):
    """The air above as kernels take it.

    air [K]; dew: its dew point [K]; sky: power of the sky on level ground [W/m²]; depth: optical
    depth straight up in the band, without clouds; cover: of clouds; black, cloud: radiance of the
    air near the ground and of the clouds [W/(m² sr)]; sun_x, sun_y, sun_z: unit vector to the sun;
    sun: its power on what faces it [W/m²]; diffuse: sunlight from the sky on level ground [W/m²];
    thrown: what open ground throws back of both.
    """

    air: np.float32
    dew: np.float32
    sky: np.float32
    depth: np.float32
    cover: np.float32
    black: np.float32
    cloud: np.float32
    sun_x: np.float32
    sun_y: np.float32
    sun_z: np.float32
    sun: np.float32
    diffuse: np.float32
    thrown: np.float32


def emissivity(dew: float) -> float:
    """Of a cloudless sky over air of a dew point [K], as the mean of day and night."""
    x = (dew - 273.15) / 100.0
    return min(0.711 + 0.56 * x + 0.73 * x * x, 1.0)


def window_emissivity(temperature: float, pressure: float) -> float:
    """From 8 to 14 µm, over air of a temperature [K] and a vapour pressure [hPa]."""
    made = 0.24 + 2.98e-8 * pressure**2 * float(np.exp(3000.0 / temperature))
    return min(made, 0.999)


def in_long_waves(atmosphere: Atmosphere, acceptance: float) -> Atmosphere:
    """The same air as a camera from 8 to 14 µm sees it, whose pixels are so wide [rad]: its media
    and its haze are those of the band."""
    band = "long_wave_infrared"
    media = tuple((name, InBand(medium, band, acceptance)) for name, medium in atmosphere.media)
    floating = sum(medium.extinction(band) for _, medium in atmosphere.media)
    clear = atmosphere.extinction(band) - floating
    return replace(atmosphere, media=media, haze=-np.log(CONTRAST) / clear)


def overhead(atmosphere: Atmosphere, albedo: float = 0.15) -> Overhead:
    """What is above the ground of an albedo."""
    warm, pressure = atmosphere.air_temperature, atmosphere.vapour_pressure
    dew, cover = dew_point(pressure), atmosphere.cloud_cover
    cloud = warm - 9.8e-3 * 125.0 * max(warm - dew, 0.0)
    whole = emissivity(dew)
    sky = STEFAN * (whole * warm**4 + cover * (1.0 - whole) * cloud**4)
    veil = sum(m.column for _, m in in_long_waves(atmosphere, 1e-3).media if m.veils)
    open_ = float(np.exp(-DIFFUSIVE * veil))
    depth = -np.log(1.0 - window_emissivity(warm, pressure)) / DIFFUSIVE
    luminary = atmosphere.luminary.direction
    sun = 0.0
    if not atmosphere.moonlit:
        sun = float(luminance(atmosphere.sunlight)) / SUN_EFFICACY
    diffuse = atmosphere.sky.illuminance / SKY_EFFICACY
    thrown = albedo * (diffuse + sun * max(float(luminary[2]), 0.0))
    return Overhead(*(np.float32(value) for value in (
        warm, dew, open_ * sky + (1.0 - open_) * STEFAN * warm**4, depth, cover, radiance(warm),
        radiance(cloud), *luminary, sun, diffuse, thrown,
    )))  # fmt: skip
