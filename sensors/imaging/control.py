"""Automatic exposure and white balance: what they aim at, and how they lag behind.

What is measured at a reading takes effect some readings later, and only in part: after a tunnel a
camera is blinded for a while, as real ones are. All that is remembered is a ``Memory``.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.light.colour import LUMINANCE, blackbody

Array = NDArray[np.float64]

STOPS = 3.0
"""The most by which a wrong exposure is noticed at once: what has burnt out shows no more."""


class Wish(NamedTuple):
    """exposure: log2 of seconds times gain; red, blue: log2 of white's red and blue by green."""

    exposure: float
    red: float
    blue: float


class Memory(NamedTuple):
    """t_ns: of the last reading; used: what it was taken with; waiting: what the next ones will
    be taken with."""

    t_ns: int
    used: Wish
    waiting: tuple[Wish, ...]


class Measured(NamedTuple):
    """luminance (h, w) [cd/m²] of a small picture; mean (3,): its linear RGB; light (3,): RGB of
    the light around."""

    luminance: NDArray[np.float32]
    mean: Array
    light: Array


class Taken(NamedTuple):
    """How a reading is taken. seconds; gain; white (3,): linear RGB of what is taken for white,
    green being 1."""

    seconds: float
    gain: float
    white: Array


class Control:
    """exposure, processing: settings; sensitivity: share of a full pixel per cd/m² and second at a
    gain of 1; span: how many times a full pixel can be told from more (1 without HDR)."""

    def __init__(self, exposure: Any, processing: Any, sensitivity: float, span: float = 1.0):
        self.exposure, self.processing = exposure, processing
        self.sensitivity, self.span = sensitivity, span

    @property
    def measures(self) -> bool:
        """Whether anything depends on what is seen."""
        fixed = self.exposure.time is not None and self.exposure.gain is not None
        return not fixed or self.processing.white_balance != "fixed"

    def taken(self, wish: Wish) -> Taken:
        """Time before gain: noise is least so."""
        wanted, (times, gains) = 2.0**wish.exposure, self._limits
        seconds = min(max(wanted / gains[0], times[0]), times[1])
        gain = min(max(wanted / seconds, gains[0]), gains[1])
        return Taken(seconds, gain, 2.0 ** np.array([wish.red, 0.0, wish.blue]))

    @property
    def _limits(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The least and most of time [s] and gain: one value each of what is fixed."""
        e = self.exposure
        times = (e.shortest, max(e.longest, e.shortest)) if e.time is None else (e.time, e.time)
        gains = (1.0, e.greatest_gain) if e.gain is None else (e.gain, e.gain)
        return times, gains

    def settled(self, t_ns: int, seen: Measured) -> Memory:
        """The memory of a camera that has looked at this for long."""
        wish = self._white_of(Wish(0.0, 0.0, 0.0), seen, 1.0)
        for _ in range(40):
            wish = wish._replace(exposure=self._held(wish.exposure + self._error(wish, seen)))
        return Memory(t_ns, wish, (wish,) * int(self.exposure.delay))

    def followed(self, memory: Memory, t_ns: int, seen: Measured) -> Memory:
        """The memory after a reading at ``t_ns`` that sees this; unchanged by an earlier one."""
        if t_ns <= memory.t_ns:
            return memory
        delay, lag = int(self.exposure.delay), self.exposure.lag
        seconds = (t_ns - memory.t_ns) * 1e-9
        part = 1.0 if lag == 0.0 else 1.0 - float(np.exp(-seconds / lag))
        used = memory.waiting[0] if delay else memory.used
        # What waits already will make up for some of what is seen to be wrong.
        last = memory.waiting[-1] if delay else used
        wrong = self._error(used, seen) - (last.exposure - used.exposure)
        wish = self._white_of(last, seen, part)
        wish = wish._replace(exposure=self._held(last.exposure + part * wrong))
        if not delay:
            return Memory(t_ns, wish, ())
        return Memory(t_ns, used, (*memory.waiting[1:], wish))

    def moved(self, wish: Wish, start: Wish, end: Wish) -> Wish:
        """The wish, changed as from ``start`` to ``end``."""
        steps = (own + b - a for own, a, b in zip(wish, start, end, strict=True))
        exposure, red, blue = steps
        return Wish(self._held(exposure), red, blue)

    def _held(self, exposure: float) -> float:
        times, gains = self._limits
        least, most = np.log2(times[0] * gains[0]), np.log2(times[1] * gains[1])
        return float(min(max(exposure, least), most))

    def _error(self, wish: Wish, seen: Measured) -> float:
        """Stops by which a picture taken so is too dark."""
        taken = self.taken(wish)
        level = seen.luminance * (self.sensitivity * taken.seconds * taken.gain)
        found = self._level(np.minimum(level, self.span))
        aim = self.exposure.target * 2.0**self.exposure.compensation
        stops = np.log2(aim / max(found, 1e-9))
        return float(np.clip(stops, -STOPS, STOPS))

    def _level(self, level: NDArray[np.float32]) -> float:
        kind = self.exposure.metering
        rows, columns = level.shape
        if kind == "highlights":  # a twentieth of the picture may be brighter than 4 times the aim
            return float(np.quantile(level, 0.95)) / 4.0
        if kind == "road":
            return float(level[rows // 2 :, columns // 6 : columns - columns // 6].mean())
        if kind == "centre":
            x, y = (np.linspace(-1, 1, n) for n in (columns, rows))
            weight = np.exp(-2.0 * (x**2 + y[:, None] ** 2))
            return float((level * weight).sum() / weight.sum())
        return float(level.mean())

    def _white_of(self, wish: Wish, seen: Measured, part: float) -> Wish:
        """The wish, part of the way to the white that is found."""
        p = self.processing
        if p.white_balance == "fixed":
            white = blackbody(p.white) / blackbody(6500.0)
        else:
            white = seen.mean if p.white_balance == "grey_world" else seen.light
            if float(white @ LUMINANCE) <= 0.0:
                return wish
        white = np.maximum(white / max(float(white[1]), 1e-12), 0.05)
        share = 1.0 if p.white_balance == "fixed" else float(p.adaptation)
        red, blue = share * np.log2(white[0]), share * np.log2(white[2])
        return wish._replace(
            red=wish.red + part * (float(red) - wish.red),
            blue=wish.blue + part * (float(blue) - wish.blue),
        )
