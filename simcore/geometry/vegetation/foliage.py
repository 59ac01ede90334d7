"""Leaves: many small cards on the hull of a crown, with normals bent outwards as on a round body.

Single leaves cannot be drawn; a card stands for a spray of them. Cards lie on the surface of
overlapping clumps, inside which dark cores close the view; what would lie within another clump is
left out. Cards face outwards, so that the far side of a crown is culled as back faces.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..sheets import Sheet, unit

Array = NDArray[np.float64]


class Clumps(NamedTuple):
    """Overlapping balls of leaves: centres (N, 3) and radii (N, 3) [m]."""

    centres: Array
    radii: Array


def above(clumps: Clumps, clear: float) -> Clumps:
    """The clumps raised, if need be, so that they do not hang lower than ``clear`` [m]."""
    centres = clumps.centres.copy()
    centres[:, 2] = np.maximum(centres[:, 2], clear + 0.8 * clumps.radii[:, 2])
    return Clumps(centres, clumps.radii)


def hull(
    clumps: Clumps, count: int, rng: np.random.Generator, bury: float = 0.8
) -> tuple[Array, Array]:
    """``count`` places (P, 3) on the outside of clumps and the directions outwards there.

    What lies within ``bury`` of another clump's radius does not count as outside.
    """
    share = clumps.radii.prod(1) ** (2 / 3)
    share = share / share.sum()
    places, outwards, found = [], [], 0
    for _ in range(12):
        owner = rng.choice(len(share), 2 * count, p=share)
        out = unit(rng.normal(size=(len(owner), 3)))
        radii = clumps.radii[owner]
        points = clumps.centres[owner] + out * radii * rng.uniform(0.8, 1.06, (len(owner), 1))
        inside = np.zeros(len(points), bool)
        for k in range(len(share)):
            depth = (points - clumps.centres[k]) / clumps.radii[k]
            inside |= ((depth**2).sum(1) < bury**2) & (owner != k)
        places.append(points[~inside])
        outwards.append(unit(out / radii)[~inside])
        found += int((~inside).sum())
        if found >= count:
            break
    return np.concatenate(places)[:count], np.concatenate(outwards)[:count]


def cards(
    places: Array,
    outwards: Array,
    centre: Array,
    size: tuple[float, float],
    rng: np.random.Generator,
    material: str,
    colour: str | None = None,
    hang: float = 0.35,
) -> Sheet:
    """A folded rhombus (two triangles) at each place; size: length and width [m].

    Normals lean towards the direction from the crown's ``centre``; ``hang``: how much tips fall.
    """
    count = len(places)
    tilt = unit(outwards + 0.6 * rng.normal(size=(count, 3)))
    along = unit(np.cross(tilt, rng.normal(size=(count, 3))))
    along[:, 2] -= hang
    along = unit(along - tilt * np.einsum("ij,ij->i", along, tilt)[:, None])
    side = np.cross(tilt, along)
    length = size[0] * rng.uniform(0.7, 1.25, (count, 1))
    width = size[1] * rng.uniform(0.75, 1.2, (count, 1))
    fold = 0.22 * width * tilt
    vertices = np.stack(
        [
            places - along * length * 0.5,
            places + along * length * 0.05 + side * width * 0.5 - fold,
            places + along * length * 0.5 - 0.3 * fold,
            places + along * length * 0.05 - side * width * 0.5 - fold,
        ],
        1,
    )
    from_centre = unit(places - centre)
    normals = unit(0.9 * from_centre + 0.55 * outwards + 0.35 * tilt)
    normals = np.repeat(normals[:, None], 4, 1) + 0.25 * unit(vertices - places[:, None])
    uv = np.stack([vertices[..., 0] + 0.7 * vertices[..., 1], vertices[..., 2]], -1)
    faces = 4 * np.arange(count)[:, None, None] + np.array([[0, 2, 1], [0, 3, 2]])
    return Sheet(
        vertices.reshape(-1, 3),
        unit(normals).reshape(-1, 3),
        uv.reshape(-1, 2),
        faces.reshape(-1, 3),
        material,
        colour,
    )


_PHI = (1 + 5**0.5) / 2
_ICO = unit(
    np.array(
        [
            [x, y, z]
            for a in (-1, 1)
            for b in (-_PHI, _PHI)
            for x, y, z in ((0, a, b), (a, b, 0), (b, 0, a))
        ]
    )
)


def _icosahedron_faces() -> NDArray[np.int64]:
    gap = np.linalg.norm(_ICO[:, None] - _ICO[None], axis=-1)
    near = (gap < 1.1) & (gap > 0)
    faces = []
    for a in range(12):
        for b in range(a + 1, 12):
            for c in range(b + 1, 12):
                if near[a, b] and near[b, c] and near[a, c]:
                    turned = np.linalg.det(_ICO[[a, b, c]]) < 0
                    faces.append((a, c, b) if turned else (a, b, c))
    return np.array(faces)


_ICO_FACES = _icosahedron_faces()


def cores(
    clumps: Clumps, rng: np.random.Generator, material: str, colour: str, share: float = 0.68
) -> Sheet:
    """Rough dark balls of 20 triangles inside the clumps."""
    count = len(clumps.centres)
    rough = rng.uniform(0.85, 1.15, (count, 12, 1)) * share
    vertices = clumps.centres[:, None] + _ICO * rough * clumps.radii[:, None]
    normals = np.broadcast_to(_ICO, vertices.shape)
    uv = np.stack([vertices[..., 0] + 0.7 * vertices[..., 1], vertices[..., 2]], -1)
    faces = 12 * np.arange(count)[:, None, None] + _ICO_FACES
    return Sheet(
        vertices.reshape(-1, 3),
        normals.reshape(-1, 3),
        uv.reshape(-1, 2),
        faces.reshape(-1, 3),
        material,
        colour,
    )
