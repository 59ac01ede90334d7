"""A microbolometer: from radiance to counts, with its noise, its lag and its uneven pixels.

Counts are linear in the radiance of the band. Noise is that of a temperature (NETD) of black
surfaces at 300 K through a lens of f/1, and grows with the square of the f-number. What the shutter
of the last correction (NUC) left is a fixed pattern, with columns, that drifts until the next.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...simcore.heat.planck import radiance, slope, temperature
from ...simcore.keys import fold
from .normals import normals

F4 = NDArray[np.float32]
U2 = NDArray[np.uint16]

STANDARD = 300.0
"""Temperature of the scene for which NETD is told [K]."""

COLUMNS = 0.5
"""Share of the fixed pattern that lies in columns, read by one amplifier each."""


def lags(time_constant: float, samples: int) -> NDArray[np.float64]:
    """(N,) how long before a reading [s] a pixel that forgets as exp(-t/τ) has looked, at the
    middles of N equal shares of what it remembers."""
    return -time_constant * np.log(1.0 - (np.arange(samples) + 0.5) / samples)


class Bolometer:
    """An array of (height, width) pixels with settings ``bolometer`` behind a lens of an f-number.

    name: of the camera, for its pattern; noise: False for counts in the mean, of even pixels.
    """

    def __init__(
        self, name: str, size: tuple[int, int], settings: Any, f_number: float, noise: bool = True
    ):
        self.height, self.width = size
        self.settings, self.noise, self._name = settings, noise, name
        self.most = float(2 ** int(settings.bits) - 1)
        self._low = float(radiance(settings.coldest))
        self._span = float(radiance(settings.warmest)) - self._low
        self._per_kelvin = float(slope(STANDARD)) * f_number**2
        self._columns = np.tile(np.arange(self.width), self.height)

    def counts(self, light: F4, t_ns: int, key: int) -> U2:
        """(H, W) of radiance (H * W,) [W/(m² sr)]; key: 64 bits of the reading."""
        s, scale = self.settings, self.most / self._span
        value = (light.astype(np.float64) - self._low) * scale
        if self.noise:
            kelvin = s.netd * normals(light.size, key) + self.pattern(t_ns)
            value += kelvin * (self._per_kelvin * scale)
        return np.clip(np.rint(value), 0.0, self.most).astype(np.uint16).reshape(self._size)

    def count_of(self, light: float) -> float:
        """The count that a radiance [W/(m² sr)] has in the mean."""
        return (light - self._low) * self.most / self._span

    def temperature(self, counts: U2) -> F4:
        """(H, W) apparent temperature [K] of counts: of a black body that gives as many."""
        light = counts.astype(np.float64) * (self._span / self.most) + self._low
        found: F4 = temperature(light).astype(np.float32)
        return found

    def pattern(self, t_ns: int) -> NDArray[np.float64]:
        """(H * W,) what uneven pixels add, as a temperature at 300 K [K]."""
        s = self.settings
        period = max(round(s.correction_every * 1e9), 1)
        number, since = divmod(t_ns, period)
        left = self._uneven(number)
        drifted = self._uneven(-1) * (s.drift * since / period)
        return s.residue * left + drifted

    def _uneven(self, number: int) -> NDArray[np.float64]:
        """A pattern of variance 1: of a correction's number, or the specimen's own (-1)."""
        pixels = self.height * self.width
        key = fold("bolometer", self._name, int(self.settings.specimen), number)
        alone = normals(pixels, key)
        column = normals(self.width, fold(key, "columns"))[self._columns]
        return np.sqrt(1.0 - COLUMNS) * alone + np.sqrt(COLUMNS) * column

    @property
    def _size(self) -> tuple[int, int]:
        return self.height, self.width
