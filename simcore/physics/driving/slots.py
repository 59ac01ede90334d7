"""Tables of different length of many environments in one array, each with room of its own."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


class Slots:
    """Rows of E environments: those of environment e are array[bounds[e, 0] : bounds[e, 1]].

    A single environment's rows are not copied. All have the room of the longest, which grows.
    """

    def __init__(self, count: int, like: NDArray[Any]):
        self.array = np.zeros((0, *like.shape[1:]), like.dtype)
        self.bounds = np.zeros((count, 2), np.int64)

    def put(self, e: int, rows: NDArray[Any]) -> None:
        """Replace the rows of an environment."""
        count, size = len(self.bounds), len(rows)
        if count == 1:
            self.array = np.ascontiguousarray(rows, self.array.dtype)
            self.bounds[0] = 0, size
            return
        if size > len(self.array) // count:
            self._grow(size)
        begin = len(self.array) // count * e
        self.array[begin : begin + size] = rows
        self.bounds[e] = begin, begin + size

    def _grow(self, room: int) -> None:
        count = len(self.bounds)
        grown = np.zeros((count * room, *self.array.shape[1:]), self.array.dtype)
        for e, (begin, end) in enumerate(self.bounds.tolist()):
            grown[e * room : e * room + end - begin] = self.array[begin:end]
            self.bounds[e] = e * room, e * room + end - begin
        self.array = grown
