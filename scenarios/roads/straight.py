"""A straight and level country road.

Example::

    road:
      kind: straight
      length: 400 m
      landscape: fields
"""

from __future__ import annotations

from typing import Annotated, Literal

from ...simcore.geometry.ground.sections import country
from ...simcore.line import Line
from ...simcore.quantity.fields import Length, Speed, Word, setting
from ..layout import Layout
from ._along import along_line
from ._shared import BEYOND, Paved, drives, wishes_of


class Settings(Paved):
    """The road and what stands beside it."""

    length: Length = setting("Length of the road", "400 m", low="50 m", high="10 km")
    speed_limit: Speed = setting("Speed limit", "100 km/h", low="5 km/h", high="130 km/h")
    landscape: Annotated[Literal["forest", "fields", "mixed"], Word()] = setting(
        "What lies beside the road", "fields"
    )


def lay_out(settings: Settings, key: int) -> Layout:
    """The road: its line is the middle of the ego's lane."""
    line = Line.build((-BEYOND, settings.length + BEYOND))
    section = country(settings.lane_width).seen_from(drives(settings) * settings.lane_width / 2)
    return along_line(
        line, section, settings, key, settings.landscape, (0.0, settings.length),
        kind="rural", wishes=wishes_of(settings),
    )  # fmt: skip
