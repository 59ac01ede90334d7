"""Water, ice and snow before the antenna, by the weather that falls on it.

A film of water runs down under its weight: d = (3 μ q H / (ρ g))^(1/3) for a flow q per area over
a height H (Nusselt; Gibble, 1964, for radomes). Water, ice and snow are layers that waves pass and
are reflected by, with the permittivities of water by Rec. ITU-R P.840, of ice by Warren and Brandt
(2008), of wet snow by Hallikainen, Ulaby and Abdelrazik (IEEE Trans. Antennas Propag. 34, 1986,
measured up to 37 GHz). The dry radome is matched: its own loss belongs to the scan's.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ...simcore.atmosphere import Atmosphere
from ...simcore.climate import ZERO
from ...simcore.media.bands import water_at_radar
from ...simcore.media.medium import Medium
from ...simcore.media.snow import Snowfall
from ...simcore.pose import Array
from ..window.snow import stays, stickiness

VISCOSITY = 1.5e-3
"""Of water near 5 °C [Pa s]."""
GRAVITY = 9.81
ICE = complex(3.17, 0.007)
"""Permittivity of ice at 77 GHz."""
PACKED = 200.0
"""Density of snow that has been driven onto a front [kg/m³]."""
MOST = 0.02
"""Thicker snow falls off [m]."""
SOAKED = 10.0
"""Water in snow that melts [% of volume]."""
MELTS = 2.0
"""Air so far below freezing [K] leaves snow on a radome dry; warmer, it is ever wetter."""
LONGEST = 120.0
"""Over longer pauses nothing gathers [s]."""


class Gathered(NamedTuple):
    """What a radome remembers: when [ns] it had so much snow on it [kg/m²]."""

    t_ns: int
    snow: float


def flow(air: Atmosphere, velocity: Array, normal: Array) -> tuple[float, float]:
    """Water and snow that hit a front and stay or run [kg/(m² s)].

    velocity (3,): of the front through the world [m/s]; normal (3,): it faces there.
    """
    water = snow = 0.0
    wind = air.wind.velocity(np.zeros(3), air.time)
    for _, medium in air.media:
        if medium.rate_mm_h <= 0.0 or medium.population is None or not medium.cold:
            continue
        fall = medium.population.fall.mean
        towards = float((velocity - wind) @ normal) + fall * float(normal[2])
        arrives = _content(medium, fall) * max(towards, 0.0)
        if medium.frozen > 0.5:
            wet = isinstance(medium, Snowfall) and medium.crystal == "wet"
            sticky = stickiness(air.air_temperature, wet)
            snow += arrives * stays(sticky, max(towards, 0.0))
        else:
            water += arrives
    return water, snow


def _content(medium: Medium, fall: float) -> float:
    """Water in the air [kg/m³]."""
    return medium.rate_mm_h / 3600.0 / fall


def film(arrives: float, height: float) -> float:
    """Thickness [m] of the water on a front which so much [kg/(m² s)] runs down over a height."""
    return float(np.cbrt(3.0 * VISCOSITY * arrives / 1000.0 * height / (1000.0 * GRAVITY)))


def snow_permittivity(density: float, wetness: float, gigahertz: float = 77.0) -> complex:
    """Of snow. density: of what is dry in it [kg/m³]; wetness: water in it [% of volume]."""
    share = gigahertz / 9.07
    relaxed = 0.073 * wetness**1.31 / (1.0 + share**2)
    real = 1.0 + 1.83e-3 * density + 0.02 * wetness**1.015 + relaxed
    return complex(real, share * relaxed)


def passed(layers: list[tuple[float, complex]], wavelength: float) -> complex:
    """Amplitude that passes layers, (thickness [m], permittivity) from the antenna outwards, in
    air (Born and Wolf, Principles of Optics, 1.6.2)."""
    M, k = np.eye(2, dtype=complex), 2.0 * np.pi / wavelength
    for thickness, permittivity in layers:
        n = np.sqrt(permittivity)
        b = k * n * thickness
        M = M @ np.array([[np.cos(b), -1j * np.sin(b) / n], [-1j * n * np.sin(b), np.cos(b)]])
    return complex(2.0 / (M[0, 0] + M[0, 1] + M[1, 0] + M[1, 1]))


def share(radome: Any, air: Atmosphere, arrives: float, snow: float, wavelength: float) -> float:
    """Power that passes the radome both ways, of 1.

    arrives: water on it [kg/(m² s)]; snow on it [kg/m²].
    """
    temperature = air.air_temperature
    layers: list[tuple[float, complex]] = []
    if radome.ice > 0.0:
        layers.append((radome.ice, ICE))
    if snow > 0.0:
        warm = np.clip((temperature - ZERO + MELTS) / MELTS, 0.0, 1.0)
        wetness = SOAKED if radome.heated else SOAKED * float(warm)
        layers.append((min(snow / PACKED, MOST), snow_permittivity(PACKED, wetness)))
    thick, wetted = radome.film + film(arrives, radome.height), radome.wetted
    dry = passed(layers, wavelength)
    if thick <= 0.0:
        return float(abs(dry) ** 4)
    water = complex(*water_at_radar(max(temperature, ZERO)))
    wet = passed([*layers, (thick, water)], wavelength)
    through = (1.0 - wetted) * dry + wetted * wet
    return float(abs(through) ** 4)


def gathered(
    radome: Any, before: Gathered | None, t_ns: int, arrives: float, rain: float = 0.0
) -> Gathered:
    """The snow on a radome at a time; arrives: of it that stays [kg/(m² s)]. None: at the beginning
    of an episode. A heater lets none stay, and rain washes it off."""
    if radome.heated or rain > 0.0:
        return Gathered(t_ns, 0.0)
    if before is None:
        return Gathered(t_ns, PACKED * radome.snow)
    seconds = min(max((t_ns - before.t_ns) * 1e-9, 0.0), LONGEST)
    return Gathered(t_ns, min(before.snow + arrives * seconds, PACKED * MOST))
