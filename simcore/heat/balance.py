"""How warm a surface becomes: what it takes in by radiation is what it gives away.

    absorbed = ε σ T⁴ + h (T - air) + G (T - inside)

Convection h: 5.7 + 3.8 v in a wind v below 5 m/s and by its power 0.78 above (Jürges 1924, as in
McAdams, Heat Transmission, 1954), as the ground's (``weathering``); G: what lies behind the
surface. Steady: what stores heat holds on to the temperature of its inside by its G.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..kernel import device, kernel
from .planck import STEFAN

_STEFAN = np.float32(STEFAN)
STEPS = 5
"""Of Newton's method, from the air's temperature: to 1 mK within 150 K of it."""


def exchange(wind: ArrayLike) -> NDArray[np.float64]:
    """(…,) h [W/(m² K)] in winds [m/s]."""
    speed = np.asarray(wind, np.float64)
    fast = (5.7 + 3.8 * 5.0) * (np.maximum(speed, 5.0) / 5.0) ** 0.78
    return np.where(speed < 5.0, 5.7 + 3.8 * speed, fast)


@device(narrow=True, inline=True)
def balanced(absorbed, emissivity, exchanged, air, conducted, inside):
    """Temperature [K]; the arguments as in ``temperatures``."""
    radiates = emissivity * _STEFAN
    lost = exchanged + conducted
    warm = air
    for _ in range(STEPS):
        cube = warm * warm * warm
        excess = absorbed + exchanged * air + conducted * inside
        excess = excess - lost * warm - radiates * cube * warm
        warm = warm + excess / (lost + 4.0 * radiates * cube)
    return warm


@kernel("f4[:], f4[:], f4[:], f4, f4[:], f4[:] -> f4[:]", narrow=True)
def temperatures(absorbed, emissivity, exchanged, air, conducted, inside, warm_out):
    """Temperatures (N,) [K] of surfaces that absorb so much [W/m²] and pass ``exchanged`` and
    ``conducted`` [W/(m² K)] on to the air and to what is inside [K]."""
    for n in range(absorbed.shape[0]):
        warm_out[n] = balanced(
            absorbed[n], emissivity[n], exchanged[n], air, conducted[n], inside[n]
        )
