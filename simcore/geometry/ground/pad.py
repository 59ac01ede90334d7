"""Paved patches beside a road: driveways, garden paths, yards."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...classes import class_id
from ...scene import Placement
from ..sheets import Sheet, assembled
from .corridor import Corridor

Array = NDArray[np.float64]

_DEEP = 0.25
_CHUNK = 60.0
_LONG = 5.0


class Pad(NamedTuple):
    """A rectangle in (s, t) [m] of a material and class, in the colour slot ``colour``."""

    s0: float
    s1: float
    t0: float
    t1: float
    material: str = "paving"
    class_name: str = "sidewalk"
    colour: str | None = None
    albedo: tuple[float, float, float] | None = None


def laid(corridor: Corridor, pads: Iterable[Pad], lift: float = 0.02) -> tuple[Placement, ...]:
    """Pads on the ground, ``lift`` above it [m] and with sides, by stretches of some 60 m.

    uv is (s, t). Long ones are cut into pieces, so that they follow a bend.
    """
    groups: dict[tuple, list[tuple[float, float, float, float]]] = {}
    for pad in pads:
        kind = (int(pad.s0 // _CHUNK), pad.class_name, pad.material, pad.colour, pad.albedo)
        cuts = np.linspace(pad.s0, pad.s1, max(1, int((pad.s1 - pad.s0) / _LONG)) + 1)
        low, high = sorted((pad.t0, pad.t1))
        rows = groups.setdefault(kind, [])
        rows += [(a, b, low, high) for a, b in pairwise(cuts)]
    meshes: dict[tuple[int, str], list[Sheet]] = {}
    for (chunk, name, material, colour, albedo), rows in groups.items():
        sheet = _sheet(corridor, np.array(rows), lift, material, colour, albedo)
        meshes.setdefault((chunk, name), []).append(sheet)
    return tuple(
        Placement(assembled(sheets), np.eye(4), class_id(name))
        for (_, name), sheets in meshes.items()
    )


def _sheet(corridor: Corridor, rows: Array, lift: float, material, colour, albedo) -> Sheet:
    """Boxes without bottoms over rectangles (R, 4): s0, s1, t0, t1."""
    s = rows[:, [0, 1, 1, 0]]
    t = rows[:, [2, 2, 3, 3]]
    top = corridor.at(s, t)
    top[..., 2] += lift
    up = np.cross(top[:, 1] - top[:, 0], top[:, 3] - top[:, 0])
    up /= np.linalg.norm(up, axis=1, keepdims=True)
    after = np.roll(top, -1, axis=1)
    out = np.cross(after - top, up[:, None])
    out /= np.linalg.norm(out, axis=-1, keepdims=True)
    down = np.array([0.0, 0.0, _DEEP])
    sides = np.stack([top - down, after - down, after, top], 2)  # (R, 4 sides, 4 corners, 3)
    uv = np.stack([s, t], -1)
    side_uv = np.stack([uv, np.roll(uv, -1, 1), np.roll(uv, -1, 1), uv], 2)
    vertices = np.concatenate([top.reshape(-1, 3), sides.reshape(-1, 3)])
    normals = np.concatenate([np.repeat(up, 4, 0), np.repeat(out.reshape(-1, 3), 4, 0)])
    quads = np.arange(len(vertices)).reshape(-1, 4)
    faces = quads[:, [0, 1, 2, 0, 2, 3]].reshape(-1, 3)
    all_uv = np.concatenate([uv.reshape(-1, 2), side_uv.reshape(-1, 2)])
    return Sheet(vertices, normals, all_uv, faces, material, colour, albedo)
