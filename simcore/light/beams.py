"""How lamps spread their light: intensity by direction, relative to the lamp's ``intensity``.

* ``point``: the same to the whole half-space in front.
* ``street``: a road luminaire that hangs level: wide along the road, cut off near the horizon.
* ``low_beam``: UN R112 class B, right-hand traffic, 1 at the point 75R: dark above a line that
  lies 1 % below the horizon on the left and rises by 15° on the right.
* ``high_beam``: UN R112 driving beam, 1 on its axis.
* ``signal``: an indicator or the like, 1 on its axis; nowhere below UN R6's standard distribution.
* ``beacon``: the same all around an upright axis, half of that on the horizon 4° above and below
  it, as UN R65 asks of blue ones.

Tables span the half-space in front of the lamp, over sign·√|p| and sign·√|q|, where (p, q) is the
stereographic projection to the right and upwards: a degree near the axis is four cells.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

BEAMS = ("point", "street", "low_beam", "high_beam", "signal", "beacon")
SIZE = 96
"""Cells along a side of a table."""
STREETS = 1024
"""Entries of the table of street lamps alone."""


@cache
def tables() -> NDArray[np.float32]:
    """(BEAMS, SIZE, SIZE) relative intensity; rows upwards, columns to the right."""
    right, up, ahead = directions()
    h, v = np.degrees(np.arctan2(right, ahead)), np.degrees(np.arcsin(np.clip(up, -1, 1)))
    axis = np.degrees(np.arccos(np.clip(ahead, -1, 1)))
    inside = ahead >= 0
    shapes = [np.ones_like(h), street(axis), low_beam(h, v), high_beam(h, v), signal(h, v)]
    shapes.append(beacon(v))
    table = np.stack([np.where(inside, shape, 0.0) for shape in shapes]).astype(np.float32)
    table.flags.writeable = False
    return table


@cache
def packed() -> NDArray[np.float32]:
    """``tables``, flattened, and behind them what ``street`` is by the cosine of the angle from the
    axis: STREETS values from 0 to 1."""
    cosine = np.linspace(0.0, 1.0, STREETS)
    axial = street(np.degrees(np.arccos(cosine))).astype(np.float32)
    table = np.concatenate([tables().reshape(-1), axial])
    table.flags.writeable = False
    return table


def directions() -> tuple[Array, Array, Array]:
    """Components to the right, upwards and ahead of the tables' cells, (SIZE, SIZE) each."""
    warped = np.linspace(-1, 1, SIZE)
    p, q = np.meshgrid(np.sign(warped) * warped**2, np.sign(warped) * warped**2)
    square = p**2 + q**2
    return 2 * p / (1 + square), 2 * q / (1 + square), (1 - square) / (1 + square)


def street(axis: Array) -> Array:
    """A luminaire by the angle from its axis [degrees]: brightest at 60°, dark above 80°."""
    wide = 1.0 + 1.1 * np.exp(-(((axis - 58.0) / 16.0) ** 2))
    return wide * np.clip((86.0 - axis) / 16.0, 0.0, 1.0) ** 1.5


def low_beam(h: Array, v: Array) -> Array:
    """A passing beam by the angles to the right and upwards [degrees]; 1 at 75R."""
    return _low_beam(h, v) / _low_beam(np.array(1.15), np.array(-0.57))


def _low_beam(h: Array, v: Array) -> Array:
    edge = -0.57 + np.tan(np.radians(15.0)) * np.clip(h, 0.0, 9.0)
    below = edge - v
    under = 0.5 + 0.5 * np.tanh((below - 0.16) / 0.15)
    depth = np.maximum(below, 0.0)
    hot = 15500.0 * np.exp(-(((h - 1.6) / 4.6) ** 2)) * np.exp(-depth / 3.2)
    wide = 5200.0 * np.exp(-((np.abs(h) / 21.0) ** 2.4)) * np.exp(-depth / 5.5)
    stray = 170.0 * np.exp(-((h / 30.0) ** 2)) * np.exp(-np.maximum(v, 0.0) / 18.0)
    return (hot + wide) * under + stray


def high_beam(h: Array, v: Array) -> Array:
    """A driving beam by the same angles; 1 on the axis."""
    narrow = 0.80 * np.exp(-((h / 3.2) ** 2) - (v / 1.9) ** 2)
    wide = 0.20 * np.exp(-((np.abs(h) / 15.0) ** 2) - (v / 5.0) ** 2)
    return narrow + wide


def signal(h: Array, v: Array) -> Array:
    """A signalling lamp by the same angles; 1 on the axis."""
    narrow = 0.85 * np.exp(-((h / 14.0) ** 2) - (v / 8.0) ** 2)
    return narrow + 0.15 * np.exp(-((h / 45.0) ** 2) - (v / 20.0) ** 2)


def beacon(v: Array) -> Array:
    """One half of an all-round beacon by the angle upwards [degrees]; 1 on the horizon."""
    return 0.94 * np.exp(-((v / 5.0) ** 2)) + 0.06 * np.exp(-((v / 30.0) ** 2))
