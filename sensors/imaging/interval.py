"""The time in which a reading gathers light: rows one after the other, each for the exposure."""

from __future__ import annotations

from typing import NamedTuple

from ...simcore.pose import Array
from ...simcore.render.shutter import INSTANT, Shutter
from ...simcore.render.stage import Posed
from ...simcore.snapshot import Snapshot


class Interval(NamedTuple):
    """How a reading is drawn: the items and the camera's FLU body (4, 4) at the start and at the
    end (None: an instant), the shutter of the image's rows; path: the body when a row in the middle
    begins to gather light and when it ends; seconds: the exposure; span: from start to end [s]."""

    posed: Posed
    start: Array
    end: Array | None
    shutter: Shutter
    path: tuple[Array, Array]
    seconds: float
    span: float


def interval_of(
    shot: Snapshot, t_ns: int, T_ego_sensor: Array, rows: int, readout: float, seconds: float
) -> Interval:
    """The interval around a reading at ``t_ns``, in the middle of the exposure of its middle row.

    readout: from the first of so many rows to the last [s]; seconds: the exposure, 0 for pictures
    of what stands still meanwhile.
    """
    stage = shot.fixed.stage
    now = shot.ego(t_ns) @ T_ego_sensor
    path = now, now
    if seconds > 0.0:
        half = round(seconds * 0.5e9)
        begin, end = shot.ego_near(t_ns - half), shot.ego_near(t_ns + half)
        path = begin @ T_ego_sensor, end @ T_ego_sensor
    span = readout or seconds
    if span <= 0.0:
        return Interval(stage.posed(shot.at(t_ns)), now, None, INSTANT, path, 0.0, 0.0)
    half = round(span * 0.5e9)
    first, last = t_ns - half, t_ns + half
    shutter = Shutter(0.0, 1.0 / (rows - 1)) if readout > 0.0 else Shutter(0.5, 0.0)
    posed = stage.posed(shot.near(first), shot.near(last))
    middle = stage.posed(shot.at(t_ns))
    return Interval(
        posed._replace(lit=middle.lit, glow=middle.glow),
        shot.ego_near(first) @ T_ego_sensor,
        shot.ego_near(last) @ T_ego_sensor,
        shutter,
        path,
        seconds,
        span,
    )
