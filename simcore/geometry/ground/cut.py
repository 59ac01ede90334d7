"""Cuts polygons out of ground meshes, in plan, where another road takes their place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...scene import Placement
from ..mesh import Mesh
from ..sheets import polygons, triangulated

Array = NDArray[np.float64]


def without(placements: Iterable[Placement], polygon: Any) -> tuple[Placement, ...]:
    """Placements in the world's axes with a shapely polygon cut out of their meshes."""
    left, bottom, right, top = polygon.bounds
    kept = []
    for place in placements:
        low, high = place.mesh.bounds[:, :2]
        if low[0] < right and high[0] > left and low[1] < top and high[1] > bottom:
            mesh = cut(place.mesh, polygon)
            if mesh is not None:
                kept.append(place._replace(mesh=mesh))
        else:
            kept.append(place)
    return tuple(kept)


def cut(mesh: Mesh, polygon: Any) -> Mesh | None:
    """The mesh outside a polygon; None when nothing is left. Triangles across its border are
    clipped, with normals and texture coordinates interpolated."""
    import shapely

    corners = mesh.vertices[mesh.triangles][..., :2].astype(np.float64)
    flat = shapely.polygons(np.concatenate([corners, corners[:, :1]], 1))
    shapely.prepare(polygon)
    touched = shapely.intersects(polygon, flat)
    inside = shapely.covers(polygon, flat)
    kept = np.flatnonzero(~touched)
    fields = [field.astype(np.float64) for field in (mesh.vertices, mesh.normals, mesh.uv)]
    parts = [_Clip(fields[0], fields[1], fields[2], mesh.triangles[kept], kept)]
    for number in np.flatnonzero(touched & ~inside):
        rest = shapely.difference(flat[number], polygon)
        for part in polygons(rest):
            parts.append(_clipped(mesh, int(number), corners[number], part))
    base = np.cumsum([0] + [len(p.vertices) for p in parts])
    triangles = np.concatenate([p.triangles + b for p, b in zip(parts, base, strict=False)])
    if not len(triangles):
        return None
    source = np.concatenate([p.source for p in parts])
    used, index = np.unique(triangles, return_inverse=True)
    return replace(
        mesh,
        vertices=np.concatenate([p.vertices for p in parts])[used].astype(np.float32),
        normals=np.concatenate([p.normals for p in parts])[used].astype(np.float32),
        uv=np.concatenate([p.uv for p in parts])[used].astype(np.float32),
        triangles=index.reshape(-1, 3).astype(np.int32),
        material=mesh.material[source],
        slot=mesh.slot[source],
    )


class _Clip(NamedTuple):
    """Vertices with what belongs to them, triangles, and the triangle that each comes from."""

    vertices: Array
    normals: Array
    uv: Array
    triangles: NDArray
    source: NDArray


def _clipped(mesh: Mesh, number: int, corners: Array, part: Any) -> _Clip:
    """What is left of one triangle."""
    places, faces = triangulated(part)
    a, b, c = corners
    (ax, ay), (bx, by) = a - c, b - c
    area = ax * by - ay * bx
    d = places - c
    share = np.stack(
        [(d[:, 0] * by - d[:, 1] * bx) / area, (ax * d[:, 1] - ay * d[:, 0]) / area], -1
    )
    share = np.column_stack([share, 1 - share.sum(1)])
    if area < 0:
        faces = faces[:, ::-1]
    vertex = mesh.triangles[number]
    vertices, normals, uv = (
        share @ field[vertex].astype(np.float64) for field in (mesh.vertices, mesh.normals, mesh.uv)
    )
    return _Clip(vertices, normals, uv, faces, np.full(len(faces), number))
