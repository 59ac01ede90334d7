"""The ground in road coordinates, as wheels, labels and pictures share it: snow, water, tracks.

A *chart* is a piece of ground in its own (s, t), which are the texture coordinates of its meshes:
a bridge and the road below it are two. What lies at a place is the base (what ``weathering`` has
made of snow, water and ice in the mean), keyed noise, two worn tracks in every lane, *tiles* of
0.1 m cells where wheels have passed, and authored patches. Nothing is stored where no wheel was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .bed import BASES, Bed, Chart
from .covers import cover_id, friction
from .hollows import ice_above, water_level
from .kernel import kernel
from .kernels import felt
from .kernels.ground import ACROSS, SIDE, Base
from .keys import fold
from .patches import LIES, Patch
from .tracks import mark_tracks, touched
from .weathering import FREEZING, FRESH, Climate, Lying, weathered

Array = NDArray[np.float64]
F4 = NDArray[np.float32]
I4 = NDArray[np.int32]

CONTACT = 0.15
"""Size of what a wheel touches [m]."""

GLAZE = 1e-3
"""Thickness of the ice that there is at the beginning, where there is any [m of water]."""

HELD = 0.3
"""Water that the texture holds, by its mean depth: 0.24 mm on usual asphalt."""

WINTRY = 271.15
"""Ground on which snow or ice lies is at least so cold at the beginning, unless it is said [K]."""


class Ground(NamedTuple):
    """What lies at N places. cover (N,) u1; snow_depth (N,) f4 [m]; packed, ice (N,) f4: how
    packed the snow is and how much ice there is, in [0, 1]; film (N,) f4: water [m]; temperature
    [K] and texture: mean texture depth [m], of all; friction (N,) f4: peak coefficient of an
    all-season tyre."""

    cover: NDArray[np.uint8]
    snow_depth: F4
    packed: F4
    ice: F4
    film: F4
    temperature: float
    texture: float
    friction: F4


class Tables(NamedTuple):
    """A surface as kernels read it.

    base: what holds everywhere; start (C,) f4: least s of each chart; first_row, rows (C,) i4: its
    rows in ``tile_of``; tile_of (rows * ACROSS,) i4: tile of each place, 0 for none; cells
    (M * SIDE²,) u1, stamps (M * SIDE²,) u2: the tiles, of which tile 0 stays empty, and when they
    were rolled over [TICK]; profile (C * PROFILE,) f4: wear by t; patches (P * PATCH,) f4.
    """

    base: Base
    start: F4
    first_row: I4
    rows: I4
    tile_of: I4
    cells: NDArray[np.uint8]
    stamps: NDArray[np.uint16]
    profile: F4
    patches: F4


@dataclass(frozen=True, eq=False)
class Surface:
    """The ground of an environment at an instant. It does not change: ``driven`` and ``later``
    return another.

    bed: what never changes; lying: what lies, in the mean; time [s]; tile_of, cells, stamps: see
    ``Tables``.
    """

    bed: Bed
    lying: Lying
    time: float
    tile_of: I4
    cells: NDArray[np.uint8]
    stamps: NDArray[np.uint16]

    @classmethod
    def laid(
        cls,
        charts: Sequence[Chart],
        snow_depth: float = 0.0,
        ice_fraction: float = 0.0,
        base: str = "asphalt",
        key: int = 0,
        *,
        water_film: float = 0.0,
        compaction: float = 0.0,
        temperature: float | None = None,
        texture: float | None = None,
        rut_depth: float = 0.0,
        patches: Sequence[Patch] = (),
        climate: Climate | None = None,
    ) -> Surface:
        """A surface that no wheel has crossed yet but those of old traffic.

        snow_depth, water_film: means [m]; compaction: of that snow, in [0, 1]; temperature of the
        ground [K], unless given that of the air, and below freezing where snow or ice lies; the
        others as in ``Bed``. Raises ``ValueError`` for a ground or a patch of nothing known.
        """
        if base not in BASES:
            raise ValueError(f"no ground is made of '{base}'; there are {', '.join(BASES)}")
        air = Climate() if climate is None else climate
        texture = BASES[base].texture if texture is None else texture
        if temperature is None:
            wintry = snow_depth > 0 or ice_fraction > 0
            temperature = min(air.air, WINTRY) if wintry else air.air
        held = max(water_film, HELD * texture)
        bed = Bed(
            tuple(charts), base, texture, rut_depth, compaction, ice_fraction, held,
            tuple(patches), air, key,
        )  # fmt: skip
        loose = snow_depth / (1.0 - 0.88 * compaction)
        glaze = GLAZE * float(np.clip(ice_fraction, 0.0, 1.0))
        lying = Lying(loose * FRESH, water_film, 0.0, glaze, 0.0, temperature)
        tile_of = np.zeros(max(int(bed.rows.sum()), 1) * ACROSS, np.int32)
        bed.patch_rows  # noqa: B018  (refuses patches of nothing known)
        empty = np.zeros(SIDE * SIDE, np.uint8)
        return cls(bed, lying, 0.0, tile_of, empty, empty.astype(np.uint16))

    @cached_property
    def tables(self) -> Tables:
        """The surface as kernels read it."""
        bed = self.bed
        return Tables(
            self._base, bed.start, bed.first_row, bed.rows, self.tile_of, self.cells,
            self.stamps, bed.profile, bed.patch_rows,
        )  # fmt: skip

    def at(
        self, chart: ArrayLike, s: ArrayLike, t: ArrayLike, footprint: float = CONTACT
    ) -> Ground:
        """What lies at places (N,) of charts; footprint: size of what touches the ground [m]."""
        chart, s, t = np.broadcast_arrays(np.atleast_1d(chart), s, t)
        cover, found = np.empty(len(chart), np.uint8), np.empty((4, len(chart)), np.float32)
        ground_at(
            np.ascontiguousarray(chart, np.int32),
            np.ascontiguousarray(s, np.float32),
            np.ascontiguousarray(t, np.float32),
            np.float32(footprint),
            *self.tables,
            np.empty(felt.FELT, np.float32),
            cover,
            found,
        )
        warmth, texture = self.lying.temperature, self.bed.texture
        depth, packed, ice, film = found
        return Ground(cover, depth, packed, ice, film, warmth, texture, friction()[cover])

    def driven(self, passes: ArrayLike) -> Surface:
        """The surface after wheels have rolled over it.

        passes (P, 6): chart, then s and t [m] from where and to where, and the tyre's width [m].
        """
        passes = np.ascontiguousarray(np.atleast_2d(passes), np.float64)
        if not passes.size:
            return self
        bed = self.bed
        tile_of, count = self.tile_of.copy(), len(self.cells) // (SIDE * SIDE)
        for place in touched(passes, bed.start, bed.first_row, bed.rows):
            if tile_of[place] == 0:
                tile_of[place] = count
                count += 1
        cells = np.zeros(count * SIDE * SIDE, np.uint8)
        stamps = np.zeros(count * SIDE * SIDE, np.uint16)
        cells[: len(self.cells)], stamps[: len(self.cells)] = self.cells, self.stamps
        polishes = self.lying.snow > 0 and self.lying.temperature < FREEZING
        snowfall = bed.climate.snow / FRESH
        mark_tracks(
            passes, bed.start, bed.first_row, bed.rows, tile_of, snowfall, self.time, polishes,
            cells, stamps,
        )  # fmt: skip
        return replace(self, tile_of=tile_of, cells=cells, stamps=stamps)

    def later(self, time: float, climate: Climate | None = None) -> Surface:
        """The surface at a later time [s], as the weather has changed what lies on it; climate: of
        the time between, unless it is that of the bed."""
        if time <= self.time:
            return self
        air = self.bed.climate if climate is None else climate
        lying = weathered(self.lying, air, self.bed.holds, time - self.time)
        return replace(self, lying=lying, time=time)

    def after(self, seconds: float) -> Surface:
        """The surface of this time if it had been raining so for a while [s] before: wetter, the
        water frozen where the ground is cold. Snow, ice and the ground's warmth are what they were
        said to be."""
        if seconds <= 0.0 or self.bed.climate.rain <= 0.0:
            return self
        wet = self.bed.climate._replace(snow=0.0)
        rained = weathered(self.lying, wet, self.bed.holds, seconds)
        lying = self.lying._replace(film=rained.film, frozen=rained.frozen)
        return replace(self, lying=lying)

    @property
    def cleared(self) -> Surface:
        """The ground without what weather has brought there: bare and dry, without tracks."""
        if not (self.icy or self.watery):
            return self
        tile_of, empty = np.zeros_like(self.tile_of), np.zeros(SIDE * SIDE, np.uint8)
        lying = Lying(0.0, 0.0, 0.0, 0.0, 0.0, self.lying.temperature)
        return Surface(self.bed.cleared, lying, 0.0, tile_of, empty, empty.astype(np.uint16))

    @property
    def snow_depth(self) -> float:
        """Mean depth of the snow where no wheel has packed it [m]."""
        return self.lying.snow / FRESH * (1.0 - 0.88 * self.bed.compaction)

    @property
    def snowy(self) -> bool:
        """Whether snow lies anywhere."""
        return self.lying.snow > 0 or any(LIES[p.cover].snow > 0 for p in self.bed.patches)

    @property
    def icy(self) -> bool:
        """Whether snow or ice lies anywhere."""
        lying, made = self.lying, [LIES[patch.cover] for patch in self.bed.patches]
        return self.snowy or lying.frozen + lying.glaze > 0 or any(item.ice for item in made)

    @property
    def watery(self) -> bool:
        """Whether there is liquid water anywhere."""
        return self.lying.film > 0 or any(LIES[p.cover].film > 0 for p in self.bed.patches)

    @property
    def gleams(self) -> bool:
        """Whether the ground mirrors what stands around, as water and bare ice do."""
        return self.watery or (self.icy and self.lying.snow == 0)

    @property
    def covered(self) -> bool:
        """Whether anything lies on it at all."""
        lying = self.lying
        much = lying.snow + lying.film + lying.frozen + lying.glaze
        return much > 0 or len(self.bed.patches) > 0

    @property
    def strewn(self) -> bool:
        """Whether anything but water lies on it: oil, gravel or leaves."""
        return any(LIES[patch.cover].strewn for patch in self.bed.patches)

    @property
    def dirt(self) -> F4:
        """(C * PROFILE,) dirt along kerbs by t, for ``wear_at``."""
        return self.bed.dirt

    @cached_property
    def _base(self) -> Base:
        bed, lying = self.bed, self.lying
        word = fold(bed.key, "surface")
        share = float(np.clip(lying.glaze / GLAZE, 0.0, 1.0))
        water = lying.film + lying.frozen
        texture = min(water, HELD * bed.texture)
        return Base(
            np.float32(lying.snow / FRESH),
            np.float32(bed.compaction),
            np.float32(bed.climate.snow / FRESH),
            np.float32(self.time),
            np.float32(share),
            ice_above(share),
            np.float32(texture),
            water_level(water - texture, bed.rut_depth, bed.lanes),
            np.float32(bed.rut_depth),
            np.float32(lying.frozen / water if water > 0 else 0.0),
            np.float32(lying.temperature),
            np.float32(bed.texture),
            np.uint8(cover_id(BASES[bed.base].cover)),
            np.float32((word & 0xFFFF) / 16.0),
        )


@kernel(
    "i4[:], f4[:], f4[:], f4, base, f4[:], i4[:], i4[:], i4[:], u1[:], u2[:], f4[:], f4[:]"
    " -> f4[:], u1[:], f4[:,:]",
    narrow=True,
    base=Base,
)
def ground_at(
    chart, s, t, footprint, base, start, first_row, rows, tile_of, cells, stamps, profile, patches,
    felt_out, cover_out, found_out,
):  # fmt: skip
    """What lies at N places (chart, s, t); the others are ``Tables``.

    felt_out (FELT,): scratch; found_out (4, N): depth of the snow [m], how packed it is,
    ice, film of water [m].
    """
    for first in range(0, chart.shape[0], felt.PLACES):
        count = min(chart.shape[0] - first, felt.PLACES)
        for k in range(np.uint64(count)):
            n = np.uint64(first) + k
            felt_out[k + felt.CHART] = np.float32(chart[n])
            felt_out[k + felt.S], felt_out[k + felt.T] = s[n], t[n]
        felt.feel(
            count, footprint,
            base, start, first_row, rows, tile_of, cells, stamps, profile, patches, felt_out,
        )  # fmt: skip
        for k in range(np.uint64(count)):
            n = np.uint64(first) + k
            cover_out[n] = np.uint8(felt_out[k + felt.COVER])
            found_out[0, n], found_out[1, n] = felt_out[k + felt.DEPTH], felt_out[k + felt.PACKED]
            found_out[2, n], found_out[3, n] = felt_out[k + felt.ICE], felt_out[k + felt.FILM]
