"""Radars for tests, and small worlds of figures that move evenly."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

import numpy as np
from pictures import air, ground
from whiteout.scenarios.draw import draw
from whiteout.scenarios.language.load import load
from whiteout.sensors.models.radar import Radar
from whiteout.sensors.sensor import Demand
from whiteout.simcore.bodies import Cast, Role
from whiteout.simcore.classes import EGO, class_id
from whiteout.simcore.geometry.figure import Figure
from whiteout.simcore.geometry.gait import phase_rate
from whiteout.simcore.geometry.people.draw import draw_person
from whiteout.simcore.geometry.people.person import person
from whiteout.simcore.keys import fold, generator
from whiteout.simcore.physics.driving import columns as c
from whiteout.simcore.rays.world import Rays
from whiteout.simcore.render.stage import Stage
from whiteout.simcore.scene import Placement, Scene
from whiteout.simcore.snapshot import Snapshot

SECOND = 10**9


class Actor(NamedTuple):
    """A figure at (x, y), heading yaw [rad] at a speed [m/s]; kind: its class, if not its own."""

    figure: Figure
    x: float = 0.0
    y: float = 0.0
    yaw: float = 0.0
    speed: float = 0.0
    kind: str | None = None
    z: float = 0.0


@cache
def vehicle(kind: str) -> Figure:
    module = import_module(f"whiteout.simcore.geometry.vehicles.{kind}")
    return module.figure(detail=2)


@cache
def adult(seed: int = 0) -> Figure:
    return person(draw_person(generator("radar", seed), "adult"), detail=2)


@cache
def ball() -> Figure:
    return import_module("whiteout.simcore.geometry.props.ball").figure().figure


class World:
    """What a ``Snapshot`` needs of an episode: an ego, actors, and placements (mesh, T, class)."""

    changing = False
    ego_box = (4.0, 1.8, 1.3)

    def __init__(self, actors: Any = (), items: Any = (), atmosphere: Any = None):
        roles = [Role("ego", vehicle("compact"), c.VEHICLE, class_id=EGO)]
        for k, actor in enumerate(actors):
            walks = actor.figure.hip_height > 0.0
            kind = None if actor.kind is None else class_id(actor.kind)
            roles.append(Role(f"actor{k}", actor.figure, c.WALKER if walks else c.VEHICLE,
                              class_id=kind))  # fmt: skip
        placed = tuple(
            Placement(mesh, np.asarray(T, float), class_id(kind)) for mesh, T, kind in items
        )
        self.scene = Scene(placed, lanes=None)  # type: ignore[arg-type]
        self.cast = Cast(tuple(roles))
        self.stage = Stage(self.scene, self.cast)
        self.rays = Rays(self.stage)
        self.atmosphere = atmosphere or air(35.0)
        self.boxes: dict = {}

    def key(self, *parts: int | str) -> int:
        return fold(11, *parts)


def row(figure: Figure, x: float, y: float, yaw: float, speed: float, z: float = 0.0) -> np.ndarray:
    made = np.zeros(c.STATE)
    made[[c.X, c.Y, c.Z, c.YAW, c.SPEED]] = x, y, z, yaw, speed
    made[c.VX], made[c.VY] = speed * np.cos(yaw), speed * np.sin(yaw)
    return made


def pace(figure: Figure, speed: float) -> float:
    """How fast the phase of its gait or of its wheels grows [rad/s]."""
    if figure.hip_height > 0.0:
        return phase_rate(speed, figure.hip_height, figure.gait_scale)
    return speed / figure.wheel_radius if figure.wheel_radius > 0.0 else 0.0


def shot_of(
    actors: Any = (), items: Any = (), atmosphere: Any = None, ego_speed: float = 0.0,
    yaw: float = 0.0, world: World | None = None,
) -> Snapshot:  # fmt: skip
    """A second in which all go straight on, the ego from the origin at its speed [m/s]."""
    world = World(actors, items, atmosphere) if world is None else world
    figures = [world.cast.roles[0].figure, *(actor.figure for actor in actors)]
    first = np.stack(
        [row(figures[0], 0.0, 0.0, yaw, ego_speed)]
        + [row(a.figure, a.x, a.y, a.yaw, a.speed, a.z) for a in actors]
    )
    last = first.copy()
    last[:, c.X : c.Z + 1] += first[:, c.VX : c.VZ + 1]
    last[:, c.PHASE] += [pace(f, r[c.SPEED]) for f, r in zip(figures, first, strict=True)]
    return Snapshot(world, ground(), 0, SECOND, first, last)


@cache
def _spec():
    return load("child-chases-ball")


def radar(preset: str = "ars408", threads: int = 1, objects: bool = False, **settings) -> Radar:
    """A radar at the ego's origin, 0.5 m high, unless said otherwise."""
    over = {"kind": "radar", "preset": preset, "mount": {"x": "0 m", "z": "0.5 m"}, **settings}
    drawn = draw(load("child-chases-ball", {"sensors.radar": over}), 0, 0).sensors["radar"]
    return Radar("radar", drawn, Demand(None, objects), threads)


def read(of: Radar, shot: Snapshot, t_ns: int = SECOND // 2, channel: str = "detections"):
    return of.sense(shot, t_ns, 0)[0].channels[channel]


def own(detections, kind: str, ghost: int = 0):
    """Those of a class."""
    return detections[(detections["class"] == class_id(kind)) & (detections["ghost"] == ghost)]
