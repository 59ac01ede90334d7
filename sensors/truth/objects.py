"""The objects in a camera's reading, seen and hidden alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.classes import EGO
from ...simcore.physics.driving.criticality import times_to_contact
from ...simcore.pose import inverse
from ...simcore.render.projection import Projection
from ...simcore.snapshot import Snapshot
from ..imaging.eye import Eye
from ..reading import ObjectTruth
from .alone import Alone, alone_in
from .boxes import Seen, Solid, solids
from .contrast import Look, detected
from .keypoints import keypoints
from .weathered import through_weather, transmittances

Array = NDArray[np.float64]

RANGE = 200.0
"""Bodies that are further away than this, and not seen, are no objects of a reading [m]."""


class Sight(NamedTuple):
    """What objects are looked for in: projection and optical axes (4, 4) of the camera in the
    world, and the depth and instance channels (H, W) of its reading."""

    projection: Projection
    T_world_camera: Array
    depth: NDArray[np.float32]
    instance: NDArray[np.int32]


class Picture(NamedTuple):
    """What a picture shows of objects. looks: by id; ratio: of an object's difference from what is
    around it to its noise, None for a camera that has none."""

    looks: Mapping[int, Look]
    ratio: Callable[[Look], float] | None


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
    eye: Eye,
    T_world_camera: Array,
    shot: Snapshot,
    t_ns: int,
    depth: NDArray[np.float32],
    instance: NDArray[np.int32],
    found: Mapping[int, Seen],
    picture: Picture | None = None,
    band: str = "visible",
) -> tuple[ObjectTruth, ...]:
    """All bodies seen, and those within ``RANGE`` that would be seen if nothing hid them.

    eye: has drawn the reading; T_world_camera (4, 4): its optical axes at ``t_ns``; depth,
    instance (H, W): the reading's channels; found: the extents in the latter; picture: what it
    shows of them, None where none was made; band: in which the weather is seen through. The ego is
    left out.
    """
    sight = Sight(eye.view.projection, T_world_camera, depth, instance)
    canvas, here = alone_in(eye), T_world_camera[:3, 3]
    near = [
        item
        for item in candidates(shot, t_ns)
        if item.id in found
        or (np.linalg.norm(item.solid.T[:3, 3] - here) <= RANGE and _ahead(item.solid, sight))
    ]
    times = times_to_touch(shot, t_ns, near)
    rows = (
        _object(sight, canvas, shot, t_ns, item, found.get(item.id), float(time))
        for item, time in zip(near, times, strict=True)
    )
    made = [row for row in rows if row is not None]
    visible = {row.track: found[row.track] for row in made if row.visible_px}
    air = shot.atmosphere
    passed = through_weather(eye.view, T_world_camera, air, depth, instance, visible, band)
    for row in made:  # some lie nowhere ahead of the camera, where there is no depth
        if row.visible_px and row.track not in passed:
            middle = row.T_world_object[None, :3, 3]
            passed[row.track] = float(transmittances(air, here, middle, band)[0])
    return tuple(_judged(row, passed, picture) for row in made)


def without_ego(found: Mapping[int, Seen], shot: Snapshot) -> dict[int, Seen]:
    """The extents of all but the ego, by id."""
    cast = shot.fixed.cast
    own = set(cast.id[cast.class_id == EGO].tolist())
    return {number: extent for number, extent in found.items() if number not in own}


def _judged(item: ObjectTruth, passed: Mapping[int, float], picture: Picture | None) -> ObjectTruth:
    """The object with how well it is seen; passed: of its light, by id."""
    if not item.visible_px:
        return item._replace(detectable=False)
    share = passed[item.track]
    if picture is None:
        return item._replace(weather_visibility=share)
    look = picture.looks[item.track]
    told = detected(item.visible_px, share, look, picture.ratio)
    return item._replace(weather_visibility=share, contrast=look.contrast, detectable=told)


def candidates(shot: Snapshot, t_ns: int) -> Iterator[Candidate]:
    """All bodies but the ego's."""
    bodies = shot.at(t_ns)
    cast = bodies.cast
    boxes = solids(bodies)
    for row, number in enumerate(cast.id):
        if cast.class_id[row] == EGO:
            continue
        vx, vy, vz = bodies.velocity[row].tolist()
        yield Candidate(
            int(number),
            int(cast.group[row]),
            int(cast.class_id[row]),
            bodies.attributes[row],
            boxes[row],
            (vx, vy, vz),
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
    sight: Sight,
    canvas: Alone,
    shot: Snapshot,
    t_ns: int,
    item: Candidate,
    pixels: Seen | None,
    ttc: float,
) -> ObjectTruth | None:
    alone = canvas.draw(item.id)
    if alone is None or not alone.inside:
        return None
    visible = pixels.pixels if pixels else 0
    x0, y0, x1, y1 = alone.box
    points = None
    if item.row >= 0:
        points = keypoints(
            *(shot.at(t_ns), item.row, item.solid.size[2], sight.T_world_camera),
            *(sight.projection, sight.depth, sight.instance),
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
        amodal_box=(float(x0), float(y0), float(x1), float(y1)),
        visible_px=visible,
        occlusion=1.0 - min(visible / alone.inside, 1.0),
        truncation=alone.outside / (alone.inside + alone.outside),
        keypoints=points,
        distance_m=float(np.linalg.norm(item.solid.T[:3, 3] - sight.T_world_camera[:3, 3])),
        ttc_s=ttc,
    )


def _ahead(solid: Solid, sight: Sight) -> bool:
    """Whether some of a box may be in front of the camera, or beside it where a lens sees that."""
    place = (inverse(sight.T_world_camera) @ solid.T)[:3, 3]
    if sight.projection.model == "kannala_brandt":
        return True
    return bool(place[2] + 0.5 * np.linalg.norm(solid.size) > 0.0)


def times_to_touch(shot: Snapshot, t_ns: int, items: list[Candidate]) -> Array:
    """(N,) times until the ego's box and each item's touch [s]."""
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
