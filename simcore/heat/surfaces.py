"""How materials radiate, take in sunlight and pass heat on: one row of ``surfaces.csv`` for each.

``emissivity`` from 8 to 14 µm at normal incidence; ``absorbs``: of the sunlight that the material
does not throw back visibly, what it takes in; ``exchange``: convection, as a multiple of a flat
surface's (leaves and wires shed heat faster); ``conducts`` [W/(m² K)]: to what is ``inside``.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..materials import materials
from .engines import ALIVE, DRIVEN

INSIDES = ("nothing", "ground", "house", "cabin", "lamp", "skin", "core")
"""What may be behind a surface: the air, the ground, heated rooms, a car that is heated while it is
driven, a lamp that is on, the skin under clothes, a warm body."""

ROOM, LAMP, SKIN, CORE = 293.15, 333.15, 306.65, 310.15
"""[K] Heated rooms and cars; the inside of lamps; skin (ISO 7730: 33 to 34 °C) and blood."""

CLO = 0.155
"""One clo of insulation [m² K/W] (ISO 9920)."""

COLUMNS = 6
"""Of the table for kernels: emissivity, absorbs, exchange, conducts, inside [K], and 1 for what is
only so while a lamp is on, ``engines.DRIVEN`` and ``ALIVE`` for what is so of such things alone,
else 0."""


class Warmth(NamedTuple):
    """One row of ``surfaces.csv``."""

    emissivity: float
    absorbs: float
    exchange: float
    conducts: float
    inside: str


@cache
def surfaces() -> dict[str, Warmth]:
    """The rows by the material's name. Raises ``ValueError`` for an inside that is not known."""
    found = {}
    with files(__package__).joinpath("surfaces.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["inside"] not in INSIDES:
                raise ValueError(f"surfaces.csv: {row['material']}: unknown '{row['inside']}'")
            e, a, x, c = (float(row[name]) for name in Warmth._fields[:4])
            found[row["material"]] = Warmth(e, a, x, c, row["inside"])
    return found


def clothing(air: float) -> float:
    """What people wear [clo] in air of a temperature [K] (Havenith et al., Int. J. Biometeorol. 56,
    461, 2012: the clothes of UTCI), between -25 and 35 °C."""
    t = min(max(air - 273.15, -25.0), 35.0)
    return 1.372 - 0.01866 * t - 0.0004849 * t**2 - 0.000009333 * t**3


def properties(air: float, ground: float) -> NDArray[np.float32]:
    """(M, COLUMNS) of all materials, by their ids, in air [K] on a ground [K]."""
    inside = {
        "nothing": air, "ground": ground, "house": ROOM, "cabin": ROOM, "lamp": LAMP,
        "skin": SKIN, "core": CORE,
    }  # fmt: skip
    worn = 1.0 / (CLO * clothing(air))
    rows = []
    for material in materials():
        known = surfaces()[material.name]
        conducts = known.conducts * (worn if known.inside == "skin" else 1.0)
        only = {"lamp": 1.0, "cabin": DRIVEN, "skin": ALIVE, "core": ALIVE}.get(known.inside, 0.0)
        within = inside[known.inside]
        rows.append((*known[:3], conducts, within, only))
    return np.array(rows, np.float32)
