"""Lanes, lane lines and drivable area of a road, as labels, drivers and behaviours share them.

Lane ids follow OpenDRIVE: ``road.section.lane``, negative lanes to the right of the reference
line, positive to its left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .line import Line

Array = NDArray[np.float64]


class Lane(NamedTuple):
    """A lane. centre (K, 3) [m] in the direction of travel; width (K,) [m]; kind: "driving",
    "parking", "biking", "sidewalk", "shoulder"; speed_limit [m/s]; neighbours are lane ids.
    """

    id: str
    kind: str
    centre: Array
    width: Array
    speed_limit: float
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    left: str | None = None
    right: str | None = None

    @property
    def outline(self) -> Array:
        """(2K, 3): the lane's area as a closed polygon, its right edge first."""
        step = np.gradient(self.centre, axis=0)
        across = np.stack([-step[:, 1], step[:, 0], np.zeros(len(step))], 1)
        across /= np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-12)
        half = across * self.width[:, None] / 2
        return np.concatenate([self.centre - half, (self.centre + half)[::-1]])


class LaneLine(NamedTuple):
    """A painted line or an edge. points (K, 3) [m]; kind: "solid", "broken", "double", "kerb",
    "stop", "zebra"; colour: "white", "yellow", or "none" for kerbs.
    """

    kind: str
    colour: str
    points: Array
    width: float


@dataclass(frozen=True, eq=False)
class LaneMap:
    """The lanes of a scene and the ego's route through them.

    route: the line on which authors place things; its t = 0 is the centre of the ego's lane.
    route_lanes: ids in the order in which the route uses them; speed_limit [m/s] on the route.
    """

    lanes: tuple[Lane, ...]
    lines: tuple[LaneLine, ...]
    route: Line
    route_lanes: tuple[str, ...]
    speed_limit: float

    def drivable(self) -> tuple[Array, ...]:
        """Closed polygons (K, 3) of the lanes on which vehicles may drive."""
        return tuple(lane.outline for lane in self.lanes if lane.kind == "driving")
