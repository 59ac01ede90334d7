"""Boxes of labelled pixels, and boxes around the meshes of a body."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.bodies import Bodies
from ...simcore.kernel import kernel
from ...simcore.pose import inverse, pose

Array = NDArray[np.float64]


class Seen(NamedTuple):
    """The visible pixels of a body: x0, y0, x1, y1 in pixel edges, and how many there are."""

    box: tuple[float, float, float, float]
    pixels: int


class Solid(NamedTuple):
    """A box in the world: the pose (4, 4) of its centre, length, width and height [m]."""

    T: Array
    size: tuple[float, float, float]


@kernel("i4[:,:] -> i8[:,:]")
def measure(instance, found_out):
    """Least column and row, greatest plus one, and count of the pixels of each id.

    instance (H, W); found_out (ids, 5): rows of ids that do not occur keep a count of 0.
    """
    for k in range(found_out.shape[0]):
        found_out[k, 0], found_out[k, 1] = instance.shape[1], instance.shape[0]
        found_out[k, 2] = found_out[k, 3] = found_out[k, 4] = 0
    for y in range(instance.shape[0]):
        for x in range(instance.shape[1]):
            k = instance[y, x]
            if k <= 0:
                continue
            found = found_out[k]
            found[0], found[1] = min(found[0], x), min(found[1], y)
            found[2], found[3] = max(found[2], x + 1), max(found[3], y + 1)
            found[4] += 1


def seen(instance: NDArray[np.int32]) -> dict[int, Seen]:
    """The boxes of all instance ids in an image (H, W), 0 left out."""
    found = np.empty((int(instance.max(initial=0)) + 1, 5), np.int64)
    measure(instance, found)
    return {
        k: Seen((float(x0), float(y0), float(x1), float(y1)), count)
        for k, (x0, y0, x1, y1, count) in enumerate(found.tolist())
        if count > 0
    }


def solids(bodies: Bodies) -> list[Solid]:
    """The boxes around all bodies of a cast, in the axes of their actors, as posed now.

    They hold every vertex of a body's parts: mirrors, an outstretched arm, the leg in front.
    """
    cast = bodies.cast
    T_in_actor = inverse(bodies.T_actor)[cast.actor[cast.part_body]] @ bodies.T_part
    low = np.full((len(cast.id), 3), np.inf)
    high = np.full((len(cast.id), 3), -np.inf)
    for mesh, body, T in zip(cast.meshes, cast.part_body, T_in_actor, strict=True):
        points = mesh.vertices @ T[:3, :3].T.astype(np.float32)
        low[body] = np.minimum(low[body], points.min(0) + T[:3, 3])
        high[body] = np.maximum(high[body], points.max(0) + T[:3, 3])
    centres = bodies.T_actor[cast.actor] @ pose((low + high) / 2)
    sizes = (high - low).tolist()
    return [Solid(T, (x, y, z)) for T, (x, y, z) in zip(centres, sizes, strict=True)]
