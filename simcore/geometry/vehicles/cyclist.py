"""A person who rides a city bicycle: two bodies, the cyclist and the bicycle."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ...classes import class_id
from ...pose import inverse, pose
from ..builder import MeshBuilder
from ..figure import BodyShape, Figure, LampShape, Motion, Part
from ..people.person import frame_of, leg_of, slots
from ..people.record import Person
from .parts.cycle_frame import (
    TREAD,
    Bicycle,
    add_crank,
    add_fork,
    add_frame,
    add_pedal,
    bicycle_for,
    crank_place,
    lamp_places,
)
from .parts.rider import Mount, dressed_to_ride, posed, rider, saddle_height
from .parts.rider_motion import Seat
from .parts.riding import boxes, figure_parts, steering_pose
from .parts.rolling import turned_y, turned_z
from .parts.spoked import bicycle_wheel

Array = NDArray[np.float64]

GEAR = 2.4
"""Turns of the wheel per turn of the crank: 38 teeth on 16."""
FOOT, ANKLING = 0.10, 0.18
"""Mean pitch of the feet, toes down, and its swing [rad]."""
SEAT_TUBE = np.radians(18.0)
BEAM = 0.2
"""Light of the front lamp, share of a car's: 20 lx at 10 m (StVZO asks for 10 lx)."""


@dataclass(frozen=True)
class CyclistVariation:
    """The rider's record; gear: turns of the wheel per turn of the crank, which sets the cadence;
    start: angle of the crank when the wheels' is 0 [rad]."""

    rider: Person = field(default_factory=Person)
    gear: float = GEAR
    start: float = 0.0

    def __post_init__(self):
        if not 0.8 <= self.gear <= 6.0:
            raise ValueError(f"gear {self.gear:g}: must lie between 0.8 and 6")


def figure(variation: CyclistVariation | None = None, detail: int = 0) -> Figure:
    """The figure of a cyclist; ``detail`` 0 is the finest, 2 the coarsest.

    Parts: the machine's, then the rider's. Colours: "frame", "mudguard", "saddle" and those of
    ``people.person.slots``.
    """
    return _figure(variation or CyclistVariation(), detail)


class Pedalling:
    """The articulation: crank, pedals, wheels, fork and the rider on them."""

    def __init__(self, seat: Seat, gear: float, start: float, fork: Array):
        self.seat, self.gear, self.start, self.fork = seat, gear, start, fork

    def __call__(self, motion: Motion, local: Array) -> None:
        """Parts 0 to 6: frame, fork, front wheel, rear wheel, crank, left and right pedal."""
        turn = self.start + motion.phase / self.gear
        local[1, :3, :3] = self.fork @ turned_z(motion.steer)
        local[2, :3, :3] = self.fork.T @ turned_y(motion.phase)
        local[3, :3, :3] = turned_y(motion.phase)
        local[4, :3, :3] = turned_y(turn)
        for k in range(2):
            pitch = self.seat.foot + self.seat.ankling * np.sin(turn + k * np.pi)
            local[5 + k, :3, :3] = turned_y(pitch - turn)
        local[7:] = posed(self.seat, turn, motion.steer)


@lru_cache(32)
def _figure(v: CyclistVariation, detail: int) -> Figure:
    record = dressed_to_ride(v.rider)
    frame = frame_of(record)
    body, leg = frame.body, leg_of(record, frame.body)
    size = float(np.clip(record.stature / 1.74, 0.66, 1.08))
    crank, arm = crank_place(size), 0.17 * size
    hips = saddle_height(body.thigh, body.shank, crank, arm, body.ankle + TREAD, leg.ball, FOOT,
                         ANKLING, SEAT_TUBE)  # fmt: skip
    bike = bicycle_for(size, hips)
    mount = Mount(
        crank=crank, arm=arm, pedal_y=bike.pedal_y, tread=TREAD, hips=hips, grip=bike.grip,
        axis=bike.head_low, axis_direction=bike.steering, foot=FOOT, ankling=ANKLING, pelvis=0.30,
        splay=0.10, elbow=(-0.35, 0.45, -1.0), reach=0.86,
    )  # fmt: skip
    on_it = rider(record, mount, detail)
    machine = _machine(bike, detail)
    motion = Pedalling(on_it.seat, v.gear, v.start, machine[1].rest[:3, :3])
    parts, keypoints = figure_parts(machine, on_it, slots(record))
    return Figure(
        parts=parts,
        bodies=_bodies(parts, motion, v.gear),
        articulation=motion,
        keypoints=keypoints,
        lamps=_lamps(bike, parts[1].rest),
        wheel_radius=bike.radius,
    )


def _machine(bike: Bicycle, detail: int) -> list[Part]:
    frame, fork, crank, pedal = (MeshBuilder() for _ in range(4))
    add_frame(frame, bike, detail)
    add_fork(fork, bike, detail)
    add_crank(crank, bike, detail)
    add_pedal(pedal, detail)
    steer = steering_pose(bike.head_low, bike.steering)
    turned = MeshBuilder()
    turned.merge(fork, inverse(steer))
    wheel = bicycle_wheel(bike.radius, detail)
    hub = inverse(steer) @ pose((bike.wheelbase, 0.0, bike.radius))
    pedals = [pose((0.0, side * bike.pedal_y, side * bike.arm)) for side in (1, -1)]
    mesh = pedal.build()
    parts = [
        Part("frame", frame.build(), -1, pose(), 1),
        Part("fork", turned.build(), 0, steer, 1),
        Part("wheel_front", wheel, 1, hub, 1),
        Part("wheel_rear", wheel, 0, pose((0.0, 0.0, bike.radius)), 1),
        Part("crank", crank.build(), 0, pose((bike.crank[0], 0.0, bike.crank[1])), 1),
        Part("pedal_left", mesh, 4, pedals[0], 1),
        Part("pedal_right", mesh, 4, pedals[1], 1),
    ]
    return [part._replace(mesh=part.mesh.recoloured(COLOURS)) for part in parts]


COLOURS = {
    "frame": (0.03, 0.06, 0.18),
    "mudguard": (0.02, 0.02, 0.021),
    "bicycle_rim": (0.25, 0.255, 0.26),
    "reflector": (0.60, 0.25, 0.02),
}
"""Colours unless others are given."""


def _bodies(parts: tuple[Part, ...], motion: Pedalling, gear: float) -> tuple[BodyShape, ...]:
    """The boxes of rider and bicycle over a turn of the crank."""
    shape = Figure(parts=parts, bodies=(), articulation=motion)
    phases = gear * np.linspace(0.0, 2 * np.pi, 8, endpoint=False)
    person, machine = boxes(shape, [Motion(phase=float(phase)) for phase in phases])
    return (
        BodyShape("cyclist", class_id("cyclist"), *person),
        BodyShape("bicycle", class_id("bicycle"), *machine),
    )


def _lamps(bike: Bicycle, fork: Array) -> tuple[LampShape, ...]:
    """The front lamp turns with the fork; places are in the axes of their parts."""
    places = lamp_places(bike)
    front = inverse(fork) @ np.array([*places["low_beam"], 1.0])
    ahead = fork[:3, :3].T @ np.array([1.0, 0.0, -0.05])
    ahead /= np.linalg.norm(ahead)
    return (
        LampShape("low_beam", 1, tuple(front[:3].tolist()), tuple(ahead.tolist()), BEAM),
        LampShape("tail", 0, places["tail"], (-1.0, 0.0, 0.0), 0.1),
    )
