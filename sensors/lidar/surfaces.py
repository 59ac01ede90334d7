"""What surfaces send back: by the middles of beams, at edges by their other parts, through glass
and by mirrors."""

from __future__ import annotations

import numpy as np

from ...simcore.rays.world import Hits
from .edges import PARTS, at_edges, spread
from .met import Met
from .pattern import Pattern
from .reflecting import Back
from .returns import VOID, Cast, Labels, Light, Scene, Source, found_by, hit, labels_of, some

MIRRORED, PASSED = 0.05, 0.3
"""Shares of a beam from which on what a mirror shows, or glass lets through, is looked for."""


def surfaces(
    scene: Scene, rays: Cast, hits: Hits, met: Met, back: Back, pattern: Pattern, light: Light,
    threads: int,
) -> list[Source]:  # fmt: skip
    """What the middles of beams meet, and at edges what their other parts do."""
    stage = scene.shot.fixed.stage
    level = (stage.chart[np.maximum(hits.item, 0)] >= 0).astype(np.uint8)
    edge = np.empty(len(level), np.uint8)
    around = np.uint8(pattern.view > 6.28)
    at_edges(hits.distance, level, pattern.beams, pattern.columns, around, edge)
    share = back.share * np.where(edge == 1, 1.0 / (1 + PARTS), 1.0)
    there = np.flatnonzero(hits.item >= 0).astype(np.int32)
    labels = labels_of(scene, hits, back)
    power = light.power(there, hits.distance[there], share[there])
    found = [Source(there, hits.distance[there], power, some(labels, there))]
    parted = np.flatnonzero(edge).astype(np.int32)
    if not len(parted):
        return found
    whose = np.repeat(parted, PARTS)
    direction = spread(rays.direction[parted], light.receiver.divergence)
    parts = Cast(rays.origin[whose], direction, rays.share[whose])
    theirs = hit(scene, parts, light.receiver.farthest, threads)
    _, gives = found_by(scene, parts, theirs)
    known = np.flatnonzero(theirs.item >= 0)
    far = theirs.distance[known]
    power = light.power(whose[known], far, gives.share[known] / (1 + PARTS))
    labels = labels_of(scene, theirs, gives)
    return [*found, Source(whose[known], far, power, some(labels, known))]


def beyond(
    scene: Scene, rays: Cast, hits: Hits, met: Met, back: Back, light: Light, threads: int
) -> list[Source]:
    """What stands behind glass, and what shows in mirrors, which seems to stand behind them."""
    found = []
    behind = np.flatnonzero(back.passed > PASSED).astype(np.int32)
    if len(behind):
        on = Cast(rays.origin[behind], rays.direction[behind], rays.share[behind])
        near = hits.distance[behind] + np.float32(0.01)
        theirs = hit(scene, on, light.receiver.farthest, threads, near)
        _, gives = found_by(scene, on, theirs)
        known = np.flatnonzero(theirs.item >= 0)
        ray, far = behind[known], theirs.distance[known]
        power = light.power(ray, far, gives.share[known] * back.passed[ray] ** 2)
        found.append(Source(ray, far, power, some(labels_of(scene, theirs, gives), known)))
    shiny = np.flatnonzero(back.mirrored > MIRRORED).astype(np.int32)
    if len(shiny):
        d, n = rays.direction[shiny], met.normal[shiny]
        along = (d * n).sum(1, keepdims=True)
        way = (d - 2.0 * along * n).astype(np.float32)
        way /= np.linalg.norm(way, axis=1, keepdims=True)
        place = rays.origin[shiny] + hits.distance[shiny][:, None] * d - 1e-3 * np.sign(along) * n
        on = Cast(place.astype(np.float32), way, rays.share[shiny])
        theirs = hit(scene, on, light.receiver.farthest, threads)
        _, gives = found_by(scene, on, theirs)
        known = np.flatnonzero(theirs.item >= 0)
        ray = shiny[known]
        far = hits.distance[ray] + theirs.distance[known]
        power = light.power(ray, far, gives.share[known] * back.mirrored[ray] ** 2)
        none = np.zeros(len(ray), np.int32)
        ghosts = Labels(
            np.full(len(ray), VOID, np.uint8), none, none.astype(np.uint8), hits.distance[ray]
        )
        found.append(Source(ray, far, power, ghosts))
    return found
