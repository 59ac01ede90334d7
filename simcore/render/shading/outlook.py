"""Light and air of a scenery as kernels take them: worked out once per atmosphere and surface."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...atmosphere import Atmosphere
from ...light.colour import luminance
from ...surface import Surface
from .air import Air
from .light import Daylight
from .scenelight import air_of, daylight_of, flake_glow, ground_albedo

F4 = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Outlook:
    """day, air: for kernels; glow (3,): radiance of a flake; harmonics (9, 3): of the sky; clear,
    cloud, mean: its tables, flattened; east, north: level direction of the sun; albedo: of the
    ground."""

    atmosphere: Atmosphere
    surface: Surface
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

    @classmethod
    def on(cls, atmosphere: Atmosphere, surface: Surface) -> Outlook:
        """The outlook in this air over this ground."""
        sky = atmosphere.sky
        east, north = sky.heading.astype(np.float32)
        return cls(
            atmosphere,
            surface,
            daylight_of(atmosphere, surface),
            air_of(atmosphere, surface),
            flake_glow(atmosphere, surface),
            sky.harmonics.astype(np.float32),
            sky.clear.reshape(-1),
            sky.cloud.reshape(-1),
            sky.mean.reshape(-1),
            east,
            north,
            float(luminance(ground_albedo(surface))),
        )
