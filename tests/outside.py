"""Looks at meshes from all sides with embree: how many of the faces seen show their backs."""

from __future__ import annotations

import numpy as np
import trimesh
from whiteout.simcore.geometry.mesh import Mesh


def backs_seen(meshes: list[Mesh], rays: int = 4000, low: float = 0.02) -> float:
    """Share of rays from outside whose first hit is a back face.

    Rays start on a sphere around all meshes, above the height ``low`` [m] above the lowest
    vertex, and aim at points inside their box; nothing is culled.
    """
    vertices = np.concatenate([m.vertices for m in meshes]).astype(np.float64)
    base = np.cumsum([0] + [len(m.vertices) for m in meshes[:-1]])
    faces = np.concatenate([m.triangles + b for m, b in zip(meshes, base, strict=True)])
    solid = trimesh.Trimesh(vertices, faces, process=False)
    bottom, top = vertices.min(0), vertices.max(0)
    centre, radius = (bottom + top) / 2, np.linalg.norm(top - bottom)
    rng = np.random.default_rng(1)
    out = rng.normal(size=(rays, 3))
    out[:, 2] = np.abs(out[:, 2])
    out /= np.linalg.norm(out, axis=1, keepdims=True)
    start = centre + 1.2 * radius * out
    start[:, 2] = np.maximum(start[:, 2], bottom[2] + low)
    target = rng.uniform(bottom, top, (rays, 3))
    way = target - start
    first = trimesh.ray.ray_pyembree.RayMeshIntersector(solid, scale_to_box=False)
    hit = first.intersects_first(start, way)
    seen = hit >= 0
    corner = solid.triangles[hit[seen]]
    normal = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    return float((np.einsum("ij,ij->i", normal, way[seen]) > 0).mean())


def normals_agree(mesh: Mesh) -> float:
    """Share of corners whose normal lies on the outer side of their face."""
    corner = mesh.vertices[mesh.triangles].astype(np.float64)
    face = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    return float((np.einsum("tkj,tj->tk", mesh.normals[mesh.triangles], face) > 0).mean())


def well_formed(mesh: Mesh) -> None:
    """Arrays fit together, nothing is degenerate or out of range."""
    assert np.isfinite(mesh.vertices).all() and np.isfinite(mesh.uv).all()
    assert np.abs(np.linalg.norm(mesh.normals, axis=1) - 1).max() < 1e-3
    assert mesh.triangles.min() >= 0 and mesh.triangles.max() < len(mesh.vertices)
    assert len(mesh.material) == len(mesh.slot) == len(mesh.triangles)
    assert mesh.slot.max() < len(mesh.colours) == len(mesh.slots)
    assert (mesh.colours >= 0).all() and (mesh.colours <= 1).all()
