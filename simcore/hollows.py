"""Where ice begins and how high water stands, so that their means over the ground are as asked for.

Both follow from samples of the noises that ``lying_at`` adds up.
"""

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from .bed import wear_across
from .kernel import kernel
from .kernels.ground import PROFILE, RELIEF
from .kernels.noise import fbm3, noise

Array = NDArray[np.float64]
F4 = NDArray[np.float32]


@kernel("f4[:], f4[:] -> f4[:,:]", narrow=True)
def ground_noise(s, t, out):
    """The noises of ``lying_at`` at places (N,): (0) of icy patches, (1) of unevenness."""
    for n in range(s.shape[0]):
        a, b = s[n], t[n]
        out[0, n] = 0.72 * fbm3(a * 0.21 + 31.7, b * 0.55 - 11.3)
        out[0, n] += 0.28 * noise(a * 1.3, b * 1.9 + 7.7)
        out[1, n] = fbm3(a * 0.34, b * 0.9) - 0.5


@cache
def _noises() -> tuple[F4, F4]:
    """Samples of these noises; the first sorted, so that a share of the ground is a place in it."""
    s, t = np.meshgrid(np.arange(256) * 2.37, np.arange(256) * 1.13)
    out = np.empty((2, s.size), np.float32)
    ground_noise(s.ravel().astype(np.float32), t.ravel().astype(np.float32), out)
    return np.sort(out[0]), out[1]


def ice_above(share: float) -> np.float32:
    """Where the noise of icy patches must lie for a share of the ground."""
    ordered = _noises()[0]
    place = (1.0 - share) * (len(ordered) - 1)
    low = min(int(place), len(ordered) - 2)
    return np.float32(ordered[low] + (ordered[low + 1] - ordered[low]) * (place - low))


def water_level(free: float, rut_depth: float, lanes: tuple[float, ...]) -> np.float32:
    """Level of free water [m] whose mean depth over the lanes is ``free``: it fills what is low,
    ruts first."""
    if free <= 0.0:
        return np.float32(-1.0)
    level, filled = _fills(rut_depth, lanes)
    if free >= filled[-1]:
        return np.float32(level[-1] + free - filled[-1])
    return np.float32(np.interp(free, filled, level))


@lru_cache(maxsize=64)
def _fills(rut_depth: float, lanes: tuple[float, ...]) -> tuple[Array, Array]:
    """Levels of water (256,), ascending, and the mean depth of it in the hollows below each."""
    low = float(RELIEF) * _noises()[1].astype(np.float64)
    if lanes and rut_depth > 0:
        worn = wear_across(lanes)
        half = PROFILE // 2
        first, end = (half + round(20 * (t + side * 1.6)) for t, side in
                      ((min(lanes), -1), (max(lanes), 1)))  # fmt: skip
        across = worn[max(first, 0) : min(end, PROFILE)].astype(np.float64)
        low = low + rut_depth * across[np.arange(len(low)) % len(across)]
    low = np.sort(low)[::-1]
    level = np.linspace(-low[0], -low[-1], 256)
    total = np.concatenate([[0.0], np.cumsum(low)])
    wet = np.searchsorted(-low, level, side="right")
    return level, (total[wet] + level * wet) / len(low)
