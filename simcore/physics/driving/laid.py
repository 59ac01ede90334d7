"""The surfaces of all environments as arrays for the driving kernels.

``felt_at`` reads one surface's tables; here those of E surfaces lie one after another, and ``laid``
gives a kernel those of one of them back. An environment without a surface has no charts: there its
actors keep the friction that their state names.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...kernel import device
from ...kernels.ground import PROFILE, Base
from ...surface import Surface

F4 = NDArray[np.float32]
I4 = NDArray[np.int32]

LAID = "f4[:,:], i8[:,:], f4[:], i4[:], i4[:], i4[:], u1[:], u2[:], f4[:], f4[:]"
"""The types of ``Surfaces`` in a kernel's signature."""


class Surfaces(NamedTuple):
    """Tables of E surfaces, one after another.

    base (E, 14): the fields of ``Base``; bounds (E + 1, 4): where each surface's charts, places of
    tiles, cells and patches begin; the others as in ``surface.Tables``.
    """

    base: F4
    bounds: NDArray[np.int64]
    start: F4
    first_row: I4
    rows: I4
    tile_of: I4
    cells: NDArray[np.uint8]
    stamps: NDArray[np.uint16]
    profile: F4
    patches: F4


def surfaces_of(surfaces: Sequence[Surface | None]) -> Surfaces:
    """Pack the surfaces of E environments; a single one is not copied."""
    tables = [None if item is None else item.tables for item in surfaces]
    base = np.array([(0,) * 14 if t is None else tuple(t.base) for t in tables], np.float32)
    sizes = [
        (0, 0, 0, 0) if t is None else (len(t.start), len(t.tile_of), len(t.cells), len(t.patches))
        for t in tables
    ]
    bounds = np.concatenate([np.zeros((1, 4), np.int64), np.cumsum(sizes, 0, dtype=np.int64)])
    kinds = (np.float32, np.int32, np.int32, np.int32, np.uint8, np.uint16, np.float32, np.float32)
    joined: list[Any] = []
    for column, kind in enumerate(kinds, 1):
        parts = [t[column] for t in tables if t is not None]
        joined.append(parts[0] if len(parts) == 1 else np.concatenate([np.zeros(0, kind), *parts]))
    return Surfaces(base, bounds, *joined)


@device
def laid(e, base, bounds, start, first_row, rows, tile_of, cells, stamps, profile, patches):
    """The tables of environment e, as ``felt_at`` takes them; the others are ``Surfaces``."""
    b = base[e]
    charts, places, tiles, laid_on = bounds[e, 0], bounds[e, 1], bounds[e, 2], bounds[e, 3]
    charts_end, places_end = bounds[e + 1, 0], bounds[e + 1, 1]
    tiles_end, laid_on_end = bounds[e + 1, 2], bounds[e + 1, 3]
    return (
        Base(
            *(b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11]),
            *(np.uint8(b[12]), b[13]),
        ),
        start[charts:charts_end],
        first_row[charts:charts_end],
        rows[charts:charts_end],
        tile_of[places:places_end],
        cells[tiles:tiles_end],
        stamps[tiles:tiles_end],
        profile[charts * PROFILE : charts_end * PROFILE],
        patches[laid_on:laid_on_end],
    )
