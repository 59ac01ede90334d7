"""What lies on a surface: the values of the channel ``cover``, and how much a tyre grips on each.

``covers.csv``: ``friction`` is the peak friction coefficient of an all-season tyre, straight
braking (the physics book's matrix of surface by tyre).
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Cover(NamedTuple):
    """One row of ``covers.csv``."""

    id: int
    name: str
    friction: float


@cache
def covers() -> tuple[Cover, ...]:
    """All covers; a cover's id is its place."""
    with files(__package__).joinpath("covers.csv").open(encoding="utf-8") as file:
        rows = [
            Cover(int(row["id"]), row["name"], float(row["friction"]))
            for row in csv.DictReader(file)
        ]
    return tuple(rows)


@cache
def cover_id(name: str) -> int:
    """The id of the cover called ``name``; ``KeyError`` when there is none."""
    for cover in covers():
        if cover.name == name:
            return cover.id
    raise KeyError(f"no cover is called '{name}'")


@cache
def friction() -> NDArray[np.float32]:
    """(12,) friction coefficient by cover id."""
    table = np.array([cover.friction for cover in covers()], np.float32)
    table.flags.writeable = False
    return table
