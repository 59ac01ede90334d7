"""Where indicators and beacons stand as light sources: before the middles of their lenses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ....light.flashing import RHYTHMS
from ....materials import materials
from ...figure import Figure, LampShape, Motion
from ...mesh import Mesh

Array = NDArray[np.float64]

CLEAR = 0.010
"""How far before its lens a light source stands [m]."""
SAME = 0.5
"""Lenses that lie this much further back [m] are those of another lamp."""


def with_flashers(figure: Figure) -> Figure:
    """The figure with a lamp on each side, ahead and behind, where a lens of a flashing circuit
    looks that way."""
    T = figure.poses(Motion())
    found = [
        lamp
        for number, part in enumerate(figure.parts)
        for circuit in RHYTHMS
        for lamp in _lamps(part.mesh, number, T[number], circuit)
    ]
    return replace(figure, lamps=(*figure.lamps, *found))


def _lamps(mesh: Mesh, number: int, T: Array, circuit: str) -> list[LampShape]:
    rows = [item.id for item in materials() if item.circuit == circuit]
    corners = mesh.vertices[mesh.triangles[np.isin(mesh.material, rows)]].astype(np.float64)
    if not len(corners):
        return []
    edges = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    area = np.linalg.norm(edges, axis=1)
    normals, middle = edges / area[:, None], corners.mean(1)
    shapes = []
    for ahead in (1.0, -1.0):
        direction = T[:3, :3].T @ [ahead, 0.0, 0.0]
        facing = normals @ direction > 0.3
        if not facing.any():
            continue
        way = middle @ direction
        facing &= way > way[facing].max() - SAME  # of several bars the foremost
        places, weight = middle[facing], area[facing]
        centre = weight @ places / weight.sum()
        nearest = np.argmin(np.linalg.norm(places - centre, axis=1))
        place = places[nearest] + CLEAR * normals[facing][nearest]
        shapes.append(LampShape(circuit, number, tuple(place.tolist()), tuple(direction.tolist())))
    return shapes
