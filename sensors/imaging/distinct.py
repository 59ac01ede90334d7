"""How well the electronics of a camera tell an object from what is around it.

Rose's ratio: the difference of the electrons of all of its pixels from what the same pixels would
hold without it, to the noise of both (Rose, J. Opt. Soc. Am. 38, 196, 1948); noise of a pixel by
EMVA 1288. It is of the noise to be expected, not of the noise that a reading has.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..truth.contrast import Look
from .control import Taken
from .imager import Imager
from .photons import dark_current

Array = NDArray[np.float64]


def distinctness(imager: Imager, taken: Taken, look: Look) -> float:
    """Rose's ratio of a look, in the exposure that shows it best."""
    e = imager.electronics
    weight = imager.response.electrons[imager.colour].mean((0, 1)) * imager.shading[look.middle]
    dark = dark_current(e.dark_current, e.temperature, e.dark_doubling)
    per_electron = imager.counts * taken.gain
    full = min(e.full_well, (imager.most - imager.black) / per_electron)
    own = e.read_noise**2 + e.dsnu**2 + 1.0 / (12.0 * per_electron**2)
    best = 0.0
    for share in imager.shares:
        seconds = taken.seconds * share

        def electrons(light: Array, seconds: float = seconds) -> Array:
            return np.minimum((light @ weight + dark) * seconds, full)

        inside, outside = electrons(look.inside), electrons(look.outside)
        noise = 0.5 * (_uneven(inside, e.prnu) + _uneven(outside, e.prnu)) + own
        squared = look.pixels @ ((inside - outside) ** 2 / noise)
        best = max(best, float(np.sqrt(squared)))
    return best


def _uneven(electrons: Array, prnu: float) -> Array:
    """Variance of electrons: shot noise, and pixels that differ."""
    return electrons + (prnu * electrons) ** 2
