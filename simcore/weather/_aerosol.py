"""What dust, smoke and sandstorms have in common."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..atmosphere import CONTRAST, Atmosphere
from ..media.aerosol import Aerosol
from ..quantity.fields import Length, setting
from ..quantity.settings import Settings
from ._banks import Heaps, banks_of
from ._course import Course, share_of


class Cloud(Settings):
    """How thick an aerosol is, and where; how deep it is, each says itself."""

    visibility: Length = setting("MOR where it is thickest", low="5 m", high="10 km")
    depth: Length = setting("How high it reaches", "100 m", low="0.5 m", high="1 km")
    banks: Heaps | None = setting("How it lies in banks; none: it lies evenly", None)
    course: Course | None = setting("How it comes and goes; none: it stays", None)


def with_aerosol(settings: Any, atmosphere: Atmosphere, name: str, kind: str) -> Atmosphere:
    """The air with an aerosol of the settings' visibility, depth, banks and course."""
    density = -np.log(CONTRAST) / settings.visibility + np.log(CONTRAST) / atmosphere.haze
    density *= share_of(settings.course, atmosphere.time)
    if density <= 1e-6:
        return atmosphere
    banks = banks_of(settings.banks, atmosphere, name)
    return atmosphere.with_medium(name, Aerosol(float(density), kind, settings.depth, banks))
