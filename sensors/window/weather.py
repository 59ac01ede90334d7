"""What the weather does to a pane: what hits it, how hard, how warm it is, how the air goes by.

Everything follows from the one state of the air and from how the vehicle moves in it. What falls
meets a pane by its speed towards it; what is light goes round with the air that the vehicle pushes
aside, by the collision efficiency (St / (St + 0.5))² of Langmuir and Blodgett (AAF TR 5418, 1946).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ...simcore.atmosphere import Atmosphere
from ...simcore.climate import ZERO
from ...simcore.media.blowing import BlowingSnow
from ...simcore.media.medium import Medium
from ...simcore.media.snow import Snowfall
from ...simcore.media.spray import DROPLET, extinction_at
from ...simcore.pose import Array
from .pane import Pane
from .snow import stickiness

GRAVITY = 9.81
LAYER = 0.85
"""Speed of the air at drops on a pane by that of the vehicle through the air: 1.2 as it goes over
the windscreen, times (1/11)^(1/7) a millimetre deep in a turbulent layer of 11 mm, half a metre
from where it began (Schlichting, Boundary-Layer Theory)."""
OBSTACLE = {"windscreen": 0.5, "bare": 0.05}
"""Size of what the air has to go round [m]."""
HUMID, USUAL = 0.95, 0.75
"""Relative humidity while something falls, and else."""
VAPORISED = 2.5e6
"""Heat that evaporates water [J/kg]."""


class Stream(NamedTuple):
    """Something that hits a pane. frozen; mass: what arrives [kg/(m² s)]; speed: towards the pane
    [m/s]; slope: of the sizes [1/mm], 0 for one size; scale [mm], power: from x to the diameter of
    a flake; sticky: how well it stays where it is frozen."""

    frozen: bool
    mass: float
    speed: float
    slope: float
    scale: float = 1.0
    power: float = 1.0
    sticky: float = 0.0


class Exposed(NamedTuple):
    """What a pane is exposed to. streams; along (2,): air along it, to the right and down [m/s];
    temperature [K] of the air; exchange: heat that passes [W/(m² K)]; humidity: relative."""

    streams: tuple[Stream, ...]
    along: tuple[float, float]
    temperature: float
    exchange: float
    humidity: float


def exposed(
    air: Atmosphere, T_world_camera: Array, velocity: Array, time: float, pane: Pane, kind: str
) -> Exposed:
    """What the pane of a camera (FLU body, (4, 4)) that moves at a velocity (3,) is exposed to."""
    place = T_world_camera[:3, 3]
    wind = air.wind.velocity(place, time) - velocity
    normal, right, down = pane.axes(T_world_camera[:3, :3])
    speed = float(np.linalg.norm(wind))
    obstacle = OBSTACLE[kind]
    streams = [
        stream
        for _, medium in air.media
        if medium.rate_mm_h > 0.0 and medium.population is not None
        if medium.cold or medium.frozen < 0.5  # hailstones bounce
        for stream in [_falling(medium, air, wind, normal, speed, obstacle)]
    ]
    streams += _floating(air, place, wind, normal, speed, obstacle)
    along = LAYER * float(wind @ right), LAYER * float(wind @ down) + pane.air
    wet = any(s.mass > 0.0 for s in streams)
    near = max(speed, float(np.hypot(*along)))
    return Exposed(
        tuple(s for s in streams if s.mass > 0.0),
        along,
        air.air_temperature,
        5.7 + 3.8 * near,  # McAdams, Heat Transmission, 1954
        HUMID if wet else USUAL,
    )


def caught(stopping: float, speed: float, obstacle: float) -> float:
    """Share of particles that stop by themselves within a time [s] which do not go round an
    obstacle [m] with air of a speed [m/s]."""
    stokes = stopping * speed / obstacle
    return (stokes / (stokes + 0.5)) ** 2


def _towards(
    wind: Array, fall: float, normal: Array, speed: float, obstacle: float
) -> tuple[float, float]:
    """Speed towards a pane of what falls: that which brings it there, and that of its blow."""
    falls = fall * float(normal[2])
    flown = -float(wind @ normal)
    brought = flown * caught(fall / GRAVITY, speed, obstacle) + falls
    return max(brought, 0.0), max(flown + falls, 0.0)


def _falling(
    medium: Medium, air: Atmosphere, wind: Array, normal: Array, speed: float, obstacle: float
) -> Stream:
    """Rain, drizzle, snow, sleet, by rate and speed of fall."""
    population, frozen = medium.population, medium.frozen > 0.5
    assert population is not None
    fall = population.fall.mean
    water = medium.rate_mm_h / 3.6e6 * 1000.0 / fall
    brought, blow = _towards(wind, fall, normal, speed, obstacle)
    wet = isinstance(medium, Snowfall) and medium.crystal == "wet"
    sticky = stickiness(air.air_temperature, wet) if frozen else 0.0
    return Stream(
        frozen, water * brought, blow, population.slope, population.scale, population.power, sticky
    )


def _floating(
    air: Atmosphere, place: Array, wind: Array, normal: Array, speed: float, obstacle: float
) -> list[Stream]:
    """Blowing snow, and the spray of others."""
    found = []
    blowing = air.medium("blowing_snow")
    if isinstance(blowing, BlowingSnow):
        share = float(blowing.share(place, air.level, air.time, air.wind))
        brought, blow = _towards(wind, 0.3, normal, speed, obstacle)
        water = blowing.concentration * 1e-3 * share
        dry = stickiness(min(air.air_temperature, ZERO - 8.0), False)
        found.append(Stream(True, water * brought, blow, 0.0, 0.5, 1.0, dry))
    density = float(extinction_at(air.plumes, place)) if air.plumes else 0.0
    if density > 0.0:
        brought, blow = _towards(wind, 0.7, normal, speed, obstacle)
        water = density * 1000.0 * DROPLET / 3.0
        found.append(Stream(False, water * brought, blow, 0.0))
    return found


def saturated(temperature: float) -> float:
    """Water vapour in saturated air [kg/m³] (Magnus' formula, WMO-No. 8)."""
    t = temperature - ZERO
    pressure = 611.2 * np.exp(17.62 * t / (243.12 + t))
    return float(pressure / (461.5 * temperature))


def drying(around: Exposed, heat: float) -> float:
    """Water that evaporates from a wet pane which is given heat [W/m²] [m/s]: by the difference of
    vapour (Lewis' relation), and no more than the heat suffices for."""
    warm = around.temperature + heat / around.exchange
    carried = around.exchange / (1.2 * 1005.0)
    cold = saturated(around.temperature)
    by_air = carried * cold * (1.0 - around.humidity)
    by_heat = carried * (saturated(warm) - cold)
    return (by_air + min(by_heat, heat / VAPORISED)) / 1000.0


def melting(around: Exposed, heat: float, latent: float) -> float:
    """Snow that melts on a pane which is given heat [W/m²] [kg/(m² s)]."""
    given = heat + around.exchange * (around.temperature - ZERO)
    return max(given, 0.0) / latent
