"""The objects around a sensor that has no picture."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ...simcore.snapshot import Snapshot
from ..reading import ObjectTruth
from .objects import RANGE, candidates, times_to_touch

Array = NDArray[np.float64]


def objects_around(
    shot: Snapshot,
    t_ns: int,
    T_world_sensor: Array,
    points: Mapping[int, int],
    reach: float = RANGE,
) -> tuple[ObjectTruth, ...]:
    """All bodies within reach [m] of a sensor (4, 4), and those that it has points of.

    points: of the reading, by instance id. What has some is ``detectable``. The ego is left out.
    """
    here = T_world_sensor[:3, 3]
    items = list(candidates(shot, t_ns))
    away = [float(np.linalg.norm(item.solid.T[:3, 3] - here)) for item in items]
    times = times_to_touch(shot, t_ns, items)
    return tuple(
        ObjectTruth(
            track=item.id,
            group=item.group,
            class_id=item.class_id,
            attributes=item.attributes,
            T_world_object=item.solid.T,
            size=item.solid.size,
            velocity=item.velocity,
            box=None,
            amodal_box=None,
            visible_px=0,
            occlusion=float("nan"),
            truncation=float("nan"),
            keypoints=None,
            distance_m=far,
            ttc_s=float(time),
            detectable=points.get(item.id, 0) > 0,
            points=points.get(item.id, 0),
        )
        for item, far, time in zip(items, away, times, strict=True)
        if far <= reach or points.get(item.id, 0) > 0
    )
