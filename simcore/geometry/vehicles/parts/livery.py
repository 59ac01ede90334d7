"""What marks emergency vehicles: chequers, bands and a star of six bars, on the left side.

Slots of colour: ``livery_00``, ``livery_01`` of the upper row of chequers, ``livery_10`` and
``livery_11`` of the lower one, ``band``, ``star``.
"""

from __future__ import annotations

import numpy as np

from ...builder import MeshBuilder
from .cabin import Cabin
from .details import panel, patch
from .lower import LowerBody
from .sheet import region

CELL, ROW = 0.27, 0.12
"""Length and height of a chequer [m]."""
FILM = "sign_face"
LIFT = 0.001
"""How far film stands out from paint: less than door gaps do [m]."""


def add_chequers(builder: MeshBuilder, body: LowerBody, x: float, z: float, count: int) -> None:
    """Two rows of so many chequers, backwards from x and downwards from z [m]."""
    for row in range(2):
        top = z - row * ROW
        for k in range(count):
            start, end = (body.along_side(x - CELL * n) for n in (k, k + 1))
            field = region([(start, top - ROW), (end, top - ROW)], [(start, top), (end, top)])
            colour = f"livery_{row}{(k + row) % 2}"
            patch(builder, body.by_z, field.windows(), FILM, lift=LIFT, colour=colour)


def add_band(
    builder: MeshBuilder, body: LowerBody, x: tuple[float, float], z: tuple[float, float]
) -> None:
    """A band along the side from x to x, between two heights [m]."""
    start, end = (body.along_side(place) for place in x)
    field = region([(start, z[0]), (end, z[0])], [(start, z[1]), (end, z[1])])
    panel(builder, body.by_z, field, FILM, lift=LIFT, colour="band")


def add_tail_band(builder: MeshBuilder, body: LowerBody, t: tuple[float, float]) -> None:
    """A band across the tail between two shares of its height."""
    start, end = body.end - 0.62, body.end
    field = region([(start, t[0]), (end, t[0])], [(start, t[1]), (end, t[1])])
    panel(builder, body.by_t, field, FILM, lift=LIFT, colour="band")


def add_star(builder: MeshBuilder, cab: Cabin, x: float, level: float) -> None:
    """A star of three bars of .42 by .12 m, 60° apart, on the side of the cabin at x and a share
    of its height."""
    side = cab.side
    foot, top = side.at(-x, 0.0)[0], side.at(-x, 0.9)[0]
    rise = float(np.linalg.norm(top - foot)) / 0.9
    for angle in np.radians([30.0, 90.0, 150.0]):
        c, s = np.cos(angle), np.sin(angle)
        bar = np.array([(-0.21, -0.06), (0.21, -0.06), (0.21, 0.06), (-0.21, 0.06)])
        turned = bar @ [[c, s], [-s, c]]
        window = [(u - x, level + v / rise) for u, v in turned.tolist()]
        patch(builder, side, [window], FILM, lift=LIFT, colour="star")
