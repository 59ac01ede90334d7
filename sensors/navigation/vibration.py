"""What shakes a sensor: the road, by its roughness and the speed, and the engine.

The road is the sum of waves with random phases of ISO 8608:2016: their power falls with the square
of the spatial frequency n, G(n) = G(n₀)(n/n₀)⁻², n₀ = 0.1/m. The body follows it as that of the
"golden car" does (Sayers, UMTRI-89-33, 1989; ASTM E1170): a quarter of a car of the ratios below.
The waves are laid along the route, so that who stands feels none. Engines with four cylinders fire
twice per turn; idling at 750 rpm that is 25 Hz (a generic value), and more as the wheels turn.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .keyed import normals

Array = NDArray[np.float64]

Roughness = Literal["none", "a", "b", "c", "d", "e"]
CLASSES = {"none": 0.0, "a": 16e-6, "b": 64e-6, "c": 256e-6, "d": 1024e-6, "e": 4096e-6}
"""G(n₀) [m³] of ISO 8608's classes, geometric means: a, a good motorway, to e, a poor track."""
TYRE, SPRING, DAMPER, UNSPRUNG = 653.0, 63.3, 6.0, 0.15
"""Golden car: stiffness of tyre and spring and damping by the sprung mass [1/s², 1/s², 1/s], and
the unsprung mass by it."""
WAVES = 48
LONGEST, SHORTEST = 50.0, 0.2
"""Of the waves of the road [m]."""
IDLE = 25.0
"""Firing frequency of an engine that idles [Hz]."""
PER_TURN = 4.0
"""Firings per turn of the wheels: 85 Hz at 110 km/h."""
SHARES = np.array([0.5, 0.5, 0.7071])
"""How an engine's vibration lies along the axes; their squares add up to 1."""


class Shaking(NamedTuple):
    """accel (3,): in the sensor's axes [m/s²]; square (3,): its mean square in time."""

    accel: Array
    square: Array


def transfer(frequency: Array) -> NDArray[np.complex128]:
    """Acceleration of the body by the height of the road [1/s²], at frequencies [Hz]."""
    s = 2j * np.pi * np.asarray(frequency, np.complex128)
    bond = DAMPER * s + SPRING
    below = UNSPRUNG * s**2 + bond + TYRE
    found: NDArray[np.complex128] = s**2 * bond * TYRE / ((s**2 + bond) * below - bond**2)
    return found


class Vibration:
    """The shaking of a sensor. roughness: a class; engine: root mean square of what the engine
    gives [m/s²]; bandwidth [Hz]: of what feels it, 0 for all."""

    def __init__(self, roughness: str, engine: float, bandwidth: float):
        self.road, self.engine, self.bandwidth = CLASSES[roughness], engine, bandwidth
        edges = np.geomspace(1.0 / LONGEST, 1.0 / SHORTEST, WAVES + 1)
        self._waves = np.sqrt(edges[1:] * edges[:-1])
        height = self.road * (self._waves / 0.1) ** -2.0
        self._sizes = np.sqrt(2.0 * height * np.diff(edges))
        self._key, self._phase = -1, np.zeros(WAVES + 3)

    @property
    def still(self) -> bool:
        """Whether nothing shakes."""
        return self.road <= 0.0 and self.engine <= 0.0

    def at(
        self, key: int, seconds: float, way: float, speed: float, turned: float, axes: Array
    ) -> Shaking:
        """At a time [s], a place on the route [m], a speed [m/s], and with wheels that have turned
        by an angle [rad]. axes (3, 3): R_ego_sensor."""
        accel, square = np.zeros(3), np.zeros(3)
        if self.road > 0.0 and abs(speed) > 0.0:
            phase = self._phases(key)[:WAVES]
            frequency = self._waves * abs(speed)
            size = self._sizes * transfer(frequency) * self._passed(frequency)
            turn = np.exp(1j * (2.0 * np.pi * self._waves * way + phase))
            accel[2] += float((size * turn).real.sum())
            square[2] += 0.5 * float((np.abs(size) ** 2).sum())
        if self.engine > 0.0:
            firing = IDLE + PER_TURN * abs(speed) / (2.0 * np.pi * 0.3)
            passed = complex(self._passed(np.array([firing]))[0])
            angle = 2.0 * np.pi * IDLE * seconds + PER_TURN * turned
            start = self._phases(key)[WAVES:]
            wave = (passed * np.exp(1j * (angle + start))).real
            accel += np.sqrt(2.0) * self.engine * SHARES * wave
            square += (self.engine * SHARES * abs(passed)) ** 2
        return Shaking(axes.T @ accel, (axes.T**2) @ square)

    def _phases(self, key: int) -> Array:
        """Of the waves, and of the engine along three axes [rad]: even enough all around."""
        if self._key != key:
            self._key, self._phase = key, 2.0 * np.pi * normals(key, np.arange(WAVES + 3), 0)
        return self._phase

    def _passed(self, frequency: Array) -> NDArray[np.complex128]:
        """What a single pole lets through."""
        if self.bandwidth <= 0.0:
            return np.ones(len(frequency), np.complex128)
        return np.asarray(1.0 / (1.0 + 1j * frequency / self.bandwidth), np.complex128)
