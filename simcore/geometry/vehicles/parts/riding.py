"""What riders of two wheels have in common: parts in one figure, boxes over a motion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ....pose import pose
from ...figure import Figure, Keypoint, Motion, Part
from .rider import Rider, posed

Array = NDArray[np.float64]
Box = tuple[tuple[float, float, float], tuple[float, float, float]]


def steering_pose(place: tuple[float, float], axis: tuple[float, float]) -> Array:
    """(4, 4) pose at a place (x, z) whose z axis is the steering axis (x, z)."""
    R = np.array([[axis[1], 0.0, axis[0]], [0.0, 1.0, 0.0], [-axis[0], 0.0, axis[1]]])
    return pose((place[0], 0.0, place[1]), R=R)


def figure_parts(
    machine: Sequence[Part], on_it: Rider, colours: Mapping[str, ArrayLike]
) -> tuple[tuple[Part, ...], tuple[Keypoint, ...]]:
    """The machine's parts (body 1), then the rider's (body 0); keypoints renumbered."""
    rest = posed(on_it.seat, 0.0, 0.0)
    people = [
        Part(name, mesh.recoloured(colours), -1, rest[k].copy(), 0)
        for k, (name, mesh) in enumerate(zip(on_it.names, on_it.meshes, strict=True))
    ]
    first = len(machine)
    points = tuple(point._replace(part=point.part + first) for point in on_it.keypoints)
    return (*machine, *people), points


def boxes(figure: Figure, motions: Sequence[Motion], but: str = "") -> list[Box]:
    """Size and centre of each of the bodies over some motions, down to the ground for the last;
    ``but``: a part that does not count."""
    count = max(part.body for part in figure.parts) + 1
    low, high = np.full((count, 3), np.inf), np.full((count, 3), -np.inf)
    for motion in motions:
        poses = figure.poses(motion)
        for part, T in zip(figure.parts, poses, strict=True):
            if part.name == but:
                continue
            points = part.mesh.vertices @ T[:3, :3].T + T[:3, 3]
            low[part.body] = np.minimum(low[part.body], points.min(0))
            high[part.body] = np.maximum(high[part.body], points.max(0))
    low[-1, 2] = 0.0
    size, centre = high - low, (high + low) / 2
    return [(tuple(size[k].tolist()), tuple(centre[k].tolist())) for k in range(count)]
