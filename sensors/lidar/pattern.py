"""Where a scanner's beams point, and when: a sweep of so many columns of beams.

A spinning scanner turns clockwise, as Velodyne's and Ouster's do, and fires all its beams in every
column; a raster goes over its field of view row by row of columns in the same way, from right to
left and back to where it began. ``beams.csv`` holds the tables of known devices, ``tables.csv``
where they are from.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
F4 = NDArray[np.float32]


class Table(NamedTuple):
    """Of B beams in the order of their rings: elevation and offset in azimuth, to the left (B,)
    [rad]; after (B,): from the beginning of a column until they fire [s]."""

    elevation: Array
    azimuth: Array
    after: Array


@cache
def tables() -> dict[str, Table]:
    """The tables of known devices, by name."""
    text = files(__package__).joinpath("beams.csv").read_text(encoding="utf-8")
    rows: dict[str, list[list[float]]] = {}
    for row in csv.DictReader(text.splitlines()):
        values = [float(row[name]) for name in ("elevation_deg", "azimuth_deg", "after_us")]
        rows.setdefault(row["table"], []).append(values)
    found = {}
    for name, every in rows.items():
        elevation, azimuth, after = np.array(every).T
        found[name] = Table(np.radians(elevation), np.radians(azimuth), after * 1e-6)
    return found


def even(count: int, lowest: float, highest: float) -> Table:
    """So many beams from one elevation to another [rad], which fire at once."""
    nothing = np.zeros(count)
    return Table(np.linspace(lowest, highest, count), nothing, nothing)


@dataclass(frozen=True, eq=False)
class Pattern:
    """A sweep of C columns of B beams, rays being numbered column by column.

    table: of the beams; columns; view: how far it turns [rad], 2π for all around; start: azimuth
    at which it begins, to the left [rad]; seconds: it lasts.
    """

    table: Table
    columns: int
    view: float
    start: float
    seconds: float

    @property
    def beams(self) -> int:
        """How many there are."""
        return len(self.table.elevation)

    @property
    def step(self) -> float:
        """From column to column [rad]."""
        return self.view / self.columns

    @cached_property
    def share(self) -> F4:
        """(C · B,) when each ray is sent, as a share of the sweep, in [0, 1)."""
        column = np.arange(self.columns) / self.columns
        after = self.table.after / self.seconds
        return np.minimum(column[:, None] + after, 1.0 - 1e-7).astype(np.float32).reshape(-1)

    @cached_property
    def azimuth(self) -> Array:
        """(C · B,) where the rays point, to the left of the sensor's x axis [rad]. The scanner
        turns on while the beams of a column fire."""
        turned = self.view * self.share.astype(np.float64).reshape(self.columns, -1)
        return (self.start - turned + self.table.azimuth).reshape(-1)

    @cached_property
    def direction(self) -> F4:
        """(C · B, 3) unit vectors in the sensor's axes."""
        up = np.tile(self.table.elevation, self.columns)
        level = np.cos(up)
        return np.stack(
            [level * np.cos(self.azimuth), level * np.sin(self.azimuth), np.sin(up)], -1
        ).astype(np.float32)

    @cached_property
    def ring(self) -> NDArray[np.uint8]:
        """(C · B,) the beam of each ray."""
        return np.tile(np.arange(self.beams, dtype=np.uint8), self.columns)
