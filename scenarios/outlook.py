"""How far drivers see, and how light it is around them: of the moment, from their own eyes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..simcore.atmosphere import Atmosphere
from ..simcore.light.tubes import daylight_at
from ..simcore.physics.driving import columns as c
from ..simcore.sight import sight_ahead

Array = NDArray[np.float64]

TALL = 2.6
"""Vehicles at least so high [m] are driven from a cab."""
IN_A_CAR, IN_A_CAB = 1.2, 2.5
"""Heights of drivers' eyes above the ground [m] (RAL: 1.0 to 1.2 m; AASHTO: trucks 2.3 m)."""
IN_A_TUNNEL = 70.0
"""Least light in a tunnel, of its lamps [lx]: 5 cd/m² of its road (CIE 88:2004, interior zone: 3 to
10 cd/m²)."""


@dataclass(frozen=True, eq=False)
class Outlook:
    """What ``World`` asks of the air at each control step; see ``environment.Look``.

    air_at: the air at a time [s]; eyes (N,): heights above the ground [m]; tunnels:
    ``light.tubes.packed``.
    """

    air_at: Callable[[float], Atmosphere]
    eyes: Array
    tunnels: NDArray[np.float32]
    _light: dict[Any, float] = field(default_factory=dict, repr=False)

    def __call__(self, time: float, state: Array) -> tuple[Array, Array]:
        """(N,) how far those in rows (N, STATE) see straight ahead [m], and the light [lx]."""
        air = self.air_at(time)
        places = state[:, c.X : c.Z + 1].copy()
        places[:, 2] = air.level + self.eyes  # the weather follows the ground
        share = daylight_at(self.tunnels, state[:, c.X : c.Z + 1])
        light = self._light_of(air) * share
        light = np.where(share < 1.0, np.maximum(light, IN_A_TUNNEL), light)
        return sight_ahead(air, places, state[:, c.YAW]), light

    def _light_of(self, air: Atmosphere) -> float:
        """Light of sun, moon and sky [lx], worked out once for as long as nothing of it changes."""
        veils = tuple(medium for _, medium in air.media if medium.veils)
        key = air.cloud_cover, air.haze, veils
        light = self._light.get(key)
        if light is None:
            light = air.illuminance
            self._light.clear()
            self._light[key] = light
        return light


def eyes_of(bodies: Sequence[Array]) -> Array:
    """(N,) heights of the eyes [m] of those in bodies (BODY,)."""
    return np.array([IN_A_CAB if body[c.HEIGHT] >= TALL else IN_A_CAR for body in bodies])
