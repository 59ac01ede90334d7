"""Fog by its visibility or its liquid water: even, near the ground, or in banks.

Give ``visibility`` or ``water``; the other follows from the droplets.

Example::

    weather:
      fog:
        visibility: {log_uniform: [40 m, 400 m]}
        depth: 60 m
        banks: {share: 0.7, size: 40 m}
        course: {onset: 0 s, duration: 30 s, fall: 10 s, before: 0.2}
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import numpy as np
from pydantic import model_validator

from ..atmosphere import CONTRAST, Atmosphere
from ..media.droplets import droplets
from ..media.fog import Fog
from ..quantity.fields import Length, Number, Word, invalid, setting
from ..quantity.settings import Settings as Base
from ._banks import Heaps, banks_of
from ._course import Course, share_of


class Settings(Base):
    """How thick the fog is, of what droplets, and where it lies."""

    visibility: Length | None = setting(
        "MOR where it is thickest: below 50 m dense, below 200 m thick, below 1 km fog, else mist",
        None, low="5 m", high="10 km",
    )  # fmt: skip
    water: Number | None = setting(
        "Liquid water in g/m³, in place of the visibility", None, low=0.0005, high=2
    )
    droplets: Annotated[
        Literal["heavy_advection", "moderate_advection", "heavy_radiation", "moderate_radiation"],
        Word(),
    ] = setting(
        "Their sizes: of sea air that has cooled (advection, wide), of a clear night (radiation, "
        "fine)",
        "heavy_radiation",
    )
    depth: Length = setting(
        "How high it reaches; ground fog: 2 m", "150 m", low="0.3 m", high="1 km"
    )
    banks: Heaps | None = setting("How it lies in banks; none: it lies evenly", None)
    course: Course | None = setting("How it comes and goes; none: it stays", None)

    @model_validator(mode="after")
    def _one_measure(self) -> Any:
        given = [name for name in ("visibility", "water") if getattr(self, name) is not None]
        if len(given) != 1:
            told = "both visibility and water" if given else "neither visibility nor water"
            raise invalid(((), f"{told}: give one of them, the other follows from the droplets"))
        return self


def apply(settings: Settings, atmosphere: Atmosphere) -> Atmosphere:
    """The air with fog in it."""
    made = droplets(settings.droplets, "visible")
    visibility, water = settings.visibility, settings.water
    if visibility is None:
        assert water is not None  # one of them is given
        density = water / made.water * made.extinction
    else:
        density = -np.log(CONTRAST) / visibility + np.log(CONTRAST) / atmosphere.haze
    density *= share_of(settings.course, atmosphere.time)
    if density <= 1e-6:
        return atmosphere
    banks = banks_of(settings.banks, atmosphere, "fog")
    fog = Fog(float(density), settings.droplets, settings.depth, banks, atmosphere.air_temperature)
    return atmosphere.with_medium("fog", fog)
