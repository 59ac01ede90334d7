"""Crowns: hundreds to thousands of single leaf triangles around a dark, ragged inside.

There is no transparency: every triangle stands for a leaf or a spray of leaves, and its own outline
is what one sees against the sky. Sprays lie in overlapping clumps around the ends of boughs; large
dark ones deep within close the view through the crown. A spray's tone follows from how high and
how far outside it lies, so that a crown looks lit from above and deep below in any light.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..sheets import Sheet, length, unit
from .foliage import Clumps

Array = NDArray[np.float64]

TONES = ("leaf_light", "leaf", "leaf_shade", "leaf_deep")
_LEAST = (0.42, -0.10, -0.55)
"""From which brightness on a spray has the first tones."""
_SLIM = 0.62
"""Width of a spray per its length."""


class Sprays(NamedTuple):
    """Places of leaves (P, 3), the directions outwards there, how bright they are, about from -1
    to 1, and how long [m]: longer within, where they only close the view."""

    places: Array
    outwards: Array
    brightness: Array
    long: Array

    def only(self, chosen: NDArray[np.bool_]) -> Sprays:
        """Some of them."""
        return Sprays(*(field[chosen] for field in self))


def spread(points: Array, count: int) -> Array:
    """``count`` of the points (P, 3), the topmost first, as far from one another as can be."""
    chosen = [int(points[:, 2].argmax())]
    gap = np.full(len(points), np.inf)
    while len(chosen) < min(count, len(points)):
        gap = np.minimum(gap, ((points - points[chosen[-1]]) ** 2).sum(1))
        chosen.append(int(gap.argmax()))
    return points[chosen]


def sprays(
    clumps: Clumps, heart: Array, count: int, rng: np.random.Generator, cover: float = 1.0,
    within: float = 0.25,
) -> Sprays:  # fmt: skip
    """``count`` places in clumps, most of them near their surfaces, few where clumps overlap.

    heart: the middle of the crown [m], seen from which the outermost leaves are the brightest;
    cover: area of all leaves per area of the crown's surface; within: share of the leaves that
    lie deep in the clumps.
    """
    area = clumps.radii.prod(1) ** (2 / 3)
    most = np.ceil(1.3 * count * area / area.sum()).astype(np.int64)
    owner = np.repeat(np.arange(len(area)), most)
    tries = len(owner)
    out = unit(rng.normal(size=(tries, 3)) + np.array([0.0, 0.0, 0.15]))
    wave = np.sin(5.0 * out @ unit(rng.normal(size=(3, 3))))
    lumps = 1.0 + 0.14 * (wave[:, 0] + wave[:, 1] + wave[:, 2])
    deep = rng.random(tries) < within
    reach = np.where(deep, rng.uniform(0.3, 0.7, tries), rng.uniform(0.7, 1.08, tries))
    stretch = np.minimum(reach * lumps, 1.15)[:, None]
    places = clumps.centres[owner] + out * clumps.radii[owner] * stretch
    free = _depth(places, owner, clumps) > np.where(deep, 0.3, 0.6) ** 2
    surface = 4 * np.pi * area.sum() * free[~deep].mean()
    chosen = np.flatnonzero(free)
    if len(chosen) > count:
        chosen = chosen[np.linspace(0, len(chosen) - 1, count).astype(np.int64)]
    owner, out, places, reach = owner[chosen], out[chosen], places[chosen], reach[chosen]
    away = length((places - heart) / np.ptp(places, axis=0))
    of_clump = rng.normal(0, 0.2, len(area))
    bright = 0.35 * out[:, 2] + 1.5 * (away - 0.42) + of_clump[owner] + 1.6 * (reach - 0.85)
    bright += rng.normal(0, 0.13, len(places)) - 0.25 * (reach < 0.7)
    long = np.interp(reach, (0.3, 0.7, 0.75, 1.08), (1.7, 1.4, 1.0, 0.7))
    long *= np.sqrt(cover * surface / (0.5 * _SLIM * (long**2).sum()))
    return Sprays(places, unit(out / clumps.radii[owner]), bright, long)


def _depth(places: Array, owner: NDArray[np.int64], clumps: Clumps) -> Array:
    """(P,) least square of the distance from the middle of a neighbouring clump, per its radius."""
    gap = ((clumps.centres[:, None] - clumps.centres[None]) ** 2).sum(-1)
    near = np.argsort(gap, axis=1, kind="stable")[:, 1:9]
    least = np.full(len(places), np.inf)
    for other in near[owner].T:
        away = (places - clumps.centres[other]) / clumps.radii[other]
        away *= away
        np.minimum(least, away[:, 0] + away[:, 1] + away[:, 2], out=least)
    return least


def leaves(
    found: Sprays,
    heart: Array,
    rng: np.random.Generator,
    material: str = "leaf",
    hang: float = 0.35,
    loose: float = 0.7,
) -> list[Sheet]:
    """A triangle at each place, in sheets by tone.

    Normals lean towards the direction from the ``heart`` of the crown; ``hang``: how much tips
    fall; ``loose``: how far triangles turn away from the direction outwards.
    """
    places, outwards, bright, longest = found
    count = len(places)
    turned = loose * rng.choice((0.6, 1.7), (count, 1), p=(0.75, 0.25))
    tilt = unit(outwards + turned * unit(rng.normal(size=(count, 3))))
    along = np.cross(tilt, rng.normal(size=(count, 3)))
    along[:, 2] -= hang * length(along)
    along = unit(along - tilt * np.einsum("ij,ij->i", along, tilt)[:, None])
    side = np.cross(tilt, along)
    reach, half = longest[:, None] * rng.uniform(0.65, 1.3, (2, count, 1))
    half *= 0.5 * _SLIM
    skew = rng.uniform(-0.3, 0.3, (count, 1))
    ahead, aside = along * reach, side * half
    corners = np.stack(
        [
            places + 0.58 * ahead + 2.0 * skew * aside,
            places - (0.36 - 0.3 * skew) * ahead + aside,
            places - (0.36 + 0.3 * skew) * ahead - aside,
        ],
        1,
    )
    body = unit(corners - heart)
    normals = unit(0.8 * body + (0.75 * outwards + 0.15 * tilt)[:, None])
    uv = np.stack([corners[..., 0] + 0.7 * corners[..., 1], corners[..., 2]], -1)
    tone = np.searchsorted(-np.array(_LEAST), -bright)
    sheets = []
    for number, name in enumerate(TONES):
        mine = tone == number
        faces = np.arange(3 * int(mine.sum())).reshape(-1, 3)
        if len(faces):
            sheets.append(
                Sheet(
                    corners[mine].reshape(-1, 3), normals[mine].reshape(-1, 3),
                    uv[mine].reshape(-1, 2), faces, material, name,
                )
            )  # fmt: skip
    return sheets
