"""The ground as wheels, labels and pictures share it: snow, ice and tracks in road coordinates.

A *chart* is a piece of ground in its own (s, t), which are the texture coordinates of its meshes:
a bridge and the road below it are two. What lies at a place is the base (mean snow depth, share of
ice), keyed noise, two worn tracks in every lane, and *tiles* of 0.1 m cells where wheels have
passed. Nothing is stored where no wheel was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .covers import cover_id, friction
from .kernel import kernel
from .kernels.ground import ACROSS, CELL, PROFILE, SIDE, Base, cover_of, lying_at
from .kernels.noise import fbm3, noise
from .keys import fold

Array = NDArray[np.float64]
F4 = NDArray[np.float32]
I4 = NDArray[np.int32]

HALF_TRACK = 0.76
"""Half the distance between a car's wheels on an axle [m]."""

CONTACT = 0.15
"""Size of what a wheel touches [m]."""

BASES = {"asphalt": "dry", "concrete": "dry", "paving": "dry", "gravel": "gravel"}
"""What the ground may be made of, and its cover when nothing lies on it."""


class Chart(NamedTuple):
    """A piece of ground. span: its least and greatest s [m]; lanes: t of the centres of the lanes
    [m] in which traffic has worn snow and road; kerbs: t of the edges [m] where dirt gathers."""

    span: tuple[float, float]
    lanes: tuple[float, ...] = ()
    kerbs: tuple[float, ...] = ()


class Ground(NamedTuple):
    """What lies at N places. cover (N,) u1; snow_depth (N,) f4 [m]; friction (N,) f4: peak
    coefficient of an all-season tyre."""

    cover: NDArray[np.uint8]
    snow_depth: F4
    friction: F4


class Tables(NamedTuple):
    """A surface as kernels read it.

    base: what holds everywhere; start (C,) f4: least s of each chart; first_row, rows (C,) i4: its
    rows in ``tile_of``; tile_of (rows * ACROSS,) i4: tile of each place, 0 for none; cells
    (M * SIDE²,) u1: the tiles, of which tile 0 stays empty; profile (C * PROFILE,) f4: wear by t.
    """

    base: Base
    start: F4
    first_row: I4
    rows: I4
    tile_of: I4
    cells: NDArray[np.uint8]
    profile: F4


@dataclass(frozen=True, eq=False)
class Surface:
    """The ground of an environment. It does not change: ``driven`` returns another.

    snow_depth [m]; ice_fraction in [0, 1]; base: one of ``BASES``; key: 64-bit stream of its
    noise; tile_of, cells: see ``Tables``.
    """

    charts: tuple[Chart, ...]
    snow_depth: float
    ice_fraction: float
    base: str
    key: int
    tile_of: I4
    cells: NDArray[np.uint8]

    @classmethod
    def laid(
        cls,
        charts: Sequence[Chart],
        snow_depth: float = 0.0,
        ice_fraction: float = 0.0,
        base: str = "asphalt",
        key: int = 0,
    ) -> Surface:
        """A surface that no wheel has crossed yet but those of old traffic."""
        if base not in BASES:
            raise ValueError(f"no ground is made of '{base}'; there are {', '.join(BASES)}")
        rows = sum(_rows(chart) for chart in charts)
        tile_of = np.zeros(max(rows, 1) * ACROSS, np.int32)
        cells = np.zeros(SIDE * SIDE, np.uint8)
        return cls(tuple(charts), snow_depth, ice_fraction, base, key, tile_of, cells)

    @cached_property
    def tables(self) -> Tables:
        """The surface as kernels read it."""
        rows = np.array([_rows(chart) for chart in self.charts] or [0], np.int32)
        start = np.array([chart.span[0] for chart in self.charts] or [0.0], np.float32)
        first = np.concatenate([[0], np.cumsum(rows)[:-1]]).astype(np.int32)
        lanes = [chart.lanes for chart in self.charts] or [()]
        profile = np.concatenate([_wear(tuple(centres)) for centres in lanes])
        return Tables(self._base, start, first, rows, self.tile_of, self.cells, profile)

    def at(
        self, chart: ArrayLike, s: ArrayLike, t: ArrayLike, footprint: float = CONTACT
    ) -> Ground:
        """What lies at places (N,) of charts; footprint: size of what touches the ground [m]."""
        chart, s, t = np.broadcast_arrays(np.atleast_1d(chart), s, t)
        count = len(chart)
        cover, depth = np.empty(count, np.uint8), np.empty(count, np.float32)
        ground_at(
            np.ascontiguousarray(chart, np.int32),
            np.ascontiguousarray(s, np.float32),
            np.ascontiguousarray(t, np.float32),
            np.float32(footprint),
            *self.tables,
            cover,
            depth,
        )
        return Ground(cover, depth, friction()[cover])

    def driven(self, passes: ArrayLike) -> Surface:
        """The surface after wheels have rolled over it.

        passes (P, 6): chart, then s and t [m] from where and to where, and the tyre's width [m].
        """
        passes = np.ascontiguousarray(np.atleast_2d(passes), np.float64)
        if not passes.size:
            return self
        tables = self.tables
        tile_of, count = self.tile_of.copy(), len(self.cells) // (SIDE * SIDE)
        for place in _touched(passes, tables):
            if tile_of[place] == 0:
                tile_of[place] = count
                count += 1
        cells = np.zeros(count * SIDE * SIDE, np.uint8)
        cells[: len(self.cells)] = self.cells
        mark_tracks(passes, tables.start, tables.first_row, tables.rows, tile_of, cells)
        return replace(self, tile_of=tile_of, cells=cells)

    @property
    def wintry(self) -> bool:
        """Whether there is any snow or ice."""
        return self.snow_depth > 0 or self.ice_fraction > 0

    @cached_property
    def dirt(self) -> F4:
        """(C * PROFILE,) dirt along kerbs by t, for ``wear_at``."""
        return np.concatenate([_dirt(chart.kerbs) for chart in self.charts] or [_dirt(())])

    @cached_property
    def _base(self) -> Base:
        word = fold(self.key, "surface")
        return Base(
            np.float32(self.snow_depth),
            np.float32(self.ice_fraction),
            _above(float(np.clip(self.ice_fraction, 0.0, 1.0))),
            np.uint8(cover_id(BASES[self.base])),
            np.float32((word & 0xFFFF) / 16.0),
        )


@kernel(
    "i4[:], f4[:], f4[:], f4, base, f4[:], i4[:], i4[:], i4[:], u1[:], f4[:] -> u1[:], f4[:]",
    narrow=True,
    base=Base,
)
def ground_at(
    chart, s, t, footprint, base, start, first_row, rows, tile_of, cells, profile,
    cover_out, depth_out,
):  # fmt: skip
    """Cover and snow depth [m] at N places (chart, s, t); the others are ``Tables``."""
    for n in range(chart.shape[0]):
        depth, share, packed, ice, _ = lying_at(
            chart[n],
            s[n],
            t[n],
            footprint,
            np.float32(1.0),
            base,
            start,
            first_row,
            rows,
            tile_of,
            cells,
            profile,
        )
        cover_out[n] = cover_of(share, packed, ice, base.bare)
        depth_out[n] = depth


@kernel("f8[:,:], f4[:], i4[:], i4[:], i4[:] -> u1[:]")
def mark_tracks(passes, start, first_row, rows, tile_of, cells_out):
    """Pack the cells that wheels rolled over; passes (P, 6) as in ``Surface.driven``."""
    for p in range(passes.shape[0]):
        chart = np.int64(passes[p, 0])
        s0, t0, s1, t1 = passes[p, 1], passes[p, 2], passes[p, 3], passes[p, 4]
        reach = passes[p, 5] / 2 + CELL
        along, across = s1 - s0, t1 - t0
        square = along * along + across * across
        low = np.int64(np.floor((min(s0, s1) - reach - start[chart]) / CELL))
        high = np.int64(np.floor((max(s0, s1) + reach - start[chart]) / CELL))
        right = np.int64(np.floor((min(t0, t1) - reach) / CELL)) + ACROSS * SIDE // 2
        left = np.int64(np.floor((max(t0, t1) + reach) / CELL)) + ACROSS * SIDE // 2
        for i in range(max(low, 0), min(high, rows[chart] * SIDE - 1) + 1):
            for j in range(max(right, 0), min(left, ACROSS * SIDE - 1) + 1):
                tile = tile_of[(first_row[chart] + i // SIDE) * ACROSS + j // SIDE]
                if tile == 0:
                    continue
                s = start[chart] + (i + 0.5) * CELL - s0
                t = (j + 0.5 - ACROSS * SIDE // 2) * CELL - t0
                part = 0.0
                if square > 0.0:
                    part = min(max((s * along + t * across) / square, 0.0), 1.0)
                away = np.hypot(s - part * along, t - part * across)
                share = min(max((reach - away) / CELL, 0.0), 1.0)
                place = (tile * SIDE + i % SIDE) * SIDE + j % SIDE
                cells_out[place] = max(cells_out[place], np.uint8(255 * share + 0.5))


@kernel("f4[:], f4[:] -> f4[:]", narrow=True)
def patch_noise(s, t, out):
    """The noise of icy patches at places (N,), as ``lying_at`` has it."""
    for n in range(s.shape[0]):
        a, b = s[n], t[n]
        out[n] = 0.72 * fbm3(a * 0.21 + 31.7, b * 0.55 - 11.3)
        out[n] += 0.28 * noise(a * 1.3, b * 1.9 + 7.7)


@lru_cache(maxsize=64)
def _above(share: float) -> np.float32:
    """Where that noise must lie for a share of the ground."""
    return np.float32(np.quantile(_patches(), 1 - share))


@cache
def _patches() -> F4:
    """A sample of that noise, whose quantiles say where a share of the ground begins."""
    s, t = np.meshgrid(np.arange(256) * 2.37, np.arange(256) * 1.13)
    out = np.empty(s.size, np.float32)
    patch_noise(s.ravel().astype(np.float32), t.ravel().astype(np.float32), out)
    return out


def _rows(chart: Chart) -> int:
    return int(np.ceil((chart.span[1] - chart.span[0]) / (SIDE * CELL)))


@lru_cache(maxsize=64)
def _wear(lanes: tuple[float, ...]) -> F4:
    """(PROFILE,) wear by t: a flat-bottomed track under each wheel of the traffic in the lanes."""
    t = (np.arange(PROFILE) - PROFILE / 2) * 0.05
    wear = np.zeros(PROFILE)
    for centre in lanes:
        wear += np.exp(-(((np.abs(t - centre) - HALF_TRACK) / 0.20) ** 4))
    return np.minimum(wear, 1.0).astype(np.float32)


def _dirt(kerbs: Sequence[float]) -> F4:
    """(PROFILE,) dirt by t: thickest at a kerb, gone half a metre away."""
    t = (np.arange(PROFILE) - PROFILE / 2) * 0.05
    dirt = np.zeros(PROFILE)
    for kerb in kerbs:
        dirt = np.maximum(dirt, np.exp(-(((t - kerb) / 0.22) ** 2)))
    return np.where(dirt < 1e-3, 0.0, dirt).astype(np.float32)


def _touched(passes: Array, tables: Tables) -> list[int]:
    """Places in ``tile_of`` that the passes come near, in order, each once."""
    size = SIDE * CELL
    places: dict[int, None] = {}
    for chart, s0, t0, s1, t1, width in passes:
        c, reach = int(chart), width / 2 + CELL
        low, high = (
            int(np.floor((s - tables.start[c]) / size))
            for s in (min(s0, s1) - reach, max(s0, s1) + reach)
        )
        right, left = (
            int(np.floor(t / size)) + ACROSS // 2
            for t in (min(t0, t1) - reach, max(t0, t1) + reach)
        )
        for row in range(max(low, 0), min(high, int(tables.rows[c]) - 1) + 1):
            for column in range(max(right, 0), min(left, ACROSS - 1) + 1):
                places[(int(tables.first_row[c]) + row) * ACROSS + column] = None
    return list(places)
