"""Arrays that are used again frame after frame: fresh memory costs more than what it holds."""

from __future__ import annotations

from math import prod

import numpy as np
from numpy.typing import NDArray


class Workspace:
    """Named arrays that grow and never shrink; what they hold is left over from the last use."""

    def __init__(self) -> None:
        self._kept: dict[str, NDArray] = {}

    def array(self, name: str, shape: int | tuple[int, ...], dtype: type | str) -> NDArray:
        """The array ``name``, C-contiguous, of this shape; only one view of it may be in use."""
        size = shape if isinstance(shape, int) else prod(shape)
        kept = self._kept.get(name)
        if kept is None or kept.size < size:
            kept = self._kept[name] = np.empty(size, dtype)
        return kept[:size].reshape(shape)
