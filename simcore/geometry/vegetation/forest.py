"""Woods seen from afar: rows of tree-tops along the edge towards the road, a dark body behind."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ...keys import generator
from ..mesh import Mesh
from ..sheets import Sheet, assembled, unit
from .tops import LEAVES, NEEDLES, Tops, crowns

Array = NDArray[np.float64]

_ROWS = ((0.0, 0.65, 1.0), (4.5, 0.92, 1.05), (12.0, 1.04, 1.6))
"""Depth behind the edge [m], height per full height, and spacing per spacing of the rows."""

_RING = 28


class Wood:
    """A wood of about ``breadth`` across around ``centre`` (2,), in the world's axes.

    distance: from where it is seen [m], in the direction ``towards`` (2,): the farther, the fewer
    and simpler its trees.
    """

    def __init__(
        self, centre: Array, breadth: float, distance: float, towards: Array, conifers: bool,
        seed: int,
    ):  # fmt: skip
        self.centre, self.breadth, self.distance, self.conifers = (
            centre, breadth, distance, conifers,
        )  # fmt: skip
        self._rng = generator(seed, "wood")
        self._seen = float(np.arctan2(towards[1], towards[0]))
        self._angle = np.arange(_RING) * 2 * np.pi / _RING
        self._radius = _outline(breadth, self._rng)

    @property
    def rim(self) -> Array:
        """(28, 2) places around its edge, where the height of the ground is to be known."""
        return self.centre + _at(self._angle, self._radius(self._angle))

    def mesh(self, level: Array, season: str) -> Mesh:
        """Its trees; level (28,): the height of the ground at the rim [m]. Deciduous woods are
        grey-brown in winter."""
        rng, conifers = self._rng, self.conifers
        height = rng.uniform(11, 19) * (1.15 if conifers else 1.0)
        spacing = float(np.clip(self.distance / 55.0, 3.2, 9.0))
        rows = []
        for deep, share, step in _ROWS:
            if 2.0 * deep < 0.7 * self.breadth:
                rows.append(self._row(level, deep, height * share, spacing * step))
        tops = Tops(*(np.concatenate(parts) for parts in zip(*rows, strict=True)))
        each = int(np.clip(1700.0 / self.distance, 7, 17))
        kind = "conifer" if conifers else "deciduous"
        radius = self._radius(self._angle)
        wave = rng.uniform(0.85, 1.08, _RING)
        body = _body(self.centre, self._angle, radius, level, height * wave, conifers, season)
        if season == "winter" and not conifers:
            body.append(_fringe(body[1], height, rng))
        return assembled(body + crowns(tops, kind, season, each, rng))

    def _row(self, level: Array, deep: float, height: float, spacing: float) -> Tops:
        """Trees along the edge, ``deep`` behind it."""
        rng = self._rng
        arc = 2 * np.pi if self.distance < 160.0 else 2.8  # what can be seen from along the road
        count = max(2, int(arc * 0.5 * self.breadth / spacing))
        turn = self._seen + arc * ((np.arange(count) + rng.uniform(0.1, 0.9, count)) / count - 0.5)
        away = np.maximum(self._radius(turn) - deep - rng.uniform(0.0, 3.0, count), 2.0)
        around = np.r_[self._angle, 2 * np.pi]
        z = np.interp(turn % (2 * np.pi), around, np.r_[level, level[0]])
        tall = height * rng.uniform(0.8, 1.15, count)
        wide = (0.2 if self.conifers else 0.3) * tall * rng.uniform(0.85, 1.2, count)
        feet = np.column_stack([self.centre + _at(turn, away), z - 0.3])
        return Tops(feet, tall, np.maximum(wide, 0.62 * spacing), _at(turn, np.ones(count)))


def _outline(breadth: float, rng: np.random.Generator) -> Callable[[Array], Array]:
    """Distance of the edge from the centre by direction: a wavy ellipse."""
    size, phase = rng.uniform(0.04, 0.16, 3), rng.uniform(0, 2 * np.pi, 3)
    stretch, turn = rng.uniform(0.6, 1.0), rng.uniform(0, np.pi)

    def radius(angle: Array) -> Array:
        wave = 1.0 + sum(a * np.cos(k * angle + p) for k, (a, p) in
                         enumerate(zip(size, phase, strict=True), 2))  # fmt: skip
        oval = np.hypot(np.cos(angle - turn), np.sin(angle - turn) / stretch)
        return 0.5 * breadth * wave / oval

    return radius


def _at(angle: Array, away: Array) -> Array:
    return np.stack([np.cos(angle) * away, np.sin(angle) * away], -1)


def _body(
    centre: Array, angle: Array, radius: Array, level: Array, height: Array, conifers: bool,
    season: str,
) -> list[Sheet]:  # fmt: skip
    """The dark between the stems and a closed canopy below the tops; height: (28,) [m]."""
    bare = season == "winter" and not conifers
    colours = NEEDLES if conifers else LEAVES[season]
    material = "needle" if conifers else "leaf"
    share = 0.36 if bare else 0.7
    rings = []
    for inset, up in ((2.5, -1.5), (4.0, 0.3 * height), (7.0, share * height)):
        away = np.maximum(radius - inset, 0.55 * radius)
        rings.append(np.column_stack([centre + _at(angle, away), level + up]))
    dark, shade = colours[3], colours[2]
    if bare:
        dark, shade = colours[2], colours[1]
    foot = tuple(0.6 * x for x in dark)
    return [
        _ring(rings[0], rings[1], centre, material, "wood_foot", foot),
        _ring(rings[1], rings[2], centre, material, "wood_dark", dark),
        _cap(rings[2], material, shade),
    ]


def _ring(low: Array, high: Array, centre: Array, material: str, colour: str, albedo) -> Sheet:
    """A closed band between two rings of points, seen from outside and above."""
    count = len(low)
    points = np.concatenate([low, high])
    i = np.arange(count)
    j = (i + 1) % count
    faces = np.concatenate([np.stack([i, j, j + count], 1), np.stack([i, j + count, i + count], 1)])
    away = points[:, :2] - centre
    normals = np.column_stack([unit(away), 0.8 + 0 * away[:, 0]])
    uv = np.column_stack([np.tile(np.arange(count) * 3.0, 2), points[:, 2]])
    return Sheet(points, unit(normals), uv, faces, material, colour, albedo)


def _fringe(below: Sheet, height: float, rng: np.random.Generator) -> Sheet:
    """Bare stems and twigs that rise from the upper edge of a ring, so that it has no outline."""
    ring = below.vertices[len(below.vertices) // 2 :]
    after = np.roll(ring, -1, axis=0)
    long = np.linalg.norm(after - ring, axis=1)
    count = max(_RING, int(long.sum() / 1.1))
    place = np.interp(rng.uniform(0.0, long.sum(), count), np.r_[0.0, np.cumsum(long)],
                      np.arange(len(ring) + 1.0))  # fmt: skip
    k = np.minimum(place.astype(int), len(ring) - 1)
    along = unit(after - ring)[k]
    foot = ring[k] + (place - k)[:, None] * (after - ring)[k]
    wide, tall = rng.uniform(0.3, 1.0, (count, 1)), rng.uniform(0.08, 0.5, (count, 1)) * height
    tip = foot + rng.normal(0, 0.9, (count, 1)) * along + tall * [0.0, 0.0, 1.0]
    down = [0.0, 0.0, 0.7]
    corners = np.stack([foot - wide * along - down, foot + wide * along - down, tip], 1)
    points = corners.reshape(-1, 3)
    normals = np.repeat(below.normals[len(ring) :][k], 3, 0)
    uv = np.stack([points[:, 0] + 0.7 * points[:, 1], points[:, 2]], -1)
    faces = np.arange(len(points)).reshape(-1, 3)
    return Sheet(points, normals, uv, faces, below.material, below.colour, below.albedo)


def _cap(ring: Array, material: str, albedo) -> Sheet:
    points = np.vstack([ring, ring.mean(0)])
    i = np.arange(len(ring))
    faces = np.stack([i, (i + 1) % len(ring), 0 * i + len(ring)], 1)
    normals = np.tile([0.0, 0.0, 1.0], (len(points), 1))
    return Sheet(points, normals, points[:, :2], faces, material, "wood_cap", albedo)
