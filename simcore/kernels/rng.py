"""Counter-based random words inside kernels: a number depends on its key and place alone.

PCG3D (Jarzynski and Olano, "Hash functions for GPU rendering", JCGT 9(3), 2020) gives three words
per call; its statistics at this use were measured (bits, moments, lags, chi-square).
"""

from __future__ import annotations

import numpy as np

from ..kernel import device

A = np.uint32(1664525)
C = np.uint32(1013904223)


@device(inline=True)
def pcg3d(x, y, z):
    """Three uint32 words for three uint32 counters."""
    x = np.uint32(np.uint32(x) * A + C)
    y = np.uint32(np.uint32(y) * A + C)
    z = np.uint32(np.uint32(z) * A + C)
    x = np.uint32(x + y * z)
    y = np.uint32(y + z * x)
    z = np.uint32(z + x * y)
    x = np.uint32(x ^ (x >> np.uint32(16)))
    y = np.uint32(y ^ (y >> np.uint32(16)))
    z = np.uint32(z ^ (z >> np.uint32(16)))
    x = np.uint32(x + y * z)
    y = np.uint32(y + z * x)
    z = np.uint32(z + x * y)
    return x, y, z


@device(narrow=True, inline=True)
def unit(word):
    """A float32 in [0, 1) from the upper 24 bits of a word."""
    return np.float32(np.int32(np.uint32(word) >> np.uint32(8))) * 5.9604645e-08


@device(narrow=True, inline=True)
def unit_open(word):
    """A float32 in (0, 1], for logarithms."""
    return (np.float32(np.int32(np.uint32(word) >> np.uint32(8))) + 1.0) * 5.9604645e-08
