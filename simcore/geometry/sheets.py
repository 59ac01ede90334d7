"""Meshes put together from sheets whose normals and texture coordinates are already known.

What is generated as arrays (roads, leaves, branches) goes into a ``Mesh`` directly and needs no
welding and smoothing by ``MeshBuilder``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..materials import material
from .mesh import Mesh

Array = NDArray[np.float64]


class Sheet(NamedTuple):
    """Triangles of one material: vertices, normals (V, 3), uv (V, 2) [m], triangles (T, 3).

    colour: the slot (by default the material's name); albedo: its colour (the material's).
    """

    vertices: Array
    normals: Array
    uv: Array
    triangles: NDArray[np.int64]
    material: str
    colour: str | None = None
    albedo: tuple[float, float, float] | None = None


def assembled(sheets: Sequence[Sheet]) -> Mesh:
    """One mesh of all sheets; sheets that name the same colour share a slot."""
    slots: dict[str, int] = {}
    colours: list[tuple[float, float, float]] = []
    kinds, slot_of, triangles, base = [], [], [], 0
    for sheet in sheets:
        row = material(sheet.material)
        name = sheet.colour or sheet.material
        if name not in slots:
            slots[name] = len(colours)
            colours.append(sheet.albedo or row.albedo)
        kinds.append(np.full(len(sheet.triangles), row.id, np.uint8))
        slot_of.append(np.full(len(sheet.triangles), slots[name], np.uint8))
        triangles.append(sheet.triangles + base)
        base += len(sheet.vertices)
    return Mesh(
        vertices=np.concatenate([s.vertices for s in sheets]).astype(np.float32),
        normals=np.concatenate([s.normals for s in sheets]).astype(np.float32),
        uv=np.concatenate([s.uv for s in sheets]).astype(np.float32),
        triangles=np.concatenate(triangles).astype(np.int32),
        material=np.concatenate(kinds),
        slot=np.concatenate(slot_of),
        colours=np.asarray(colours, np.float32),
        slots=tuple(slots),
    )


def lattice(rows: int, columns: int, copies: int = 1) -> NDArray[np.int64]:
    """Triangles of ``copies`` grids of rows × columns vertices, numbered row by row.

    Counter-clockwise where rows go up and columns to the right.
    """
    number = np.arange(copies * rows * columns).reshape(copies, rows, columns)
    a, b = number[:, :-1, :-1].ravel(), number[:, :-1, 1:].ravel()
    c, d = number[:, 1:, 1:].ravel(), number[:, 1:, :-1].ravel()
    return np.stack([a, b, c, a, c, d], 1).reshape(-1, 3)


QUAD = ((0, 1, 2), (0, 2, 3))
"""The two triangles of four corners in order."""


def length(vectors: Array) -> Array:
    """(…,) lengths of vectors (…, N): five times as fast as a norm over so short an axis."""
    squares = np.zeros(vectors.shape[:-1], np.result_type(vectors, np.float32))
    for k in range(vectors.shape[-1]):
        part = vectors[..., k]
        squares += part * part
    return np.sqrt(squares, out=squares)


def unit(vectors: Array) -> Array:
    """Vectors (…, N) of length one; null vectors stay."""
    long = length(vectors)
    return vectors / np.where(long > 0, long, 1.0)[..., None]


def polygons(shape: Any, least: float = 1e-6) -> list[Any]:
    """The polygons that a shapely geometry is made of, without slivers below an area [m²]."""
    if shape.geom_type == "Polygon":
        return [shape] if shape.area > least else []
    return [p for part in getattr(shape, "geoms", ()) for p in polygons(part, least)]


def triangulated(polygon: Any) -> tuple[Array, NDArray[np.int64]]:
    """Vertices (N, 2) and counter-clockwise triangles of a shapely polygon, holes left out."""
    import mapbox_earcut

    rings = [np.asarray(ring.coords)[:-1, :2] for ring in (polygon.exterior, *polygon.interiors)]
    flat = np.concatenate(rings)
    ends = np.cumsum([len(ring) for ring in rings]).astype(np.uint32)
    faces = mapbox_earcut.triangulate_float64(flat, ends).astype(np.int64).reshape(-1, 3)
    a, b, c = (flat[faces[:, k]] for k in range(3))
    area = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    faces = faces[np.abs(area) > 1e-12]
    turned = area[np.abs(area) > 1e-12] < 0
    faces[turned] = faces[turned][:, ::-1]
    return flat, faces
