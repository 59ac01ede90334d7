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

    Back faces are passed through, as a renderer that culls them would.
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
    owner, local = np.concatenate(owner), np.concatenate(local)
    corner = scene.triangles
    normal = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    normal /= np.linalg.norm(normal, axis=1, keepdims=True) + 1e-30

    u, v = np.meshgrid(np.arange(width), np.arange(height))
    rays = np.stack([(u - K[0, 2]) / K[0, 0], (v - K[1, 2]) / K[1, 1], np.ones_like(u)], -1)
    rays = rays.reshape(-1, 3) @ (T_world_sensor[:3, :3] @ R_FLU_OPTICAL).T
    origin = np.repeat(T_world_sensor[None, :3, 3], len(rays), 0) + near * rays
    depth = np.full(len(rays), np.inf)
    hit = np.full(len(rays), -1)
    travelled = np.full(len(rays), near)  # in units of depth, since rays have z = 1
    pending = np.arange(len(rays))
    intersector = trimesh.ray.ray_pyembree.RayMeshIntersector(scene, scale_to_box=False)
    for _ in range(60):
        if not len(pending):
            break
        found = intersector.intersects_first(origin[pending], rays[pending])
        pending = pending[found >= 0]
        found = found[found >= 0]
        offset = np.einsum("ij,ij->i", corner[found, 0] - origin[pending], normal[found])
        slope = np.einsum("ij,ij->i", rays[pending], normal[found])
        step = offset / np.where(slope == 0, 1e-30, slope)
        front = slope < 0
        seen = pending[front]
        depth[seen] = travelled[seen] + step[front]
        hit[seen] = found[front]
        pending, step = pending[~front], step[~front]
        step = np.maximum(step, 0) + 1e-5 * (1 + travelled[pending])
        travelled[pending] += step
        origin[pending] += step[:, None] * rays[pending]
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
