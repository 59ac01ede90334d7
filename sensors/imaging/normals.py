"""Normal numbers for the pixels of a sensor, each by its place and a key."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...simcore.kernel import kernel
from ...simcore.kernels.approx import log, sin_turns
from ...simcore.kernels.rng import pcg3d, unit, unit_open

_MASK = 0xFFFFFFFF


def normals(count: int, key: int) -> NDArray[np.float64]:
    """(N,) numbers of mean 0 and variance 1. key: 64 bits."""
    out = np.empty(count, np.float32)
    normal(np.uint32(key & _MASK), np.uint32(key >> 32 & _MASK), out)
    return out.astype(np.float64)


@kernel("u4, u4 -> f4[:]", narrow=True)
def normal(key, stream, normal_out):
    """normal_out (N,), by Box and Muller."""
    for n in range(normal_out.shape[0]):
        a, c, _ = pcg3d(np.uint32(n), key, stream)
        normal_out[n] = np.sqrt(-2.0 * log(unit_open(a))) * sin_turns(unit(c))
