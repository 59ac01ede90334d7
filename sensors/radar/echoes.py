"""How strong things of each class echo at 77 GHz: one table, with the source of each value.

``echoes.csv``: ``kind`` box (a vehicle: centres at its corners, wheels and sides), parts (people,
animals, cycles: a centre in each part), point, or surface; ``decibel`` the median radar cross
section [dBsm] over all aspects, of surfaces γ [dB], the cross section by the area that a beam
meets; ``spread`` of the centres of vehicles (standard deviation) [dB]: theirs is log-normal, that
of people comes from the sum of their parts; ``mirror`` what a smooth side reflects [dB].
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.classes import class_id
from .equation import decibel


class Echo(NamedTuple):
    """A row of the table; area: median [m²], of surfaces γ; spread [dB]; mirror: power that its
    sides reflect, of 1."""

    kind: str
    area: float
    spread: float
    mirror: float


@cache
def echoes() -> dict[int, Echo]:
    """The rows by class id; what has none does not echo."""
    text = files(__package__).joinpath("echoes.csv").read_text(encoding="utf-8")
    return {
        class_id(row["class"]): Echo(
            row["kind"],
            decibel(float(row["decibel"])),
            float(row["spread"]),
            decibel(float(row["mirror"])) if row["mirror"] else 0.0,
        )
        for row in csv.DictReader(text.splitlines())
    }


@cache
def mirrors() -> NDArray[np.float64]:
    """(256,) what the sides of each class reflect, of 1."""
    return _column("mirror")


@cache
def gammas() -> NDArray[np.float64]:
    """(256,) γ of surfaces by class, 0 for what is none; the ground is left to ``clutter``."""
    found = np.zeros(256)
    for number, echo in echoes().items():
        if echo.kind == "surface" and number not in GROUND:
            found[number] = echo.area
    return found


@cache
def _column(name: str) -> NDArray[np.float64]:
    found = np.zeros(256)
    for number, echo in echoes().items():
        found[number] = getattr(echo, name)
    return found


GROUND = frozenset(
    class_id(name) for name in ("road", "lane_marking", "sidewalk", "parking", "terrain")
)
"""Classes that lie: what they send back is even over a cell, as ``clutter`` has it."""
