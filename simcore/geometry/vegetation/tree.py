"""Deciduous trees: bare in winter, or in leaf."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ...keys import generator
from ..fixture import Fixture
from ..sheets import Sheet, assembled
from .crown import TONES, leaves, sprays, spread
from .foliage import Clumps, above
from .skeleton import Branches, Habit, blades, grow, only, pruned, rooted, straightened, tubes

Array = NDArray[np.float64]

VARIANTS = 4

HABITS = (
    Habit(),
    Habit(trunk=0.36, angle=0.62, lift=0.13, reach=1.25),
    Habit(trunk=0.45, angle=0.8, lift=0.07, wander=0.12, reach=0.8),
    Habit(trunk=0.40, laterals=(6, 4, 3, 2), angle=0.75, lift=0.08, reach=0.95),
)

LEAF = {
    "spring": ((0.20, 0.29, 0.06), (0.14, 0.22, 0.045), (0.09, 0.15, 0.03), (0.055, 0.09, 0.02)),
    "summer": (
        (0.11, 0.185, 0.04),
        (0.075, 0.135, 0.03),
        (0.052, 0.098, 0.023),
        (0.034, 0.064, 0.016),
    ),
    "autumn": ((0.38, 0.25, 0.04), (0.31, 0.17, 0.028), (0.22, 0.115, 0.022), (0.13, 0.065, 0.015)),
}
"""Leaves from those in the light to those deep within a crown, by season (linear albedo)."""

_TINTS = {
    "spring": ((1.0, 1.0, 1.0), (0.85, 0.95, 1.0), (1.15, 1.05, 1.0), (0.95, 1.0, 1.1)),
    "summer": ((1.0, 1.0, 1.0), (0.82, 0.92, 1.0), (1.18, 1.08, 0.95), (0.95, 0.98, 1.25)),
    "autumn": ((1.0, 1.0, 1.0), (1.0, 0.68, 0.75), (1.1, 1.3, 1.2), (0.62, 0.92, 1.15)),
}
"""What sets kinds of trees apart; some turn red, some yellow, some stay green for long."""


def tones(season: str, variant: int) -> dict[str, Array]:
    """Colours of the leaves of a kind of tree."""
    tints = _TINTS[season]
    return {
        name: np.array(colour) * tints[variant % len(tints)]
        for name, colour in zip(TONES, LEAF[season], strict=True)
    }


@lru_cache(maxsize=32)
def _skeleton(variant: int, height: float, clear: float, depth: int) -> tuple[Branches, ...]:
    """The trunk and ``depth`` levels of branches."""
    number = variant % VARIANTS
    habit = HABITS[number]
    habit = habit._replace(laterals=habit.laterals[:depth])
    return pruned(grow(habit, height, generator("tree", number)), clear)


@lru_cache(maxsize=64)
def bare_tree(
    variant: int = 0, detail: int = 0, height: float = 9.0, clear: float = 0.0
) -> Fixture:
    """A tree without leaves: some 2500, 900 or 300 triangles. clear: nothing hangs lower [m]."""
    levels = _skeleton(variant, height, clear, 4)
    rng = generator("bare", variant, detail)
    trunk = assembled([tubes(levels[0], (7, 6, 5)[detail], "bark")])
    straight = ((3, 2, 2, 1), (2, 2, 1, 1), (1, 1, 1, 1))[detail]
    drawn = [levels[0]]
    for level, most in zip(levels[1:], straight, strict=True):
        drawn.append(rooted(straightened(level, most), drawn[-1]))
    limbs, boughs, twigs, tips = drawn[1:]
    if detail == 0:
        crown = [
            tubes(limbs, 5, "bark"),
            tubes(boughs, 4, "bark"),
            tubes(twigs, 3, "bark", tip=True),
            blades(tips, "bark"),
        ]
    elif detail == 1:
        crown = [
            tubes(limbs, 4, "bark"),
            tubes(boughs, 3, "bark", tip=True, thicker=1.1),
            blades(twigs, "bark", thicker=1.4, blunt=True),
            blades(_some(tips, 0.22, rng), "bark", thicker=1.8),
        ]
    else:
        crown = [
            tubes(limbs, 3, "bark", thicker=1.1),
            blades(boughs, "bark", thicker=1.4, blunt=True),
            blades(_some(twigs, 0.36, rng), "bark", thicker=2.6),
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
    """A tree in leaf: some 4700, 1150 or 300 triangles; of detail -1, for those who stand before
    it, 10 000.

    season: a key of ``LEAF``; clear: nothing hangs lower [m].
    """
    levels = _skeleton(variant, height, clear, 3)
    rng = generator("leafed", variant, detail)
    trunk = assembled([tubes(levels[0], (7, 6, 5, 7)[detail], "bark")])
    clumps = above(_clumps(levels, (44, 24, 12, 44)[detail], height), clear)
    wood: list[Sheet] = []
    if detail == 2:
        wood.append(blades(levels[1], "bark", thicker=1.6))
    else:
        wood.append(tubes(straightened(levels[1], 2), 5 - max(detail, 0), "bark"))
        if detail <= 0:
            wood.append(tubes(straightened(levels[2], 2), 3, "bark", tip=True))
    heart = clumps.centres.mean(0) - [0.0, 0.0, 0.12 * height]
    count, cover = (4300, 1000, 236, 9600)[detail], (0.85, 0.95, 1.1, 0.85)[detail]
    found = sprays(clumps, heart, count, rng, cover)
    crown = assembled([*wood, *leaves(found, heart, rng, loose=(0.7, 0.6, 0.35, 0.7)[detail])])
    return Fixture(((trunk, "trunk"), (crown.recoloured(tones(season, variant)), "vegetation")))


def _clumps(levels: tuple[Branches, ...], count: int, height: float) -> Clumps:
    """Balls of leaves around the ends of the boughs, spread evenly by farthest-point sampling.

    What reaches out alone is drawn in, so that the crown is one body.
    """
    ends = np.concatenate([levels[2].points[:, -1], levels[3].points[:, -1]])
    middle = np.median(ends, axis=0)
    away = ends - middle
    far = np.linalg.norm(away, axis=1, keepdims=True)
    most = 1.1 * np.median(far)
    ends = middle + away * np.minimum(1.0, (most / np.maximum(far, 1e-9)) ** 0.75)
    centres = spread(ends, count)
    gap = np.linalg.norm(ends[:, None] - centres[None], axis=-1).min(1).max()
    radius = 0.55 * gap + 0.05 * height
    return Clumps(centres, np.full((count, 3), radius) * [1.1, 1.1, 0.85])


def _some(level: Branches, share: float, rng: np.random.Generator) -> Branches:
    """A share of the branches."""
    chosen: NDArray[np.bool_] = rng.random(len(level.parent)) < share
    return only(level, chosen)
