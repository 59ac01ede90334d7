"""What lies on a surface: the values of the channel ``cover``.

How much tyres grip on each stands in ``physics/driving/tyres/grip.csv``.
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


@cache
def covers() -> tuple[Cover, ...]:
    """All covers; a cover's id is its place."""
    with files(__package__).joinpath("covers.csv").open(encoding="utf-8") as file:
        return tuple(Cover(int(row["id"]), row["name"]) for row in csv.DictReader(file))


@cache
def cover_id(name: str) -> int:
    """The id of the cover called ``name``; ``KeyError`` when there is none."""
    for cover in covers():
        if cover.name == name:
            return cover.id
    raise KeyError(f"no cover is called '{name}'")


@cache
def friction() -> NDArray[np.float32]:
    """(12,) peak friction of an all-season tyre by cover id."""
    from .physics.driving.tyres.grip import PEAK, TYRES, table

    found = table()[TYRES.index("all_season"), :, PEAK].astype(np.float32)
    found.flags.writeable = False
    return found
