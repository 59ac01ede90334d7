"""Markings as thin meshes, 3 mm above the road and cut where the road's own mesh is.

Cut elsewhere, a marking would dip under the chords of a bend or a crest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ...classes import class_id
from ...scene import Placement
from ..sheets import Sheet, assembled, polygons, triangulated, unit
from .corridor import Corridor
from .markings import Bars, Shape

Array = NDArray[np.float64]

LIFT = 0.003
YELLOW = (0.62, 0.42, 0.05)
_CHUNK = 56.0


def painted(
    corridor: Corridor, marks: Iterable[Bars | Shape], chart: int = -1
) -> tuple[Placement, ...]:
    """The marks as meshes on the corridor's surface, by stretches of some 50 m."""
    marks = list(marks)
    sheets = []
    for colour in sorted({mark.colour for mark in marks}):
        bars = [m for m in marks if isinstance(m, Bars) and m.colour == colour and len(m.s0)]
        shapes = [m for m in marks if isinstance(m, Shape) and m.colour == colour]
        if bars:
            columns = (np.concatenate([bar[k] for bar in bars]) for k in range(4))
            sheets.append((colour, *_bars_on(corridor, *columns)))
        if shapes:
            sheets.append((colour, *_shapes_on(corridor, shapes)))
    if not sheets:
        return ()
    first, last = corridor.span
    count = max(1, round((last - first) / _CHUNK))
    placements = []
    for k in range(count):
        mine = []
        for colour, places, triangles in sheets:
            middle = places[triangles, 0].mean(1)
            share = np.clip(((middle - first) / (last - first) * count).astype(int), 0, count - 1)
            chosen = triangles[share == k]
            if len(chosen):
                mine.append(_sheet(corridor, places, chosen, colour))
        if mine:
            mesh = assembled(mine)
            marking = class_id("lane_marking")
            placements.append(Placement(mesh, np.eye(4), marking, chart=chart))
    return tuple(placements)


def _sheet(corridor: Corridor, places: Array, triangles: NDArray, colour: str) -> Sheet:
    used, triangles = np.unique(triangles, return_inverse=True)
    s, t = places[used].T
    points = corridor.at(s, t)
    along = corridor.at(s + 0.25, t) - corridor.at(s - 0.25, t)
    across = corridor.at(s, t + 0.05) - corridor.at(s, t - 0.05)
    normals = unit(np.cross(along, across))
    points[:, 2] += LIFT
    albedo = YELLOW if colour == "marking_yellow" else None
    return Sheet(points, normals, places[used], triangles.reshape(-1, 3), "marking", colour, albedo)


def _bars_on(
    corridor: Corridor, s0: Array, s1: Array, t0: Array, t1: Array
) -> tuple[Array, NDArray[np.int64]]:
    """(s, t) of vertices and triangles of bars that are cut where the road's mesh is."""
    inside = (s1 > corridor.span[0]) & (s0 < corridor.span[1])
    s0, s1 = s0[inside].clip(*corridor.span), s1[inside].clip(*corridor.span)
    t0, t1 = t0[inside], t1[inside]
    first = np.searchsorted(corridor.stations, s0 + 1e-6, "right")
    count = np.searchsorted(corridor.stations, s1 - 1e-6, "left") - first + 1
    bar = np.repeat(np.arange(len(s0)), count)
    piece = np.arange(len(bar)) - np.repeat(np.cumsum(count) - count, count)
    row = first[bar] + piece
    low = np.where(piece == 0, s0[bar], corridor.stations[row - 1])
    high = np.where(
        piece == count[bar] - 1,
        s1[bar],
        corridor.stations[row.clip(max=len(corridor.stations) - 1)],
    )
    places = np.stack(
        [
            np.stack([low, t0[bar]], -1),
            np.stack([high, t0[bar]], -1),
            np.stack([high, t1[bar]], -1),
            np.stack([low, t1[bar]], -1),
        ],
        1,
    ).reshape(-1, 2)
    corner = 4 * np.arange(len(bar))[:, None]
    return places, (corner + np.array([0, 1, 2, 0, 2, 3])).reshape(-1, 3)


def _shapes_on(corridor: Corridor, shapes: Sequence[Shape]) -> tuple[Array, NDArray[np.int64]]:
    """(s, t) of vertices and triangles of polygons that are cut where the road's mesh is."""
    from shapely.geometry import Polygon, box

    places, triangles, base = [], [], 0
    for shape in shapes:
        outline = Polygon(shape.outline)
        low, bottom, high, top = outline.bounds
        inside = (corridor.stations > low) & (corridor.stations < high)
        cuts = np.concatenate([[low], corridor.stations[inside], [high]])
        for a, b in pairwise(cuts):
            piece = outline.intersection(box(a, bottom - 1, b, top + 1))
            for part in polygons(piece):
                flat, faces = triangulated(part)
                places.append(flat)
                triangles.append(faces + base)
                base += len(flat)
    return np.concatenate(places), np.concatenate(triangles)
