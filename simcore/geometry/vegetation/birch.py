"""Birches: slender white stems, thin hanging twigs, light leaves."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ...keys import generator
from ..fixture import Fixture
from ..sheets import Sheet, assembled
from .crown import TONES, leaves, sprays, spread
from .foliage import Clumps, above
from .skeleton import Branches, Habit, blades, grow, pruned, rooted, straightened, tubes

VARIANTS = 3

HABIT = Habit(
    trunk=0.72, radius=0.011, laterals=(9, 4, 3), segments=(7, 4, 3, 2), angle=0.62, leader=0.15,
    lift=0.0, wander=0.07, reach=0.52, first=0.3, ratio=(0.45, 0.7),
)  # fmt: skip

LEAF = {
    "spring": ((0.24, 0.33, 0.07), (0.18, 0.26, 0.055), (0.12, 0.18, 0.04), (0.07, 0.11, 0.025)),
    "summer": ((0.15, 0.22, 0.055), (0.11, 0.17, 0.042), (0.075, 0.12, 0.03), (0.048, 0.08, 0.02)),
    "autumn": ((0.52, 0.40, 0.06), (0.44, 0.30, 0.045), (0.30, 0.19, 0.03), (0.17, 0.10, 0.02)),
}
"""As ``tree.LEAF``."""


@lru_cache(maxsize=64)
def birch(
    variant: int = 0,
    detail: int = 0,
    height: float = 11.0,
    season: str = "winter",
    clear: float = 0.0,
) -> Fixture:
    """A birch: some 2000 to 3500, 900 or 250 triangles; without leaves in winter.

    clear: nothing hangs lower [m].
    """
    rng = generator("birch", variant % VARIANTS)
    trunk, limbs, boughs, twigs = grow(HABIT, height, rng)
    boughs = _hanging(boughs, 0.10)
    twigs = _hanging(rooted(twigs, boughs), 0.45)
    trunk, limbs, boughs, twigs = pruned((trunk, limbs, boughs, twigs), clear)
    bare = season == "winter"
    stem = assembled([tubes(trunk, (8, 6, 4)[detail], "birch")])
    if detail == 0:
        crown = [
            tubes(limbs, 5, "birch"),
            tubes(boughs, 3, "bark", tip=True),
            blades(twigs, "bark", thicker=1.2),
        ]
    elif detail == 1:
        crown = [
            tubes(limbs, 3, "birch", tip=True),
            blades(boughs, "bark", thicker=1.5, blunt=bare),
            blades(_every(rooted(twigs, straightened(boughs, 1)), 2), "bark", thicker=1.6),
        ]
    else:
        crown = [
            blades(limbs, "birch", thicker=1.5, blunt=bare),
            blades(_every(rooted(boughs, straightened(limbs, 1)), 2), "bark", thicker=2.0),
        ]
    if not bare:
        crown += _foliage(boughs, twigs, (variant, detail), height, clear)
    mesh = assembled(crown)
    if not bare:
        mesh = mesh.recoloured(dict(zip(TONES, LEAF[season], strict=True)))
    return Fixture(((stem, "trunk"), (mesh, "vegetation")))


def _foliage(
    boughs: Branches, twigs: Branches, which: tuple[int, int], height: float, clear: float
) -> list[Sheet]:
    """Small leaves in curtains along the hanging twigs."""
    detail = which[1]
    rng = generator("birch-leaves", *which)
    ends = np.concatenate([boughs.points[:, 2:].reshape(-1, 3), twigs.points[:, 1:].reshape(-1, 3)])
    centres = spread(ends, (72, 48, 26)[detail])
    radius = (0.06, 0.072, 0.095)[detail] * height
    clumps = above(Clumps(centres, np.full((len(centres), 3), radius) * [0.9, 0.9, 1.35]), clear)
    heart = np.array([0.0, 0.0, 0.5 * height])
    found = sprays(clumps, heart, (3000, 600, 170)[detail], rng, (0.62, 0.7, 0.8)[detail], 0.3)
    return leaves(found, heart, rng, hang=1.0, loose=0.9)


def _hanging(level: Branches, fall: float) -> Branches:
    """The same branches bent down towards their ends."""
    points = level.points.copy()
    knots = points.shape[1]
    length = np.linalg.norm(points[:, -1] - points[:, 0], axis=1)
    points[..., 2] -= fall * length[:, None] * np.linspace(0, 1, knots) ** 2
    return Branches(points, level.radii, level.parent)


def _every(level: Branches, step: int) -> Branches:
    return Branches(level.points[::step], level.radii[::step], level.parent[::step])
