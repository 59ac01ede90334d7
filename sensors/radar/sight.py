"""Which centres the radar sees: straight, or below a vehicle by way of the road.

A wave that meets the road at a flat angle is reflected by it: under the vehicle ahead a radar sees
the one before that. Only bodies of which nothing is seen straight are looked for so. The road
reflects by Fresnel's law for upright polarisation, less what its roughness scatters (Ament, Proc.
IRE 41, 1953).
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.pose import Array
from ...simcore.rays.world import Among
from ...simcore.render.stage import Stage
from .centres import Centres
from .echoes import echoes

ASPHALT = complex(3.18, 0.1)
"""Permittivity of asphalt at 94 GHz (Li and Sarabandi, IEEE Trans. Antennas Propag. 47, 1999)."""
ROUGHNESS = 0.3e-3
"""Height of smooth asphalt about its mean (standard deviation) [m] (ibid.: 0.2 to 0.6 mm)."""
SHORT = 0.15
"""Rays end so far before what they look for [m]: within its own surface."""
STRONG = 30.0
"""Weaker centres, beside the noise, are not looked for by way of the road: it takes some dB."""
LOW = 1.2
"""Higher centres are not seen below a vehicle [m]."""


class Sight(NamedTuple):
    """Of C centres. straight: seen so; below: by way of the road; loss: power that this leaves, of
    1; way: half of the way there and back [m], and direction (C, 3) of the bounce from the eye."""

    straight: NDArray[np.bool_]
    below: NDArray[np.bool_]
    loss: Array
    way: Array
    direction: Array


def sight(
    among: Among,
    stage: Stage,
    of: Centres,
    place: Array,
    rows: NDArray[np.int64],
    eye: Array,
    level: float,
    wavelength: float,
    strength: Array,
) -> Sight:
    """What an eye (3,) over ground at a level [m] sees of the rows of centres at places (C, 3).

    strength (C,): the most that they give, by the noise.
    """
    count = len(place)
    straight, below = np.zeros(count, bool), np.zeros(count, bool)
    loss, way, direction = np.zeros(count), np.zeros(count), np.zeros((count, 3))
    first = _each(of.ray[rows], count)
    to = place[first] - eye
    away = np.linalg.norm(to, axis=1)
    to /= np.maximum(away, 1e-6)[:, None]
    hits = among.closest(eye, to, np.maximum(away - SHORT, 0.0))
    clear, body = np.ones(count, bool), np.zeros(count, np.int64)
    item = hits.item
    hit = item >= 0
    there = np.where(hit, stage.body[item], 0)
    own = (there > 0) & (there == of.instance[first])
    own |= hit & (item == of.item[first])
    clear[first] = ~hit | own
    body[first] = np.where(hit & ~own, np.where(there > 0, item, -1), -1)
    straight[rows] = clear[of.ray[rows]]
    hidden = rows[~straight[rows]]
    blocker = body[of.ray[hidden]]
    kinds = np.where(blocker >= 0, stage.class_id[np.maximum(blocker, 0)], 0)
    low = _vehicles()[kinds] & (place[hidden, 2] - level < LOW) & (eye[2] > level)
    low &= place[hidden, 2] > level
    seen = np.zeros(int(of.instance.max()) + 1, bool)
    seen[of.instance[rows[straight[rows]]]] = True
    low &= ~seen[of.instance[hidden]] & (strength[hidden] > STRONG)
    under = _each(of.ray[hidden[low]], count)
    if len(under):
        free, share, length, to = _bounced(among, stage, of, place, under, eye, level, wavelength)
        loss[under], way[under], direction[under] = share, length, to
        below[under] = free
        lit = hidden[low]
        below[lit] = below[of.ray[lit]]
        for column in (loss, way, direction):
            column[lit] = column[of.ray[lit]]
    return Sight(straight, below, loss, way, direction)


def _each(rows: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Each of the rows, below a count, once and in order."""
    there = np.zeros(count, bool)
    there[rows] = True
    return np.flatnonzero(there)


def _bounced(among, stage, of: Centres, place: Array, under, eye: Array, level: float,
             wavelength: float):  # fmt: skip
    """Of centres ``under``: whether the way by the road is free, what it leaves of the power both
    ways, its length, and where it leaves the eye to."""
    image = place[under].copy()
    image[:, 2] = 2.0 * level - image[:, 2]
    to = image - eye
    length = np.linalg.norm(to, axis=1)
    to /= length[:, None]
    share = (eye[2] - level) / (eye[2] - image[:, 2])
    foot = eye + to * (share * length)[:, None]
    foot[:, 2] = level + 0.02
    up = place[under] - foot
    rest = np.linalg.norm(up, axis=1)
    up /= np.maximum(rest, 1e-6)[:, None]
    down = foot - eye
    far = np.linalg.norm(down, axis=1)
    down /= far[:, None]
    n = len(under)
    hits = among.closest(
        np.concatenate([np.broadcast_to(eye, (n, 3)), foot]),
        np.concatenate([down, up]),
        np.concatenate([far - SHORT, np.maximum(rest - SHORT, 0.0)]),
        near=np.concatenate([np.zeros(n), np.full(n, 0.05)]),
    )
    item = hits.item
    own = np.where(item >= 0, stage.body[item], 0) == np.tile(of.instance[under], 2)
    free = (item < 0) | (own & (np.tile(of.instance[under], 2) > 0))
    return free[:n] & free[n:], reflected(np.abs(to[:, 2]), wavelength) ** 2, length, to


def reflected(sine: Array, wavelength: float) -> Array:
    """Power that the road reflects, of 1, by the sine of the grazing angle."""
    sine = np.asarray(sine, np.float64)
    root = np.sqrt(ASPHALT - (1.0 - sine**2))
    fresnel = (ASPHALT * sine - root) / (ASPHALT * sine + root)
    rough = np.exp(-2.0 * (2.0 * np.pi / wavelength * ROUGHNESS * sine) ** 2)
    return np.abs(fresnel * rough) ** 2


@cache
def _vehicles() -> NDArray[np.bool_]:
    """(256,) classes that stand on wheels above the road."""
    found = np.zeros(256, bool)
    for number, echo in echoes().items():
        found[number] = echo.kind == "box"
    return found
