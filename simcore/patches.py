"""Patches of ice, water, snow, oil, gravel and leaves by name, for ``kernels.patch``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .kernels.patch import PATCH

F4 = NDArray[np.float32]


class Patch(NamedTuple):
    """A patch on a chart. s, t: its middle, length, width: its extent along and across [m]; cover:
    what lies there, by ``covers.csv``; depth: of the water or the snow [m], unless given that of
    ``LIES``; softness: width of its ragged edge [m]."""

    chart: int
    s: float
    t: float
    length: float
    width: float
    cover: str
    depth: float | None = None
    softness: float = 0.3


class Lies(NamedTuple):
    """What makes a cover. snow, film: depths [m]; packed, ice: shares; strewn: kind of what lies
    loose; deep: which of the depths authors give, "snow", "film" or ""."""

    snow: float = 0.0
    packed: float = 0.0
    ice: float = 0.0
    film: float = 0.0
    strewn: int = 0
    deep: str = ""


LIES = {
    "dry": Lies(),
    "damp": Lies(film=0.1e-3, deep="film"),
    "wet": Lies(film=0.6e-3, deep="film"),
    "puddle": Lies(film=6e-3, deep="film"),
    "slush": Lies(snow=20e-3, packed=0.3, film=7e-3, deep="snow"),
    "loose_snow": Lies(snow=30e-3, deep="snow"),
    "packed_snow": Lies(snow=30e-3, packed=1.0, deep="snow"),
    "ice": Lies(snow=6e-3, packed=1.0, ice=1.0),  # white ice: snow, packed and polished
    "black_ice": Lies(ice=1.0),
    "oil": Lies(strewn=1),
    "gravel": Lies(strewn=2),
    "leaves": Lies(strewn=3),
}
"""What lies in a patch of each cover. The covers' own thresholds (``cover_of``) give the name back;
a depth that an author gives may change it: water of 1 mm is no puddle."""


def lies(patch: Patch) -> Lies:
    """What lies in a patch. Raises ``ValueError`` for an unknown cover or a depth that nothing has.

    Slush of another depth is as wet as that of ``LIES``.
    """
    if patch.cover not in LIES:
        raise ValueError(f"no cover is called '{patch.cover}'; there are {', '.join(LIES)}")
    made = LIES[patch.cover]
    if patch.depth is None:
        return made
    if not made.deep:
        deep = ", ".join(name for name, item in LIES.items() if item.deep)
        raise ValueError(f"{patch.cover} has no depth; {deep} have")
    if made.deep == "film":
        return made._replace(film=patch.depth)
    return made._replace(snow=patch.depth, film=made.film * patch.depth / made.snow)


def rows_of(patches: Sequence[Patch]) -> F4:
    """(P * PATCH,) the patches as kernels read them."""
    rows = np.zeros((len(patches), PATCH), np.float32)
    for row, patch in zip(rows, patches, strict=True):
        made = lies(patch)
        row[:] = [
            *(patch.chart, patch.s, patch.t, patch.length / 2, patch.width / 2, patch.softness),
            *(made.snow, float(made.snow > 0), made.packed, made.ice, made.film, made.strewn),
            0.9 * patch.softness + 0.1,  # how far its edge may reach out, with a footprint of 0.3 m
        ]
    return rows.reshape(-1)
