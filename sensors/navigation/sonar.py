"""Ultrasound that comes back: the beam, how loud echoes are, and what muffles them.

Levels are in decibels against the echo of a plate that faces the sensor a metre away. Sound spreads
there and back (-40 dB per decade of range) and is absorbed by the air (ISO 9613-1); what falls
takes at most what stands in the way, twice (extinction at its geometric limit, as light has it).
Surfaces that are smooth against the wave of 7 mm send it away where they do not face the sensor.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.rays.world import Hits
from ...simcore.render.stage import Geometry, Posed, Stage

Array = NDArray[np.float64]

LOBE = 20.0
"""Power of the cosine of the angle to the normal with which an echo fades: 6 dB at 15 degrees, a
generic value between smooth walls and clothing."""
ROUGH = 0.02
"""What rough surfaces and edges give back from any side, as a share: a generic value."""
ACROSS, UPRIGHT = 15, 9
"""Rays of the beam."""
WIDEST = 1.5
"""How far rays go beyond the angles at which the beam is 6 dB weaker."""
RAIN = 5.0
"""Rain [mm/h] whose drops on the membrane double the noise: a generic value."""


class Beam(NamedTuple):
    """directions (R, 3): unit vectors in the sensor's axes; loss (R,): there and back [dB]."""

    directions: Array
    loss: Array


def beam(across: float, upright: float) -> Beam:
    """Of full angles [rad] at whose edges it is 6 dB weaker, each way."""
    a = np.linspace(-1.0, 1.0, ACROSS) * min(0.5 * WIDEST * across, 1.5)
    u = np.linspace(-1.0, 1.0, UPRIGHT) * min(0.5 * WIDEST * upright, 1.5)
    yaw, pitch = (part.reshape(-1) for part in np.meshgrid(a, u))
    toward = np.stack([np.cos(yaw) * np.cos(pitch), np.sin(yaw) * np.cos(pitch), np.sin(pitch)], -1)
    off = (yaw / (0.5 * across)) ** 2 + (pitch / (0.5 * upright)) ** 2
    return Beam(toward, 12.0 * off)


def facing(stage: Stage, posed: Posed, hits: Hits, directions: Array) -> Array:
    """(R,) cosine of the angle between rays (R, 3) in the world and the normals of what they hit,
    0 where they hit nothing."""
    found = np.zeros(len(directions))
    rows = np.flatnonzero(hits.item >= 0)
    g: Geometry = stage.geometry
    for n in rows:
        item = hits.item[n]
        mesh = stage.mesh[item]
        corner = g.triangles[hits.triangle[n]] + g.first_vertex[mesh]
        p = posed.start[item][:3, :3] @ g.vertices[:, corner].astype(np.float64)
        normal = np.cross(p[:, 1] - p[:, 0], p[:, 2] - p[:, 0])
        size = np.linalg.norm(normal)
        found[n] = abs(normal @ directions[n]) / size if size > 0.0 else 0.0
    return found


def level(distance: Array, cosine: Array, loss: Array, absorbed: float) -> Array:
    """(R,) of echoes [dB]. absorbed [dB/m]: on the way, each way."""
    reflected = np.maximum(cosine**LOBE, ROUGH)
    away = np.maximum(distance, 1e-3)
    with np.errstate(divide="ignore", invalid="ignore"):
        told = 20.0 * np.log10(reflected) - 40.0 * np.log10(away) - loss - 2.0 * absorbed * away
    return np.where(np.isfinite(distance), told, -np.inf)


def louder(rain: float) -> float:
    """How much more noise there is in rain [mm/h], in decibels."""
    return float(10.0 * np.log10(1.0 + rain / RAIN))
