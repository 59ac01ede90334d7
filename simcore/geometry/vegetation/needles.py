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
    """How much a crown is made of: whorls, branches in each, sprays on each branch."""

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
    (tiers, around, each), trees = size, len(feet)
    branches = tiers * around
    u = np.tile(np.repeat(np.linspace(0, 1, tiers) ** 0.93, around), trees)
    height, base = (np.repeat(x, branches) for x in (heights, bases))
    branches *= trees
    turn = np.tile(np.arange(around), tiers * trees) * 2 * np.pi / around
    turn += 0.7 * (np.arange(branches) // around) + rng.uniform(-0.4, 0.4, branches)
    far = reach(height, u) * rng.uniform(0.72, 1.12, branches)
    z = base + (0.97 - base) * u + rng.uniform(-0.4, 0.4, branches) / tiers
    out = np.stack([np.cos(turn), np.sin(turn), 0 * turn], -1)
    side = np.stack([-out[:, 1], out[:, 0], 0 * turn], -1)
    start = np.repeat(feet, tiers * around, 0) + (height * z)[:, None] * _UP
    bent = _Branches(start, out, far, far * (0.55 - 0.35 * u), height / tiers)
    along = np.linspace(0.42, 0.94, each) + rng.uniform(-0.06, 0.06, (branches, each))
    aside = np.where(np.arange(each) % 2 == 0, 1.0, -1.0) * rng.uniform(0.2, 1.0, (branches, each))
    aside[:, -1] *= 0.25
    fall = rng.uniform(0.25, 0.75, (branches, each))
    way = unit(0.75 * out[:, None] + aside[..., None] * side[:, None] - fall[..., None] * _UP)
    long = (0.50 - 0.16 * along) * far[:, None] + 0.55 * bent.step[:, None]
    up = (0.75 - 0.6 * u)[:, None, None] * _UP
    facing = out[:, None] + up + 0.35 * rng.normal(size=(branches, each, 3))
    wide = 0.94 / around**0.5 / each**0.3
    shade = np.clip(3.3 - 3.4 * along + 0.8 * fall + rng.normal(0, 0.35, along.shape), 0, 2.99)
    sheets = _triangles(bent.at(along), way, long, wide * long, facing, shade.astype(int))
    return sheets + _dark(bent, each)


class _Branches(NamedTuple):
    """Branches: where they leave the stem (B, 3), their directions in plan (B, 3), how far they
    reach and hang (B,), and the height between whorls (B,) [m]."""

    start: Array
    out: Array
    far: Array
    droop: Array
    step: Array

    def at(self, along: Array) -> Array:
        """(B, S, 3) places at shares (B, S) of their lengths; they rise a little at the end."""
        fall = self.droop[:, None] * (along - 0.35 * np.maximum(along - 0.7, 0.0))
        away = self.out[:, None] * (self.far[:, None] * along)[..., None]
        return self.start[:, None] + away - fall[..., None] * _UP


def _dark(bent: _Branches, each: int) -> list[Sheet]:
    """What closes the view near the stem, and under every other branch."""
    inner = _Branches(*(x[:: 2 if each > 4 else 1] for x in bent))
    under = _Branches(*(x[::2] for x in bent))
    deepest = len(SHADES) - 1
    sheets = _triangles(
        inner.at(np.full((len(inner.far), 1), 0.22)), unit(inner.out - 0.9 * _UP)[:, None],
        (0.55 * inner.far + 0.8 * inner.step)[:, None],
        (0.34 * inner.far + 0.25 * inner.step)[:, None],
        inner.out[:, None], np.full((len(inner.far), 1), deepest),
    )  # fmt: skip
    low = under.at(np.full((len(under.far), 1), 0.1)) - 0.02 * _UP
    return sheets + _triangles(
        low, unit(under.out - 0.35 * _UP)[:, None], 0.85 * under.far[:, None],
        0.4 * under.far[:, None], np.broadcast_to(-_UP, low.shape),
        np.full((len(low), 1), deepest),
    )  # fmt: skip


def _triangles(
    roots: Array, way: Array, long: Array, wide: Array, facing: Array, shade: NDArray[np.int64]
) -> list[Sheet]:
    """Triangles from their roots (B, S, 3) along ``way``, in sheets by shade."""
    across = unit(np.cross(facing, way)) * wide[..., None]
    ahead = way * long[..., None]
    corners = np.stack([roots - across, roots + ahead, roots + across], 2)
    away = unit(corners - (roots + ahead / 3)[..., None, :])
    normals = unit(facing)[..., None, :] + 0.4 * away
    uv = np.stack([corners[..., 0] + 0.7 * corners[..., 1], corners[..., 2]], -1)
    sheets = []
    for number, (name, albedo) in enumerate(SHADES.items()):
        mine = shade == number
        faces = np.arange(3 * int(mine.sum())).reshape(-1, 3)
        if len(faces):
            sheets.append(
                Sheet(
                    corners[mine].reshape(-1, 3), unit(normals[mine]).reshape(-1, 3),
                    uv[mine].reshape(-1, 2), faces, "needle", name, albedo,
                )
            )  # fmt: skip
    return sheets
