"""What warms the things that are driven: engine, exhaust, gearbox, tyres and brakes.

Each is a *spot*: an ellipsoid in a part's axes, within which a surface has something warm behind
it; it fades out to the edge. Temperatures are those of cars at work: coolant at 85 °C, what comes
out at the tail at 100 °C, treads and brake discs of a car in town traffic some 25 and 50 K above
the air (thermograms of cars on the road, such as those of the FLIR ADAS dataset, show the same
order: brakes, exhaust, tyres, bonnet). Who is parked is cold.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..bodies import Bodies, Cast, Role
from ..classes import classes
from ..geometry.figure import BodyShape
from ..physics.driving import columns as c
from ..pose import inverse
from .balance import exchange

F4 = NDArray[np.float32]

FIELDS = 8
"""Floats of a spot: centre, 1 / radii [1/m], conducts [W/(m² K)], inside [K]."""

COOLANT, TAIL, UNDER = 358.15, 373.15, 323.15
"""[K] Of engines, of exhausts, of gearboxes and pipes beneath."""
TREAD, BRAKE = 25.0, 50.0
"""Above the air [K]."""
DRIVEN, ALIVE = 2, 3
LIVING = ("person", "animal")
PUSHED = ("stroller",)
"""Classes among people that are things."""
PEDALLED = ("bicycle",)


class Spot(NamedTuple):
    """part: of the cast; centre, radii (3,) in the part's axes [m]; conducts [W/(m² K)]; warm: how
    warm it is inside [K], above the air if ``over``."""

    part: int
    centre: tuple[float, float, float]
    radii: tuple[float, float, float]
    conducts: float
    warm: float
    over: bool = False


class Driven(NamedTuple):
    """Driven things as kernels read them, I items in all.

    row (I,) i4: number of the item among those with spots, -1 for none; place (K, 12) f4: from the
    world to their axes, row by row; first (K + 1,) i4: where the spots of each begin; spots
    (S * FIELDS,) f4; heated (I,) u1: DRIVEN for what has an engine at work, ALIVE for people and
    animals, else 0; exchanged (I,) f4: by the wind and its own speed [W/(m² K)].
    """

    row: NDArray[np.int32]
    place: F4
    first: NDArray[np.int32]
    spots: F4
    heated: NDArray[np.uint8]
    exchanged: F4


@dataclass(frozen=True, eq=False)
class Engines:
    """The spots of a cast, whose parts are the items of a stage from ``fixed`` on."""

    cast: Cast
    fixed: int
    spots: tuple[Spot, ...]

    @classmethod
    def of(cls, cast: Cast, fixed: int) -> Engines:
        """Of all its vehicles that are not parked."""
        found: list[Spot] = []
        for number, role in enumerate(cast.roles):
            first = cast.parts_of(number).start
            found += [spot._replace(part=spot.part + first) for spot in spots_of(role)]
        return cls(cast, fixed, tuple(sorted(found, key=lambda spot: spot.part)))

    def at(self, bodies: Bodies, air: float, wind: NDArray[np.float64]) -> Driven:
        """As they are while the bodies move so, in air [K] and a wind (3,) [m/s]."""
        items = self.fixed + len(self.cast.part_body)
        row = np.full(items, -1, np.int32)
        parts = list(dict.fromkeys(spot.part for spot in self.spots))
        row[[self.fixed + part for part in parts]] = np.arange(len(parts))
        counts = [sum(spot.part == part for spot in self.spots) for part in parts]
        place = inverse(bodies.T_part[parts])[:, :3].reshape(len(parts), 12)
        values = [
            (*s.centre, *(1.0 / np.array(s.radii)), s.conducts, s.warm + air * s.over)
            for s in self.spots
        ]
        own = np.asarray(bodies.state[:, c.VX : c.VZ + 1])
        running = np.array([runs(role) for role in self.cast.roles], bool)
        actor = self.cast.actor[self.cast.part_body]
        speed = np.linalg.norm(np.where(running[:, None], own, 0.0) - wind, axis=1)
        exchanged = np.full(items, exchange(np.linalg.norm(wind)), np.float32)
        heated = np.zeros(items, np.uint8)
        if len(actor):
            exchanged[self.fixed :] = exchange(speed[actor])
            living = [_lives(int(k)) for k in self.cast.part_class]
            heated[self.fixed :] = np.where(living, ALIVE, DRIVEN * running[actor])
        return Driven(
            row,
            place.astype(np.float32),
            np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
            np.array(values, np.float32).reshape(-1),
            heated,
            exchanged,
        )


def _lives(class_id: int) -> bool:
    known = classes()[class_id]
    return known.supercategory in LIVING and known.name not in PUSHED


def runs(role: Role) -> bool:
    """Whether it has an engine that is running."""
    if role.model != c.VEHICLE or role.parked:
        return False
    return any(_motorised(body) for body in role.figure.bodies)


def _motorised(body: BodyShape) -> bool:
    known = classes()[body.class_id]
    return known.supercategory == "vehicle" and known.name not in PEDALLED


def spots_of(role: Role) -> list[Spot]:
    """What is warm of a vehicle, by the parts of its figure."""
    if not runs(role):
        return []
    figure = role.figure
    number = next(k for k, body in enumerate(figure.bodies) if _motorised(body))
    body, found = figure.bodies[number], []
    for k, part in enumerate(figure.parts):
        if part.body == number and part.name.startswith("wheel"):
            found.append(Spot(k, (0.0, 0.0, 0.0), (4.0, 4.0, 4.0), 60.0, TREAD, True))
            found.append(Spot(k, (0.0, 0.0, 0.0), (0.26, 0.5, 0.26), 40.0, BRAKE, True))
    shell = next(k for k, part in enumerate(figure.parts) if part.body == number)
    name = classes()[body.class_id].name
    made = _cycle if name == "motorcycle" else _bus if "bus" in name else _car
    return found + made(shell, body)


def _car(part: int, body: BodyShape) -> list[Spot]:
    (length, width, height), (x, _, _) = body.size, body.centre
    nose, tail, half = x + length / 2, x - length / 2, width / 2
    level = min(0.42 * height, 0.9)
    return [
        Spot(part, (nose - 0.55, 0.0, level), (0.95, half, 0.55), 7.0, COOLANT),
        Spot(part, (nose, 0.0, 0.8 * level), (0.30, 0.7 * half, 0.30), 14.0, COOLANT),
        Spot(part, (x, 0.0, 0.15), (0.6 * length, half, 0.22), 8.0, UNDER),
        Spot(part, (tail + 0.1, 0.55 * half, 0.28), (0.40, 0.20, 0.16), 40.0, TAIL),
    ]


def _bus(part: int, body: BodyShape) -> list[Spot]:
    (length, width, _), (x, _, _) = body.size, body.centre
    tail, half = x - length / 2, width / 2
    return [
        Spot(part, (tail + 0.4, 0.0, 0.9), (1.2, 1.1 * half, 0.8), 10.0, COOLANT),
        Spot(part, (x, 0.0, 0.2), (0.6 * length, half, 0.3), 8.0, UNDER),
        Spot(part, (tail + 0.1, half, 0.3), (0.40, 0.25, 0.2), 40.0, TAIL),
    ]


def _cycle(part: int, body: BodyShape) -> list[Spot]:
    x = body.centre[0]
    return [
        Spot(part, (x, 0.0, 0.42), (0.38, 0.4, 0.30), 40.0, COOLANT),
        Spot(part, (x - 0.55, -0.15, 0.38), (0.5, 0.15, 0.15), 60.0, TAIL),
    ]
