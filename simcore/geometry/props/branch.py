"""Branches fallen from trees, bare or in leaf."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from ...keys import generator
from ...pose import rotation
from ..sheets import assembled, unit
from ..vegetation.foliage import cards
from ..vegetation.skeleton import Habit, blades, grow, tubes
from .prop import Prop, prop, turned

_HABIT = Habit(
    trunk=0.75, radius=0.012, laterals=(6, 4, 3), segments=(6, 3, 2, 1), angle=0.75, leader=0.3,
    lift=0.02, wander=0.13, reach=0.6, first=0.25, ratio=(0.5, 0.75),
)  # fmt: skip


@lru_cache(maxsize=16)
def figure(*, length: float = 2.6, leaves: bool = False, key: int = 0) -> Prop:
    """A branch that lies along x, thick end first; ``length`` over all [m]."""
    rng = generator(key, "branch")
    trunk, boughs, twigs, tips = grow(_HABIT, 1.0, rng)
    wood = [
        tubes(trunk, 8, "bark"),
        tubes(boughs, 5, "bark"),
        tubes(twigs, 3, "bark", tip=True),
        blades(tips, "bark"),
    ]
    if leaves:
        ends = np.concatenate([twigs.points[:, 1:].reshape(-1, 3), tips.points[:, -1]])
        places = ends[rng.integers(len(ends), size=260)] + rng.normal(0, 0.02, (260, 3))
        outwards = unit(rng.normal(size=(260, 3)))
        leaf = cards(places, outwards, places.mean(0), (0.075, 0.05), rng, "leaf", hang=0.2)
        back = leaf._replace(triangles=leaf.triangles[:, ::-1], normals=-leaf.normals)
        wood += [leaf, back]
    mesh = assembled(wood)
    low, high = mesh.bounds
    scale = length / float(high[2] - low[2])
    mesh = replace(mesh, vertices=mesh.vertices * np.float32(scale))
    lying = turned(mesh, rotation(pitch=np.pi / 2) @ rotation(yaw=float(rng.uniform(0, 6.28))))
    flat = lying.vertices * np.array([1.0, 1.0, 0.55], np.float32)  # its own weight spreads it
    low, high = flat.min(0), flat.max(0)
    butt = flat[flat[:, 0] < low[0] + 0.02 * length]
    fall = float(butt[:, 2].min() - low[2])  # the thick end lies on the ground
    flat[:, 2] -= fall * ((high[0] - flat[:, 0]) / (high[0] - low[0])).clip(0, 1)
    flat[:, 2] = np.maximum(flat[:, 2], low[2] + 0.02 * (flat[:, 2] - low[2]))
    mass = 600.0 * np.pi * (0.012 * length) ** 2 * length * 1.3
    return prop(replace(lying, vertices=flat), "branch", "branch", float(mass))
