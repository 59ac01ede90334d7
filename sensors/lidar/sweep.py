"""One sweep of a scanner: rays sent, returns gathered, echoes told.

Returns are of surfaces, of parts of beams at edges, of what stands behind glass and in mirrors, of
flakes and drops, and of fog. Light that a strong reflector sends into beams beside its own makes
halos around signs.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.classes import class_id
from ...simcore.rays.world import Among, Hits
from ...simcore.render.stage import Posed
from ...simcore.snapshot import Snapshot
from .aim import Way, sent, way_of
from .air import AROUND, PLACES, UPWARD, Air, air_between, floated, passed, uneven
from .echoes import Ear, Echoes, Returns, echoes_of
from .edges import PARTS, at_edges, spread
from .falling import Struck, falling, hidden
from .glare import dazzled_by, glare_of
from .halo import halos
from .met import Met, met_by
from .pattern import Pattern
from .points import cloud, placed
from .receiver import Receiver
from .reflecting import Back, reflected

Array = NDArray[np.float64]
F4 = NDArray[np.float32]
I4 = NDArray[np.int32]

MIRRORED, PASSED = 0.05, 0.3
"""Shares of a beam from which on what a mirror shows, or glass lets through, is looked for."""
FINEST = 1.5
"""Leaves and twigs are told apart down to so many widths of a beam."""
SNOW, VOID = class_id("accumulated_snow"), class_id("void")


class Labels(NamedTuple):
    """Of N returns: class_id (N,) u1, instance (N,) i4, particle (N,) u1, true_range (N,) f4."""

    class_id: NDArray[np.uint8]
    instance: I4
    particle: NDArray[np.uint8]
    true_range: F4


class Scene(NamedTuple):
    """The world of a sweep: where its items are, and what rays among them hit."""

    shot: Snapshot
    posed: Posed
    among: Among
    centre: Array


class Source(NamedTuple):
    """Returns of one kind, with their labels."""

    ray: I4
    distance: F4
    power: F4
    labels: Labels


class Sweep(NamedTuple):
    """echoes; labels: of what their origin numbers; way: of the scanner; struck: the particles in
    its beams, met or not; nearest (R,) f4: the surface that each ray's middle meets [m]."""

    echoes: Echoes
    labels: Labels
    way: Way
    struck: Struck
    nearest: F4


def swept(
    shot: Snapshot, span_ns: tuple[int, int], T_ego_sensor: Array, pattern: Pattern,
    receiver: Receiver, ear: Ear, key: int, threads: int = 1,
) -> Sweep:  # fmt: skip
    """A sweep from one time to another; key: 64-bit stream of its noise."""
    start_ns, end_ns = span_ns
    way = way_of(shot, start_ns, end_ns, T_ego_sensor)
    stage = shot.fixed.stage
    posed = stage.posed(shot.near(start_ns), shot.near(end_ns))
    among = shot.fixed.rays.among(posed, way.centre, finest=FINEST * receiver.divergence)
    scene = Scene(shot, posed, among, way.centre)
    origin, direction = (np.empty_like(pattern.direction) for _ in range(2))
    sent(pattern.direction, pattern.share, way.knots, origin, direction)
    rays = Cast(origin, direction, pattern.share)
    hits = _hit(scene, rays, receiver.farthest, threads)
    met, back = _found(scene, rays, hits)
    row, air = _air(shot, pattern, receiver, way)
    passing = np.ones(len(direction), np.float32)
    atmosphere = shot.atmosphere
    struck = falling(
        atmosphere,
        pattern,
        receiver,
        way,
        hits.distance,
        passing,
        start_ns * 1e-9,
        end_ns * 1e-9,
        threads,
    )
    light = Light(receiver, air, row, passing)
    sources = [
        *_surfaces(scene, rays, hits, met, back, pattern, light, threads),
        *_beyond(scene, rays, hits, met, back, light, threads),
        _particles(struck, light),
    ]
    sources += _halos(sources[0], back, pattern)
    if (air.last >= 0).any():
        sources.append(_fog(scene, rays, hits, light, key))
    glare = glare_of(atmosphere, back, met, receiver.sunlight)
    dazzled = dazzled_by(atmosphere, direction, hits.distance)
    returns, labels = _joined(sources)
    echoes = echoes_of(returns, len(direction), ear, glare, dazzled, key)
    return Sweep(echoes, labels, way, struck, hits.distance)


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


def _hit(scene: Scene, rays: Cast, reach: float, threads: int, near: F4 | float = 0.0) -> Hits:
    return scene.among.closest(
        rays.origin + scene.centre, rays.direction, reach, rays.share, near, threads
    )


def _found(scene: Scene, rays: Cast, hits: Hits) -> tuple[Met, Back]:
    stage = scene.shot.fixed.stage
    met = met_by(
        stage, scene.posed, scene.among.mesh, scene.centre, rays.origin, rays.direction, hits
    )
    return met, reflected(stage, scene.shot.surface, met)


def _labels(scene: Scene, hits: Hits, back: Back) -> Labels:
    stage, item = scene.shot.fixed.stage, np.maximum(hits.item, 0)
    body = stage.body[item].astype(np.int32)
    kind = np.where(back.snowy & (body == 0), SNOW, stage.class_id[item]).astype(np.uint8)
    return Labels(kind, body, np.zeros(len(item), np.uint8), hits.distance)


def _surfaces(
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
    labels = _labels(scene, hits, back)
    power = light.power(there, hits.distance[there], share[there])
    found = [Source(there, hits.distance[there], power, _some(labels, there))]
    parted = np.flatnonzero(edge).astype(np.int32)
    if not len(parted):
        return found
    whose = np.repeat(parted, PARTS)
    direction = spread(rays.direction[parted], light.receiver.divergence)
    parts = Cast(rays.origin[whose], direction, rays.share[whose])
    theirs = _hit(scene, parts, light.receiver.farthest, threads)
    _, gives = _found(scene, parts, theirs)
    known = np.flatnonzero(theirs.item >= 0)
    far = theirs.distance[known]
    power = light.power(whose[known], far, gives.share[known] / (1 + PARTS))
    labels = _labels(scene, theirs, gives)
    return [*found, Source(whose[known], far, power, _some(labels, known))]


def _beyond(
    scene: Scene, rays: Cast, hits: Hits, met: Met, back: Back, light: Light, threads: int
) -> list[Source]:
    """What stands behind glass, and what shows in mirrors, which seems to stand behind them."""
    found = []
    behind = np.flatnonzero(back.passed > PASSED).astype(np.int32)
    if len(behind):
        on = Cast(rays.origin[behind], rays.direction[behind], rays.share[behind])
        near = hits.distance[behind] + np.float32(0.01)
        theirs = _hit(scene, on, light.receiver.farthest, threads, near)
        _, gives = _found(scene, on, theirs)
        known = np.flatnonzero(theirs.item >= 0)
        ray, far = behind[known], theirs.distance[known]
        power = light.power(ray, far, gives.share[known] * back.passed[ray] ** 2)
        found.append(Source(ray, far, power, _some(_labels(scene, theirs, gives), known)))
    shiny = np.flatnonzero(back.mirrored > MIRRORED).astype(np.int32)
    if len(shiny):
        d, n = rays.direction[shiny], met.normal[shiny]
        along = (d * n).sum(1, keepdims=True)
        way = (d - 2.0 * along * n).astype(np.float32)
        way /= np.linalg.norm(way, axis=1, keepdims=True)
        place = rays.origin[shiny] + hits.distance[shiny][:, None] * d - 1e-3 * np.sign(along) * n
        on = Cast(place.astype(np.float32), way, rays.share[shiny])
        theirs = _hit(scene, on, light.receiver.farthest, threads)
        _, gives = _found(scene, on, theirs)
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


def _particles(struck: Struck, light: Light) -> Source:
    share = struck.power * light.receiver.least * struck.distance**2
    shown = np.maximum(light.receiver.overlap_at(struck.distance), 1e-6)
    power = light.power(struck.ray, struck.distance, (share / shown).astype(np.float32), True)
    count = len(struck.ray)
    labels = Labels(
        struck.label, np.zeros(count, np.int32), np.ones(count, np.uint8), struck.distance
    )
    return Source(struck.ray, struck.distance, power, labels)


def _fog(scene: Scene, rays: Cast, hits: Hits, light: Light, key: int) -> Source:
    air, count = light.air, len(rays.share)
    atmosphere = scene.shot.atmosphere
    carried = atmosphere.wind.displacement(scene.shot.t1_ns * 1e-9) - scene.centre
    far, power = np.zeros(count, np.float32), np.zeros(count, np.float32)
    words = np.uint32(atmosphere.key & 0xFFFFFFFF), np.uint32(atmosphere.key >> 32 & 0xFFFFFFFF)
    floated(
        *(air.soft, air.last, np.float32(air.gate), light.row, hits.distance, rays.origin),
        *(rays.direction, carried.astype(np.float32), np.float32(light.receiver.nearest), *words),
        *(far, power),
    )
    ray = np.flatnonzero(power > 0.0).astype(np.int32)
    count = len(ray)
    labels = Labels(
        np.full(count, air.label, np.uint8), np.zeros(count, np.int32), np.ones(count, np.uint8),
        far[ray],
    )  # fmt: skip
    return Source(ray, far[ray], power[ray], labels)


def _halos(first: Source, back: Back, pattern: Pattern) -> list[Source]:
    """Of what shines back more than anything white: beams beside it hear it, too."""
    ray, origin, power = halos(first.ray, first.power, back.retro[first.ray], pattern)
    if not len(ray):
        return []
    return [Source(ray, first.distance[origin], power, _some(first.labels, origin))]


def _some(labels: Labels, rows: NDArray) -> Labels:
    return Labels(*(column[rows] for column in labels))


def _joined(sources: list[Source]) -> tuple[Returns, Labels]:
    ray, distance, power = (
        np.ascontiguousarray(np.concatenate([source[k] for source in sources])) for k in range(3)
    )
    labels = Labels(*(np.concatenate(x) for x in zip(*(s.labels for s in sources), strict=True)))
    origin = np.arange(len(ray), dtype=np.int32)
    return Returns(
        ray.astype(np.int32), distance.astype(np.float32), power.astype(np.float32), origin
    ), labels


def _air(shot: Snapshot, pattern: Pattern, receiver: Receiver, way: Way) -> tuple[I4, Air]:
    """The air's tables, and which row of them each ray has."""
    air, far = shot.atmosphere, receiver.farthest * (np.arange(PLACES) / (PLACES - 1)) ** 2
    solid = sum(
        (hidden(m, far, receiver) for _, m in air.media if m.population is not None),
        np.zeros(PLACES),
    )
    eye = way.centre
    if not uneven(air):
        row = np.zeros(len(pattern.share), np.int32)
        return row, air_between(air, eye, np.array([[1.0, 0.0, 0.0]]), receiver, solid)
    up = pattern.table.elevation
    low, high = float(up.min()), float(up.max()) + 1e-6
    azimuth = (np.arange(AROUND) + 0.5) * 2.0 * np.pi / AROUND
    a, e = np.meshgrid(azimuth, np.linspace(low, high, UPWARD), indexing="ij")
    local = np.stack([np.cos(e) * np.cos(a), np.cos(e) * np.sin(a), np.sin(e)], -1).reshape(-1, 3)
    column = np.floor(pattern.azimuth % (2.0 * np.pi) * AROUND / (2.0 * np.pi)).astype(np.int64)
    level = np.rint((np.tile(up, pattern.columns) - low) / (high - low) * (UPWARD - 1))
    row = (np.minimum(column, AROUND - 1) * UPWARD + level).astype(np.int32)
    directions = local @ way.T_world_end[:3, :3].T
    return row, air_between(air, eye, directions, receiver, solid)


def points_of(sweep: Sweep, pattern: Pattern, span_ns: tuple[int, int], deskew: bool) -> NDArray:
    """(E,) of POINT; deskew: places as if the scanner had stood at the end of the sweep."""
    echoes, labels = sweep.echoes, sweep.labels
    ray, origin = echoes.ray, echoes.origin
    points = cloud(len(ray))
    if deskew:
        place = np.empty((len(ray), 3), np.float32)
        placed(pattern.direction, pattern.share, ray, echoes.distance, sweep.way.to_end, place)
    else:
        place = pattern.direction[ray] * echoes.distance[:, None]
    points["x"], points["y"], points["z"] = place.T
    points["intensity"], points["ring"] = echoes.intensity, pattern.ring[ray]
    share = pattern.share[ray].astype(np.float64)
    points["t_ns"] = span_ns[0] + np.rint(share * (span_ns[1] - span_ns[0])).astype(np.int64)
    points["echo"] = echoes.echo
    known = origin >= 0
    whose = np.where(known, origin, 0)
    if len(labels.class_id):
        points["class"] = np.where(known, labels.class_id[whose], VOID)
        points["instance"] = np.where(known, labels.instance[whose], 0)
        points["is_particle"] = np.where(known, labels.particle[whose], 0)
        points["true_range"] = np.where(known, labels.true_range[whose], sweep.nearest[ray])
    return points
