"""One sweep of a scanner: rays sent, returns gathered, echoes told.

Returns are of surfaces, of parts of beams at edges, of what stands behind glass and in mirrors, of
flakes and drops, and of fog. Light that a strong reflector sends into beams beside its own makes
halos around signs.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.rays.world import Hits
from ...simcore.snapshot import Snapshot
from .aim import Way, sent, way_of
from .air import AROUND, PLACES, UPWARD, Air, air_between, floated, uneven
from .echoes import Ear, Echoes, echoes_of
from .falling import Struck, falling, hidden
from .glare import dazzled_by, glare_of
from .halo import halos
from .pattern import Pattern
from .points import cloud, placed
from .receiver import Receiver
from .reflecting import Back
from .returns import VOID, Cast, Labels, Light, Scene, Source, found_by, hit, joined, some
from .surfaces import beyond, surfaces

Array = NDArray[np.float64]
F4 = NDArray[np.float32]
I4 = NDArray[np.int32]

FINEST = 1.5
"""Leaves and twigs are told apart down to so many widths of a beam."""


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
    hits = hit(scene, rays, receiver.farthest, threads)
    met, back = found_by(scene, rays, hits)
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
        *surfaces(scene, rays, hits, met, back, pattern, light, threads),
        *beyond(scene, rays, hits, met, back, light, threads),
        _particles(struck, light),
    ]
    sources += _halos(sources[0], back, pattern)
    if (air.last >= 0).any():
        sources.append(_fog(scene, rays, hits, light, key))
    glare = glare_of(atmosphere, back, met, receiver.sunlight)
    dazzled = dazzled_by(atmosphere, direction, hits.distance)
    returns, labels = joined(sources)
    echoes = echoes_of(returns, len(direction), ear, glare, dazzled, key)
    return Sweep(echoes, labels, way, struck, hits.distance)


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
    return [Source(ray, first.distance[origin], power, some(first.labels, origin))]


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
