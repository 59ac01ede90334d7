"""What a dresser returns: things that stand somewhere, slots for parked vehicles, dropped kerbs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...lamps import Lamp
from ...scene import FixedBody, Placement
from ..fixture import Fixture
from ..ground.corridor import Drop

Array = NDArray[np.float64]


class Stand(NamedTuple):
    """A fixture at a pose T (4, 4); on: lamp circuits of its own that are lit (a signal's); group:
    of the signals by which they are lit over time, -1 for none."""

    fixture: Fixture
    T: Array
    on: int = 0
    group: int = -1


class ParkingSlot(NamedTuple):
    """Room for a parked vehicle: the middle of it at (s, t), its heading relative to the line
    [rad], its length and width [m]."""

    s: float
    t: float
    heading: float
    length: float
    width: float


@dataclass(frozen=True)
class Dressing:
    """Things along a line. Instance ids are the caller's: counted things take the numbers from
    ``first`` on in the order of ``stands``; there are ``count`` of them.
    """

    stands: tuple[Stand, ...] = ()
    slots: tuple[ParkingSlot, ...] = ()
    drops: tuple[Drop, ...] = ()
    placed: tuple[Placement, ...] = ()

    @property
    def count(self) -> int:
        """How many instance ids the counted things need."""
        return sum(stand.fixture.body is not None for stand in self.stands)

    def placements(self, first: int = 1, on: int = 0) -> tuple[Placement, ...]:
        """All meshes; ``on``: mask of the lamp circuits that are lit everywhere."""
        placements = list(self.placed)
        for number, stand in self._numbered(first):
            made = stand.fixture.placements(stand.T, number, stand.on | on)
            placements += [item._replace(group=stand.group) for item in made]
        return tuple(placements)

    def bodies(self, first: int = 1) -> tuple[FixedBody, ...]:
        """The counted things."""
        return tuple(
            stand.fixture.fixed_body(stand.T, number)._replace(group=stand.group)
            for number, stand in self._numbered(first)
            if number
        )

    def lamps(self, on: int = 0) -> tuple[Lamp, ...]:
        """The light sources that are on."""
        return tuple(
            lamp for stand in self.stands for lamp in stand.fixture.lamps(stand.T, stand.on | on)
        )

    def __add__(self, other: Dressing) -> Dressing:
        return Dressing(
            self.stands + other.stands,
            self.slots + other.slots,
            self.drops + other.drops,
            self.placed + other.placed,
        )

    def _numbered(self, first: int) -> Iterator[tuple[int, Stand]]:
        for stand in self.stands:
            counted = stand.fixture.body is not None
            yield (first if counted else 0), stand
            first += counted
