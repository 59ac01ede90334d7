"""The surface of a posed figure, and rays against it cast by embree."""

from __future__ import annotations

import numpy as np
import trimesh
from whiteout.simcore.geometry.figure import Figure, Motion


def surface(figure: Figure, motion: Motion, names: tuple[str, ...] | None = None):
    """Vertices (V, 3) and triangles (T, 3) of the figure, or of its parts with given names."""
    poses = figure.poses(motion)
    vertices, triangles, base = [], [], 0
    for part, T in zip(figure.parts, poses, strict=True):
        if names is None or part.name in names:
            vertices.append(part.mesh.vertices @ T[:3, :3].T + T[:3, 3])
            triangles.append(part.mesh.triangles + base)
            base += len(part.mesh.vertices)
    return np.concatenate(vertices), np.concatenate(triangles)


class Rays:
    """Casts rays against a surface; embree hits both sides of a triangle."""

    def __init__(self, vertices: np.ndarray, triangles: np.ndarray):
        mesh = trimesh.Trimesh(vertices, triangles, process=False)
        corners = vertices[triangles]
        normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        self.normal = normal / (np.linalg.norm(normal, axis=1, keepdims=True) + 1e-30)
        self.corner = corners[:, 0]
        self.tracer = trimesh.ray.ray_pyembree.RayMeshIntersector(mesh, scale_to_box=False)

    def first(self, origin: np.ndarray, way: np.ndarray):
        """Whether each ray hits, how far [lengths of ``way``], and whether the front of a face."""
        hit = self.tracer.intersects_first(origin, way)
        some = hit >= 0
        slope = np.einsum("ij,ij->i", self.normal[hit], way)
        offset = np.einsum("ij,ij->i", self.normal[hit], self.corner[hit] - origin)
        far = np.where(some, offset / np.where(slope == 0, 1e-30, slope), np.inf)
        return some, far, some & (slope < 0)


def sphere_of(count: int) -> np.ndarray:
    """(count, 3) directions spread evenly over the sphere."""
    k = np.arange(count) + 0.5
    z = 1 - 2 * k / count
    azimuth = np.pi * (1 + 5**0.5) * k
    flat = np.sqrt(1 - z * z)
    return np.column_stack([flat * np.cos(azimuth), flat * np.sin(azimuth), z])


def backs_seen(figure: Figure, motion: Motion, count: int = 3000) -> float:
    """The share of rays from outside, at places on the figure, that first meet a back."""
    vertices, triangles = surface(figure, motion)
    way = sphere_of(count)
    target = vertices[np.linspace(0, len(vertices) - 1, count).astype(int)]
    target = target + 0.01 * np.roll(way, 7, 0)
    some, _, front = Rays(vertices, triangles).first(target - 9.0 * way, way)
    return float((some & ~front).sum() / some.sum())
