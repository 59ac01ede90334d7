"""A radar's reading in a street of 60 bodies that move: 36 vehicles and 24 people.

A reading is: the tree over all items, rays to bodies, walls and mirrors, the echoes, and the
detections of a far and a near scan. The bodies are posed at two instants before, as in the other
benchmarks: all sensors of a rig share that, and it has a row of its own, as have labels of objects.
No peer is known that makes detections of a moving scene with surfaces, mirrors and micro-Doppler.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import numpy as np
from whiteout.scenarios.draw import draw
from whiteout.scenarios.language.load import load
from whiteout.sensors.models.radar import Radar
from whiteout.sensors.sensor import Demand
from whiteout.simcore.atmosphere import Atmosphere
from whiteout.simcore.bodies import Cast, Role
from whiteout.simcore.classes import EGO
from whiteout.simcore.geometry.people.draw import draw_person
from whiteout.simcore.geometry.people.person import person
from whiteout.simcore.keys import fold, generator
from whiteout.simcore.light.sun import SunPosition
from whiteout.simcore.media.rain import Rainfall
from whiteout.simcore.physics.driving import columns as c
from whiteout.simcore.rays.world import Rays
from whiteout.simcore.render.stage import Stage
from whiteout.simcore.scene import Scene
from whiteout.simcore.snapshot import Snapshot
from whiteout.simcore.surface import Chart, Surface

from .measure import timed
from .report import Row
from .scenes import street

VEHICLES, PEOPLE = 36, 24
MOST = 0.005
"""What a reading may take [s]."""


class Street:
    """The benchmarks' street with a cast, as a ``Snapshot`` needs it."""

    changing = False
    ego_box = (4.0, 1.8, 1.3)

    def __init__(self) -> None:
        placed = tuple(item for item in street().placements if item.body < 100)
        self.scene = Scene(placed, lanes=None)  # type: ignore[arg-type]
        self.cast = Cast(tuple(_roles()))
        self.stage = Stage(self.scene, self.cast)
        self.rays = Rays(self.stage)
        air = Atmosphere(SunPosition(0.9, 2.0))
        self.atmosphere = air.with_medium("rain", Rainfall(8.0))
        self.boxes: dict = {}

    def key(self, *parts: int | str) -> int:
        """Keys of the benchmark's own."""
        return fold(5, *parts)


def run(yard: float, peers: Path) -> tuple[dict[str, object], list[Row]]:
    """Ours."""
    world = Street()
    shot = _shot(world)
    sensor = _radar(False, ["detections"])
    found = sensor.sense(shot, 500_000_000, 0)[0].channels["detections"]
    facts: dict[str, object] = {
        "bodies": len(world.cast.id) - 1, "items": len(world.stage),
        "centres": len(sensor.shapes(shot)[0].frame), "rays of the fan": len(sensor.look.fan),
        "detections": len(found), "of bodies": int((found["instance"] > 0).sum()),
    }  # fmt: skip

    def reading(of: Radar) -> None:
        of.sense(shot, 500_000_000, 0)

    def instants() -> None:
        shot._made.clear()
        shot.near(500_000_000)
        shot.near(498_000_000)

    world_alone, made = timed(instants, 0.5), timed(lambda: reading(sensor))
    labelled, mapped = _radar(True, ["detections"]), _radar(False, ["range_doppler"])
    labels, maps = timed(lambda: reading(labelled), 0.5), timed(lambda: reading(mapped), 0.5)
    return facts, [
        Row("whiteout: a reading", made.median, "s", MOST, None, made.median / yard,
            f"best {made.least * 1e3:.1f} ms"),
        Row("whiteout: posing the bodies at two instants", world_alone.median, "s"),
        Row("whiteout: with labels of objects", labels.median, "s"),
        Row("whiteout: a range-Doppler map instead", maps.median, "s"),
    ]  # fmt: skip


def _roles() -> list[Role]:
    kinds = ("compact", "van", "sedan", "suv", "wagon", "box_truck")
    figures = {}
    for kind in kinds:
        module = import_module(f"whiteout.simcore.geometry.vehicles.{kind}")
        figures[kind] = module.figure(module.draw(generator("benchmark", kind)), detail=2)
    roles = [Role("ego", figures["compact"], c.VEHICLE, class_id=EGO)]
    for k in range(VEHICLES):
        roles.append(Role(f"vehicle{k}", figures[kinds[k % len(kinds)]], c.VEHICLE))
    for k in range(PEOPLE):
        drawn = draw_person(generator("benchmark", "person", k % 6))
        roles.append(Role(f"person{k}", person(drawn, detail=2), c.WALKER))
    return roles


def _shot(world: Street) -> Snapshot:
    """A second in which the ego and a third of the vehicles drive, and all people walk."""
    first = np.zeros((len(world.cast.roles), c.STATE))
    first[0, [c.Y, c.SPEED, c.VX]] = -1.6, 10.0, 10.0
    for k in range(VEHICLES):
        moves, side = k % 3 == 0, 1.0 if k % 2 else -1.0
        yaw = np.pi if side > 0 else 0.0
        speed = 9.0 if moves else 0.0
        place = 12.0 + 5.5 * (k // 2), side * (1.6 if moves else 4.6)
        first[1 + k, [c.X, c.Y, c.YAW, c.SPEED]] = *place, yaw, speed
        first[1 + k, c.VX] = speed * np.cos(yaw)
    for k in range(PEOPLE):
        row, side = 1 + VEHICLES + k, 1.0 if k % 2 else -1.0
        first[row, [c.X, c.Y, c.Z, c.SPEED, c.VX]] = 6.0 + 4.0 * k, side * 6.6, 0.15, 1.4, 1.4
    last = first.copy()
    last[:, c.X] += first[:, c.VX]
    last[:, c.PHASE] += 6.0 * first[:, c.SPEED]
    surface = Surface.laid([Chart((-60.0, 260.0), lanes=(-1.6, 1.6))], key=3)
    return Snapshot(world, surface, 0, 1_000_000_000, first, last)  # type: ignore[arg-type]


def _radar(objects: bool, channels: list[str]) -> Radar:
    given = {
        "kind": "radar", "preset": "ars408", "mount": {"x": "3.6 m", "z": "0.5 m"},
        "channels": channels,
    }  # fmt: skip
    drawn = draw(load("child-chases-ball", {"sensors.radar": given}), 0, 0).sensors["radar"]
    return Radar("radar", drawn, Demand(None, objects))
