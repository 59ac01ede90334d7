"""What the egos of a world perceive, besides what sensors with noise give."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

F4 = NDArray[np.float32]


class Senses(NamedTuple):
    """What is asked for: how many beams, and how far they go [m]; how many neighbours; the places
    of the route that lie so far ahead [m]."""

    beams: int = 64
    reach: float = 60.0
    neighbours: int = 8
    ahead: tuple[float, ...] = (0.0, 20.0, 40.0)


class Perception(NamedTuple):
    """What E egos perceive: beams (E, K) [m], neighbours (E, K, NEIGHBOUR; ``neighbours``), road
    (E, K, PLACE; ``road_ahead``) and criticality (E, MEASURES; ``criticality``)."""

    beams: F4
    neighbours: F4
    road: F4
    criticality: NDArray[np.float64]
