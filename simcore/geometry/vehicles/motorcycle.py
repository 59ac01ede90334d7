"""A motorcycle with its rider: two bodies, the motorcyclist and the machine."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ...classes import class_id
from ...pose import inverse, pose
from ..builder import MeshBuilder
from ..figure import BodyShape, Figure, LampShape, Motion, Part
from ..people.person import frame_of, slots
from ..people.record import Person
from .parts import motorbike as bike
from .parts.flashers import with_flashers
from .parts.helmet import full_helmet
from .parts.lamps import DIP
from .parts.rider import Mount, dressed_to_ride, posed, rider
from .parts.rider_motion import Seat
from .parts.riding import boxes, figure_parts, steering_pose
from .parts.rolling import turned_y, turned_z
from .parts.spoked import motorcycle_wheel

Array = NDArray[np.float64]


@dataclass(frozen=True)
class MotorcycleVariation:
    """The rider's record; clothes and hair give way to a jacket, gloves, boots and a helmet."""

    rider: Person = field(default_factory=lambda: Person(sex="male", stature=1.77))


def figure(variation: MotorcycleVariation | None = None, detail: int = 0) -> Figure:
    """The figure of a motorcycle with its rider; ``detail`` 0 is the finest, 2 the coarsest.

    Parts: the machine's, then the rider's. Colours: "car_paint", "frame", "engine", "saddle",
    "helmet" and those of ``people.person.slots``.
    """
    return _figure(variation or MotorcycleVariation(), detail)


class Riding:
    """The articulation: both wheels, the fork, and the rider's arms that follow it."""

    def __init__(self, seat: Seat, fork: Array):
        self.seat, self.fork = seat, fork

    def __call__(self, motion: Motion, local: Array) -> None:
        """Parts 0 to 4: chassis, fork, front wheel, rear wheel, mirrors."""
        local[1, :3, :3] = self.fork @ turned_z(motion.steer)
        local[2, :3, :3] = self.fork.T @ turned_y(motion.phase)
        local[3, :3, :3] = turned_y(motion.phase)
        local[5:] = posed(self.seat, 0.0, motion.steer)


@lru_cache(32)
def _figure(v: MotorcycleVariation, detail: int) -> Figure:
    record = dressed_to_ride(v.rider, top="jacket", bottom="trousers", hat="", hair="bald",
                             gloves=True, boots=True, scarf=False)  # fmt: skip
    mount = Mount(
        crank=(bike.PEG[0], bike.PEG[2]), arm=0.0, pedal_y=bike.PEG[1], tread=0.012,
        hips=bike.HIPS, grip=bike.GRIP, axis=bike.AXIS_LOW, axis_direction=bike.steering_axis(),
        foot=0.12, ankling=0.0, pelvis=0.12, splay=0.30, elbow=(-0.25, 0.75, -0.75), reach=0.82,
    )  # fmt: skip
    helmet = full_helmet(frame_of(record).head, detail)
    on_it = rider(record, mount, detail, helmet)
    parts, keypoints = figure_parts(_machine(detail), on_it, {**slots(record), **COLOURS})
    motion = Riding(on_it.seat, parts[1].rest[:3, :3])
    shape = Figure(parts=parts, bodies=(), articulation=motion)
    person, machine = boxes(shape, [Motion()], but="mirrors")
    made = Figure(
        parts=parts,
        bodies=(
            BodyShape("motorcyclist", class_id("motorcyclist"), *person),
            BodyShape("motorcycle", class_id("motorcycle"), *machine),
        ),
        articulation=motion,
        keypoints=keypoints,
        lamps=_lamps(parts[1].rest),
        wheel_radius=bike.RADIUS,
    )
    return with_flashers(made)


COLOURS = {
    "helmet": (0.03, 0.03, 0.032),
    "saddle": (0.02, 0.02, 0.02),
    "engine": (0.10, 0.10, 0.105),
    "cover": (0.30, 0.30, 0.31),
    "frame": (0.03, 0.03, 0.03),
    "spring": (0.45, 0.02, 0.02),
    "motorcycle_rim": (0.05, 0.05, 0.052),
}
"""Colours of what an actor need not recolour."""


@lru_cache(3)
def _machine(detail: int) -> tuple[Part, ...]:
    chassis, fork, mirrors = MeshBuilder(), MeshBuilder(), MeshBuilder()
    bike.add_chassis(chassis, detail)
    bike.add_fork(fork, detail)
    bike.add_mirrors(mirrors, detail)
    steer = steering_pose(bike.AXIS_LOW, bike.steering_axis())
    turned = [MeshBuilder(), MeshBuilder()]
    for made, source in zip(turned, (fork, mirrors), strict=True):
        made.merge(source, inverse(steer))
    front = motorcycle_wheel(bike.RADIUS, bike.FRONT_TYRE, detail)
    rear = motorcycle_wheel(bike.RADIUS, bike.REAR_TYRE, detail)
    hub = inverse(steer) @ pose((bike.WHEELBASE, 0.0, bike.RADIUS))
    parts = [
        Part("chassis", chassis.build(), -1, pose(), 1),
        Part("fork", turned[0].build(), 0, steer, 1),
        Part("wheel_front", front, 1, hub, 1),
        Part("wheel_rear", rear, 0, pose((0.0, 0.0, bike.RADIUS)), 1),
        Part("mirrors", turned[1].build(), 1, pose(), 1),
    ]
    return tuple(part._replace(mesh=part.mesh.recoloured(COLOURS)) for part in parts)


def _lamps(fork: Array) -> tuple[LampShape, ...]:
    """Head lamps turn with the fork; places are in the axes of their parts."""
    (x, z), (tail_x, tail_z) = bike.LAMP, bike.TAIL
    shapes = []
    for circuit, height, drop in (("low_beam", z + 0.040, DIP), ("high_beam", z - 0.040, 0.0)):
        place = inverse(fork) @ np.array([x + 0.008, 0.0, height, 1.0])
        ahead = fork[:3, :3].T @ (np.array([1.0, 0.0, -drop]) / np.hypot(1.0, drop))
        shapes.append(LampShape(circuit, 1, tuple(place[:3].tolist()), tuple(ahead.tolist())))
    behind = (-1.0, 0.0, 0.0)
    shapes.append(LampShape("tail", 0, (tail_x - 0.031, 0.0, tail_z + 0.011), behind))
    shapes.append(LampShape("brake", 0, (tail_x - 0.031, 0.0, tail_z - 0.014), behind))
    return tuple(shapes)
