"""The world over an interval of time: what sensors look at."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .atmosphere import Atmosphere
from .bodies import Bodies, Cast, between, bodies_at
from .scene import Scene
from .surface import Surface

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Snapshot:
    """One environment from t0_ns to t1_ns; ``at`` interpolates.

    state0, state1 (A, STATE): the actors' rows at the ends of the interval.
    """

    scene: Scene
    cast: Cast
    atmosphere: Atmosphere
    surface: Surface
    t0_ns: int
    t1_ns: int
    state0: Array
    state1: Array
    _made: dict[int, Bodies] = field(default_factory=dict, repr=False)

    def at(self, t_ns: int) -> Bodies:
        """The bodies at a time of the interval. Raises ``ValueError`` outside of it."""
        if not self.t0_ns <= t_ns <= self.t1_ns:
            raise ValueError(f"{t_ns} ns lies outside of {self.t0_ns} to {self.t1_ns} ns")
        if t_ns not in self._made:
            self._made[t_ns] = bodies_at(self.cast, self.state_at(t_ns), t_ns * 1e-9)
        return self._made[t_ns]

    def state_at(self, t_ns: int) -> Array:
        """(A, STATE) rows at a time of the interval."""
        if t_ns == self.t1_ns:  # the end itself, bit for bit
            return self.state1
        share = (t_ns - self.t0_ns) / (self.t1_ns - self.t0_ns)
        return between(self.state0, self.state1, share)
