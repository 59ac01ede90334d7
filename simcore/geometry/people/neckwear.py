"""What lies around the neck: collars, hoods let down, scarves. Axes of the chest part."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..builder import MeshBuilder
from ..tubes import ring
from .proportions import Proportions
from .torso import Garment, Surface, neckline

Array = NDArray[np.float64]


def collar(body: Proportions, garment: Garment, detail: int, tall: float) -> MeshBuilder:
    """A standing collar, ``tall`` in shares of stature, seen from outside and inside."""
    builder = MeshBuilder()
    unit = body.stature
    circle = ring((11, 7)[detail])
    front = np.clip(circle[:, 0], 0, 1) ** 2
    girth = 0.7 + 0.3 * body.girth
    rows = ((-0.010, 0.055), (0.5 * tall, 0.047), (tall, 0.046), (0.6 * tall, 0.036))
    rings = []
    for rise, radius in rows:
        points = np.column_stack(
            [circle * radius * unit * girth, np.full(len(circle), rise * unit)]
        )
        points[:, 0] += (0.013 + 0.22 * rise) * unit
        points[:, 2] -= (0.012 * front + 0.008 * circle[:, 0]) * unit
        rings.append(points + neckline(body))
    builder.grid(np.array(rings), garment.material, colour=garment.colour, closed=True)
    return builder


def hood_down(body: Proportions, garment: Garment, detail: int) -> MeshBuilder:
    """A hood lying on the back: a thick roll around the nape that thins out in front."""
    builder = MeshBuilder()
    unit = body.stature
    angle = np.radians((55, 90, 125, 155, 180, 205, 235, 270, 305))
    behind = np.clip(-np.cos(angle), 0, 1)
    path = np.column_stack(
        [
            (0.010 + (0.050 + 0.014 * behind) * np.cos(angle)) * unit,
            0.060 * unit * np.sin(angle),
            (0.004 + 0.006 * behind) * unit + 0 * angle,
        ]
    )
    thick = (0.010 + 0.016 * behind**0.7) * unit
    builder.tube(
        path + neckline(body),
        thick,
        garment.material,
        colour=garment.colour,
        sides=(7, 5, 4)[detail],
        radius_up=1.25 * thick,
    )
    return builder


def scarf(body: Proportions, surface: Surface, detail: int) -> MeshBuilder:
    """A scarf wound around the neck, one end hanging in front on the ``surface`` of the jacket."""
    builder = MeshBuilder()
    unit = body.stature
    circle = ring((11, 7)[detail])
    rows = ((-0.012, 0.048), (0.000, 0.060), (0.018, 0.060), (0.030, 0.052), (0.030, 0.038))
    rings = []
    for rise, radius in rows:
        points = np.column_stack([circle * radius * unit, np.full(len(circle), rise * unit)])
        points[:, 0] += (0.013 + 0.2 * rise) * unit
        points[:, 2] -= 0.012 * unit * circle[:, 0]
        rings.append(points + neckline(body))
    builder.grid(np.array(rings), "cloth", colour="scarf", closed=True)
    if detail == 0:
        heights = np.array([0.275, 0.235, 0.170]) * body.trunk / 0.288
        path = surface(np.column_stack([np.array([0.012, 0.018, 0.022]) * unit, heights]), True)
        builder.tube(
            path + np.array([0.006 * unit, 0, 0]),
            np.array([0.018, 0.022, 0.024]) * unit,
            "cloth",
            colour="scarf",
            sides=6,
            radius_up=0.007 * unit,
            up=(1.0, 0.0, 0.0),
        )
    return builder
