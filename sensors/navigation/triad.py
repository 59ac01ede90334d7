"""The errors of three axes: what gyroscopes and accelerometers add to what they feel.

White noise has a density N, which a device at a rate f_s shows as N √f_s per reading (Kalibr's
wiki, "IMU noise model"), behind its own bandwidth if it has one. Bias instability B (IEEE Std
952-1997) is flicker noise of the power B²/(2πf): Gauss-Markov processes of one variance
B² ln(4)/π with time constants 4, 16 … 4096 s add up to it, so that the Allan deviation lies at
0.664 B from ten seconds to half an hour. With a ``correlation`` it is one Gauss-Markov process of
the standard deviation B, as in gnss-ins-sim.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...simcore.keys import fold
from .allan import FLOOR
from .keyed import markovs, normals, walks

Array = NDArray[np.float64]

CONSTANTS = 4.0 ** np.arange(1, 7)
"""Time constants of the processes that make flicker noise [s]."""
CALIBRATED = 298.15
"""Temperature at which devices are calibrated [K]: 25 °C, as data sheets have it."""
TAPS = 400
"""Most samples that a narrow bandwidth mixes."""
FORGOTTEN = 1e-4
AXES = np.arange(3)


class Triad:
    """Three axes of a device of a name at a rate [Hz], with settings as ``imu.Axes`` has them."""

    def __init__(self, name: str, kind: str, settings: Any, rate: float, specimen: int):
        self.settings, self.rate = settings, rate
        own = normals(fold("triad", name, kind, specimen), np.arange(15), 0)
        self._skew = settings.misalignment * np.array(
            [[0.0, own[0], own[1]], [own[2], 0.0, own[3]], [own[4], own[5], 0.0]]
        )
        self._scale = settings.scale_error * own[6:9]
        self._warm_bias, self._warm_scale = own[9:12], own[12:15]
        self._mix = mixture(settings.bandwidth, rate)
        alone = settings.correlation is not None
        self._constants = np.array([settings.correlation]) if alone else CONSTANTS
        self._size = 1.0 if alone else FLOOR
        self._streams = 16 + np.arange(len(self._constants))
        self._key, self._started = -1, np.zeros(3)

    def read(self, true: Array, square: Array, warmth: float, t_ns: int, key: int) -> Array:
        """(3,) what the axes say of true values. square (3,): mean square of the vibration
        [m²/s⁴]; warmth [K]: of the device; key: 64 bits of the episode."""
        s, rectified = self.settings, getattr(self.settings, "rectification", 0.0)
        warmer = warmth - CALIBRATED
        gain = 1.0 + self._scale + s.scale_per_kelvin * self._warm_scale * warmer
        value = gain * (true + self._skew @ true)
        value = value + s.turn_on_bias * self._start(key)
        value = value + s.bias_per_kelvin * self._warm_bias * warmer
        value = value + rectified * square
        value = value + self.noise(t_ns, key)
        return self.told(value)

    def told(self, value: Array) -> Array:
        """Values as a converter of so many bits tells them, within its range."""
        s = self.settings
        kept = np.clip(value, -s.range, s.range)
        if s.bits:
            least = 2.0 * s.range / 2 ** int(s.bits)
            kept = np.clip(np.rint(kept / least), -(2 ** (int(s.bits) - 1)),
                           2 ** (int(s.bits) - 1) - 1) * least  # fmt: skip
        return kept

    def noise(self, t_ns: int, key: int) -> Array:
        """(3,) white noise and drift of the bias at a time: those of ``record``, at once."""
        s, seconds = self.settings, t_ns * 1e-9
        found = np.zeros(3)
        if s.noise_density > 0.0:
            place = self._place(seconds) - np.arange(len(self._mix))
            loose = normals(key, AXES[:, None], place[None]).reshape(3, -1)
            found += s.noise_density * np.sqrt(self.rate) * (loose @ self._mix)
        if s.bias_instability > 0.0:
            each = markovs(
                key, self._streams[:, None] + 16 * AXES, self._constants[:, None], seconds
            )
            found += s.bias_instability * self._size * each.reshape(-1, 3).sum(0)
        if s.random_walk > 0.0:
            found += s.random_walk * walks(key, 8 + AXES, seconds)
        return found

    def _start(self, key: int) -> Array:
        """(3,) what a start gives the axes."""
        if self._key != key:
            self._key, self._started = key, normals(key, AXES, -1)
        return self._started

    def _place(self, times: ArrayLike) -> NDArray[np.int64]:
        """The numbers of the samples that times [s] are nearest to, a little late ones included."""
        return np.asarray(np.floor(np.asarray(times) * self.rate + 0.25), np.int64)

    def record(self, times: Array, key: int, axes: Sequence[int] = (0, 1, 2)) -> Array:
        """(A, N) the same of axes at times [s] of readings: millions of them in a second."""
        s, mix = self.settings, self._mix
        count = len(times)
        place = self._place(times)
        found = np.zeros((len(axes), count))
        for row, axis in enumerate(axes):
            if s.noise_density > 0.0:
                drawn = place
                if len(mix) > 1:
                    drawn = (place[:, None] - np.arange(len(mix))).reshape(-1)
                loose = normals(key, axis, drawn).reshape(count, len(mix))
                found[row] += s.noise_density * np.sqrt(self.rate) * (loose @ mix)
            found[row] += self.drift(times, key, axis)
        return found

    def drift(self, times: Array, key: int, axis: int) -> Array:
        """(N,) of the bias of an axis at times [s]."""
        s = self.settings
        total = np.zeros(len(times))
        if s.bias_instability > 0.0:
            constants, streams = self._constants, self._streams + 16 * axis
            each = markovs(key, streams[:, None], constants[:, None], times[None])
            total += s.bias_instability * self._size * each.reshape(len(constants), -1).sum(0)
        if s.random_walk > 0.0:
            total += s.random_walk * walks(key, 8 + axis, times)
        return total


def mixture(bandwidth: float | None, rate: float) -> Array:
    """(M,) weights of the samples before one that a single pole of a bandwidth [Hz] mixes into it;
    they add up to 1."""
    if bandwidth is None:
        return np.ones(1)
    keep = np.exp(-2.0 * np.pi * bandwidth / rate)
    count = int(np.clip(np.ceil(np.log(FORGOTTEN) / np.log(keep)), 1, TAPS))
    weights = keep ** np.arange(count)
    return np.asarray(weights / weights.sum())
