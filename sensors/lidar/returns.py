"""Returns of one sweep: rays among the world's items, what they hit, and what comes back of it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.classes import class_id
from ...simcore.rays.world import Among, Hits
from ...simcore.render.stage import Posed
from ...simcore.snapshot import Snapshot
from .air import Air, passed
from .echoes import Returns
from .met import Met, met_by
from .receiver import Receiver
from .reflecting import Back, reflected

Array = NDArray[np.float64]
F4 = NDArray[np.float32]
I4 = NDArray[np.int32]

SNOW, VOID = class_id("accumulated_snow"), class_id("void")


class Labels(NamedTuple):
    """Of N returns: class_id (N,) u1, instance (N,) i4, particle (N,) u1, true_range (N,) f4."""

    class_id: NDArray[np.uint8]
    instance: I4
    particle: NDArray[np.uint8]
    true_range: F4


class Source(NamedTuple):
    """Returns of one kind, with their labels."""

    ray: I4
    distance: F4
    power: F4
    labels: Labels


class Scene(NamedTuple):
    """The world of a sweep: where its items are, and what rays among them hit."""

    shot: Snapshot
    posed: Posed
    among: Among
    centre: Array


class Cast(NamedTuple):
    """Rays: origin, direction (R, 3) f4 about the way's centre; share (R,) f4 of the sweep."""

    origin: F4
    direction: F4
    share: F4


class Light(NamedTuple):
    """What beams lose: the air's tables, the direction (R,) of each ray in them, and what
    particles let through (R,)."""

    receiver: Receiver
    air: Air
    row: I4
    passing: F4

    def power(self, ray: NDArray, distance: F4, share: NDArray, apart: bool = False) -> F4:
        """(N,) of returns in units of the threshold; apart: not behind the particles."""
        through = np.empty(len(ray), np.float32)
        passed(self.air.depth, self.row[ray], distance, np.float32(self.air.reach), through)
        if not apart:
            through *= self.passing[ray]
        near = self.receiver.overlap_at(distance) / (self.receiver.least * distance**2)
        return (share * through * near).astype(np.float32)


def hit(scene: Scene, rays: Cast, reach: float, threads: int, near: F4 | float = 0.0) -> Hits:
    """What rays hit within a reach [m], from ``near`` [m] on, one for all or (R,)."""
    return scene.among.closest(
        rays.origin + scene.centre, rays.direction, reach, rays.share, near, threads
    )


def found_by(scene: Scene, rays: Cast, hits: Hits) -> tuple[Met, Back]:
    """What hits are of, and what comes back of it."""
    stage = scene.shot.fixed.stage
    met = met_by(
        stage, scene.posed, scene.among.mesh, scene.centre, rays.origin, rays.direction, hits
    )
    return met, reflected(stage, scene.shot.surface, met)


def labels_of(scene: Scene, hits: Hits, back: Back) -> Labels:
    """The truth of hits."""
    stage, item = scene.shot.fixed.stage, np.maximum(hits.item, 0)
    body = stage.body[item].astype(np.int32)
    kind = np.where(back.snowy & (body == 0), SNOW, stage.class_id[item]).astype(np.uint8)
    return Labels(kind, body, np.zeros(len(item), np.uint8), hits.distance)


def some(labels: Labels, rows: NDArray) -> Labels:
    """Labels of some rows."""
    return Labels(*(column[rows] for column in labels))


def joined(sources: list[Source]) -> tuple[Returns, Labels]:
    """All returns, numbered, and their labels."""
    ray, distance, power = (
        np.ascontiguousarray(np.concatenate([source[k] for source in sources])) for k in range(3)
    )
    labels = Labels(*(np.concatenate(x) for x in zip(*(s.labels for s in sources), strict=True)))
    origin = np.arange(len(ray), dtype=np.int32)
    return Returns(
        ray.astype(np.int32), distance.astype(np.float32), power.astype(np.float32), origin
    ), labels
