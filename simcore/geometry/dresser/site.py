"""A road to be dressed: where things may stand, how detailed they are, what is drawn by chance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...keys import fold, generator
from ..fixture import Fixture
from ..ground.corridor import Corridor, Drop
from .dressing import Dressing, ParkingSlot, Stand

Array = NDArray[np.float64]


class Zone(NamedTuple):
    """A rectangle in (s, t) [m], to be kept free or already taken."""

    s0: float
    s1: float
    t0: float
    t1: float


class Site:
    """Collects what stands along a corridor and refuses what would stand in the way.

    season: "winter", "spring", "summer" or "autumn"; country: "de", "at" or "us"; clear: zones
    where nothing is put.
    """

    def __init__(
        self,
        corridor: Corridor,
        key: int,
        season: str = "winter",
        country: str = "de",
        clear: Sequence[Zone] = (),
    ):
        self.corridor, self.key = corridor, key
        self.season, self.country = season, country
        self.section, self.span, self.route = corridor.section, corridor.span, corridor.route
        self._taken = np.array([Zone(*zone) for zone in clear], np.float64).reshape(-1, 4)
        self._stands: list[Stand] = []
        self._slots: list[ParkingSlot] = []
        self._drops: list[Drop] = []

    def rng(self, *name: int | str) -> np.random.Generator:
        """Numbers of a place's own: they depend on its name alone, not on other places."""
        return generator(self.key, *name)

    def chance(self, *name: int | str) -> float:
        """One number in [0, 1) for a name."""
        from ...keys import uniform

        return uniform(self.key, *name)

    def detail(self, s: float, t: float = 0.0) -> int:
        """0 near the ego's route, 1 from 45 m, 2 from 110 m on."""
        along = max(self.route[0] - s, s - self.route[1], 0.0)
        away = np.hypot(along, max(abs(t) - 10.0, 0.0))
        return 0 if away < 45.0 else 1 if away < 110.0 else 2

    def free(self, zone: Zone) -> bool:
        """Whether a rectangle lies off the carriageway, within the span and on free ground."""
        if zone.s0 < self.span[0] or zone.s1 > self.span[1]:
            return False
        if zone.t1 > self.section.edge(-1) and zone.t0 < self.section.edge(1):
            return False
        taken = self._taken
        clash = (taken[:, 0] < zone.s1) & (taken[:, 1] > zone.s0)
        clash &= (taken[:, 2] < zone.t1) & (taken[:, 3] > zone.t0)
        return not clash.any()

    def take(self, zone: Zone) -> None:
        """Keep a rectangle for something."""
        self._taken = np.vstack([self._taken, zone])

    def put(
        self,
        fixture: Fixture,
        s: float,
        t: float,
        yaw: float = 0.0,
        *,
        sink: float = 0.0,
        on: int = 0,
        foot: float | None = None,
        lean: Callable[[Array], Array] | None = None,
    ) -> bool:
        """Stand a fixture at (s, t), turned by ``yaw`` from the line's heading; False: no room.

        foot: half the side of the square that it needs on the ground, by default its whole extent
        (the crown of a tree may reach over what stands beside its trunk).
        """
        zone = self.footprint(fixture, s, t, yaw, foot)
        if not self.free(zone):
            return False
        self.take(zone)
        T = self.corridor.pose(s, t, yaw, sink)
        self._stands.append(Stand(fixture, T if lean is None else lean(T), on))
        return True

    def add(self, fixture: Fixture, T: Array, on: int = 0) -> None:
        """Stand a fixture at a pose without asking for room: parts of what has its room."""
        self._stands.append(Stand(fixture, T, on))

    def footprint(
        self, fixture: Fixture, s: float, t: float, yaw: float = 0.0, foot: float | None = None
    ) -> Zone:
        """The rectangle in (s, t) around a fixture at a place."""
        if foot is not None:
            return Zone(s - foot, s + foot, t - foot, t + foot)
        low, high = fixture.extent[:, :2]
        corners = np.array([(x, y) for x in (low[0], high[0]) for y in (low[1], high[1])])
        c, n = np.cos(yaw), np.sin(yaw)
        along, across = corners @ [c, -n] + s, corners @ [n, c] + t
        return Zone(along.min(), along.max(), across.min(), across.max())

    def park(self, slot: ParkingSlot) -> None:
        """Offer room for a parked vehicle."""
        self._slots.append(slot)

    def drop(self, side: int, s0: float, s1: float) -> None:
        """Lower the kerb of a side over [s0, s1]."""
        self._drops.append(Drop(side, s0, s1))

    def dressing(self) -> Dressing:
        """All that was put."""
        return Dressing(tuple(self._stands), tuple(self._slots), tuple(self._drops))


def towards(side: int) -> float:
    """Yaw of something on a side (+1 left) that faces the road, relative to the line [rad]."""
    return -side * np.pi / 2


def subkey(key: int, *name: int | str) -> int:
    """A key of a part's own."""
    return fold(key, *name)
