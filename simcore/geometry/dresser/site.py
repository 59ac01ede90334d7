"""A road to be dressed: where things may stand, how detailed they are, what is drawn by chance."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, hypot, sin
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...keys import generator, uniform
from ...pose import pose
from ..fixture import Fixture
from ..ground.corridor import Corridor, Drop
from ..ground.pad import Pad, laid
from ..sheets import unit
from .dressing import Dressing, ParkingSlot, Stand

Array = NDArray[np.float64]


class Zone(NamedTuple):
    """A rectangle in (s, t) [m], to be kept free or already taken."""

    s0: float
    s1: float
    t0: float
    t1: float


class Mouth(NamedTuple):
    """Where another street comes out on a side.

    s0, s1: between the outer edges of its pavements; beside: from there to the first buildings or
    plots; deep: how deep the plots are; rounding: radius of the pavement's outer edge at both
    corners [m]; corner: whether it is a street whose corners are built on, else there are the plots
    of another street.
    """

    side: int
    s0: float
    s1: float
    beside: float = 0.0
    deep: float = 20.0
    rounding: float = 0.0
    corner: bool = True


class Wishes(NamedTuple):
    """What an author may ask of any style; None leaves it to the style.

    lamps, trees: distances between street lamps and between street trees [m]; clearing: from the
    edge of a country road to the first trees [m]; speed_limit: on signs [km/h, or mph in the US];
    guard_rails: in bends of country roads.
    """

    lamps: float | None = None
    trees: float | None = None
    clearing: float = 5.0
    speed_limit: int | None = None
    guard_rails: bool = True


class Site:
    """Collects what stands along a corridor and refuses what would stand in the way.

    season: "winter", "spring", "summer" or "autumn"; country: "de", "at" or "us"; drives: the side
    on which traffic keeps (-1 right, +1 left); clear: zones where nothing is put; mouths: of other
    streets, at most one on a side.
    """

    def __init__(
        self,
        corridor: Corridor,
        key: int,
        season: str = "winter",
        country: str = "de",
        drives: int = -1,
        clear: Sequence[Zone] = (),
        wishes: Wishes | None = None,
        mouths: Sequence[Mouth] = (),
    ):
        self.corridor, self.key = corridor, key
        self.season, self.country, self.drives = season, country, drives
        self.section, self.span, self.route = corridor.section, corridor.span, corridor.route
        self.wishes = wishes or Wishes()
        self.mouths = {mouth.side: mouth for mouth in mouths}
        self._taken = np.empty((64, 4))
        self._count = 0
        self._stands: list[Stand] = []
        self._slots: list[ParkingSlot] = []
        self._drops: list[Drop] = []
        self._standing: list[_Standing] = []
        self._pads: list[Pad] = []
        self._clear = tuple(Zone(*zone) for zone in clear)
        for zone in self._clear:
            self.take(zone)

    def rng(self, *name: int | str) -> np.random.Generator:
        """Numbers of a place's own: they depend on its name alone, not on other places."""
        return generator(self.key, *name)

    def chance(self, *name: int | str) -> float:
        """One number in [0, 1) for a name."""
        return uniform(self.key, *name)

    def detail(self, s: float, t: float = 0.0, least: int = 0) -> int:
        """How detailed a thing at (s, t) is: 0 beside the ego's route, 1 from 15 m, 2 from 50 m on.

        least: 1 for what is repeated so often along the route that the middle detail must do.
        """
        along = max(self.route[0] - s, s - self.route[1], 0.0)
        away = hypot(along, max(abs(t) - 14.0, 0.0))
        return max(0 if away < 15.0 else 1 if away < 50.0 else 2, least)

    def numbers(self, step: float) -> range:
        """Whole numbers k such that s = k · step lies within the span: places that stay the same
        when the road is made longer or shorter."""
        return range(int(np.ceil(self.span[0] / step)), int(np.floor(self.span[1] / step)) + 1)

    def free(self, zone: Zone) -> bool:
        """Whether a rectangle lies off the carriageway, within the span and on free ground."""
        return self._off_road(zone) and self._untaken(zone)

    def _off_road(self, zone: Zone) -> bool:
        if zone.s0 < self.span[0] or zone.s1 > self.span[1]:
            return False
        return zone.t1 <= self.section.edge(-1) or zone.t0 >= self.section.edge(1)

    def _untaken(self, zone: Zone) -> bool:
        taken = self._taken[: self._count]
        clash = (taken[:, 0] < zone.s1) & (taken[:, 1] > zone.s0)
        clash &= (taken[:, 2] < zone.t1) & (taken[:, 3] > zone.t0)
        return not clash.any()

    def kept_clear(self, s: float, t: float) -> bool:
        """Whether a place lies in one of the zones where nothing is put."""
        return any(z.s0 < s < z.s1 and z.t0 < t < z.t1 for z in self._clear)

    def take(self, zone: Zone) -> None:
        """Keep a rectangle for something."""
        if self._count == len(self._taken):
            self._taken = np.concatenate([self._taken, np.empty_like(self._taken)])
        self._taken[self._count] = zone
        self._count += 1

    def put(
        self,
        fixture: Fixture,
        s: float,
        t: float,
        yaw: float = 0.0,
        *,
        sink: float = 0.0,
        on: int = 0,
        foot: tuple[float, float] | None = None,
        slack: float = 0.0,
    ) -> bool:
        """Stand a fixture at (s, t), turned by ``yaw`` from the line's heading; False: no room.

        foot: half the room that it needs along and across the road, by default its whole extent
        (the crown of a tree may reach over what stands beside its trunk); slack: by how much
        neighbours may reach into it; sink: how deep it stands in the ground [m].
        """
        zone = self.footprint(fixture, s, t, yaw, foot)
        if not self._off_road(zone):
            return False
        zone = Zone(zone.s0 + slack, zone.s1 - slack, zone.t0 + slack, zone.t1 - slack)
        if not self._untaken(zone):
            return False
        self.take(zone)
        self._standing.append(_Standing(fixture, s, t, yaw, sink, on, False))
        return True

    def swap(self, number: int, fixture: Fixture) -> None:
        """Put another fixture in the place of the one that was put as number ``number``."""
        self._standing[number] = self._standing[number]._replace(fixture=fixture)

    @property
    def last(self) -> int:
        """The number of what was put last."""
        return len(self._standing) - 1

    def embed(self, fixture: Fixture, s: float, t: float, yaw: float = 0.0) -> None:
        """Lay something flat into the carriageway, following its slopes."""
        if self.span[0] < s < self.span[1]:
            self._standing.append(_Standing(fixture, s, t, yaw, 0.0, 0, True))

    def add(self, fixture: Fixture, T: Array, on: int = 0) -> None:
        """Stand a fixture at a pose in the world without asking for room."""
        self._stands.append(Stand(fixture, T, on))

    def pave(self, pad: Pad) -> None:
        """Lay a paved patch."""
        self._pads.append(pad)

    def footprint(
        self,
        fixture: Fixture,
        s: float,
        t: float,
        yaw: float = 0.0,
        foot: tuple[float, float] | None = None,
    ) -> Zone:
        """The rectangle in (s, t) around a fixture at a place."""
        if foot is not None:
            return Zone(s - foot[0], s + foot[0], t - foot[1], t + foot[1])
        (x0, y0, _), (x1, y1, _) = fixture.extent.tolist()
        c, n = cos(yaw), sin(yaw)
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        long, wide = (x1 - x0) / 2, (y1 - y0) / 2
        s, t = s + c * x - n * y, t + n * x + c * y
        half_s, half_t = abs(c) * long + abs(n) * wide, abs(n) * long + abs(c) * wide
        return Zone(s - half_s, s + half_s, t - half_t, t + half_t)

    def park(self, slot: ParkingSlot) -> None:
        """Offer room for a parked vehicle, unless that is to be kept free."""
        along = abs(cos(slot.heading)) * slot.length + abs(sin(slot.heading)) * slot.width
        low, high = slot.s - along / 2, slot.s + along / 2
        if not any(z.s0 < high and z.s1 > low and z.t0 < slot.t < z.t1 for z in self._clear):
            self._slots.append(slot)

    def drop(self, side: int, s0: float, s1: float) -> None:
        """Lower the kerb of a side over [s0, s1]."""
        self._drops.append(Drop(side, s0, s1))

    @property
    def drops(self) -> tuple[Drop, ...]:
        """The kerbs lowered so far."""
        return tuple(self._drops)

    def walk(self, side: int) -> tuple[float, float]:
        """t of the inner and outer edge of the pavement on a side (of the verge without one)."""
        found = self.section.find("sidewalk", side) or self.section.find("verge", side)
        if found is None:
            edge = self.section.edge(side)
            return edge, edge + 1.5 * side
        return found

    def dressing(self) -> Dressing:
        """All that was put, standing on the ground."""
        stands = [
            Stand(item.fixture, T, item.on)
            for item, T in zip(self._standing, self._poses(), strict=True)
        ]
        pads = laid(self.corridor, self._pads)
        return Dressing(tuple(stands + self._stands), tuple(self._slots), self.drops, pads)

    def _poses(self) -> Array:
        """(N, 4, 4) poses of what stands on the ground or is embedded in it, all at once."""
        if not self._standing:
            return np.zeros((0, 4, 4))
        s, t, yaw, sink = np.array([item[1:5] for item in self._standing]).T
        corridor = self.corridor
        T = pose(corridor.at(s, t), yaw=corridor.line.axis(s).heading + yaw)
        T[:, 2, 3] -= sink
        flat = np.flatnonzero([item.flat for item in self._standing])
        if len(flat):
            s, t = s[flat], t[flat]
            up = np.cross(
                corridor.at(s + 0.3, t) - corridor.at(s - 0.3, t),
                corridor.at(s, t + 0.1) - corridor.at(s, t - 0.1),
            )
            up = unit(up)
            x = T[flat, :3, 0]
            x = unit(x - up * np.einsum("ij,ij->i", x, up)[:, None])
            T[flat, :3, :3] = np.stack([x, np.cross(up, x), up], -1)
        return T


class _Standing(NamedTuple):
    """What waits for its pose."""

    fixture: Fixture
    s: float
    t: float
    yaw: float
    sink: float
    on: int
    flat: bool


def towards(side: int) -> float:
    """Yaw of something on a side (+1 left) that faces the road, relative to the line [rad]."""
    return -side * np.pi / 2
