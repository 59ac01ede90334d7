"""What of the sky an antenna has: satellites in view, behind leaves, or only off a wall.

Rays go to all satellites. Where one is blocked, the wall that stands on the other side of the
street may throw its signal back: a plane, upright wall at a distance D makes the way longer by
2 D cos(elevation), always longer (image method; e.g. Groves, Principles of GNSS, 2013, 9.4). The
same reflection disturbs those that are in view (multipath).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.classes import class_id
from ...simcore.rays.world import Among
from ...simcore.snapshot import Snapshot

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]

REACH = 400.0
"""How far an obstacle can be [m]."""
FAR_WALL = 150.0
"""From how far a wall throws anything back [m]."""
FREE = 0.05
"""How far from a wall a ray begins again [m]."""


class Sky(NamedTuple):
    """Of the S satellites above the mask. toward (S, 3): unit vectors in the world; open (S,): in
    view, if behind leaves; leafy (S,); echo (S,): how much longer the way off a wall is [m], NaN
    where no wall throws the signal back."""

    toward: Array
    open: Bools
    leafy: Bools
    echo: Array


def look_up(shot: Snapshot, t_ns: int, antenna: Array, toward: Array) -> Sky:
    """The sky over an antenna (3,) at a time of the shot; toward (S, 3): the satellites."""
    stage = shot.fixed.stage
    own = [stage.items_of(int(body)) for body in _own(shot)]
    hidden = np.concatenate(own) if own else np.zeros(0, np.int64)
    green = np.flatnonzero(stage.class_id == class_id("vegetation"))
    posed = stage.posed(shot.near(t_ns))
    solid = shot.fixed.rays.among(posed, antenna, np.concatenate([hidden, green]))
    seen = ~np.isfinite(solid.closest(antenna, toward, REACH).distance)
    leafy = np.zeros(len(toward), np.bool_)
    if len(green) and seen.any():
        others = np.setdiff1d(np.arange(len(stage)), green)
        crowns = shot.fixed.rays.among(posed, antenna, others)
        leafy[seen] = np.isfinite(crowns.closest(antenna, toward[seen], REACH).distance)
    return Sky(toward, seen, leafy, _echoes(solid, antenna, toward))


def _echoes(solid: Among, antenna: Array, toward: Array) -> Array:
    """(S,) how much longer the way is off the wall on the other side; NaN without one."""
    back = toward * np.array([-1.0, -1.0, 1.0])
    wall = solid.closest(antenna, back, FAR_WALL)
    found = np.full(len(toward), np.nan)
    hit = np.flatnonzero(np.isfinite(wall.distance))
    if len(hit):
        away = wall.distance[hit].astype(np.float64)
        places = antenna + back[hit] * np.maximum(away - FREE, 0.0)[:, None]
        free = ~np.isfinite(solid.closest(places, toward[hit], REACH).distance)
        level = np.hypot(toward[hit, 0], toward[hit, 1])
        found[hit[free]] = (2.0 * away * level**2)[free]
    return found


def _own(shot: Snapshot) -> NDArray[np.int32]:
    """Instance ids of the ego's bodies."""
    cast = shot.fixed.cast
    return cast.id[cast.actor == 0]
