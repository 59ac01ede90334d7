"""Daylight in a receiver: more noise where sunlit things are bright, and noise alone in the sun.

The threshold follows the noise, so that false alarms stay as rare, and range is lost. The noise of
a photodiode under light grows with the root of the light: √(1 + k E ρ / 100 klx).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...simcore.atmosphere import Atmosphere
from ...simcore.light.colour import luminance
from .met import Met
from .reflecting import Back

F4 = NDArray[np.float32]

FULL = 100e3
"""Light of the sun at its highest [lx], under which data sheets tell the reach."""
DISC = np.radians(1.5)
"""Beams that point so close to the sun hear noise alone."""
DIM = 1000.0
"""A sun that gives less than this [lx] dazzles no more."""


def glare_of(air: Atmosphere, back: Back, met: Met, sunlight: float) -> F4:
    """(R,) noise of each ray by what it looks at, as a multiple of that in the dark."""
    white = np.minimum((back.share - back.retro) / np.maximum(met.cosine, 0.2), 1.0)
    lit = 1.0 + sunlight * (air.illuminance / FULL) * np.maximum(white, 0.0)
    return np.sqrt(lit).astype(np.float32)


def dazzled_by(air: Atmosphere, direction: F4, distance: F4) -> NDArray[np.uint8]:
    """(R,) 1 for rays with directions (R, 3) that look at the sun, past all at distance (R,)."""
    if air.moonlit or float(luminance(air.sunlight)) < DIM:
        return np.zeros(len(direction), np.uint8)
    toward = np.asarray(air.sun.direction, np.float32)
    return ((direction @ toward > np.cos(DISC)) & ~np.isfinite(distance)).astype(np.uint8)
