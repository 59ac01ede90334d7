"""Light and air of a scenery as kernels take them: worked out once per atmosphere and surface."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...atmosphere import Atmosphere
from ...lamps import Lamp
from ...light.colour import luminance
from ...light.exposure import daylight
from ...surface import Surface
from .air import Air
from .background import Clouds
from .light import Daylight
from .scenelight import (
    air_of,
    clouds_of,
    daylight_of,
    flake_glow,
    ground_albedo,
    sky_over,
    town_light,
    whitened,
)

F4 = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Outlook:
    """atmosphere, white (share of snow and of wet ground, ``whitened``), town (RGB of street
    lighting [lx]): what it is of. day, air: for kernels; glow (3,): radiance of a flake; harmonics
    (9, 3): of the sky; clear, cloud, mean: its tables, flattened; east, north: level direction of
    the sun; albedo: of the ground; clouds, at time 0; exposed (3,): the daylight to expose for."""

    atmosphere: Atmosphere
    white: tuple[float, float]
    town: tuple[float, ...]
    day: Daylight
    air: Air
    glow: F4
    harmonics: F4
    clear: F4
    cloud: F4
    mean: F4
    east: np.float32
    north: np.float32
    albedo: float
    clouds: Clouds
    exposed: NDArray[np.float64]

    @classmethod
    def on(cls, atmosphere: Atmosphere, surface: Surface, lamps: Sequence[Lamp]) -> Outlook:
        """The outlook in this air over this ground among these lamps."""
        town = town_light(lamps)
        sky = sky_over(atmosphere.sky, atmosphere, surface, town)
        above = sky_over(atmosphere.open_sky, atmosphere, surface, town)
        east, north = sky.heading.astype(np.float32)
        return cls(
            atmosphere,
            whitened(surface),
            tuple(town),
            daylight_of(atmosphere, sky, surface, town),
            air_of(atmosphere, above, surface, town),
            flake_glow(atmosphere, sky, surface, town),
            sky.harmonics.astype(np.float32),
            above.clear.reshape(-1),
            above.cloud.reshape(-1),
            sky.mean.reshape(-1),
            east,
            north,
            float(luminance(ground_albedo(surface))),
            clouds_of(atmosphere),
            daylight(atmosphere),
        )

    def still(self, atmosphere: Atmosphere, surface: Surface, lamps: Sequence[Lamp]) -> bool:
        """Whether it holds for these as well."""
        return (
            (self.atmosphere is atmosphere or self.atmosphere.as_light(atmosphere))
            and self.white == whitened(surface)
            and self.town == tuple(town_light(lamps))
        )
