"""Crowns of conifers: sprays of needles along drooping branches, each a triangle with its own tip.

Branches stand in whorls that are jittered up and down, so that no tiers show; sprays turn aside and
hang from them. Dark sprays near the stem and under the branches close the view.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..sheets import Sheet, unit

Array = NDArray[np.float64]

SHADES = {
    "needle_light": (0.046, 0.086, 0.036),
    "needle": (0.032, 0.064, 0.027),
    "needle_shade": (0.020, 0.041, 0.018),
    "needle_deep": (0.011, 0.022, 0.011),
}
"""Sprays from those at the tips to those at the stem (linear albedo)."""

_UP = np.array([0.0, 0.0, 1.0])


class Whorls(NamedTuple):
    """How much a crown is made of: whorls, branches in each, sprays on each branch; where there
    are no sprays, skirts."""

    tiers: int
    around: int
    each: int


def reach(height: Array, u: Array) -> Array:
    """Radius of the crown at a share u of its height [m]."""
    return 0.22 * height * (1 - u) ** 0.85 + 0.02 * height


def crowns(
    feet: Array, heights: Array, bases: Array, size: Whorls, rng: np.random.Generator
) -> list[Sheet]:
    """The crowns of conifers that stand at ``feet`` (T, 3).

    heights (T,) [m]; bases (T,): their lowest branches, per height.
    """
    tiers, around, each = size
    bent = _grown(feet, heights, bases, tiers, around, rng)
    if not each:
        return _skirts(bent, around, rng)
    branches, out, u = len(bent.far), bent.out[:, None], bent.share[:, None]
    along = np.linspace(0.42, 0.94, each) + rng.uniform(-0.06, 0.06, (branches, each))
    aside = np.where(np.arange(each) % 2 == 0, 1.0, -1.0) * rng.uniform(0.2, 1.0, (branches, each))
    aside[:, -1] *= 0.25
    fall = rng.uniform(0.25, 0.75, (branches, each))
    level = (0.75 - 0.5 * u**3)[..., None]  # the sprays of the tip hang along the stem
    way = unit(level * (out + aside[..., None] * bent.side[:, None]) - fall[..., None] * _UP)
    long = (0.50 - 0.16 * along) * np.minimum(bent.far, 2.2)[:, None] + 0.55 * bent.step[:, None]
    wide = 0.94 / around**0.5 / each**0.3 * long
    up = (0.75 - 0.6 * u)[..., None] * _UP
    facing = out + up + 0.35 * rng.normal(size=(branches, each, 3))
    shade = np.clip(3.3 - 3.4 * along + 0.8 * fall + rng.normal(0, 0.35, along.shape), 0, 2.99)
    corners = _sprays(bent.at(along), way, long, wide, facing)
    return _sheets(corners, facing, shade.astype(int)) + _dark(bent, each)


class _Branches(NamedTuple):
    """Branches: where they leave the stem (B, 3), their directions in plan and across (B, 3), how
    far they reach and hang, the height between whorls [m], and how high up they are (B,)."""

    start: Array
    out: Array
    side: Array
    far: Array
    droop: Array
    step: Array
    share: Array

    def at(self, along: Array) -> Array:
        """(B, S, 3) places at shares (B, S) of their lengths; they rise a little at the end."""
        fall = self.droop[:, None] * (along - 0.35 * np.maximum(along - 0.7, 0.0))
        away = self.out[:, None] * (self.far[:, None] * along)[..., None]
        return self.start[:, None] + away - fall[..., None] * _UP


def _grown(
    feet: Array, heights: Array, bases: Array, tiers: int, around: int, rng: np.random.Generator
) -> _Branches:
    """The branches of all trees."""
    each, count = tiers * around, tiers * around * len(feet)
    u = np.tile(np.repeat(np.linspace(0, 1, tiers) ** 0.93, around), len(feet))
    height, base = (np.repeat(x, each) for x in (heights, bases))
    turn = np.tile(np.arange(around), tiers * len(feet)) * 2 * np.pi / around
    turn += 0.7 * (np.arange(count) // around) + rng.uniform(-0.4, 0.4, count)
    far = reach(height, u) * rng.uniform(0.72, 1.12, count)
    z = base + (0.97 - base) * u + rng.uniform(-0.4, 0.4, count) / tiers
    out = np.stack([np.cos(turn), np.sin(turn), 0 * turn], -1)
    side = np.stack([-out[:, 1], out[:, 0], 0 * turn], -1)
    start = np.repeat(feet, each, 0) + (height * np.minimum(z, 0.99))[:, None] * _UP
    return _Branches(start, out, side, far, far * (0.55 - 0.35 * u), height / tiers, u)


def _skirts(bent: _Branches, around: int, rng: np.random.Generator) -> list[Sheet]:
    """The simplest crowns: ragged skirts over one another."""
    count = len(bent.far)
    rise = bent.step * np.where(bent.share < 1.0, 1.3, 0.25)  # up to the tier above
    root = bent.start + rise[:, None] * _UP
    ends = bent.at(np.ones((count, 1)))[:, 0]
    wide = (bent.far + 0.12 * bent.step) * rng.uniform(1.1, 1.6, (2, count)) * np.pi / around
    dip = rng.uniform(-0.3, 0.2, (2, count)) * bent.step
    hem = [
        ends + sign * w[:, None] * bent.side + d[:, None] * _UP
        for sign, w, d in zip((-1, 1), wide, dip, strict=True)
    ]
    facing = (bent.out + 0.6 * _UP)[:, None]
    shade = rng.choice(3, (count, 1), p=(0.3, 0.45, 0.25))
    return _sheets(np.stack([root, *hem], 1)[:, None], facing, shade)


def _dark(bent: _Branches, each: int) -> list[Sheet]:
    """What closes the view near the stem, and under every other branch."""
    inner = _Branches(*(x[:: 2 if each > 4 else 1] for x in bent))
    under = _Branches(*(x[::2] for x in bent))
    near, low = (part.at(np.full((len(part.far), 1), share))
                 for part, share in ((inner, 0.22), (under, 0.1)))  # fmt: skip
    long = (0.55 * inner.far + 0.8 * inner.step)[:, None]
    wide = (0.34 * inner.far + 0.25 * inner.step)[:, None]
    facing = inner.out[:, None]
    down = np.broadcast_to(-_UP, low.shape)
    within = _sprays(near, unit(inner.out - 0.9 * _UP)[:, None], long, wide, facing)
    below = _sprays(low - 0.02 * _UP, unit(under.out - 0.35 * _UP)[:, None],
                    0.85 * under.far[:, None], 0.4 * under.far[:, None], down)  # fmt: skip
    deepest = np.full((len(near) + len(low), 1), len(SHADES) - 1)
    return _sheets(np.concatenate([within, below]), np.concatenate([facing, down]), deepest)


def _sprays(roots: Array, way: Array, long: Array, wide: Array, facing: Array) -> Array:
    """(B, S, 3, 3) triangles from their roots (B, S, 3) to a point along ``way``."""
    across = unit(np.cross(facing, way)) * wide[..., None]
    return np.stack([roots - across, roots + way * long[..., None], roots + across], 2)


def _sheets(corners: Array, facing: Array, shade: NDArray[np.int64]) -> list[Sheet]:
    """Triangles (B, S, 3, 3) in sheets by shade; their normals spread from ``facing``."""
    away = unit(corners - corners.mean(2, keepdims=True))
    normals = unit(unit(facing)[..., None, :] + 0.4 * away)
    uv = np.stack([corners[..., 0] + 0.7 * corners[..., 1], corners[..., 2]], -1)
    sheets = []
    for number, (name, albedo) in enumerate(SHADES.items()):
        mine = shade == number
        faces = np.arange(3 * int(mine.sum())).reshape(-1, 3)
        if len(faces):
            sheets.append(
                Sheet(
                    corners[mine].reshape(-1, 3), normals[mine].reshape(-1, 3),
                    uv[mine].reshape(-1, 2), faces, "needle", name, albedo,
                )
            )  # fmt: skip
    return sheets
