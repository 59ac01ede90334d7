"""What dust, smoke and sandstorms have in common."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..atmosphere import CONTRAST, Atmosphere
from ..media.aerosol import Aerosol
from ._banks import banks_of
from ._course import share_of


def with_aerosol(settings: Any, atmosphere: Atmosphere, name: str, kind: str) -> Atmosphere:
    """The air with an aerosol of the settings' visibility, depth, banks and course."""
    density = -np.log(CONTRAST) / settings.visibility + np.log(CONTRAST) / atmosphere.haze
    density *= share_of(settings.course, atmosphere.time)
    if density <= 1e-6:
        return atmosphere
    banks = banks_of(settings.banks, atmosphere, name)
    return atmosphere.with_medium(name, Aerosol(float(density), kind, settings.depth, banks))
