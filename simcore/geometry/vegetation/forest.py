"""Woods seen from afar: a solid wall of tree-tops around a patch of land."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ...keys import generator
from ..mesh import Mesh
from ..sheets import Sheet, assembled, unit

Array = NDArray[np.float64]

LEAVES = {
    "winter": ((0.085, 0.072, 0.06), (0.11, 0.095, 0.08)),
    "spring": ((0.09, 0.15, 0.035), (0.12, 0.19, 0.045)),
    "summer": ((0.045, 0.085, 0.02), (0.065, 0.115, 0.028)),
    "autumn": ((0.24, 0.12, 0.025), (0.30, 0.19, 0.04)),
}
NEEDLES = ((0.022, 0.045, 0.02), (0.032, 0.06, 0.027))


def wood(
    centre: Array, breadth: float, pitch: float, conifers: bool, season: str, seed: int,
    ground: Callable[[Array], Array],
) -> Mesh:  # fmt: skip
    """A wood of about ``breadth`` across around ``centre`` (2,), in the world's axes.

    pitch: distance between tree-tops along its edge [m]; ground: height of the land at (P, 2).
    Deciduous woods are grey-brown in winter. Its edge is in two rows: one of lower trees outside
    and one of full height behind it.
    """
    rng = generator(seed, "wood")
    count = max(10, int(np.pi * breadth / pitch)) // 2 * 2
    angle = np.arange(count) * 2 * np.pi / count
    wave = np.zeros(count)
    for k in range(2, 5):
        wave += rng.uniform(0.04, 0.16) * np.cos(k * angle + rng.uniform(0, 6.28))
    stretch = rng.uniform(0.6, 1.0)
    turn = rng.uniform(0, np.pi)
    shape = np.stack([np.cos(angle), stretch * np.sin(angle)], -1) * (1 + wave)[:, None]
    c, s = np.cos(turn), np.sin(turn)
    shape = shape @ np.array([[c, s], [-s, c]]) * breadth / 2
    height = rng.uniform(11, 19) * (1.15 if conifers else 1.0)
    edge, inner = centre + shape, centre + shape * max(0.5, 1 - 9.0 / breadth)
    foot = ground(edge)
    first = _tops(rng, count, 0.7 * height, conifers)
    second = _tops(rng, count, height, conifers)
    low = np.column_stack([edge, foot - 1.5])
    skirt = np.column_stack([edge + 0.02 * shape, foot + 0.35 * first])
    front = np.column_stack([edge * 0.985 + centre * 0.015, foot + first])
    valley = np.column_stack([(edge + inner) / 2, foot + 0.62 * first.mean() + 0 * first])
    back = np.column_stack([inner, foot + np.roll(second, 1)])
    middle = np.column_stack([centre + (inner - centre) * 0.5, foot.mean() + 0.85 * second])
    needles = "needle" if conifers else "leaf"
    dark, light = NEEDLES if conifers else LEAVES[season]
    rows = [low, skirt, front, valley, back, middle]
    sheets = [
        _ring(rows[0], rows[1], centre, needles, "wood_shade", tuple(0.55 * x for x in dark)),
        _ring(rows[1], rows[2], centre, needles, "wood", dark),
        _ring(rows[2], rows[3], centre, needles, "wood", dark),
        _ring(rows[3], rows[4], centre, needles, "wood_light", light),
        _ring(rows[4], rows[5], centre, needles, "wood_light", light),
        _cap(rows[5], needles, light),
    ]
    return assembled(sheets)


def _tops(rng: np.random.Generator, count: int, height: float, conifers: bool) -> Array:
    """Heights along an edge: tips and gaps in turn, sharper for conifers."""
    gap = 0.55 if conifers else 0.78
    tops = height * rng.uniform(0.8, 1.1, count)
    tops[1::2] *= gap * rng.uniform(0.9, 1.15, count // 2)
    return tops


def _ring(low: Array, high: Array, centre: Array, material: str, colour: str, albedo) -> Sheet:
    """A closed band between two rings of points, seen from outside and above."""
    count = len(low)
    points = np.concatenate([low, high])
    i = np.arange(count)
    j = (i + 1) % count
    faces = np.concatenate([np.stack([i, j, j + count], 1), np.stack([i, j + count, i + count], 1)])
    away = points[:, :2] - centre
    normals = np.column_stack(
        [unit(np.column_stack([away, 0 * away[:, 0]]))[:, :2], 0.8 + 0 * away[:, 0]]
    )
    uv = np.column_stack([np.tile(np.arange(count) * 3.0, 2), points[:, 2]])
    return Sheet(points, unit(normals), uv, faces, material, colour, albedo)


def _cap(ring: Array, material: str, albedo) -> Sheet:
    points = np.vstack([ring, ring.mean(0)])
    i = np.arange(len(ring))
    faces = np.stack([i, (i + 1) % len(ring), 0 * i + len(ring)], 1)
    normals = np.tile([0.0, 0.0, 1.0], (len(points), 1))
    return Sheet(points, normals, points[:, :2], faces, material, "wood_light", albedo)
