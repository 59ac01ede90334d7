"""The centres at an instant: where they are, how fast, and how strongly they echo to a place."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.bodies import Bodies
from .aspects import seen_from
from .centres import Centres

Array = NDArray[np.float64]


class Targets(NamedTuple):
    """C centres in the world. place, velocity (C, 3) [m, m/s]; area (C,) [m²] towards the radar."""

    place: Array
    velocity: Array
    area: Array


def targets_at(
    of: Centres, bodies: Bodies, before: Bodies, seconds: float, eye: Array, key: int
) -> Targets:
    """The centres as bodies are, which were so ``before``, some seconds ago, seen from an eye (3,).

    key: of the episode: the same vehicle at the same aspect echoes the same.
    """
    now, then = (np.concatenate([b.T_part, b.T_actor, of.fixed]) for b in (bodies, before))
    count = len(of.frame)
    made = Targets(np.empty((count, 3)), np.empty((count, 3)), np.empty(count))
    seen_from(
        now, then, of.frame, of.place, of.normal, of.half, of.shows, of.area, of.spread,
        np.ascontiguousarray(eye), seconds, key & 0xFFFFFFFF, *made,
    )  # fmt: skip
    return made
