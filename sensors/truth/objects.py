"""The objects in a camera's reading, seen and hidden alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.classes import EGO
from ...simcore.physics.driving.criticality import times_to_contact
from ...simcore.pose import inverse
from ...simcore.render.alone import Canvas
from ...simcore.render.film import Film
from ...simcore.snapshot import Snapshot
from ..reading import ObjectTruth
from .boxes import Seen, Solid, seen, solids
from .keypoints import keypoints

Array = NDArray[np.float64]

RANGE = 200.0
"""Bodies that are further away than this, and not seen, are no objects of a reading [m]."""


class Candidate(NamedTuple):
    """A body that may be in sight; row: of the cast, -1 for fixed bodies."""

    id: int
    group: int
    class_id: int
    attributes: tuple[str, ...]
    solid: Solid
    velocity: tuple[float, float, float]
    row: int


def objects(
    film: Film,
    shot: Snapshot,
    t_ns: int,
    depth: NDArray[np.float32],
    instance: NDArray[np.int32],
) -> tuple[ObjectTruth, ...]:
    """All bodies seen, and those within ``RANGE`` that would be seen if nothing hid them.

    film: has drawn the reading; depth, instance (H, W): its channels. The ego is left out.
    """
    here = film.T_world_camera[:3, 3]
    found = seen(instance)
    canvas = Canvas(film)
    near = [
        item
        for item in _candidates(shot, t_ns)
        if item.id in found
        or (
            np.linalg.norm(item.solid.T[:3, 3] - here) <= RANGE
            and _ahead(item.solid, film.T_world_camera)
        )
    ]
    times = _times(shot, t_ns, near)
    rows = (
        _object(film, canvas, shot, t_ns, depth, instance, item, found.get(item.id), float(time))
        for item, time in zip(near, times, strict=True)
    )
    return tuple(row for row in rows if row is not None)


def _candidates(shot: Snapshot, t_ns: int) -> Iterator[Candidate]:
    bodies = shot.at(t_ns)
    cast = bodies.cast
    boxes = solids(bodies)
    for row, number in enumerate(cast.id):
        if cast.class_id[row] == EGO:
            continue
        yield Candidate(
            int(number),
            int(cast.group[row]),
            int(cast.class_id[row]),
            bodies.attributes[row],
            boxes[row],
            tuple(map(float, bodies.velocity[row])),  # type: ignore[arg-type]
            row,
        )
    signals = shot.scene.signals
    for body in shot.scene.bodies:
        solid = Solid(body.T, body.size)
        still = (0.0, 0.0, 0.0)
        words = body.attributes
        if signals is not None and body.group >= 0:
            words = (*words, f"signal.{signals.state(body.group, t_ns * 1e-9)}")
        yield Candidate(body.id, body.id, body.class_id, words, solid, still, -1)


def _object(
    film: Film,
    canvas: Canvas,
    shot: Snapshot,
    t_ns: int,
    depth: NDArray[np.float32],
    instance: NDArray[np.int32],
    item: Candidate,
    pixels: Seen | None,
    ttc: float,
) -> ObjectTruth | None:
    alone = canvas.draw(item.id)
    if alone is None or not alone.inside:
        return None
    visible = pixels.pixels if pixels else 0
    points = None
    if item.row >= 0:
        points = keypoints(
            *(shot.at(t_ns), item.row, item.solid.size[2], film.T_world_camera),
            *(film.lens.K, depth, instance),
        )
    return ObjectTruth(
        track=item.id,
        group=item.group,
        class_id=item.class_id,
        attributes=item.attributes,
        T_world_object=item.solid.T,
        size=item.solid.size,
        velocity=item.velocity,
        box=pixels.box if pixels else None,
        amodal_box=tuple(map(float, alone.box)),  # type: ignore[arg-type]
        visible_px=visible,
        occlusion=1.0 - min(visible / alone.inside, 1.0),
        truncation=alone.outside / (alone.inside + alone.outside),
        keypoints=points,
        distance_m=float(np.linalg.norm(item.solid.T[:3, 3] - film.T_world_camera[:3, 3])),
        ttc_s=ttc,
    )


def _ahead(solid: Solid, T_world_camera: Array) -> bool:
    """Whether some of a box may be in front of the camera."""
    z = (inverse(T_world_camera) @ solid.T)[2, 3]
    return bool(z + 0.5 * np.linalg.norm(solid.size) > 0.0)


def _times(shot: Snapshot, t_ns: int, items: list[Candidate]) -> Array:
    """Times until the ego's box and each item's touch [s]."""
    length, width, ahead = shot.fixed.ego_box
    T = shot.ego(t_ns)
    yaw = np.arctan2(T[1, 0], T[0, 0])
    velocity = shot.at(t_ns).velocity[0]
    centre = T[:2, 3] + ahead * np.array([np.cos(yaw), np.sin(yaw)])
    ego = np.array([*centre, yaw, length / 2, width / 2, *velocity[:2]])
    boxes = np.array(
        [
            [*i.solid.T[:2, 3], np.arctan2(i.solid.T[1, 0], i.solid.T[0, 0]), *_halves(i.solid)]
            for i in items
        ]
    ).reshape(-1, 5)
    times = np.empty(len(items))
    times_to_contact(ego, boxes, np.array([i.velocity[:2] for i in items]).reshape(-1, 2), times)
    return times


def _halves(solid: Solid) -> tuple[float, float]:
    return solid.size[0] / 2, solid.size[1] / 2
