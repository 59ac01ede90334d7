"""Layouts of roads that are one corridor along one line."""

from __future__ import annotations

from functools import cache

from ...simcore.geometry.dresser.street import Street, street
from ...simcore.geometry.ground.corridor import Corridor
from ...simcore.geometry.ground.markings import lane_lines
from ...simcore.geometry.ground.sections import Section
from ...simcore.lanes import LaneMap
from ...simcore.line import Line
from ...simcore.physics.driving.ground import Strip
from ...simcore.surface import Chart
from ..layout import Dressed, Layout, Occasion, lanes_along, lines_along
from ._shared import Paved


def along_line(
    line: Line,
    section: Section,
    settings: Paved,
    key: int,
    style: str,
    route: tuple[float, float],
    kind: str = "urban",
) -> Layout:
    """A road along ``line``, which is the middle of the ego's lane, dressed in a style.

    section: as seen from that line; route: the s between which the ego drives [m].
    """
    corridor = Corridor(line, section, route=route)
    marks = lane_lines(corridor, settings.markings, kind)
    lanes = lanes_along(corridor, "1", settings.speed_limit, settings.traffic_side)
    ego_lane = next(lane.id for lane in lanes if lane.kind == "driving" and _holds(lane, line))

    @cache
    def dressed_street(season: str) -> Street:
        return street(
            line, section, style, key, season=season, country=settings.markings, route=route
        )

    def dress(occasion: Occasion) -> Dressed:
        made = dressed_street(occasion.season)
        return Dressed(
            made.placements(occasion.first, occasion.lit, chart=0),
            made.dressing.bodies(occasion.first),
            made.dressing.lamps(occasion.lit),
        )

    return Layout(
        LaneMap(lanes, lines_along(corridor, marks), line, (ego_lane,), settings.speed_limit),
        (Strip(line, line.span, section.profile, 0),),
        (Chart(line.span, tuple(t for t, _ in section.lanes())),),
        ((section.edge(-1), section.edge(1)),),
        dress,
        end=route[1],
    )


def _holds(lane, line: Line) -> bool:
    """Whether a lane's centre runs along the line."""
    _, t = line.project(lane.centre[len(lane.centre) // 2])
    return abs(float(t)) < 0.1
