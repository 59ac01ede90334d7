"""Burckhardt's friction of a summer tyre by slip, from which the engine takes the shape of slip.

μ(λ, v) = (c1 (1 - exp(-c2 λ)) - c3 λ) exp(-c4 λ v): M. Burckhardt, *Fahrwerktechnik:
Radschlupf-Regelsysteme*, 1993; Kiencke & Nielsen, *Automotive Control Systems*, 2005.
"""

from __future__ import annotations

import csv
import math
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

SPEED_TERM = 0.03
"""c4 [s/m] (0.02 to 0.04)."""


class Burckhardt(NamedTuple):
    """One ground's coefficients."""

    c1: float
    c2: float
    c3: float

    def friction(self, slip: ArrayLike, speed: float = 0.0) -> NDArray[np.float64]:
        """Friction at slips in [0, 1] and a speed [m/s]."""
        x = np.asarray(slip, np.float64)
        base = self.c1 * (1.0 - np.exp(-self.c2 * x)) - self.c3 * x
        return base * np.exp(-SPEED_TERM * x * speed)

    @property
    def peak_slip(self) -> float:
        """The slip of the greatest friction, at speed 0; 1 where friction rises to the end."""
        if self.c3 == 0.0:
            return 1.0
        return math.log(self.c1 * self.c2 / self.c3) / self.c2

    @property
    def peak(self) -> float:
        """The greatest friction."""
        return float(self.friction(self.peak_slip))

    @property
    def locked(self) -> float:
        """The friction of a locked wheel."""
        return float(self.friction(1.0))

    @property
    def stiffness(self) -> float:
        """How steeply friction rises with slip at first."""
        return self.c1 * self.c2 - self.c3


@cache
def burckhardt(ground: str) -> Burckhardt:
    """The coefficients of a ground of ``burckhardt.csv``; ``KeyError`` when it has none."""
    with files(__package__).joinpath("burckhardt.csv").open(encoding="utf-8") as file:
        rows = {row["ground"]: row for row in csv.DictReader(file)}
    row = rows[ground]
    return Burckhardt(float(row["c1"]), float(row["c2"]), float(row["c3"]))
