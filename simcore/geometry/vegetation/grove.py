"""Groves: patches of wood 10 × 9 m as one mesh, of trees simple enough to stand by the hundred."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...keys import generator
from ..fixture import Fixture
from ..sheets import Sheet, assembled, unit
from .crown import leaves, sprays
from .foliage import Clumps
from .needles import Whorls, crowns
from .skeleton import Branches, Habit, blades, grow, only, tubes
from .tree import tones

Array = NDArray[np.float64]

VARIANTS = 4
SIZE = (10.0, 9.0)
"""Along y and along x [m]."""

_SLENDER = Habit(trunk=0.55, radius=0.012, laterals=(6, 4), segments=(3, 2, 1), angle=0.55,
                 lift=0.16, reach=0.55, first=0.35)  # fmt: skip
_SIZES = (Whorls(14, 10, 6), Whorls(10, 7, 3), Whorls(11, 7, 0), Whorls(9, 6, 0))
_SPRAYS = (1900, 500, 130, 60)
"""What trees are made of by rank."""


class _Patch(NamedTuple):
    places: Array
    heights: Array

    def ranks(self, detail: int) -> NDArray[np.int64]:
        """How simple each tree is: the foremost of the nearest patches 0, the rearmost of the
        others 3."""
        x = self.places[:, 0]
        return (x < 1.2) * 1 + (x < -1.5) if detail == 1 else 2 + (x < 0.0)


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
    return _deciduous(_planted(rng, 7, 9.0, 14.0), rng, detail, season, variant)


def _spruces(patch: _Patch, rng: np.random.Generator, detail: int) -> Fixture:
    """Spruces whose lowest branches are dead or gone; those at the back are the simplest."""
    places, heights = patch
    feet = np.column_stack([places, np.full(len(places), -0.2)])
    trunks = [
        _post(foot, float(h), 0.014 * float(h)) for foot, h in zip(feet, heights, strict=True)
    ]
    needles: list[Sheet] = []
    ranks = patch.ranks(detail)
    for rank in np.unique(ranks):
        mine = ranks == rank
        base = (0.06, 0.2) if rank < 2 else (0.15, 0.35)
        bases = rng.uniform(*base, int(mine.sum()))
        needles += crowns(feet[mine], heights[mine], bases, _SIZES[rank], rng)
    return Fixture(((assembled(trunks), "trunk"), (assembled(needles), "vegetation")))


def _deciduous(
    patch: _Patch, rng: np.random.Generator, detail: int, season: str, variant: int
) -> Fixture:
    trunks, crowns = [], []
    for (x, y), height, rank in zip(*patch, patch.ranks(detail), strict=True):
        levels = grow(_SLENDER, float(height), rng)
        shift = np.array([x, y, 0.0])
        moved = [Branches(b.points + shift, b.radii, b.parent) for b in levels]
        trunks.append(tubes(_thinned(moved[0], 2), 5 if detail == 1 else 4, "bark"))
        if season == "winter":
            crowns += _twigs(moved, int(rank), rng)
        else:
            crowns += _leaves(moved, float(height), rng, int(rank))
    if season != "winter":
        crowns += _undergrowth(rng, detail)
    crown = assembled(crowns)
    if season != "winter":
        crown = crown.recoloured(tones(season, variant))
    return Fixture(((assembled(trunks), "trunk"), (crown, "vegetation")))


def _leaves(levels: list[Branches], height: float, rng, rank: int) -> list[Sheet]:
    trunk, limbs = levels[0].points[0], levels[1].points[:, -1]
    tops = trunk[-1] + height * np.array([[0.0, 0.0, 0.12], [0.0, 0.0, -0.08]])
    centres = np.concatenate([limbs[: (6, 5, 3, 2)[rank]], tops])
    radius = (0.12, 0.13, 0.15, 0.17)[rank] * height
    clumps = Clumps(centres, np.full((len(centres), 3), radius) * [1.0, 1.0, 1.15])
    heart = centres.mean(0) - [0.0, 0.0, 0.1 * height]
    found = sprays(clumps, heart, _SPRAYS[rank], rng, (0.85, 0.95, 1.1, 1.2)[rank])
    return leaves(found, heart, rng, loose=0.55)


def _undergrowth(rng: np.random.Generator, detail: int) -> list[Sheet]:
    """Shrubs between the foremost trees."""
    count = 5
    y = SIZE[0] * ((np.arange(count) + rng.uniform(0.2, 0.8, count)) / count - 0.5)
    radii = rng.uniform(0.7, 1.3, (count, 1)) * [1.0, 1.25, 1.1]
    x = SIZE[1] * rng.uniform(0.1, 0.42, count)
    clumps = Clumps(np.stack([x, y, 0.55 * radii[:, 2]], -1), radii)
    heart = np.array([x.mean() - 2.0, 0.0, -2.0])
    found = sprays(clumps, heart, (420, 70)[detail - 1], rng, 0.9)
    return leaves(found.only(found.places[:, 2] > 0.05), heart, rng, hang=0.1)


def _twigs(levels: list[Branches], rank: int, rng: np.random.Generator) -> list[Sheet]:
    """Bare limbs and boughs, and twigs of twigs on the foremost trees."""
    boughs = levels[2]
    fine = [_forked(boughs, rng)]
    for _ in range((2, 1, 0, 0)[rank]):
        fine.append(_forked(_joined(fine), rng))
    keep = (1.0, 1.0, 0.9, 0.6)[rank]
    twigs = _joined(fine)
    return [
        blades(levels[1], "bark", thicker=1.4),
        blades(boughs, "bark", thicker=(1.6, 1.8, 2.6, 3.4)[rank]),
        blades(only(twigs, rng.random(len(twigs.parent)) < keep), "bark",
               thicker=(1.6, 2.2, 3.4, 4.5)[rank]),
    ]  # fmt: skip


def _joined(parts: list[Branches]) -> Branches:
    return Branches(*(np.concatenate(fields) for fields in zip(*parts, strict=True)))


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
