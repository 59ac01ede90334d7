"""The electronics of a camera and the processing behind them: from luminance to pictures."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...simcore.keys import fold
from ...simcore.render.workspace import Workspace
from ...simcore.threads import in_bands
from .adaptive import demosaic_along_edges
from .control import Taken
from .developing import colour_matrix, compressed, curve, develop, hdr_curve, scale
from .exposing import Chip, expose, expose_cleanly, fixed_pattern
from .hdr import Companding, join, plain_table
from .mosaic import colour_of, demosaic, fold_back, linearise, spread, weights
from .photons import Response, dark_current, efficiencies

F4 = NDArray[np.float32]
_MASK = 0xFFFFFFFF


class Imager:
    """A sensor of (height, width) pixels with settings ``electronics`` and ``processing`` behind a
    lens of an f-number and a transmission.

    shading (N,): what the lens lets through to each pixel; name: of the camera, for its pattern;
    noise: False for the counts in the mean, of even pixels; threads share the rows.
    """

    def __init__(
        self, name: str, size: tuple[int, int], electronics: Any, processing: Any, f_number: float,
        transmission: float, shading: F4, noise: bool = True, threads: int = 1,
    ):  # fmt: skip
        self.height, self.width = size
        self.electronics, self.processing = electronics, processing
        self.noise, self.threads, self.shading = noise, threads, shading
        e = electronics.efficiency
        table = efficiencies(e.red, e.green, e.blue, e.crosstalk)
        self.colour = colour_of(electronics.mosaic)
        self.mono = electronics.mosaic == "mono"
        if self.mono:
            table = np.full((3, 3), np.mean([e.red, e.green, e.blue]))
        self.response = Response.of(table, f_number, transmission, electronics.pixel_size)
        self.matrix = np.eye(3)
        if not self.mono:
            self.matrix = colour_matrix(self.response.electrons, processing.saturation)
        self._set_counts()
        self._work = Workspace()
        self._pattern: F4 | None = None
        self._pattern_key = fold("pattern", name, int(electronics.specimen))

    def _set_counts(self) -> None:
        e = self.electronics
        self.most = float(2 ** int(e.bits) - 1)
        self.black = float(e.black_level)
        counts = e.counts_per_electron
        self.counts = (self.most - self.black) / e.full_well if counts is None else counts
        self.shares = (1.0,)
        tone = self.processing.tone
        if e.hdr.exposures == 1:
            self._table = plain_table(int(e.bits), self.black)
            self._curve = curve(tone)
            return
        self.shares = tuple(e.hdr.ratio**-k for k in range(int(e.hdr.exposures)))
        floor = self.black * 2.0 ** (int(e.hdr.bits) - int(e.bits))
        self._companding = Companding.smooth(int(e.hdr.bits), floor, self.span)
        self._table = self._companding.table()
        self._curve = hdr_curve(tone, self.span)

    @property
    def span(self) -> float:
        """How many times the light that fills a pixel can be told from more."""
        return 1.0 / self.shares[-1]

    @property
    def sensitivity(self) -> float:
        """Share of a full count that white light of 1 cd/m² gives the most sensitive pixels in a
        second at a gain of 1."""
        return float(self.response.white.max()) * self.counts / (self.most - self.black)

    def full_light(self, taken: Taken) -> float:
        """Where light ends, as a share of the greatest count: at the full well, or there."""
        well = self.electronics.full_well * self.counts * taken.gain
        return min(well / (self.most - self.black), 1.0)

    def capture(self, light: F4, taken: Taken, key: int, noise: bool = True) -> NDArray[np.uint16]:
        """Raw counts (N,) of light (3, N) [cd/m²]; key: 64 bits of the reading; noise: whether it
        has the sensor's."""
        pixels = self.height * self.width
        counts = self._work.array("counts", (len(self.shares), pixels), np.uint16)
        for k, share in enumerate(self.shares):
            own = fold(key, k) if noise and self.noise else None
            self._expose(light, taken, share, own, counts[k])
        if len(self.shares) == 1:
            return counts[0].copy()
        worth = [self.shares[-1] / s / (self.most - self.black) for s in self.shares]
        value = self._work.array("joined", pixels, np.float32)
        full = self.black + self.full_light(taken) * (self.most - self.black)
        limits = np.float32(self.black), np.float32(full)
        join(counts, 0, pixels, np.array(worth, np.float32), *limits, value)
        return self._companding.counts(value)

    def rgb(self, raw: NDArray[np.uint16], taken: Taken) -> NDArray[np.uint8]:
        """The picture (H, W, 3) of raw counts (N,)."""
        light = self._full_colour(raw, taken)
        matrix = (self.matrix * self.span / self.full_light(taken)).astype(np.float32)
        out = np.empty((self.height * self.width, 3), np.uint8)
        self._by_rows(lambda a, b: develop(light, a, b, matrix, self._curve, out))
        picture = out.reshape(self.height, self.width, 3)
        quality = self.processing.jpeg
        return picture if quality is None else compressed(picture, int(quality))

    def linear(self, raw: NDArray[np.uint16], taken: Taken) -> F4:
        """Luminance RGB (H, W, 3) [cd/m²] by raw counts (N,), balanced for daylight."""
        light = self._full_colour(raw, taken)
        exposed = taken.seconds * taken.gain * self.shares[-1]
        per_unit = self.counts * exposed / (self.most - self.black)
        balanced = 1.0 / (self.response.white * self._gains(taken) * per_unit)
        plain = self.matrix if self.mono else colour_matrix(self.response.electrons, 1.0)
        matrix = (plain * balanced).astype(np.float32)
        out = np.empty((self.height * self.width, 3), np.float32)
        self._by_rows(lambda a, b: scale(light, a, b, matrix, out))
        return out.reshape(self.height, self.width, 3)

    def _expose(
        self, light: F4, taken: Taken, share: float, key: int | None, out: NDArray[np.uint16]
    ) -> None:
        """Counts of one exposure; key: of its noise, None for the counts in the mean."""
        e, seconds = self.electronics, taken.seconds * share
        cell = self.response.electrons[self.colour] * seconds  # (2, 2, 3)
        weight = np.tile(cell.swapaxes(1, 2), (1, 1, -(-self.width // 2)))[:, :, : self.width]
        weight = np.ascontiguousarray(weight, np.float32)
        dark = dark_current(e.dark_current, e.temperature, e.dark_doubling) * seconds
        chip = Chip(*(np.float32(value) for value in (
            dark, e.full_well, e.read_noise, self.counts * taken.gain, self.black, self.most,
            e.prnu, e.dsnu,
        )))  # fmt: skip
        pattern = None if key is None else self._uneven()

        def band(top: int, bottom: int) -> None:
            rows = light, top, bottom, self.width, weight, self.shading
            if key is None or pattern is None:
                expose_cleanly(*rows, chip, out)
            else:
                words = np.uint32(key & _MASK), np.uint32(key >> 32 & _MASK)
                expose(*rows, pattern, *words, chip, out)

        in_bands(band, self.height, self.threads)

    def _uneven(self) -> F4:
        """The specimen's fixed pattern."""
        if self._pattern is None:
            pixels, key = self.height * self.width, self._pattern_key
            self._pattern = np.empty((2, pixels), np.float32)
            words = np.uint32(key & _MASK), np.uint32(key >> 32 & _MASK)
            fixed_pattern(0, pixels, *words, self._pattern)
        return self._pattern

    def _gains(self, taken: Taken) -> NDArray[np.float64]:
        """(3,) by which the colours are amplified for white to be white, the least being 1."""
        found = self.response.electrons @ taken.white
        return found.max() / found

    def _full_colour(self, raw: NDArray[np.uint16], taken: Taken) -> F4:
        """Light (3, N) of the pixels, balanced; 1 where a pixel is full."""
        gains = self._gains(taken).astype(np.float32)[self.colour]
        plane = self._work.array("plane", (self.height + 4, self.width + 4), np.float32)
        light = self._work.array("light", (3, self.height * self.width), np.float32)
        limit = np.float32(self.full_light(taken))
        in_bands(
            lambda top, bottom: linearise(
                raw, top, bottom, self.width, self._table, gains, limit, plane
            ),
            self.height,
            self.threads,
        )
        fold_back(plane)
        colour, method = self.colour.astype(np.int32), self.processing.demosaic
        if self.mono:
            in_bands(lambda a, b: spread(plane, a, b, light), self.height, self.threads)
        elif method == "adaptive":
            demosaic_along_edges(self._work, plane, colour, self.threads, light)
        else:
            filters = weights(method)
            in_bands(
                lambda a, b: demosaic(plane, a, b, colour, filters, light),
                self.height,
                self.threads,
            )
        return light

    def _by_rows(self, work: Any) -> None:
        width = self.width
        in_bands(lambda a, b: work(a * width, b * width), self.height, self.threads)
