"""Exposure: how a picture is made bright enough, from the light there is and nothing else.

The exposure follows the light at the camera, but not all the way: what is lit by 10 lx shall look
darker than what is lit by 10 000, as it does to the eye. White balance likewise goes some of the
way from the colour of the light to neutral. It depends on the state alone, so that the same state
gives the same picture; a camera with a lag of its own computes its own gains.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..atmosphere import Atmosphere
from ..lamps import Packed, illuminance
from .colour import LUMINANCE, luminance

Array = NDArray[np.float64]

KEY = 1.4
"""Display luminance by day of a white surface that faces all the light, before the curve."""

SCOTOPIC = 0.28
"""Share of a stop by which a picture gets darker with every stop of light lost below 1000 lx."""

BALANCE = 0.55
"""How far the white balance goes from daylight towards the light there is."""


def exposure(natural: Array, artificial: Array, albedo: float = 0.13) -> NDArray[np.float32]:
    """(3,) factors from luminance RGB [cd/m²] to the scaled light that ``tone.develop`` takes.

    natural, artificial (3,): ``daylight`` and ``lamplight``; albedo: of the ground, by and large;
    snow asks for less exposure.
    """
    light = natural + artificial
    lux = max(float(luminance(light)), 1e-4)
    stops_lost = max(np.log2(1000.0 / lux), 0.0)
    # Lamps are there to be seen by: what they light loses half as much, but its pools are brighter
    # than the mean, and snow in them must not burn out.
    share = float(luminance(artificial)) / lux
    loss = SCOTOPIC * (1.0 - 0.5 * share)
    gain = KEY * np.pi / lux * 2.0 ** (-loss * stops_lost)
    gain /= 1.0 + (0.6 + 0.4 * share) * max(albedo - 0.13, 0.0)
    white = (light / lux) ** BALANCE
    white /= white @ LUMINANCE
    return (gain / np.maximum(white, 0.2)).astype(np.float32)


def daylight(atmosphere: Atmosphere) -> Array:
    """(3,) RGB light [lx] to expose for: on what faces a low sun half-way, and some of the glow
    that a low sun leaves along the horizon."""
    level = max(float(np.sin(atmosphere.luminary.elevation)), 0.45)
    sky = atmosphere.sky
    around = np.radians(np.arange(0, 360, 30))
    ring = sky.luminance(np.stack([np.cos(around), np.sin(around), 0.05 + 0 * around], 1))
    horizon = 0.15 * np.pi * ring.astype(np.float64).mean(0)
    return sky.irradiance([0.0, 0.0, 1.0]) + level * atmosphere.sunlight + horizon


def lamplight(lamps: Packed, T_world_camera: Array) -> Array:
    """(3,) RGB light [lx] of lamps on the ground before the camera that a third of it exceeds."""
    if not len(lamps.rows):
        return np.zeros(3)
    forward, right = T_world_camera[:2, 2], T_world_camera[:2, 0]
    points = np.empty((len(_AHEAD), 3))
    points[:, :2] = T_world_camera[:2, 3] + _AHEAD[:, :1] * forward + _AHEAD[:, 1:] * right
    points[:, 2] = T_world_camera[2, 3] - _EYE
    found = illuminance(lamps, points, [0.0, 0.0, 1.0])
    order = np.argsort(luminance(found), kind="stable")
    return found[order[-len(order) // 3]]


_AHEAD = np.array(
    [(x, x * y) for y in np.linspace(-0.35, 0.35, 5) for x in (3, 5, 8, 12, 17, 23, 30, 40)]
)
"""(40, 2) places on the ground, ahead and to the right of the camera [m]."""
_EYE = 1.4
"""Height [m] at which cameras are taken to be."""
