"""Ten varied scenes for the tests of the rasteriser, and what draws them with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from raycast import Placed
from whiteout.simcore.bodies import Bodies, Cast
from whiteout.simcore.geometry.builder import MeshBuilder
from whiteout.simcore.geometry.mesh import Mesh
from whiteout.simcore.pose import look_at, pose, rotation
from whiteout.simcore.render.film import Film
from whiteout.simcore.render.lens import Pinhole
from whiteout.simcore.render.stage import Posed, Stage
from whiteout.simcore.scene import Placement, Scene


class Setting(NamedTuple):
    """Meshes at poses (4, 4) in the world, each its own body, and a camera (FLU) that sees them."""

    name: str
    items: list[tuple[Mesh, np.ndarray]]
    T_world_sensor: np.ndarray
    fov: float = 1.2

    def lens(self, width: int = 320, height: int = 240) -> Pinhole:
        return Pinhole.from_fov(width, height, self.fov)

    def stage(self) -> Stage:
        return stage_of(self.items)

    def placed(self) -> list[Placed]:
        return [Placed(mesh, T, number) for number, (mesh, T) in enumerate(self.items)]


def stage_of(items: Iterable[tuple[Mesh, np.ndarray]]) -> Stage:
    """A stage whose item k is body k + 1, of class k % 20, of chart k."""
    placements = [
        Placement(mesh, T, k % 20, body=k + 1, chart=k) for k, (mesh, T) in enumerate(items)
    ]
    return Stage(Scene(tuple(placements), lanes=None), Cast(()))  # type: ignore[arg-type]


def at_rest(stage: Stage) -> Posed:
    """The items of a stage without a cast."""
    none = np.zeros((0, 4, 4))
    return stage.posed(Bodies(Cast(()), 0.0, np.zeros((0, 20)), none, none, np.zeros(0, "u4")))


def drawn(setting: Setting, lens: Pinhole | None = None, **options) -> Film:
    """A film of the setting."""
    film = Film(lens or setting.lens(), **options)
    stage = setting.stage()
    film.draw(stage, at_rest(stage), setting.T_world_sensor)
    return film


def ground(half: float = 1000.0) -> Mesh:
    """Two triangles that pass below the camera."""
    b = MeshBuilder()
    b.quad((-half, -half, 0), (half, -half, 0), (half, half, 0), (-half, half, 0), "asphalt")
    return b.build()


def ball(sides: int = 32, rings: int = 16) -> Mesh:
    """A unit sphere."""
    b = MeshBuilder()
    b.ellipsoid((0, 0, 0), (1, 1, 1), "plastic", sides=sides, rings=rings)
    return b.build()


def box(size=(1.0, 1.0, 1.0), inside: bool = False) -> Mesh:
    """A box around the origin; with its faces turned inwards, a room."""
    b = MeshBuilder()
    b.box((0, 0, 0), size, "plaster")
    if not inside:
        return b.build()
    out = b.build()
    turned = MeshBuilder()
    turned.add(out.vertices, out.triangles[:, ::-1], "plaster", uv=out.uv)
    return turned.build()


def pole(radius: float, height: float, sides: int = 8) -> Mesh:
    """An upright tube on the ground."""
    b = MeshBuilder()
    b.tube([(0, 0, 0), (0, 0, height)], radius, "galvanised", sides=sides)
    return b.build()


def scaled(T: np.ndarray, *scale: float) -> np.ndarray:
    """The pose with its axes scaled."""
    T = T.copy()
    T[:3, :3] *= scale
    return T


def settings() -> list[Setting]:
    """The ten scenes."""
    return [make() for make in _MAKERS]


def _plain() -> Setting:
    items = [(ground(), np.eye(4))]
    for k in range(12):
        T = pose((5 + 3.1 * k, 6 * np.sin(2.4 * k), 0.5), yaw=0.7 * k)
        items.append((box((1.2, 0.8, 1.0)), T))
    return Setting("ground crossing the near plane", items, look_at((0, 0, 1.5), (10, 0, 0.8)))


def _poles() -> Setting:
    items = [(ground(), np.eye(4)), (box((0.5, 80, 12)), pose((60, 0, 6)))]
    for k in range(14):
        place = (4 + 3.7 * k, 3.0 * np.sin(1.7 * k), 0)
        items.append((pole(0.02 + 0.01 * (k % 4), 6.0), pose(place)))
    return Setting("thin poles", items, look_at((0, 0, 1.5), (10, 0, 2)))


def _room() -> Setting:
    items = [(box((6, 5, 2.6), inside=True), pose((0, 0, 1.3)))]
    for k in range(8):
        T = pose((2.2 * np.cos(k), 1.8 * np.sin(k), 0.4), yaw=0.5 * k)
        items.append((box((0.6, 0.4, 0.8)), T))
    return Setting("closed room", items, look_at((-2.6, -2.1, 1.7), (1, 1, 0.6)), 1.6)


def _scaled() -> Setting:
    items = [(ground(200), pose((0, 0, -3)))]
    for k in range(30):
        R = rotation(0.9 * k, 0.4 * k, 1.3 * k)
        place = (6 + 0.6 * k, 5 * np.sin(2.1 * k), 3 * np.cos(1.3 * k))
        scale = (0.3 + 0.1 * (k % 7), 0.2 + 0.15 * (k % 5), 0.9)
        items.append((ball() if k % 2 else box(), scaled(pose(place, R=R), *scale)))
    return Setting("scaled and rotated", items, look_at((0, 0, 0), (10, 0, 0)))


def _figures() -> Setting:
    b = MeshBuilder()
    b.tube([(0, 0, 0), (0, 0, 0.5), (0, 0, 1)], [0.09, 0.11, 0.06], "cloth", sides=10)
    limb, items = b.build(), [(ground(), np.eye(4))]
    for k in range(6):
        T = pose((4 + 2.5 * k, 2.2 * np.sin(3 * k), 0.9), yaw=k)
        items.append((ball(20, 12), scaled(T @ pose((0, 0, 0.75)), 0.12, 0.11, 0.14)))
        items.append((box((0.25, 0.4, 0.55)), T @ pose((0, 0, 0.3))))
        for side in (-1, 1):
            for length, joint, swing in ((0.45, 0.0, 0.5), (0.6, 0.55, -0.6)):
                root = pose((0, side * (0.1 + 0.2 * (joint > 0)), joint))
                bend = pose(pitch=np.pi + side * swing)
                items.append((limb, scaled(T @ root @ bend, 1, 1, length)))
                knee = T @ root @ bend @ pose((0, 0, length), pitch=0.4)
                items.append((limb, scaled(knee, 0.8, 0.8, length)))
    return Setting("articulated figures", items, look_at((0, 0, 1.4), (10, 0, 1)), 1.0)


def _around() -> Setting:
    items = [(ground(), np.eye(4))]
    for k in range(24):
        angle = 2 * np.pi * k / 24
        T = pose((1.2 * np.cos(angle), 1.2 * np.sin(angle), 0.4 + 0.1 * (k % 9)), yaw=angle)
        items.append((box((0.9, 0.25, 0.3)), T))
        items.append((ball(16, 8), pose((9 * np.cos(angle), 9 * np.sin(angle), 1))))
    return Setting("all round the camera", items, look_at((0.3, 0.2, 1.0), (3, 1, 0.9)), 1.7)


def _tiny() -> Setting:
    items = [(ground(), np.eye(4)), (ball(200, 120), pose((3, 0.6, 1.2)))]
    items.append((ball(200, 120), scaled(pose((25, -4, 1.5)), 1.4, 1.4, 1.4)))
    items.append((ball(100, 60), scaled(pose((120, 20, 8)), 6, 9, 8)))
    return Setting("tiny triangles", items, look_at((0, 0, 1.5), (10, 0, 1)))


def _huge() -> Setting:
    items = [(ground(), np.eye(4)), (ground(), pose((0, 0, 60), roll=np.pi))]
    for k in range(5):
        T = pose((20 + 30 * k, 15 * (-1) ** k, 0), yaw=0.3 * k, pitch=np.pi / 2 + 0.2)
        items.append((ground(25.0), T @ pose(roll=np.pi)))
    return Setting("huge triangles through each other", items, look_at((0, 0, 2), (10, 1, 2.5)))


def _splinters() -> Setting:
    rng = np.random.default_rng(7)
    b = MeshBuilder()
    for _ in range(170):
        corner = rng.uniform(-1, 1, 3)
        b.add(corner + rng.normal(0, [[0.2], [0.02], [0.06]], (3, 3)), [[0, 1, 2]], "leaf")
    items = [(ground(), np.eye(4)), (b.build(0.0), scaled(pose((4, 0, 1.5)), 1.2, 1.2, 1.2))]
    items.append((b.build(0.0), scaled(pose((26, 4, 3), yaw=1), 3, 3, 3)))
    return Setting("splinters", items, look_at((0, 0, 1.5), (10, 0, 1.5)))


def _alley() -> Setting:
    items = [(ground(), np.eye(4))]
    for k in range(10):
        for side in (-1, 1):
            high = 4 + (k * 7 + side) % 5
            items.append((box((11.5, 3, high)), pose((12 * k, 1.6 * side + side, high / 2))))
    items.append((box((200, 0.05, 0.9)), pose((90, 0.33, 0.45))))
    return Setting("grazing a long wall", items, look_at((0.0, 0.2, 0.85), (20, 0.1, 0.8)), 1.4)


_MAKERS = (
    _plain,
    _poles,
    _room,
    _scaled,
    _figures,
    _around,
    _tiny,
    _huge,
    _splinters,
    _alley,
)


def real_street() -> Setting:
    """A street as scenarios have it: ground, houses, a car, a person, bare trees further on."""
    from whiteout.simcore.geometry.dresser.street import street
    from whiteout.simcore.geometry.figure import Motion
    from whiteout.simcore.geometry.ground.sections import urban
    from whiteout.simcore.geometry.people.draw import draw_person
    from whiteout.simcore.geometry.people.person import person
    from whiteout.simcore.geometry.vehicles.compact import figure
    from whiteout.simcore.keys import generator
    from whiteout.simcore.line import Line

    made = street(Line.build((-10.0, 45.0)), urban(), "shops", 5, route=(0.0, 40.0))
    items = [(placement.mesh, placement.T) for placement in made.placements()]
    walker = person(draw_person(generator("tests", "walker")))
    for shape, T, motion in (
        (figure(), pose((9, 2.4, 0), yaw=3.0), Motion(phase=0.4, steer=0.3)),
        (walker, pose((7, -2.5, 0), yaw=1.4), Motion(phase=1.2, speed=1.3)),
    ):
        parts = zip(shape.parts, shape.poses(motion), strict=True)
        items += [(part.mesh, T @ P) for part, P in parts]
    return Setting("a street of the project", items, look_at((0, -1.6, 1.5), (9, -1.0, 1.1)), 1.1)
