"""The pixels of an event camera: their thresholds, their state, and the events of an interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.keys import fold
from ...simcore.threads import in_bands
from .crossings import Span, crossings, logarithms
from .normals import normals
from .photons import through_lens

F4 = NDArray[np.float32]
_MASK = 0xFFFFFFFF

EVENT = np.dtype([("x", "<u2"), ("y", "<u2"), ("t_ns", "<i8"), ("polarity", "i1")])
"""One event: the pixel, its time since the episode's beginning, 1 for brighter or -1 for darker."""

LEAST = 0.01
"""No threshold of a pixel is lower (v2e)."""

BRIGHT, HALF = 0.25, 1.0
"""Of the noise in the dark, what is left in much light (v2e), and light [lx] half of the way."""


class State(NamedTuple):
    """Of N pixels at a time. level, kept (N,) f4: logarithms of the light as the photoreceptor
    follows it, and at the last event; free_ns (N,) i8: until when a pixel is held."""

    t_ns: int
    level: F4
    kept: F4
    free_ns: NDArray[np.int64]


class Retina:
    """(height, width) pixels with settings ``pixels`` behind a lens of an f-number and a
    transmission.

    shading (N,): what the lens lets through; name: of the camera, for its pattern; noise: False
    for even pixels that neither leak nor flicker, at once; threads share the pixels.
    """

    def __init__(
        self, name: str, size: tuple[int, int], settings: Any, f_number: float,
        transmission: float, shading: F4, noise: bool = True, threads: int = 1,
    ):  # fmt: skip
        self.height, self.width = size
        self.settings, self.noise, self.threads = settings, noise, threads
        self._shading, self._name = shading, name
        self.lux = through_lens(f_number, transmission)
        self._limits: F4 | None = None

    @property
    def limits(self) -> F4:
        """(3, N) thresholds up and down, and leak as a fall of the kept level [1/s]."""
        if self._limits is None:
            s, pixels = self.settings, self.height * self.width
            up, down = np.full(pixels, s.threshold_on), np.full(pixels, s.threshold_off)
            leak = np.zeros(pixels)
            if self.noise:
                up, down = (
                    np.maximum(value * (1.0 + s.mismatch * self._drawn(word)), LEAST)
                    for value, word in ((up, "up"), (down, "down"))
                )
                # Leaks vary by half from pixel to pixel (Nozaki and Delbruck 2017).
                leak = s.leak_rate * np.exp(0.5 * self._drawn("leak") - 0.125) * up
                hot = self._drawn("hot") > _quantile(s.hot_pixels)
                leak = np.where(hot, s.hot_rate * up, leak)
            self._limits = np.stack([up, down, leak]).astype(np.float32)
        return self._limits

    def begin(self, t_ns: int, light: F4) -> State:
        """Pixels that have looked at light (3, N) [cd/m²] for long."""
        level = self._logarithms(light)
        return _frozen(State(t_ns, level, level.copy(), np.full(len(level), t_ns, np.int64)))

    def follow(self, state: State, t_ns: int, light: F4, key: int) -> tuple[State, NDArray]:
        """The pixels at a later time, at which they see light (3, N), and their events meanwhile,
        by time. key: 64 bits of the look."""
        target = self._logarithms(light)
        empty = np.empty_like
        made = State(t_ns, empty(state.level), empty(state.kept), empty(state.free_ns))
        span, words = self._span(state.t_ns, t_ns), (key & _MASK, key >> 32 & _MASK)
        parts: list[tuple[int, NDArray]] = []

        def band(first: int, end: int) -> None:
            parts.append((first, self._events(state, made, target, span, words, first, end)))

        in_bands(band, len(target), self.threads)
        events = [part for _, part in sorted(parts, key=lambda item: item[0])]
        return _frozen(made), by_time(events)

    def _events(
        self, state: State, made: State, target: F4, span: Span, words: tuple[int, int],
        first: int, end: int,
    ) -> NDArray:  # fmt: skip
        room = 2 * (end - first) + 64
        while True:
            pixel, time = np.empty(room, np.int32), np.empty(room, np.int64)
            sign = np.empty(room, np.int8)
            count = crossings(
                target, self.limits, *state[1:], span, *(np.uint32(word) for word in words),
                first, end, *made[1:], pixel, time, sign,
            )  # fmt: skip
            if count <= room:
                break
            room = int(count)
        events = np.empty(count, EVENT)
        events["x"], events["y"] = pixel[:count] % self.width, pixel[:count] // self.width
        events["t_ns"], events["polarity"] = time[:count], sign[:count]
        return events

    def _span(self, start_ns: int, end_ns: int) -> Span:
        s, real = self.settings, float(self.noise)
        return Span(
            np.int64(start_ns), np.int64(end_ns), np.int64(round(s.refractory * 1e9)),
            np.float32(self.lux), np.float32(s.dark), np.float32(s.bandwidth),
            np.float32(s.bandwidth_per_lux), np.float32(real * s.noise_rate),
            np.float32(BRIGHT), np.float32(HALF),
        )  # fmt: skip

    def _logarithms(self, light: F4) -> F4:
        level, dark = np.empty(light.shape[1], np.float32), np.float32(self.settings.dark)
        shading, lux = self._shading, np.float32(self.lux)
        in_bands(
            lambda a, b: logarithms(light, shading, a, b, lux, dark, level),
            len(level),
            self.threads,
        )
        return level

    def _drawn(self, word: str) -> NDArray[np.float64]:
        """(N,) normal numbers of the specimen."""
        key = fold("retina", self._name, int(self.settings.specimen), word)
        return normals(self.height * self.width, key)


def by_time(parts: Sequence[NDArray]) -> NDArray:
    """Events of some parts, by their time, then their place and sign."""
    events = np.concatenate([np.empty(0, EVENT), *parts])
    order = np.lexsort((events["polarity"], events["x"], events["y"], events["t_ns"]))
    return events[order]


def _quantile(share: float) -> float:
    """What so large a share of normal numbers lies above."""
    from statistics import NormalDist

    return NormalDist().inv_cdf(1.0 - share) if share > 0.0 else np.inf


def _frozen(state: State) -> State:
    for part in state[1:]:
        part.flags.writeable = False
    return state
