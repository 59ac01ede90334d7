"""What of a ground never changes: its charts, what it is made of, what is laid on it for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .kernels.ground import CELL, PROFILE, SIDE
from .patches import LIES, Patch, rows_of
from .weathering import Climate

F4 = NDArray[np.float32]
I4 = NDArray[np.int32]

HALF_TRACK = 0.76
"""Half the distance between a car's wheels on an axle [m]."""

WIDEST = 200.0
"""Width of what reaches across any road [m]."""


class Material(NamedTuple):
    """What a ground is made of. cover: when nothing lies on it; texture: mean texture depth [m] by
    the sand patch (EN 13036-1)."""

    cover: str
    texture: float


BASES = {
    "asphalt": Material("dry", 0.8e-3),
    "concrete": Material("dry", 0.5e-3),
    "paving": Material("dry", 1.0e-3),
    "gravel": Material("gravel", 4e-3),
}
"""What the ground may be made of: dense asphalt concrete 0.5 to 1.0 mm, brushed concrete 0.5 mm."""


class Chart(NamedTuple):
    """A piece of ground. span: its least and greatest s [m]; lanes: t of the centres of the lanes
    [m] in which traffic has worn snow and road; kerbs: t of the edges [m] where dirt gathers;
    roofs: pairs of s [m] between which it lies under a tunnel or a bridge, dry."""

    span: tuple[float, float]
    lanes: tuple[float, ...] = ()
    kerbs: tuple[float, ...] = ()
    roofs: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, eq=False)
class Bed:
    """What of a surface never changes.

    base: one of ``BASES``; texture: mean texture depth [m]; rut_depth: of the tracks that traffic
    has worn into the road [m]; compaction: of the snow that lay at the beginning, in [0, 1];
    ice_fraction: share with ice at the beginning; holds: film of water that does not run off [m];
    patches; climate: the weather above; key: 64-bit stream of its noise.
    """

    charts: tuple[Chart, ...]
    base: str
    texture: float
    rut_depth: float
    compaction: float
    ice_fraction: float
    holds: float
    patches: tuple[Patch, ...]
    climate: Climate
    key: int

    @cached_property
    def rows(self) -> I4:
        """(C,) rows of tiles of each chart."""
        size = SIDE * CELL
        count = [np.ceil((chart.span[1] - chart.span[0]) / size) for chart in self.charts]
        return np.array(count or [0], np.int32)

    @cached_property
    def first_row(self) -> I4:
        """(C,) the first of them in ``Tables.tile_of``."""
        return np.concatenate([[0], np.cumsum(self.rows)[:-1]]).astype(np.int32)

    @cached_property
    def start(self) -> F4:
        """(C,) least s of each chart [m]."""
        return np.array([chart.span[0] for chart in self.charts] or [0.0], np.float32)

    @cached_property
    def profile(self) -> F4:
        """(C * PROFILE,) wear by t."""
        lanes = [chart.lanes for chart in self.charts] or [()]
        return np.concatenate([wear_across(tuple(centres)) for centres in lanes])

    @cached_property
    def dirt(self) -> F4:
        """(C * PROFILE,) dirt along kerbs by t, for ``wear_at``."""
        return np.concatenate([_dirt(chart.kerbs) for chart in self.charts] or [_dirt(())])

    @cached_property
    def patch_rows(self) -> F4:
        """(P * PATCH,) the patches, on top of the dry ground below roofs."""
        dry = [
            Patch(number, (low + high) / 2, 0.0, high - low, WIDEST, "dry", softness=1.0)
            for number, chart in enumerate(self.charts)
            for low, high in chart.roofs
        ]
        return rows_of([*dry, *self.patches])

    @cached_property
    def cleared(self) -> Bed:
        """The same without what weather brings: no ice, water or snow; oil, gravel and leaves
        stay."""
        strewn = tuple(patch for patch in self.patches if LIES[patch.cover].strewn)
        climate = self.climate._replace(snow=0.0, rain=0.0)
        return replace(self, compaction=0.0, ice_fraction=0.0, patches=strewn, climate=climate)

    @cached_property
    def lanes(self) -> tuple[float, ...]:
        """The lanes of the first chart that has any."""
        return next((tuple(chart.lanes) for chart in self.charts if chart.lanes), ())


@lru_cache(maxsize=64)
def wear_across(lanes: tuple[float, ...]) -> F4:
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
