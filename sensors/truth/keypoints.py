"""The 17 keypoints of people in COCO's order, with their visibility."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...simcore.bodies import Bodies
from ...simcore.geometry.figure import KEYPOINTS
from ...simcore.pose import inverse, transform
from ...simcore.render.projection import Projection

Array = NDArray[np.float64]

DEEP = 0.10
"""How deep below the surface a joint may lie, as a share of stature: half a hip's breadth
(Winter: the hip joints lie 0.0955 of the stature off the middle)."""


def keypoints(
    bodies: Bodies,
    row: int,
    stature: float,
    T_world_camera: Array,
    projection: Projection,
    depth: NDArray[np.float32],
    instance: NDArray[np.int32],
) -> NDArray[np.float32] | None:
    """(17, 3) f4: u, v [px] and COCO's visibility of the body in a row; None where it has none.

    2: seen; 1: in the image but hidden, by another thing or by the body itself; 0, with u = v = 0:
    behind the camera or outside of the image. depth and instance: the reading's channels.
    """
    cast = bodies.cast
    actor = int(cast.actor[row])
    parts = cast.parts_of(actor)
    mine = [
        point
        for point in cast.roles[actor].figure.keypoints
        if cast.part_body[parts.start + point.part] == row
    ]
    if not mine:
        return None
    found = np.zeros((len(KEYPOINTS), 3), np.float32)
    height, width = depth.shape
    T_camera_world = inverse(T_world_camera)
    for point in mine:
        place = transform(bodies.T_part[parts.start + point.part], np.array([point.place]))
        x, y, z = transform(T_camera_world, place)[0]
        u, v = projection.project(np.array([x, y, z]))
        if not np.isfinite(u):
            continue
        column, line = int(np.floor(u + 0.5)), int(np.floor(v + 0.5))
        if not (0 <= column < width and 0 <= line < height):
            continue
        own = instance[line, column] == cast.id[row]
        near = depth[line, column] > z - DEEP * stature
        found[KEYPOINTS.index(point.name)] = u, v, 2 if own and near else 1
    return found
