"""Spruces: whorls of drooping fronds around a straight stem."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ...keys import generator
from ..fixture import Fixture
from ..sheets import Sheet, assembled, unit
from .skeleton import Branches, tubes

Array = NDArray[np.float64]

VARIANTS = 3


@lru_cache(maxsize=64)
def spruce(variant: int = 0, detail: int = 0, height: float = 10.0) -> Fixture:
    """A spruce: some 1700, 500 or 110 triangles."""
    rng = generator("spruce", variant % VARIANTS, detail)
    base = (0.05, 0.10, 0.16)[variant % VARIANTS]
    stem = Branches(
        np.array([[(0, 0, 0), (0, 0, 0.5 * height), (0, 0, 0.98 * height)]], np.float64),
        np.array([[0.018, 0.011, 0.002]]) * height,
        np.zeros(1, np.int64),
    )
    trunk = assembled([tubes(stem, (7, 5, 4)[detail], "bark")])
    if detail == 2:
        crown = _skirts(height, base, rng)
    else:
        crown = _fronds(height, base, (25, 13)[detail], (12, 8)[detail], detail, rng)
    return Fixture(((trunk, "trunk"), (assembled(crown), "vegetation")))


def _reach(height: float, u: Array) -> Array:
    """Radius of the crown at a share u of its height [m]."""
    return 0.24 * height * (1 - u) ** 0.85 + 0.02 * height


def _fronds(height: float, base: float, whorls: int, around: int, detail: int, rng) -> list[Sheet]:
    """Kites of four triangles with a raised midrib, and two beneath them."""
    level = np.repeat(np.linspace(0, 1, whorls) ** 0.93, around)
    count = len(level)
    turn = np.tile(np.arange(around), whorls) * 2 * np.pi / around
    turn += np.repeat(np.arange(whorls) * 0.7, around) + rng.uniform(-0.35, 0.35, count)
    reach = _reach(height, level) * rng.uniform(0.68, 1.15, count)
    z = height * (base + (0.97 - base) * level) + rng.uniform(-0.012, 0.012, count) * height
    out = np.stack([np.cos(turn), np.sin(turn), np.zeros(count)], -1)
    side = np.stack([-out[:, 1], out[:, 0], np.zeros(count)], -1)
    droop = reach * (0.5 - 0.3 * level)
    width = reach * (0.21 if detail == 0 else 0.34)
    up = np.array([0.0, 0.0, 1.0])
    root = up * (z + 0.02 * height)[:, None]
    middle = out * (0.55 * reach)[:, None] + up * (z - 0.55 * droop)[:, None]
    tip = out * reach[:, None] + up * (z - 0.8 * droop)[:, None]
    fall = up * (0.1 * reach)[:, None]
    left, right = middle + side * width[:, None] - fall, middle - side * width[:, None] - fall
    rib = middle + up * (0.05 * reach)[:, None]
    points = np.stack([root, left, tip, right, rib], 1)
    lift = unit(out * 0.75 + up)
    normals = np.stack([lift, unit(lift + side), unit(lift + out), unit(lift - side), lift], 1)
    shape = np.array([[0, 4, 1], [0, 3, 4], [4, 2, 1], [4, 3, 2]])
    young = rng.random(count) < 0.35
    sheets = []
    for name, mask in (("needle", ~young), ("needle_light", young)):
        sheets.append(_kites(points[mask], normals[mask], shape, name))
    below = points[:, :4] - up * 0.01 * height
    under = np.array([[0, 1, 2], [0, 2, 3]])
    sheets.append(_kites(below, np.broadcast_to(-up, below.shape), under, "needle_shade"))
    return sheets


_SHADES = {
    "needle": (0.030, 0.062, 0.026),
    "needle_light": (0.042, 0.080, 0.034),
    "needle_shade": (0.014, 0.028, 0.014),
}


def _kites(points: Array, normals: Array, shape: Array, colour: str) -> Sheet:
    corners = points.shape[1]
    faces = corners * np.arange(len(points))[:, None, None] + shape
    uv = np.stack([points[..., 0] + 0.7 * points[..., 1], points[..., 2]], -1)
    return Sheet(
        points.reshape(-1, 3), normals.reshape(-1, 3), uv.reshape(-1, 2), faces.reshape(-1, 3),
        "needle", colour, _SHADES[colour],
    )  # fmt: skip


def _skirts(height: float, base: float, rng: np.random.Generator) -> list[Sheet]:
    """Seven ragged cones over one another."""
    rings, sides = 7, 8
    sheets = []
    for k in range(rings):
        u = k / rings
        z = height * (base + (0.97 - base) * u)
        reach = float(_reach(height, np.array(u)))
        angle = 2 * np.pi * (np.arange(sides) + 0.5 * (k % 2)) / sides
        radius = reach * rng.uniform(0.75, 1.1, sides)
        low = z - 0.25 * radius + rng.uniform(-0.02, 0.02, sides) * height
        rim = np.stack([radius * np.cos(angle), radius * np.sin(angle), low], -1)
        top = np.array([[0.0, 0.0, min(z + 0.24 * height, height)]])
        points = np.concatenate([rim, top])
        slope = unit(rim * [1, 1, 0]) + np.array([0, 0, 0.7])
        normals = np.concatenate([unit(slope), [[0, 0, 1.0]]])
        i = np.arange(sides)
        faces = np.stack([i, (i + 1) % sides, 0 * i + sides], 1)
        uv = np.stack([points[:, 0] + 0.7 * points[:, 1], points[:, 2]], -1)
        name = ("needle", "needle_light")[k % 2]
        sheets.append(Sheet(points, normals, uv, faces, "needle", name, _SHADES[name]))
    return sheets
