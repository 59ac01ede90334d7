"""Deciduous trees: bare in winter, or in leaf."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ...keys import generator
from ..fixture import Fixture
from ..sheets import assembled
from .skeleton import Branches, Habit, grow, only, tubes

VARIANTS = 4

HABITS = (
    Habit(),
    Habit(trunk=0.36, angle=0.62, lift=0.13, reach=1.25),
    Habit(trunk=0.45, angle=0.85, lift=0.06, wander=0.12),
    Habit(trunk=0.40, laterals=(7, 4, 3, 2), angle=0.75, lift=0.08, reach=0.95),
)


@lru_cache(maxsize=16)
def _skeleton(variant: int, height: float) -> tuple[Branches, ...]:
    number = variant % VARIANTS
    return grow(HABITS[number], height, generator("tree", number))


@lru_cache(maxsize=64)
def bare_tree(variant: int = 0, detail: int = 0, height: float = 9.0) -> Fixture:
    """A tree without leaves: some 3000, 1000 or 300 triangles."""
    levels = _skeleton(variant, height)
    trunk = tubes(levels[0], (8, 6, 5)[detail], "bark")
    rng = generator("tree-detail", variant, detail)
    sides = ((6, 5, 3, 3), (4, 3, 3, 3), (3, 3, 3, 3))[detail]
    keep = ((1.0, 1.0, 1.0, 1.0), (1.0, 1.0, 1.0, 0.4), (1.0, 1.0, 0.5, 0.0))[detail]
    thicker = ((1.0, 1.0, 1.0, 1.0), (1.0, 1.0, 1.15, 1.6), (1.1, 1.3, 2.2, 1.0))[detail]
    crown = []
    for depth, level in enumerate(levels[1:]):
        if keep[depth] == 0.0:
            continue
        chosen = rng.random(len(level.parent)) < keep[depth]
        tip = depth >= 2 or (detail == 2 and depth >= 1)
        part = _straightened(only(level, chosen), (99, 2, 1)[detail] if depth else 99)
        crown.append(tubes(part, sides[depth], "bark", tip=tip, thicker=thicker[depth]))
    return Fixture(((assembled([trunk]), "trunk"), (assembled(crown), "vegetation")))


def _straightened(level: Branches, most: int) -> Branches:
    """The same branches with at most ``most`` segments."""
    knots = level.points.shape[1]
    chosen = np.unique(np.linspace(0, knots - 1, min(knots, most + 1)).round().astype(int))
    return Branches(level.points[:, chosen], level.radii[:, chosen], level.parent)
