"""Texture coordinates and normals at any samples, which need not be points of a picture."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from .shading import layout as at
from .shading.layout import LANES, ROWS

F4 = NDArray[np.float32]
I4 = NDArray[np.int32]


class Drawn(Protocol):
    """What has been set up for rasterising, ``Still`` or ``Swept``."""

    def surface(self, blocks: int, number: I4, place: F4, data: F4) -> None:
        """Fill the rows U, V and NX, NY, NZ of blocks of points."""


def at_samples(drawn: Drawn, record: I4, u: F4, v: F4, inverse: F4) -> tuple[F4, F4]:
    """Texture coordinates (2, N) [m] and unit normals (3, N) in camera axes at N samples.

    record (N,): numbers of what is seen, -1 for nothing; u, v (N,): places on the image [px];
    inverse (N,): 1/z there [1/m]. 0 where there is nothing.
    """
    samples = len(record)
    blocks = -(-samples // LANES)
    number = np.full((2, blocks * LANES), -1, np.int32)
    place = np.zeros((4, blocks * LANES), np.float32)
    number[0, :samples] = record
    for row, values in enumerate((u, v, inverse)):
        place[row, :samples] = values
    data = np.empty(blocks * LANES * ROWS, np.float32)
    drawn.surface(blocks, number, place, data)
    rows = data.reshape(blocks, ROWS, LANES)
    found = np.stack([rows[:, int(k) // LANES].reshape(-1)[:samples] for k in _FOUND])
    found[:, record < 0] = 0.0
    return found[:2], found[2:]


_FOUND = (at.U, at.V, at.NX, at.NY, at.NZ)
