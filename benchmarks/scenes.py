"""The scenes that benchmarks are run on, and what is in them."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from whiteout.simcore.bodies import Bodies, Cast
from whiteout.simcore.classes import class_id
from whiteout.simcore.geometry.builder import MeshBuilder
from whiteout.simcore.geometry.dresser.street import street as dressed
from whiteout.simcore.geometry.figure import Figure, Motion
from whiteout.simcore.geometry.ground.sections import urban
from whiteout.simcore.geometry.mesh import Mesh
from whiteout.simcore.geometry.people.draw import draw_person
from whiteout.simcore.geometry.people.person import person
from whiteout.simcore.keys import generator
from whiteout.simcore.line import Line
from whiteout.simcore.pose import R_FLU_OPTICAL, inverse, look_at, pose
from whiteout.simcore.render.cover import cover
from whiteout.simcore.render.film import Film
from whiteout.simcore.render.lens import Pinhole
from whiteout.simcore.render.stage import Posed, Stage
from whiteout.simcore.scene import Placement, Scene

WIDTH, HEIGHT = 640, 480
TRIANGLES = 50_000


class Shot(NamedTuple):
    """Things at rest and a camera (FLU) that sees them."""

    name: str
    placements: tuple[Placement, ...]
    T_world_sensor: NDArray[np.float64]
    lens: Pinhole

    def stage(self) -> Stage:
        return Stage(Scene(self.placements, lanes=None), Cast(()))  # type: ignore[arg-type]

    def posed(self, stage: Stage) -> Posed:
        none = np.zeros((0, 4, 4))
        return stage.posed(Bodies(Cast(()), 0.0, np.zeros((0, 0)), none, none, np.zeros(0, "u4")))


@cache
def spheres() -> Shot:
    """Ground of two triangles and 38 spheres of 1 330 triangles each, all in sight."""
    b = MeshBuilder()
    b.quad((-500, -500, 0), (500, -500, 0), (500, 500, 0), (-500, 500, 0), "asphalt")
    placed = [Placement(b.build(), np.eye(4), class_id("road"))]
    b = MeshBuilder()
    b.ellipsoid((0, 0, 0), (1, 1, 1), "plastic", sides=39, rings=19)
    ball = b.build()
    rng = generator("benchmark", "spheres")
    for k in range(38):
        x = rng.uniform(5, 30)
        T = pose((x, rng.uniform(-0.55, 0.55) * x, rng.uniform(0.2, 2.5)), yaw=k)
        T[:3, :3] *= rng.uniform(0.3, 0.9)
        placed.append(Placement(ball, T, class_id("ball"), body=k + 1))
    lens = Pinhole.from_fov(WIDTH, HEIGHT, np.radians(70))
    return Shot("ground and spheres", tuple(placed), look_at((0, 0, 1.5), (10, 0, 1)), lens)


@cache
def street() -> Shot:
    """A street of shops with parked vehicles and people, seen from the lane.

    It is as long as it takes for 50 000 triangles to be in the frustum. Slabs behind the houses
    and at the far end close the view, so that no pixel sees the sky.
    """
    lens = Pinhole.from_fov(WIDTH, HEIGHT, np.radians(70))
    T = look_at((0.0, -1.6, 1.5), (20.0, -1.2, 1.6))
    for length in range(60, 400, 10):
        line = Line.build((-12.0, float(length)))
        scene = dressed(line, urban(), "shops", 7, route=(0.0, 0.4 * length))
        placed = list(scene.placements()) + _parked(scene) + _people() + _slabs(length)
        # One mesh each, however far away: the same for us and for others.
        shot = Shot("street", tuple(item._replace(grades=()) for item in placed), T, lens)
        if in_frustum(shot) >= TRIANGLES:
            return shot
    raise ValueError(f"no street of 400 m has {TRIANGLES} triangles in sight")


def _parked(scene) -> list[Placement]:
    kinds = ("compact", "van", "sedan", "suv", "wagon", "pickup")
    placed = []
    for number, slot in enumerate(scene.dressing.slots[:10]):
        if slot.s < 4.0:
            continue
        kind = kinds[number % len(kinds)]
        module = import_module(f"whiteout.simcore.geometry.vehicles.{kind}")
        detail = 0 if slot.s < 15 else 1 if slot.s < 50 else 2
        figure = module.figure(module.draw(generator("benchmark", kind)), detail=detail)
        T = scene.corridor.pose(slot.s - 1.3, slot.t, slot.heading)
        placed += _figure(figure, T, 100 + number, "car")
    return placed


def _people() -> list[Placement]:
    placed = []
    for k in range(6):
        figure = person(draw_person(generator("benchmark", "person", k)), detail=1 if k else 0)
        T = pose((6.0 + 7 * k, (-1) ** k * 6.6 - 0.2 * k, 0.15), yaw=k)
        placed += _figure(figure, T, 200 + k, "adult")
    return placed


def _figure(figure: Figure, T, body: int, name: str) -> list[Placement]:
    poses = figure.poses(Motion(phase=0.7 * body, speed=1.2))
    return [
        Placement(part.mesh, T @ P, class_id(name), body=body)
        for part, P in zip(figure.parts, poses, strict=True)
    ]


def _slabs(length: float) -> list[Placement]:
    b = MeshBuilder()
    b.box((0, 0, 0), (1, 1, 1), "plaster")
    slab: Mesh = b.build()
    placed = []
    half = length / 2
    for place, size in (
        ((length + 30, 0, 100), (10, 400, 200)),
        ((half, 45, 60), (length + 120, 10, 120)),
        ((half, -45, 60), (length + 120, 10, 120)),
    ):
        T = pose(place)
        T[:3, :3] *= size
        placed.append(Placement(slab, T, class_id("building")))
    return placed


def triangles(shot: Shot) -> NDArray[np.float64]:
    """(T, 3, 3) all triangles in camera axes."""
    camera = inverse(shot.T_world_sensor @ pose(R=R_FLU_OPTICAL))
    found = []
    for item in shot.placements:
        M = camera @ item.T
        found.append((item.mesh.vertices @ M[:3, :3].T + M[:3, 3])[item.mesh.triangles])
    return np.concatenate(found)


def in_frustum(shot: Shot) -> int:
    """How many triangles, front or back, are not wholly outside of one side of the frustum."""
    x, y, z = np.moveaxis(triangles(shot), -1, 0)
    lens = shot.lens
    sides = (
        z - lens.near,
        lens.fx * x + (lens.cx + 0.5) * z,
        (lens.width - 0.5 - lens.cx) * z - lens.fx * x,
        lens.fy * y + (lens.cy + 0.5) * z,
        (lens.height - 0.5 - lens.cy) * z - lens.fy * y,
    )
    outside = np.stack([(side < 0).all(1) for side in sides]).any(0)
    return int((~outside).sum())


def near_clipped(shot: Shot) -> int:
    """How many triangles cross the near plane."""
    behind = (triangles(shot)[..., 2] < shot.lens.near).sum(1)
    return int(((behind > 0) & (behind < 3)).sum())


def overdraw(film: Film) -> float:
    """How many front faces lie over each pixel's centre in the mean."""
    records = film.drawing.records
    total = 0
    for r in range(film.count):
        record = records[16 * r : 16 * r + 16]
        left, right = max(int(record[11]), 0), min(int(record[12]) + 2, film.lens.width)
        top, bottom = max(int(record[1]), 0), min(int(record[4]) + 2, film.lens.height)
        if left < right and top < bottom:
            mask = np.zeros((bottom - top, right - left), np.uint8)
            cover(record, 1, np.array([left, right, top, bottom], np.int32), mask)
            total += int(mask.sum())
    return total / (film.lens.width * film.lens.height)
