"""Clumps that leaves grow in, and folded cards for what is clipped or lies on the ground.

Normals of cards bend outwards as on a round body; cards face outwards, so that the far side of what
they grow on is culled as back faces.
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
