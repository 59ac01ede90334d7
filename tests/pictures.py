"""Small worlds to be painted in tests, and what paints them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import trimesh
from stages import at_rest
from whiteout.simcore.atmosphere import Atmosphere
from whiteout.simcore.bodies import Cast
from whiteout.simcore.geometry.builder import MeshBuilder
from whiteout.simcore.geometry.mesh import Mesh
from whiteout.simcore.light.sun import SunPosition
from whiteout.simcore.pose import R_FLU_OPTICAL, look_at, pose
from whiteout.simcore.render.film import Film
from whiteout.simcore.render.lens import Pinhole
from whiteout.simcore.render.picture import Painter, Picture, Scenery
from whiteout.simcore.render.stage import Stage
from whiteout.simcore.scene import Placement, Scene
from whiteout.simcore.surface import Chart, Surface

CLEAR = 1e9
"""MOR [m] of air that takes nothing from a picture."""

STREET = Chart((-60.0, 60.0), lanes=(-1.6, 1.6))


class Item(NamedTuple):
    """A mesh at a pose, on a chart or not."""

    mesh: Mesh
    T: np.ndarray
    chart: int = -1


def sun(elevation: float, azimuth: float = 120.0) -> SunPosition:
    """A sun at this height and bearing [degrees]."""
    return SunPosition(np.radians(90 - elevation), np.radians(azimuth))


def floor(material: str = "interior", half: float = 60.0, albedo=None) -> Mesh:
    """Level ground whose texture coordinates are x and y."""
    b = MeshBuilder()
    corners = [(-half, -half), (half, -half), (half, half), (-half, half)]
    uv = np.array(corners)
    b.quad(*[(x, y, 0.0) for x, y in corners], material, uv=uv)
    mesh = b.build()
    return mesh if albedo is None else mesh.recoloured({material: albedo})


def block(size, material: str = "interior", albedo=None) -> Mesh:
    """A box that stands on the ground."""
    b = MeshBuilder()
    b.box((0, 0, size[2] / 2), size, material)
    mesh = b.build()
    return mesh if albedo is None else mesh.recoloured({material: albedo})


def stage_of(items: list[Item]) -> Stage:
    """A stage of things that never move."""
    placed = [Placement(item.mesh, item.T, 1, 0, 0, item.chart) for item in items]
    return Stage(Scene(tuple(placed), lanes=None), Cast(()))  # type: ignore[arg-type]


def film_of(stage: Stage, T, width: int = 160, height: int = 120, fov: float = 60.0, **options):
    """What a camera at T (FLU) sees of the stage."""
    film = Film(Pinhole.from_fov(width, height, np.radians(fov)), **options)
    film.draw(stage, at_rest(stage), T)
    return film


def painted(stage: Stage, film: Film, scenery: Scenery, samples: int = 1, **options) -> Picture:
    """The picture, with its luminance."""
    return Painter(stage, samples, **options).paint(film, scenery, linear=True)


def three_boxes() -> list[Item]:
    """A plane, of the albedo that the surroundings are taken to have, and three boxes."""
    return [
        Item(floor(albedo=(0.125, 0.125, 0.125)), np.eye(4)),
        Item(block((2.0, 2.0, 2.0), albedo=(0.5, 0.5, 0.5)), pose((0.0, 0.0, 0.0), yaw=0.4)),
        Item(block((1.0, 3.0, 1.2), albedo=(0.6, 0.6, 0.6)), pose((2.8, -1.5, 0.0), yaw=-0.2)),
        Item(block((1.5, 1.0, 3.0), albedo=(0.3, 0.3, 0.3)), pose((-1.0, 3.0, 0.0), yaw=0.9)),
    ]


def from_above() -> np.ndarray:
    """A camera that sees the boxes and no sky."""
    return look_at((-9.0, -7.0, 9.0), (0.5, 0.3, 0.5))


def air(elevation: float, cover: float = 0.0, azimuth: float = 120.0, haze: float = CLEAR):
    """Clear air."""
    return Atmosphere(sun(elevation, azimuth), cover, haze)


def ground(snow: float = 0.0, ice: float = 0.0) -> Surface:
    """One chart."""
    return Surface.laid([STREET], snow, ice, key=3)


class Hits(NamedTuple):
    """What rays through the pixels' centres hit: mask (H, W); position, normal (N, 3); albedo (N,);
    distance (N,); edge (H, W): pixels next to another surface."""

    mask: np.ndarray
    position: np.ndarray
    normal: np.ndarray
    albedo: np.ndarray
    distance: np.ndarray
    edge: np.ndarray


class Tracer:
    """Rays against the items, by embree."""

    def __init__(self, items: list[Item]):
        vertices = [item.mesh.vertices @ item.T[:3, :3].T + item.T[:3, 3] for item in items]
        starts = np.cumsum([0] + [len(v) for v in vertices])
        faces = [item.mesh.triangles + s for item, s in zip(items, starts, strict=False)]
        self.owner = np.concatenate([np.full(len(f), k) for k, f in enumerate(faces)])
        self.albedo = np.concatenate([item.mesh.colours[item.mesh.slot, 1] for item in items])
        mesh = trimesh.Trimesh(np.concatenate(vertices), np.concatenate(faces), process=False)
        self.normals = mesh.face_normals
        self.rays = trimesh.ray.ray_pyembree.RayMeshIntersector(mesh, scale_to_box=False)
        self.mesh = mesh

    def blocked(self, origins, directions) -> np.ndarray:
        """(N,) whether anything is in the way."""
        return self.rays.intersects_any(origins, directions)

    def first(self, origins, directions):
        """Triangle (-1: none) and distance along unit directions."""
        triangle = self.rays.intersects_first(origins, directions)
        corner = self.mesh.triangles[triangle, 0]
        normal = self.normals[triangle]
        along = ((corner - origins) * normal).sum(1) / (directions * normal).sum(1)
        return triangle, np.where(triangle >= 0, along, np.inf)

    def see(self, lens: Pinhole, T: np.ndarray) -> Hits:
        """What a camera sees."""
        u, v = np.meshgrid(np.arange(lens.width), np.arange(lens.height))
        rays = np.stack(
            [(u - lens.cx) / lens.fx, (v - lens.cy) / lens.fy, np.ones_like(u, float)], -1
        )
        rays = rays.reshape(-1, 3) @ (T[:3, :3] @ R_FLU_OPTICAL).T
        rays /= np.linalg.norm(rays, axis=1, keepdims=True)
        origins = np.repeat(T[None, :3, 3], len(rays), 0)
        triangle, distance = self.first(origins, rays)
        hit = triangle >= 0
        shape = (lens.height, lens.width)
        face = np.where(hit, self.owner[triangle] * 1000, -1)
        direction = np.round(self.normals[triangle] * 3).astype(int) @ [1, 10, 100]
        label = np.where(hit, face + direction, -1).reshape(shape)
        edge = np.zeros(shape, bool)
        for axis in (0, 1):
            for step in (-2, -1, 1, 2):
                edge |= np.roll(label, step, axis) != label
        position = origins + np.where(hit, distance, 0)[:, None] * rays
        return Hits(
            hit.reshape(shape), position[hit], self.normals[triangle[hit]],
            self.albedo[triangle[hit]], distance[hit], edge,
        )  # fmt: skip
