"""A dual carriageway with a median, hard shoulders and guard rails.

The ego drives in lane ``lane``, counted from the outer edge; t = 0 is the middle of that lane, so
that with right-hand traffic the next faster lane lies at t = lane_width.

Example::

    road:
      kind: motorway
      length: 900 m
      lanes: 3
      lane: 2
      speed_limit: 120 km/h
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import model_validator

from ...simcore.geometry.ground.sections import motorway
from ...simcore.line import Line
from ...simcore.quantity.fields import (
    Count,
    Curvature,
    Length,
    Ratio,
    Speed,
    Word,
    invalid,
    setting,
)
from ...simcore.quantity.terms import Constant
from ..layout import Layout
from ._along import along_line
from ._shared import BEYOND, Paved, drives, wishes_of


class Settings(Paved):
    """Lanes, alignment and what stands beside it."""

    length: Length = setting("Length of the stretch", "900 m", low="200 m", high="10 km")
    lanes: Count = setting("Lanes in each direction", 2, low=1, high=4)
    lane: Count = setting("The ego's lane, 1 next to the hard shoulder", 1, low=1, high=4)
    lane_width: Length = setting("Width of each lane", "3.75 m", low="3 m", high="4.5 m")
    shoulder_width: Length = setting(
        "Width of the hard shoulder", "2.75 m", low="0.5 m", high="4 m"
    )
    curvature: Curvature = setting(
        "Bend of the whole stretch, left positive", "0 1/m", low="-0.003 1/m", high="0.003 1/m"
    )
    grade: Ratio = setting("Slope, uphill positive", 0, low=-0.07, high=0.07)
    speed_limit: Speed = setting("Speed limit", "120 km/h", low="40 km/h", high="200 km/h")
    landscape: Annotated[Literal["forest", "fields", "mixed"], Word()] = setting(
        "What lies beside the motorway", "fields"
    )

    @model_validator(mode="after")
    def _lane_exists(self) -> Settings:
        lane: Any = self.lane
        lanes: Any = self.lanes
        if isinstance(lane, Constant) and isinstance(lanes, Constant) and lane.value > lanes.value:
            raise invalid((("lane",), f"there are only {lanes.value} lanes"))
        return self


_LANDS = {"forest": "forest", "fields": "motorway", "mixed": "country"}


def end(settings: Settings) -> float:
    """s where the road ends [m]."""
    return settings.length


def lay_out(settings: Settings, key: int) -> Layout:
    """The motorway: its line is the middle of the ego's lane."""
    side, count = drives(settings), settings.lanes
    section = motorway(settings.lane_width, (count, count), settings.shoulder_width)
    own = [t for t, _ in section.lanes() if t * side > 0]
    outermost_first = sorted(own, key=lambda t: -abs(t))
    number = min(settings.lane, count) - 1  # drawn lanes may be more than there are
    line = Line.build((-BEYOND, settings.length + BEYOND), settings.curvature, settings.grade)
    return along_line(
        line, section.seen_from(outermost_first[number]), settings, key, "motorway",
        (0.0, settings.length), kind="motorway", wishes=wishes_of(settings),
        land=_LANDS[settings.landscape],
    )  # fmt: skip
