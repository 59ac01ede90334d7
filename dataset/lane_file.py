"""``lanes.json`` of an episode: lane graph, lane lines, drivable area and the ego's route.

All points are [x, y, z] in the world [m], rounded to millimetres::

    {
      "lanes": [{"id", "kind", "speed_limit_m_s", "centre": [point…] in the direction of travel,
                 "width": [m at each point…], "predecessors": [id…], "successors": [id…],
                 "left": id or null, "right": id or null}],
      "lines": [{"kind", "colour", "width", "points": [point…]}],
      "drivable": [[point…], …]  closed polygons, which may touch and overlap,
      "route": {"lanes": [id…], "speed_limit_m_s", "s": [m…], "points": [point at t = 0…]}
    }
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..simcore.lanes import LaneMap

STEP = 2.0
"""Distance between the points of the route [m]."""


def lane_record(lanes: LaneMap) -> dict[str, Any]:
    """The content of ``lanes.json``."""
    low, high = lanes.route.span
    s = np.linspace(low, high, max(2, int(np.ceil((high - low) / STEP)) + 1))
    return {
        "lanes": [
            {
                "id": lane.id,
                "kind": lane.kind,
                "speed_limit_m_s": round(lane.speed_limit, 3),
                "centre": _rounded(lane.centre),
                "width": _rounded(lane.width),
                "predecessors": list(lane.predecessors),
                "successors": list(lane.successors),
                "left": lane.left,
                "right": lane.right,
            }
            for lane in lanes.lanes
        ],
        "lines": [
            {
                "kind": line.kind,
                "colour": line.colour,
                "width": round(line.width, 3),
                "points": _rounded(line.points),
            }
            for line in lanes.lines
        ],
        "drivable": [_rounded(polygon) for polygon in lanes.drivable()],
        "route": {
            "lanes": list(lanes.route_lanes),
            "speed_limit_m_s": round(lanes.speed_limit, 3),
            "s": _rounded(s),
            "points": _rounded(lanes.route.at(s)),
        },
    }


def _rounded(values: NDArray[np.float64]) -> list:
    return (np.round(values, 3) + 0.0).tolist()
