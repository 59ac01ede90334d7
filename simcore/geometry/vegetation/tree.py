"""Deciduous trees: bare in winter, or in leaf."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ...keys import generator
from ..fixture import Fixture
from ..sheets import Sheet, assembled
from .foliage import Clumps, above, cards, cores, hull
from .skeleton import Branches, Habit, blades, grow, only, pruned, tubes

VARIANTS = 4

HABITS = (
    Habit(),
    Habit(trunk=0.36, angle=0.62, lift=0.13, reach=1.25),
    Habit(trunk=0.45, angle=0.85, lift=0.06, wander=0.12),
    Habit(trunk=0.40, laterals=(6, 4, 3, 2), angle=0.75, lift=0.08, reach=0.95),
)

LEAF = {
    "spring": ((0.13, 0.21, 0.045), (0.18, 0.27, 0.06), (0.07, 0.12, 0.028)),
    "summer": ((0.065, 0.125, 0.028), (0.095, 0.165, 0.035), (0.036, 0.07, 0.018)),
    "autumn": ((0.33, 0.17, 0.03), (0.40, 0.25, 0.045), (0.19, 0.09, 0.02)),
}
"""Leaves, lighter leaves and the shade within a crown, by season (linear albedo)."""


@lru_cache(maxsize=16)
def _skeleton(variant: int, height: float, clear: float) -> tuple[Branches, ...]:
    number = variant % VARIANTS
    return pruned(grow(HABITS[number], height, generator("tree", number)), clear)


@lru_cache(maxsize=64)
def bare_tree(
    variant: int = 0, detail: int = 0, height: float = 9.0, clear: float = 0.0
) -> Fixture:
    """A tree without leaves: some 2500, 900 or 300 triangles. clear: nothing hangs lower [m]."""
    levels = _skeleton(variant, height, clear)
    rng = generator("bare", variant, detail)
    trunk = assembled([tubes(levels[0], (7, 6, 5)[detail], "bark")])
    limbs, boughs, twigs, tips = levels[1:]
    if detail == 0:
        crown = [
            tubes(_straightened(limbs, 3), 5, "bark"),
            tubes(_straightened(boughs, 2), 4, "bark"),
            tubes(twigs, 3, "bark", tip=True),
            blades(tips, "bark"),
        ]
    elif detail == 1:
        crown = [
            tubes(_straightened(limbs, 2), 4, "bark"),
            tubes(_straightened(boughs, 2), 3, "bark", tip=True, thicker=1.1),
            blades(twigs, "bark", thicker=1.3),
            blades(_some(tips, 0.35, rng), "bark", thicker=2.2),
        ]
    else:
        crown = [
            tubes(_straightened(limbs, 1), 3, "bark", thicker=1.1),
            blades(boughs, "bark", thicker=1.3),
            blades(_some(twigs, 0.6, rng), "bark", thicker=3.0),
        ]
    return Fixture(((trunk, "trunk"), (assembled(crown), "vegetation")))


@lru_cache(maxsize=64)
def leafed_tree(
    variant: int = 0,
    detail: int = 0,
    height: float = 9.0,
    season: str = "summer",
    clear: float = 0.0,
) -> Fixture:
    """A tree in leaf: some 4000, 1300 or 350 triangles.

    season: a key of ``LEAF``; clear: nothing hangs lower [m].
    """
    levels = _skeleton(variant, height, clear)
    rng = generator("leafed", variant, detail)
    trunk = assembled([tubes(levels[0], (7, 6, 5)[detail], "bark")])
    clumps = above(_clumps(levels, (26, 16, 9)[detail], height), clear)
    wood: list[Sheet] = []
    if detail < 2:
        wood.append(tubes(_straightened(levels[1], 2), 5 - detail, "bark"))
        if detail == 0:
            wood.append(tubes(_straightened(levels[2], 2), 3, "bark", tip=True))
    centre = clumps.centres.mean(0) - [0.0, 0.0, 0.12 * height]
    places, outwards = hull(clumps, (1700, 480, 130)[detail], rng)
    size = (0.047 * height, 0.078 * height, 0.135 * height)[detail]
    high = places[:, 2] > clear + 0.3 * size
    places, outwards = places[high], outwards[high]
    light = rng.random(len(places)) < 0.35
    leaves = [
        cards(places[mask], outwards[mask], centre, (size, 0.72 * size), rng, "leaf", name)
        for name, mask in (("leaf", ~light), ("leaf_light", light))
    ]
    shade = cores(clumps, rng, "leaf", "leaf_shade")
    crown = assembled([*wood, *leaves, shade])
    leaf, lighter, dark = LEAF[season]
    crown = crown.recoloured({"leaf": leaf, "leaf_light": lighter, "leaf_shade": dark})
    return Fixture(((trunk, "trunk"), (crown, "vegetation")))


def _clumps(levels: tuple[Branches, ...], count: int, height: float) -> Clumps:
    """Balls of leaves around the ends of the boughs, spread evenly by farthest-point sampling."""
    ends = np.concatenate([levels[2].points[:, -1], levels[3].points[:, -1]])
    chosen = [int(ends[:, 2].argmax())]
    gap = np.full(len(ends), np.inf)
    while len(chosen) < count:
        gap = np.minimum(gap, np.linalg.norm(ends - ends[chosen[-1]], axis=1))
        chosen.append(int(gap.argmax()))
    centres = ends[chosen]
    middle = np.median(ends, axis=0)
    centres = middle + (centres - middle) * 0.8
    radius = height * 0.13 * (26 / count) ** 0.4
    return Clumps(centres, np.full((count, 3), radius) * [1.1, 1.1, 0.85])


def _straightened(level: Branches, most: int) -> Branches:
    """The same branches with at most ``most`` segments."""
    knots = level.points.shape[1]
    chosen = np.unique(np.linspace(0, knots - 1, min(knots, most + 1)).round().astype(int))
    return Branches(level.points[:, chosen], level.radii[:, chosen], level.parent)


def _some(level: Branches, share: float, rng: np.random.Generator) -> Branches:
    """A share of the branches."""
    chosen: NDArray[np.bool_] = rng.random(len(level.parent)) < share
    return only(level, chosen)
