"""The surroundings from above, for environments whose scenario has no camera to render."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..scenarios.episode import Episode
from ..sensors.cloud import places
from ..sensors.numbers import LISTS
from ..sensors.sensor import Demand
from ..sensors.truth.around import objects_around
from ..sensors.views.above import Plan
from ..sensors.views.colours import of_points
from ..simcore.pose import inverse, transform

REACH = 50.0
"""How far it shows ahead [m]."""
LINE, KERB = (150, 150, 140), (86, 92, 100)


def plan(episode: Episode) -> NDArray[np.uint8]:
    """(H, W, 3) lines of the road, boxes of all bodies, and what the first LiDAR has, if any."""
    shot = episode.shot
    T_world_ego = shot.ego(shot.t1_ns)
    T_ego_world, drawn = inverse(T_world_ego), Plan(REACH)
    for line in episode.setting.layout.lanes.lines:
        drawn.path(transform(T_ego_world, line.points), KERB if line.colour == "none" else LINE)
    for name, item in episode.scenario.sensors.items():
        if LISTS[0] in getattr(item, "channels", ()):
            demand = Demand((LISTS[0],), objects=False)
            reading, _ = episode.look({name: item}, demand)[name]
            points, T = reading.channels[LISTS[0]], reading.T_ego_sensor
            drawn.points(transform(T, places(points)), of_points(points, T, "height"))
            break
    around = objects_around(shot, shot.t1_ns, T_world_ego, {})
    drawn.boxes(around, T_world_ego, seen=False)
    drawn.write("no camera: the surroundings from above", (10, 20))
    return drawn.picture
