"""Groves: patches of wood 10 × 9 m as one mesh, of trees simple enough to stand by the hundred."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...keys import generator
from ..fixture import Fixture
from ..sheets import Sheet, assembled, unit
from .foliage import Clumps, cards, cores, hull
from .skeleton import Branches, Habit, blades, grow, only, tubes
from .tree import LEAF

Array = NDArray[np.float64]

VARIANTS = 4
SIZE = (10.0, 9.0)
"""Along y and along x [m]."""

_SLENDER = Habit(trunk=0.55, radius=0.012, laterals=(6, 4), segments=(3, 2, 1), angle=0.55,
                 lift=0.16, reach=0.55, first=0.35)  # fmt: skip
_NEEDLES = ((0.020, 0.042, 0.019), (0.027, 0.053, 0.024), (0.010, 0.020, 0.010))


class _Patch(NamedTuple):
    places: Array
    heights: Array


def _planted(rng: np.random.Generator, count: int, low: float, high: float) -> _Patch:
    """Places spread evenly over the patch, no two closer than about 2 m; taller behind (-x)."""
    candidates = rng.uniform(-0.5, 0.5, (80, 2)) * [SIZE[1], SIZE[0]]
    chosen = [candidates[0]]
    while len(chosen) < count:
        gap = np.min([np.linalg.norm(candidates - c, axis=1) for c in chosen], axis=0)
        chosen.append(candidates[gap.argmax()])
    places = np.array(chosen)
    heights = rng.uniform(low, high, count) * (1.0 - 0.02 * places[:, 0])
    return _Patch(places, heights)


@lru_cache(maxsize=64)
def grove(kind: str, variant: int = 0, detail: int = 1, season: str = "winter") -> Fixture:
    """A patch of "spruce" or "deciduous" wood; detail 1 or 2."""
    rng = generator("grove", kind, variant % VARIANTS)
    if kind == "spruce":
        return _spruces(_planted(rng, 8, 8.0, 15.0), rng, detail)
    return _deciduous(_planted(rng, 7, 9.0, 14.0), rng, detail, season)


def _spruces(patch: _Patch, rng: np.random.Generator, detail: int) -> Fixture:
    """Stacks of ragged skirts, of which the lowest are sparse and dark."""
    trunks, skirts = [], []
    for (x, y), height in zip(patch.places, patch.heights, strict=True):
        foot = np.array([x, y, -0.2])
        trunks.append(_post(foot, height, 0.014 * height))
        rings, sides = (8, 10) if detail == 1 else (5, 6)
        base = rng.uniform(0.08, 0.3)
        for k in range(rings):
            u = k / rings
            z = height * (base + (0.97 - base) * u)
            reach = 0.21 * height * (1 - u) ** 0.8 + 0.03 * height
            angle = 2 * np.pi * (np.arange(sides) + rng.random()) / sides
            radius = reach * rng.uniform(0.7, 1.15, sides)
            radius[1::2] *= 0.66
            low = z - 0.38 * radius + rng.uniform(-0.02, 0.02, sides) * height
            rim = np.stack([radius * np.cos(angle), radius * np.sin(angle), low], -1)
            rim[:, :2] += (x, y)
            top = np.array([[x, y, min(z + 1.9 * (height - z) / (rings - k), height)]])
            shade = 2 if k == 0 else int(rng.random() < 0.35)
            skirts.append((rim, top, shade))
    sheets = [_cones([s for s in skirts if s[2] == shade], shade) for shade in range(3)]
    return Fixture(((assembled(trunks), "trunk"), (assembled(sheets), "vegetation")))


def _cones(skirts: list, shade: int) -> Sheet:
    sides = len(skirts[0][0])
    vertices = np.concatenate([np.concatenate([rim, top]) for rim, top, _ in skirts])
    number = np.arange(len(skirts))[:, None, None] * (sides + 1)
    i = np.arange(sides)
    fan = np.stack([i, (i + 1) % sides, 0 * i + sides], 1)
    centre = np.concatenate([np.repeat(top, sides + 1, 0) for _, top, _ in skirts])
    out = (vertices - centre) * [1, 1, 0]
    normals = unit(unit(out) + np.array([0.0, 0.0, 0.75]))
    uv = np.stack([vertices[:, 0] + 0.7 * vertices[:, 1], vertices[:, 2]], -1)
    name = ("needle", "needle_light", "needle_shade")[shade]
    faces = (number + fan).reshape(-1, 3)
    return Sheet(vertices, normals, uv, faces, "needle", name, _NEEDLES[shade])


def _deciduous(patch: _Patch, rng: np.random.Generator, detail: int, season: str) -> Fixture:
    trunks, crowns = [], []
    for (x, y), height in zip(patch.places, patch.heights, strict=True):
        levels = grow(_SLENDER, float(height), rng)
        shift = np.array([x, y, 0.0])
        moved = [Branches(b.points + shift, b.radii, b.parent) for b in levels]
        trunks.append(tubes(_thinned(moved[0], 2), 5 if detail == 1 else 4, "bark"))
        if season == "winter":
            some = rng.random(len(moved[2].parent)) < (0.8 if detail == 1 else 0.45)
            crowns.append(blades(moved[1], "bark", thicker=1.4))
            crowns.append(blades(only(moved[2], some), "bark", thicker=2.2 if detail == 1 else 3.5))
            if detail == 1:
                forks = only(moved[2], rng.random(len(moved[2].parent)) < 0.4)
                crowns.append(blades(_forked(forks, rng), "bark", thicker=1.6))
        else:
            crowns += _leaves(moved, float(height), rng, detail)
    crown = assembled(crowns)
    if season != "winter":
        leaf, light, dark = LEAF[season]
        crown = crown.recoloured({"leaf": leaf, "leaf_light": light, "leaf_shade": dark})
    return Fixture(((assembled(trunks), "trunk"), (crown, "vegetation")))


def _leaves(levels: list[Branches], height: float, rng, detail: int) -> list[Sheet]:
    ends = levels[1].points[: 4 if detail == 1 else 2, -1]
    centres = np.concatenate([ends, levels[0].points[:, -1] + [0, 0, 0.12 * height]])
    clumps = Clumps(
        centres, np.full((len(centres), 3), (0.15 if detail == 1 else 0.19) * height) * [1, 1, 1.1]
    )
    places, outwards = hull(clumps, 95 if detail == 1 else 20, rng)
    size = (0.075 if detail == 1 else 0.12) * height
    light = rng.random(len(places)) < 0.4
    middle = centres.mean(0)
    return [
        cores(clumps, rng, "leaf", "leaf_shade", 0.8),
        *(
            cards(places[m], outwards[m], middle, (size, 0.7 * size), rng, "leaf", name)
            for name, m in (("leaf", ~light), ("leaf_light", light))
            if m.any()
        ),
    ]


def _forked(level: Branches, rng: np.random.Generator) -> Branches:
    """One more twig on each branch."""
    start = (level.points[:, 0] + level.points[:, -1]) / 2
    along = level.points[:, -1] - level.points[:, 0]
    length = np.linalg.norm(along, axis=1, keepdims=True)
    tip = start + unit(unit(along) + 0.7 * rng.normal(size=along.shape)) * 0.6 * length
    radii = level.radii[:, [0, -1]] * 0.6
    return Branches(np.stack([start, tip], 1), radii, level.parent)


def _thinned(level: Branches, segments: int) -> Branches:
    knots = np.linspace(0, level.points.shape[1] - 1, segments + 1).round().astype(int)
    return Branches(level.points[:, knots], level.radii[:, knots], level.parent)


def _post(foot: Array, height: float, radius: float) -> Sheet:
    """The lower part of a straight stem."""
    points = foot + np.array([[[0.0, 0.0, 0.0], [0.0, 0.0, 0.55 * height]]])
    stem = Branches(points, np.array([[radius, 0.6 * radius]]), np.zeros(1, np.int64))
    return tubes(stem, 4, "bark")
