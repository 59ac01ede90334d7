"""Tree-tops seen from afar: a few large triangles each, on the side that faces the road.

Crowns of leaves are domes of overlapping triangles, bare ones sprays of twigs on branches,
conifers spires of hanging triangles. Many of them in rows before a dark wall make a wood.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..sheets import Sheet, length, unit

Array = NDArray[np.float64]

LEAVES = {
    "winter": (
        (0.13, 0.112, 0.095),
        (0.10, 0.086, 0.072),
        (0.08, 0.067, 0.056),
        (0.06, 0.05, 0.044),
    ),
    "spring": ((0.15, 0.22, 0.05), (0.11, 0.17, 0.04), (0.075, 0.12, 0.028), (0.04, 0.065, 0.016)),
    "summer": (
        (0.085, 0.14, 0.033),
        (0.06, 0.105, 0.025),
        (0.042, 0.077, 0.02),
        (0.022, 0.04, 0.01),
    ),
    "autumn": ((0.33, 0.21, 0.04), (0.25, 0.13, 0.026), (0.17, 0.085, 0.019), (0.08, 0.042, 0.012)),
}
NEEDLES = ((0.038, 0.07, 0.03), (0.028, 0.054, 0.024), (0.019, 0.038, 0.017), (0.01, 0.02, 0.01))
"""From what is in the light to what is in the shade (linear albedo)."""

SLOTS = ("wood_light", "wood", "wood_shade", "wood_deep")
_LEAST = (0.38, 0.02, -0.36)

_UP = np.array([0.0, 0.0, 1.0])


class Tops(NamedTuple):
    """Trees by their feet (T, 3), heights (T,), radii of their crowns (T,) [m], and the directions
    (T, 2) in which they are seen."""

    feet: Array
    heights: Array
    radii: Array
    towards: Array


def crowns(tops: Tops, kind: str, season: str, each: int, rng: np.random.Generator) -> list[Sheet]:
    """``each`` triangles for every crown; kind: "conifer" or "deciduous"."""
    if kind == "conifer":
        corners, normals, bright = _spires(tops, each, rng)
        return _sheets(corners, normals, bright, "needle", NEEDLES)
    if season != "winter":
        return _sheets(*_domes(tops, each, rng), "leaf", LEAVES[season])
    parts = zip(_sprays(tops, each - each // 4, rng), _fans(tops, each // 2, rng), strict=True)
    corners, normals, bright = (np.concatenate(pair, 1) for pair in parts)
    return _sheets(corners, normals, bright, "leaf", LEAVES[season])


# The shapes return corners (T, E, 3, 3), normals (T, E, 3) and brightness (T, E), about -1 to 1.


def _around(tops: Tops, each: int, wide: float, rng: np.random.Generator) -> Array:
    """(T, each, 3) level directions, at most ``wide`` [rad] from where the tops are seen."""
    count = len(tops.feet)
    even = (np.arange(each) * 0.618 + rng.random((count, 1))) % 1.0
    turn = np.arctan2(tops.towards[:, 1], tops.towards[:, 0])[:, None] + (2 * even - 1) * wide
    return np.stack([np.cos(turn), np.sin(turn), 0 * turn], -1)


def _domes(tops: Tops, each: int, rng: np.random.Generator) -> tuple[Array, Array, Array]:
    count = len(tops.feet)
    level = _around(tops, each, 1.9, rng)
    rise = rng.uniform(-0.45, 1.0, (count, each))
    rise[:, 0] = 0.97
    out = level * np.sqrt(1 - rise**2)[..., None] + rise[..., None] * _UP
    tall = np.minimum(0.36 * tops.heights, 1.5 * tops.radii)
    middle = tops.feet + (tops.heights - tall)[:, None] * _UP
    radii = np.stack([tops.radii, tops.radii, tall], -1)[:, None]
    rough = rng.uniform(0.78, 1.05, (count, each, 1))
    places = middle[:, None] + out * radii * rough
    facing = unit(out / radii + 0.28 * rng.normal(size=out.shape) / radii)
    long = (2.3 / each**0.5) * tops.radii[:, None] * rng.uniform(0.75, 1.3, (count, each))
    bright = 0.55 * rise - 0.1 + rng.normal(0, 0.14, (count, 1)) + rng.normal(0, 0.14, rise.shape)
    return _cards(places, facing, long, 0.9 * long, rng), unit(out + 0.5 * level), bright


def _sprays(tops: Tops, each: int, rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Bundles of twigs, pointed outwards and up, that close to a haze within a crown's outline."""
    count = len(tops.feet)
    level = _around(tops, each, 2.2, rng)
    rise = rng.uniform(-0.5, 1.0, (count, each))
    out = level * np.sqrt(1 - rise**2)[..., None] + rise[..., None] * _UP
    tall = np.minimum(0.4 * tops.heights, 1.6 * tops.radii)
    middle = tops.feet + (tops.heights - tall)[:, None] * _UP
    radii = np.stack([tops.radii, tops.radii, tall], -1)[:, None]
    reach = out * radii * rng.uniform(0.6, 1.0, (count, each, 1))
    tips = middle[:, None] + reach
    way = 0.62 * reach + (0.3 * tall)[:, None, None] * _UP
    seen = np.concatenate([tops.towards, np.zeros((count, 1))], 1)[:, None]
    across = unit(np.cross(seen, way)) * 0.17 * length(way)[..., None]
    across = across + rng.normal(0, 0.05, across.shape) * radii
    corners = np.stack([tips - way - across, tips, tips - way + across], 2)
    bright = 0.35 * rise + rng.normal(0.05, 0.2, (count, each))
    return corners[..., ::-1, :], unit(out + 0.5 * level), bright


def _fans(tops: Tops, each: int, rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Bare branches that rise from the stem to the outline of the crown, every other one forked."""
    count = len(tops.feet)
    level = _around(tops, each, 2.6, rng)
    rise = rng.uniform(-0.3, 0.95, (count, each))
    rise[:, 0] = 0.98
    out = level * np.sqrt(1 - rise**2)[..., None] + rise[..., None] * _UP
    tall = np.minimum(0.42 * tops.heights, 1.8 * tops.radii)
    middle = tops.feet + (tops.heights - tall)[:, None] * _UP
    radii = np.stack([tops.radii, tops.radii, tall], -1)[:, None]
    reach = out * radii * rng.uniform(0.8, 1.02, (count, each, 1))
    tips = middle[:, None] + reach
    # The farther out, the lower a branch leaves the stem; its own stems go up a third of the way.
    high = tips[..., 2] - tops.feet[:, None, 2]
    aside = length(reach[..., :2])
    low = np.clip(high - 0.8 * aside - 0.22 * tops.heights[:, None], 0.12 * high, None)
    roots = tops.feet[:, None] + low[..., None] * _UP
    roots[..., :2] += 0.15 * reach[..., :2]
    forks = 2 * (each // 2)
    roots[:, 1:forks:2] = (0.45 * roots + 0.55 * tips)[:, 0:forks:2]
    turn = rng.uniform(-0.5, 0.5, (count, each // 2, 3)) * radii
    tips[:, 1:forks:2] = tips[:, 0:forks:2] + turn * (1.0, 1.0, 0.6)
    way = tips - roots
    seen = np.concatenate([tops.towards, np.zeros((count, 1))], 1)[:, None]
    wide = np.where(np.arange(each) % 2, 0.035, 0.05)[:, None]
    across = unit(np.cross(seen, way)) * wide * length(way)[..., None]
    corners = np.stack([roots - across, tips, roots + across], 2)
    bright = rng.normal(0.1, 0.3, (count, each))
    return corners[..., ::-1, :], unit(seen + 0.4 * level + 0.5 * _UP), bright


def _spires(tops: Tops, each: int, rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """Hanging triangles in a spiral up the stem; the last one is the tip."""
    count = len(tops.feet)
    level = _around(tops, each, 1.5, rng)
    share = (np.arange(each) + rng.uniform(0.1, 0.9, (count, each))) / each
    share[:, -1] = 1.0
    reach = tops.radii[:, None] * ((1 - 0.92 * share) * rng.uniform(0.8, 1.2, (count, each)))
    top = tops.heights[:, None] * (0.26 + 0.74 * share)
    deep = tops.heights[:, None] * (1.15 / each + 0.10)
    foot = tops.feet[:, None]
    low = foot + level * reach[..., None] + (top - deep)[..., None] * _UP
    aside = np.stack([-level[..., 1], level[..., 0], 0 * share], -1) * reach[..., None]
    spread = rng.uniform(0.55, 0.95, (count, each, 2, 1))
    dip = rng.uniform(-0.3, 0.3, (count, each, 2)) * deep[..., None]
    corners = np.stack([foot + top[..., None] * _UP, low - aside * spread[..., 0, :],
                        low + aside * spread[..., 1, :]], 2)  # fmt: skip
    corners[..., 1:, 2] += dip
    bright = 0.5 * share - 0.25 + rng.normal(0, 0.16, (count, 1)) + rng.normal(0, 0.2, share.shape)
    return corners, unit(level + 0.6 * _UP), bright


def _cards(places: Array, facing: Array, long: Array, wide: Array, rng) -> Array:
    """(T, E, 3, 3) triangles around places that face in directions."""
    side = unit(np.cross(facing, rng.normal(size=facing.shape)))
    up = np.cross(facing, side)
    skew = rng.uniform(-0.35, 0.35, (*long.shape, 1))
    ahead, aside = up * long[..., None], side * (0.5 * wide)[..., None]
    return np.stack(
        [places + 0.6 * ahead + 2 * skew * aside, places - (0.35 - 0.3 * skew) * ahead - aside,
         places - (0.35 + 0.3 * skew) * ahead + aside], 2,
    )  # fmt: skip


def _sheets(corners: Array, normals: Array, bright: Array, material: str, colours) -> list[Sheet]:
    tone = np.searchsorted(-np.array(_LEAST), -bright)
    sheets = []
    for number, (name, albedo) in enumerate(zip(SLOTS, colours, strict=True)):
        mine = tone == number
        points = corners[mine].reshape(-1, 3)
        if len(points):
            uv = np.stack([points[:, 0] + 0.7 * points[:, 1], points[:, 2]], -1)
            faces = np.arange(len(points)).reshape(-1, 3)
            bent = np.repeat(normals[mine], 3, 0)
            sheets.append(Sheet(points, bent, uv, faces, material, name, albedo))
    return sheets
