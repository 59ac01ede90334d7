"""What a black body radiates between 8 and 14 µm, and how warm one is that radiates so much.

The integral of Planck's law up to a wavelength is a series in exp(-n c2 / λT) (Chang and Rhee,
Int. Commun. Heat Mass Transfer 11, 451, 1984), of which a dozen terms are exact to the last bit
below 1000 K.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..kernel import device
from ..kernels.memory import take

Array = NDArray[np.float64]

BAND = (8e-6, 14e-6)
"""What uncooled cameras see through the window of the air [m]."""

PLANCK, LIGHT_SPEED, BOLTZMANN = 6.62607015e-34, 299792458.0, 1.380649e-23
STEFAN = 5.670374419e-8
"""Of Stefan and Boltzmann [W/(m² K⁴)]."""

COLDEST, WARMEST, PER_KELVIN = 120.0, 620.0, 4
"""Of the table for kernels [K], and its entries per kelvin."""

_TERMS = np.arange(1, 16)[:, None]
_LOW, _PER, _LAST = np.float32(COLDEST), np.float32(PER_KELVIN), np.float32(
    (WARMEST - COLDEST) * PER_KELVIN - 1
)  # fmt: skip


def radiance(temperature: ArrayLike) -> Array:
    """(…,) radiance [W/(m² sr)] of black bodies [K] in the band."""
    warm = np.asarray(temperature, np.float64)
    scale = 2.0 * BOLTZMANN**4 / (PLANCK**3 * LIGHT_SPEED**2) * warm**4
    low, high = (_share(PLANCK * LIGHT_SPEED / (BOLTZMANN * end * warm)) for end in BAND)
    return scale * (high - low)


def _share(x: Array) -> Array:
    """The series at x = c2 / λT."""
    n = _TERMS.reshape(-1, *(1,) * x.ndim)
    return (np.exp(-n * x) * (x**3 / n + 3 * x**2 / n**2 + 6 * x / n**3 + 6.0 / n**4)).sum(0)


def slope(temperature: ArrayLike) -> Array:
    """(…,) how the radiance grows with the temperature [W/(m² sr K)]."""
    warm = np.asarray(temperature, np.float64)
    return (radiance(warm + 0.01) - radiance(warm - 0.01)) / 0.02


@cache
def table() -> NDArray[np.float32]:
    """Radiance from COLDEST on, PER_KELVIN values per kelvin, for ``black`` in kernels."""
    entries = int((WARMEST - COLDEST) * PER_KELVIN) + 1
    found = radiance(COLDEST + np.arange(entries) / PER_KELVIN).astype(np.float32)
    found.flags.writeable = False
    return found


@cache
def _inverse() -> tuple[Array, Array]:
    warm = np.linspace(60.0, 900.0, 33601)
    return radiance(warm), warm


def temperature(light: ArrayLike) -> Array:
    """(…,) of the black bodies [K] that radiate so [W/(m² sr)], at least 60 K: the apparent
    temperature of anything else."""
    known, warm = _inverse()
    return np.interp(np.asarray(light, np.float64), known, warm)


@device(narrow=True, inline=True)
def black(planck, warm):
    """Radiance [W/(m² sr)] of a black body [K] from ``table``."""
    x = min(max((warm - _LOW) * _PER, 0.0), _LAST)
    k = np.int32(x)
    low = take(planck, np.uint64(k))
    return low + (take(planck, np.uint64(k + np.int32(1))) - low) * (x - np.float32(k))
