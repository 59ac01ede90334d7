"""Layouts of roads that are one corridor along one line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from ...simcore.geometry.dresser.dressing import Dressing, ParkingSlot, Stand
from ...simcore.geometry.dresser.site import Wishes
from ...simcore.geometry.dresser.street import Street, street
from ...simcore.geometry.ground.corridor import Corridor
from ...simcore.geometry.ground.markings import lane_lines
from ...simcore.geometry.ground.sections import Section
from ...simcore.lanes import Lane, LaneMap
from ...simcore.line import Line
from ...simcore.physics.driving.ground import Strip
from ...simcore.surface import Chart
from ..layout import Dressed, Layout, Occasion, lanes_along, lines_along
from ._shared import Paved, drives, worn


def along_line(
    line: Line,
    section: Section,
    settings: Paved,
    key: int,
    style: str,
    route: tuple[float, float],
    *,
    kind: str = "urban",
    wishes: Wishes | None = None,
    land: str | None = None,
    extra: Sequence[Stand] = (),
) -> Layout:
    """A road along ``line``, which is the middle of the ego's lane, dressed in a style.

    section: as seen from that line; route: the s between which the ego drives [m]; kind: of its
    markings, "urban", "rural" or "motorway"; wishes, land: see ``dresser``; extra: more to stand.
    """
    corridor = Corridor(line, section, route=route)
    marks = lane_lines(corridor, settings.markings, kind)
    lanes = lanes_along(corridor, "1", settings.speed_limit, settings.traffic_side)
    own = next(lane.id for lane in lanes if lane.kind == "driving" and along(lane, line))

    @cache
    def made(season: str) -> Street:
        return street(
            line, section, style, key, season=season, country=settings.markings,
            drives=drives(settings), route=route, wishes=wishes, land=land,
        )  # fmt: skip

    def dress(occasion: Occasion) -> Dressed:
        built = made(occasion.season)
        more = Dressing(tuple(extra))
        placements = built.placements(occasion.first, occasion.lit, chart=0)
        placements += more.placements(occasion.first + built.dressing.count, occasion.lit)
        return Dressed(
            worn(placements, settings.wear),
            built.dressing.bodies(occasion.first)
            + more.bodies(occasion.first + built.dressing.count),
            built.dressing.lamps(occasion.lit),
        )

    def slots(season: str) -> tuple[ParkingSlot, ...]:
        return made(season).dressing.slots

    return Layout(
        LaneMap(lanes, lines_along(corridor, marks), line, (own,), settings.speed_limit),
        (Strip(line, line.span, section.profile, 0),),
        (Chart(line.span, tuple(t for t, _ in section.lanes())),),
        ((section.edge(-1), section.edge(1)),),
        (section.edge(-1), section.edge(1)),
        dress,
        slots,
        route[1],
    )


def along(lane: Lane, line: Line) -> bool:
    """Whether a lane's centre runs along the line."""
    _, t = line.project(lane.centre[len(lane.centre) // 2])
    return abs(float(t)) < 0.1
