"""Figures as one soup of triangles with material names, and rays at them by embree."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import trimesh
from whiteout.simcore.geometry.figure import Figure, Motion
from whiteout.simcore.materials import materials


class Soup(NamedTuple):
    """All triangles of a figure: corners (T, 3, 3), unit normals (T, 3), material names (T,),
    number of the part (T,)."""

    corners: np.ndarray
    normals: np.ndarray
    names: np.ndarray
    parts: np.ndarray


def soup(figure: Figure, motion: Motion | None = None) -> Soup:
    """The triangles of a posed figure."""
    poses = figure.poses(motion or Motion())
    known = np.array([item.name for item in materials()])
    corners, names, numbers = [], [], []
    for number, (part, T) in enumerate(zip(figure.parts, poses, strict=True)):
        vertices = part.mesh.vertices.astype(np.float64) @ T[:3, :3].T + T[:3, 3]
        corners.append(vertices[part.mesh.triangles])
        names.append(known[part.mesh.material])
        numbers.append(np.full(len(part.mesh.triangles), number))
    corners = np.concatenate(corners)
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-30)
    return Soup(corners, normals, np.concatenate(names), np.concatenate(numbers))


def caster(triangles: np.ndarray):
    """A function of origins and directions (N, 3) that gives the first triangle hit, -1: none."""
    count = len(triangles)
    mesh = trimesh.Trimesh(
        triangles.reshape(-1, 3), np.arange(3 * count).reshape(-1, 3), process=False
    )
    return trimesh.ray.ray_pyembree.RayMeshIntersector(mesh, scale_to_box=False).intersects_first


def directions(count: int, seed: int = 0) -> np.ndarray:
    """Unit vectors (N, 3) spread over the upper hemisphere, down to the horizon."""
    rng = np.random.default_rng(seed)
    d = rng.normal(size=(count, 3))
    d[:, 2] = np.abs(d[:, 2])
    return d / np.linalg.norm(d, axis=1, keepdims=True)
