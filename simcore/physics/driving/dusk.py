"""Lamps that switch by themselves, by the light and by how far one sees.

UN R48 6.2.7 and its annex on automatic switching: below 1000 lx dipped beams come on within 2 s;
above 7000 lx they go out after more than 5 and at most 300 s; what they do in between is the
maker's choice: here they stay as they are, so that nothing flickers. Other conditions, as fog and
rain, may switch them on as well.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

DARK, BRIGHT = 1000.0, 7000.0
"""Below this light [lx] lamps come on, above that they go out."""
POOR_SIGHT, GOOD_SIGHT = 500.0, 1000.0
"""Within this sight [m] they come on as well, and stay on up to that: what hides less is no fog
(WMO: below 1 km)."""
STAY = 10.0
"""How long they stay on after it has become bright [s]."""


def lamps_later(
    left: NDArray[np.float64], sight: ArrayLike, light: ArrayLike, seconds: float
) -> NDArray[np.float64]:
    """(N,) for how long lamps stay on if it is bright from now on [s], 0 for those that are off.

    left (N,): the same so many ``seconds`` ago; sight [m], light [lx]: now, (N,) or one for all.
    """
    needed = (np.asarray(light) < DARK) | (np.asarray(sight) < POOR_SIGHT)
    bright = (np.asarray(light) > BRIGHT) & (np.asarray(sight) > GOOD_SIGHT)
    as_before = np.where(left > 0.0, STAY, 0.0)
    fading = np.maximum(left - seconds, 0.0)
    return np.where(needed, STAY, np.where(bright, fading, as_before))
