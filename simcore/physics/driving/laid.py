"""The surfaces of all environments as arrays for the driving kernels.

``felt_at`` reads one surface's tables; here those of E surfaces lie in slots, and ``laid`` gives a
kernel those of one of them back. An environment without a surface has no charts: there its actors
keep the friction that their state names.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...kernel import device
from ...kernels.ground import Base
from ...surface import Surface
from .slots import Slots

LAID = "f4[:,:], i8[:,:,:], f4[:], i4[:], i4[:], i4[:], u1[:], u2[:], f4[:], f4[:]"
"""The types of ``Surfaces.arrays`` in a kernel's signature."""

_KINDS = ("f4", "i4", "i4", "i4", "u1", "u2", "f4", "f4")


class Surfaces:
    """Tables of the surfaces of E environments: ``base`` (E, 14), the fields of ``Base``, then
    start, first_row, rows, tile_of, cells, stamps, profile and patches as in ``surface.Tables``."""

    def __init__(self, count: int):
        self._base = np.zeros((count, 14), np.float32)
        self._slots = [Slots(count, np.zeros(0, kind)) for kind in _KINDS]
        self._bounds = np.zeros((count, len(_KINDS), 2), np.int64)

    def lay(self, e: int, surface: Surface | None) -> None:
        """What lies on the ground of an environment from now on; None for no charts."""
        if surface is None:
            self._base[e] = 0.0
            tables = [slot.array[:0] for slot in self._slots]
        else:
            self._base[e] = surface.tables.base
            tables = [np.asarray(rows) for rows in surface.tables[1:]]
        for k, (slot, rows) in enumerate(zip(self._slots, tables, strict=True)):
            slot.put(e, rows)
            self._bounds[:, k] = slot.bounds

    @property
    def arrays(self) -> tuple[NDArray[Any], ...]:
        """What kernels take, of the types ``LAID``."""
        return self._base, self._bounds, *(slot.array for slot in self._slots)


@device
def laid(e, base, bounds, start, first_row, rows, tile_of, cells, stamps, profile, patches):
    """The tables of environment e, as ``felt_at`` takes them; the others: ``Surfaces.arrays``."""
    b, at = base[e], bounds[e]
    return (
        Base(
            *(b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11]),
            *(np.uint8(b[12]), b[13]),
        ),
        start[at[0, 0] : at[0, 1]],
        first_row[at[1, 0] : at[1, 1]],
        rows[at[2, 0] : at[2, 1]],
        tile_of[at[3, 0] : at[3, 1]],
        cells[at[4, 0] : at[4, 1]],
        stamps[at[5, 0] : at[5, 1]],
        profile[at[6, 0] : at[6, 1]],
        patches[at[7, 0] : at[7, 1]],
    )
