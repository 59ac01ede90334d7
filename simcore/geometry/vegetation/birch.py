"""Birches: slender white stems, thin hanging twigs, light leaves."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ...keys import generator
from ..fixture import Fixture
from ..sheets import assembled, unit
from .foliage import cards
from .skeleton import Branches, Habit, blades, grow, pruned, tubes

VARIANTS = 3

HABIT = Habit(
    trunk=0.72, radius=0.011, laterals=(9, 4, 3), segments=(7, 4, 3, 2), angle=0.62, leader=0.15,
    lift=0.0, wander=0.07, reach=0.52, first=0.3, ratio=(0.45, 0.7),
)  # fmt: skip

LEAF = {
    "spring": ((0.16, 0.23, 0.05), (0.20, 0.28, 0.06)),
    "summer": ((0.09, 0.15, 0.035), (0.12, 0.19, 0.045)),
    "autumn": ((0.45, 0.30, 0.04), (0.50, 0.38, 0.06)),
}


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
    hanging = (trunk, limbs, _hanging(boughs, 0.10), _hanging(twigs, 0.45))
    trunk, limbs, boughs, twigs = pruned(hanging, clear)
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
            blades(boughs, "bark", thicker=1.3),
            blades(_every(twigs, 2), "bark", thicker=2.0),
        ]
    else:
        crown = [
            blades(limbs, "birch", thicker=1.5),
            blades(_every(boughs, 2), "bark", thicker=2.5),
        ]
    if season != "winter":
        pick = generator("birch-leaves", variant, detail)
        count = (1400, 420, 110)[detail]
        ends = np.concatenate([boughs.points[:, 1:].reshape(-1, 3), twigs.points[:, -1]])
        places = ends[pick.integers(len(ends), size=count)]
        places = places + pick.normal(0, 0.02 * height, (count, 3))
        size = (0.032, 0.06, 0.12)[detail] * height
        places[:, 2] = np.maximum(places[:, 2], clear + 0.8 * size)
        centre = np.array([0.0, 0.0, 0.55 * height])
        outwards = unit(places - centre)
        light = pick.random(count) < 0.4
        crown += [
            cards(places[m], outwards[m], centre, (size, 0.75 * size), pick, "leaf", name, 0.6)
            for name, m in (("leaf", ~light), ("leaf_light", light))
        ]
    mesh = assembled(crown)
    if season != "winter":
        leaf, light_leaf = LEAF[season]
        mesh = mesh.recoloured({"leaf": leaf, "leaf_light": light_leaf})
    return Fixture(((stem, "trunk"), (mesh, "vegetation")))


def _hanging(level: Branches, fall: float) -> Branches:
    """The same branches bent down towards their ends."""
    points = level.points.copy()
    knots = points.shape[1]
    length = np.linalg.norm(points[:, -1] - points[:, 0], axis=1)
    points[..., 2] -= fall * length[:, None] * np.linspace(0, 1, knots) ** 2
    return Branches(points, level.radii, level.parent)


def _every(level: Branches, step: int) -> Branches:
    return Branches(level.points[::step], level.radii[::step], level.parent[::step])
