"""What moves: the figures of the actors, and their labelled bodies and parts at an instant."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .classes import class_id
from .geometry.figure import Figure, Motion
from .lamps import Lamp
from .light.flashing import RHYTHMS, share
from .materials import lit
from .physics.driving import columns as c
from .pose import pose

Array = NDArray[np.float64]

MOVING = 0.2
"""Slower than this [m/s] is standing or stopped."""
RUNNING = 2.2
"""Faster than this [m/s] a person runs: the walk-run transition (Hreljac 1993: 2.0-2.2 m/s)."""
BRAKING = -0.7
"""Braking harder than this [m/s²] lights the brake lamps (UN R13-H 5.2.22.4: 0.7 m/s²)."""

CYCLES = ("bicycle", "motorcycle")
RIDERS = ("cyclist", "motorcyclist")


class Role(NamedTuple):
    """An actor as it is drawn and labelled.

    model: one of ``columns``; lights: the lamp circuits that are on all the time; class_id: what
    all bodies of the figure are labelled instead of their own classes, None for those; attributes:
    words that never change ("elderly"); parked: whether it stands for good; phase: of its flashing
    lamps at time 0, as a share of their periods; automatic: whether its low beams and tail lamps
    switch by themselves (``columns.LAMPS``), and running lamps are on while they are off.
    """

    name: str
    figure: Figure
    model: int
    lights: tuple[str, ...] = ()
    class_id: int | None = None
    attributes: tuple[str, ...] = ()
    parked: bool = False
    phase: float = 0.0
    automatic: bool = False


@dataclass(frozen=True, eq=False)
class Cast:
    """The actors of one environment in the order of their rows, and what follows from them.

    Bodies (N) stand in the order of roles and of each figure's bodies; parts (P) likewise.
    """

    roles: tuple[Role, ...]
    first_id: int = 1

    @cached_property
    def id(self) -> NDArray[np.int32]:
        """(N,) instance ids."""
        return np.arange(self.first_id, self.first_id + len(self.actor), dtype=np.int32)

    @cached_property
    def actor(self) -> NDArray[np.int32]:
        """(N,) row of the actor that each body belongs to."""
        rows = [row for row, role in enumerate(self.roles) for _ in role.figure.bodies]
        return np.array(rows, np.int32)

    @cached_property
    def group(self) -> NDArray[np.int32]:
        """(N,) id of the first body of the same actor."""
        first = np.searchsorted(self.actor, self.actor)
        return self.id[first] if len(first) else self.id

    @cached_property
    def class_id(self) -> NDArray[np.uint8]:
        """(N,) class of each body."""
        classes = [
            body.class_id if role.class_id is None else role.class_id
            for role in self.roles
            for body in role.figure.bodies
        ]
        return np.array(classes, np.uint8)

    @cached_property
    def meshes(self) -> tuple:
        """The mesh of each part."""
        return tuple(part.mesh for role in self.roles for part in role.figure.parts)

    @cached_property
    def part_body(self) -> NDArray[np.int32]:
        """(P,) row of the body that each part belongs to."""
        rows: list[int] = []
        bodies = 0
        for role in self.roles:
            rows += [bodies + part.body for part in role.figure.parts]
            bodies += len(role.figure.bodies)
        return np.array(rows, np.int32)

    @property
    def part_id(self) -> NDArray[np.int32]:
        """(P,) instance id of each part."""
        return self.id[self.part_body]

    @property
    def part_class(self) -> NDArray[np.uint8]:
        """(P,) class of each part."""
        return self.class_id[self.part_body]

    @property
    def part_phase(self) -> Array:
        """(P,) phase of each part's flashing lamps."""
        phases = np.array([role.phase for role in self.roles], np.float64)
        return phases[self.actor[self.part_body]]

    def parts_of(self, row: int) -> slice:
        """The parts of the actor in a row."""
        counts = [len(role.figure.parts) for role in self.roles]
        first = sum(counts[:row])
        return slice(first, first + counts[row])


@dataclass(frozen=True, eq=False)
class Bodies:
    """The bodies of a cast at one instant.

    state (A, STATE): the actors' rows; T_actor (A, 4, 4): their origins in the world; T_part
    (P, 4, 4): parts in the world; lit (P,) u4: masks of lamp circuits that are on.
    """

    cast: Cast
    time: float
    state: Array
    T_actor: Array
    T_part: Array
    lit: NDArray[np.uint32]

    @property
    def velocity(self) -> Array:
        """(N, 3) velocity of each body in the world [m/s]."""
        return self.state[self.cast.actor, c.VX : c.VZ + 1]

    @cached_property
    def attributes(self) -> tuple[tuple[str, ...], ...]:
        """Per body, what it is doing, in nuScenes' words where it has some."""
        rows = zip(self.cast.actor, self.cast.class_id, strict=True)
        return tuple(_doing(self.cast.roles[a], self.state[a], int(k)) for a, k in rows)


def bodies_at(cast: Cast, state: Array, time: float) -> Bodies:
    """The bodies of actors whose rows are ``state`` (A, STATE) at ``time`` [s]."""
    T_actor = pose(
        state[:, c.X : c.Z + 1], roll=state[:, c.ROLL], pitch=state[:, c.PITCH], yaw=state[:, c.YAW]
    )
    parts, masks = [], []
    for role, row, T in zip(cast.roles, state, T_actor, strict=True):
        lying = role.model == c.WALKER and row[c.STRUCK] != 0.0  # it slides and does not walk
        speed = 0.0 if lying else row[c.SPEED]
        motion = Motion(row[c.PHASE], speed, row[c.STEER], time, row[c.ALERT], row[c.WAY])
        if role.model == c.BALL:  # the origin of loose things is the middle of their box
            T = T @ pose((0.0, 0.0, role.figure.bodies[0].size[2] / 2))
        parts.append(T @ role.figure.poses(motion))
        masks.append(np.full(len(role.figure.parts), _lit(role, row), np.uint32))
    return Bodies(
        cast,
        time,
        state,
        T_actor,
        np.concatenate(parts) if parts else np.zeros((0, 4, 4)),
        np.concatenate(masks) if masks else np.zeros(0, np.uint32),
    )


def between(first: Array, second: Array, share: float) -> Array:
    """Rows of state (A, STATE) at a share of the way; angles are unwrapped, so all is linear."""
    finite = np.isfinite(first) & np.isfinite(second)  # those that have not begun begin at inf
    return first + share * np.subtract(second, first, out=np.zeros_like(first), where=finite)


class Shine(NamedTuple):
    """What one lamp of a circuit gives. intensity [cd]; colour: linear RGB; beam: see ``Lamp``."""

    intensity: float
    colour: tuple[float, float, float]
    beam: str


_WHITE, _RED, _AMBER = (1.0, 0.97, 0.90), (4.0, 0.20, 0.12), (2.6, 0.65, 0.05)
_BLUE = (0.18, 0.55, 7.7)
SHINE = {
    "low_beam": Shine(10_100.0, _WHITE, "low_beam"),  # UN R112 class B, point 75R
    "high_beam": Shine(40_500.0, _WHITE, "high_beam"),  # UN R112 class B, 48 lx at 25 m and more
    "running": Shine(600.0, _WHITE, "signal"),  # UN R87: 400 to 1200 cd
    "tail": Shine(8.0, _RED, "signal"),  # UN R7: 4 to 17 cd
    "brake": Shine(120.0, _RED, "signal"),  # UN R7: 60 to 260 cd
    "indicator_left": Shine(350.0, _AMBER, "signal"),  # UN R6: 175 to 700 cd
    "indicator_right": Shine(350.0, _AMBER, "signal"),
    "beacon_left": Shine(670.0, _BLUE, "beacon"),
    "beacon_right": Shine(670.0, _BLUE, "beacon"),
    "beacon_amber": Shine(750.0, _AMBER, "beacon"),
    "reverse": Shine(300.0, _WHITE, "point"),  # UN R23: 80 to 600 cd
}
"""Beacons: UN R65 asks of blue ones an effective intensity of 120 cd, of amber ones 230 cd, by day;
these have 200 and 250. By Blondel and Rey's law a light that is on for t of the T seconds from the
first of its flashes to the end of the last appears as t / (0.2 s + T) of itself: two times 60 ms of
200 ms as 0.30, 100 ms as 0.33."""
FAINT = 0.05
"""Where a lamp gives less than this [lx] it lights nothing; a full moon gives 0.25 lx."""
FAR = 150.0
"""No lamp of a vehicle lights anything beyond this [m]."""


def lamps_of(bodies: Bodies, seconds: float = 0.0) -> tuple[Lamp, ...]:
    """The light sources of the bodies that are on; those that flash give what they do in the mean
    of so long around, or at the instant."""
    lamps = []
    for row, role in enumerate(bodies.cast.roles):
        first = bodies.cast.parts_of(row).start
        for item in role.figure.lamps:
            part = first + item.part
            shine = SHINE.get(item.circuit)
            if shine is None or not int(bodies.lit[part]) & lit(item.circuit):
                continue
            T = bodies.T_part[part]
            place = T[:3, :3] @ item.place + T[:3, 3]
            direction = T[:3, :3] @ item.direction
            intensity = shine.intensity * item.strength
            if item.circuit in RHYTHMS:
                start = bodies.time - 0.5 * seconds
                intensity *= float(share(RHYTHMS[item.circuit], role.phase, start, seconds))
            if intensity <= 0.0:
                continue
            reach = min(float(np.sqrt(intensity / FAINT)), FAR)
            lamps.append(
                Lamp(
                    tuple(place.tolist()),
                    tuple((direction / np.linalg.norm(direction)).tolist()),
                    shine.colour,
                    intensity,
                    shine.beam,
                    reach,
                )
            )
    return tuple(lamps)


def _lit(role: Role, row: Array) -> int:
    return lit(*_switched(role, row))


def _switched(role: Role, row: Array) -> set[str]:
    """The circuits that are on, whether or not they flash."""
    circuits = set(role.lights)
    if role.automatic:
        circuits |= {"low_beam", "tail"} if row[c.LAMPS] > 0.0 else {"running"}
    if role.model == c.VEHICLE and not role.parked:
        if row[c.ACCEL] < BRAKING:
            circuits.add("brake")
        if row[c.INDICATOR] != 0.0:
            circuits.add("indicator_left" if row[c.INDICATOR] > 0 else "indicator_right")
    return circuits


def _doing(role: Role, row: Array, kind: int) -> tuple[str, ...]:
    words = list(role.attributes)
    moving = row[c.SPEED] > MOVING
    if kind in {class_id(name) for name in CYCLES}:
        rider = {class_id(name) for name in RIDERS} & {b.class_id for b in role.figure.bodies}
        words.insert(0, "cycle.with_rider" if rider else "cycle.without_rider")
        words += _signalling(_switched(role, row))
    elif role.model == c.VEHICLE and kind not in {class_id(name) for name in RIDERS}:
        doing = "parked" if role.parked else "moving" if moving else "stopped"
        words.insert(0, f"vehicle.{doing}")
        if row[c.ACCEL] < BRAKING and moving:
            words.append("braking")
        words += _signalling(_switched(role, row))
    elif class_id("adult") <= kind <= class_id("scooter_user"):
        words.insert(0, f"pedestrian.{'moving' if moving else 'standing'}")
        if row[c.SPEED] > RUNNING and row[c.STRUCK] == 0.0:
            words.append("running")
    return tuple(words)


def _signalling(circuits: set[str]) -> list[str]:
    """What a vehicle signals, also between two flashes, and which of its head lamps are on."""
    beam = "high_beam" if "high_beam" in circuits else "low_beam"
    shown = [beam] if "low_beam" in circuits else []
    sides = [side for side in ("left", "right") if f"indicator_{side}" in circuits]
    words = [f"indicator.{sides[0] if len(sides) == 1 else 'hazard'}"] if sides else []
    return shown + words + (["beacons"] if any(x.startswith("beacon_") for x in circuits) else [])
