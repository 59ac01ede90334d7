"""An independent renderer for tests: rays through pixel centres, cast by embree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import trimesh
from whiteout.simcore.geometry.mesh import Mesh
from whiteout.simcore.pose import R_FLU_OPTICAL


class Placed(NamedTuple):
    """A mesh at a pose (4, 4) in the world, with the number that its pixels get."""

    mesh: Mesh
    T: np.ndarray
    number: int


class View(NamedTuple):
    """What the rays hit: depth z [m] (inf: nothing), number, place in the list, triangle."""

    depth: np.ndarray
    number: np.ndarray
    placed: np.ndarray
    triangle: np.ndarray
    normal: np.ndarray


def cast(
    placed: Sequence[Placed],
    T_world_sensor: np.ndarray,
    K: np.ndarray,
    width: int,
    height: int,
    near: float = 0.05,
) -> View:
    """Rays through all pixel centres of a pinhole camera whose FLU body is T_world_sensor.

    Back faces are left out, as by a renderer that culls them.
    """
    vertices, faces, owner, local, base = [], [], [], [], 0
    for index, item in enumerate(placed):
        world = item.mesh.vertices.astype(np.float64) @ item.T[:3, :3].T + item.T[:3, 3]
        vertices.append(world)
        faces.append(item.mesh.triangles + base)
        owner.append(np.full(len(item.mesh.triangles), index))
        local.append(np.arange(len(item.mesh.triangles)))
        base += len(world)
    scene = trimesh.Trimesh(np.concatenate(vertices), np.concatenate(faces), process=False)
    corner = scene.triangles
    normal = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    normal /= np.linalg.norm(normal, axis=1, keepdims=True) + 1e-30
    # All rays leave one point, which sees the front or the back of a triangle.
    eye = T_world_sensor[:3, 3]
    front = np.einsum("ij,ij->i", corner[:, 0] - eye, normal) < 0
    owner, local = np.concatenate(owner)[front], np.concatenate(local)[front]
    corner, normal = corner[front], normal[front]
    scene = trimesh.Trimesh(scene.vertices, scene.faces[front], process=False)

    u, v = np.meshgrid(np.arange(width), np.arange(height))
    rays = np.stack([(u - K[0, 2]) / K[0, 0], (v - K[1, 2]) / K[1, 1], np.ones_like(u)], -1)
    rays = rays.reshape(-1, 3) @ (T_world_sensor[:3, :3] @ R_FLU_OPTICAL).T
    origin = np.repeat(eye[None], len(rays), 0) + near * rays
    intersector = trimesh.ray.ray_pyembree.RayMeshIntersector(scene, scale_to_box=False)
    hit = intersector.intersects_first(origin, rays)
    offset = np.einsum("ij,ij->i", corner[hit, 0] - origin, normal[hit])
    slope = np.einsum("ij,ij->i", rays, normal[hit])
    depth = np.where(hit >= 0, near + offset / np.where(slope == 0, 1e-30, slope), np.inf)
    some = hit >= 0
    numbers = np.array([item.number for item in placed])
    shape = (height, width)
    return View(
        depth.reshape(shape),
        np.where(some, numbers[owner[hit]], -1).reshape(shape),
        np.where(some, owner[hit], -1).reshape(shape),
        np.where(some, local[hit], -1).reshape(shape),
        np.where(some[:, None], normal[hit], 0.0).reshape(*shape, 3),
    )


def pinhole(width: int, height: int, fov: float) -> np.ndarray:
    """K of a centred lens with the horizontal field of view ``fov`` [rad]; square pixels."""
    f = width / 2 / np.tan(fov / 2)
    return np.array([[f, 0, (width - 1) / 2], [0, f, (height - 1) / 2], [0, 0, 1]])
