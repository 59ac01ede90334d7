"""Where the roads and the ego's route of a junction run, and what they are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.geometry.ground.corridor import Corridor
from ...simcore.geometry.ground.junction import Junction
from ...simcore.geometry.ground.markings import lane_lines
from ...simcore.geometry.ground.sections import Section, urban
from ...simcore.lanes import Lane, LaneLine, LaneMap
from ...simcore.line import Line
from ...simcore.physics.driving.ground import Strip
from ..layout import lanes_along, lines_along
from ._along import along
from ._shared import BEYOND, drives

Array = NDArray[np.float64]

EASING = 3.0
"""Length over which the route's bend begins and ends [m]."""
CLEAR = 1.5
"""How far the joint area reaches beyond the corners [m], as ``ground.junction`` has it."""


class Plan(NamedTuple):
    """main, side: lines in the middle of each road; sections as seen from them; at: s of both where
    they meet; lane: t of the ego's lane on the main road; route: the ego's way; turn: the s of the
    route between which it bends; inside: how far the kerb is off the route in the bend [m]."""

    main: Line
    side: Line
    main_section: Section
    side_section: Section
    at: tuple[float, float]
    lane: float
    route: Line
    turn: tuple[float, float]
    inside: float


def leads(manoeuvre: str, arms: str) -> bool:
    """Whether the junction has the arm that a manoeuvre leads to."""
    return manoeuvre == "straight" or arms == "four" or arms == f"t_{manoeuvre}"


def plan_of(settings: Any) -> Plan:
    """The plan of the junction. A manoeuvre that has no arm goes straight on."""
    width, radius = settings.lane_width, settings.corner_radius
    cycle = settings.cycle_width if settings.cycle_path else 0.0
    walk = settings.sidewalk_width
    bare = {"parking": (0.0, 0.0), "sidewalk": walk, "crossfall": 0.0}
    main_section = urban(width, (1, 1), cycle=(cycle, cycle), **bare)
    side_section = urban(width, (1, 1), **bare)
    middle = settings.approach + side_section.edge(1) + radius + CLEAR
    lane = drives(settings) * width / 2
    main = Line.build((-BEYOND, middle + settings.exit + BEYOND), start=(0.0, -lane, 0.0))
    reach = settings.exit + BEYOND
    spans = {"four": (-reach, reach), "t_left": (0.0, reach), "t_right": (-reach, 0.0)}
    side = Line.build(spans[settings.arms], start=(middle, -lane, 0.0), heading=np.pi / 2)
    way = settings.manoeuvre if leads(settings.manoeuvre, settings.arms) else "straight"
    route, turn, inside = _route(settings, way, middle, main_section, side_section)
    return Plan(main, side, main_section, side_section, (middle, 0.0), lane, route, turn, inside)


def _route(
    settings: Any, way: str, middle: float, main: Section, side: Section
) -> tuple[Line, tuple[float, float], float]:
    """The ego's way, the s between which it bends, and how far the kerb is off it there."""
    width, end = settings.lane_width, settings.exit + BEYOND
    if way == "straight":
        return Line.build((-BEYOND, middle + end)), (middle, middle), main.edge(1) - width / 2
    left = 1.0 if way == "left" else -1.0
    off = min(main.edge(1), side.edge(1)) - width / 2
    if left == drives(settings):  # the near corner: beside its kerb
        radius = settings.corner_radius + off
    else:  # across the other lane
        radius = 0.9 * (middle - settings.approach + width / 2)
        off = radius - 1.0
    arc = np.pi / 2 * radius - EASING
    knots = np.array([0.0, EASING, EASING + arc, 2 * EASING + arc])
    bend = left * np.array([0.0, 1.0, 1.0, 0.0]) / radius
    ahead = float(
        Line.build((0.0, knots[-1]), tuple(zip(knots, bend, strict=True))).at(knots[-1])[0]
    )
    # The lane that leads away lies on the side of its road that traffic keeps to.
    begin = middle - left * drives(settings) * width / 2 - ahead
    shape = tuple(zip(knots + begin, bend, strict=True))
    stop = begin + knots[-1]
    return Line.build((-BEYOND, stop + end), shape, step=0.5), (begin, float(stop)), off


def strips_of(plan: Plan) -> tuple[Strip, ...]:
    """The ground: the carriageways first, then the bend inside of the corner, then all beside."""
    main, side = plan.main_section, plan.side_section
    bend = np.array([[-plan.inside, 0.0], [plan.inside, 0.0]])
    return (
        Strip(plan.main, plan.main.span, _level(main), 0),
        Strip(plan.side, plan.side.span, _level(side), 1),
        Strip(plan.route, plan.turn, bend, 0),
        Strip(plan.main, plan.main.span, main.profile, 0),
        Strip(plan.side, plan.side.span, side.profile, 1),
    )


def carriageways_of(plan: Plan) -> tuple[tuple[float, float], ...]:
    """t of the right and left edge of each strip's carriageway."""
    main, side = (
        (section.edge(-1), section.edge(1)) for section in (plan.main_section, plan.side_section)
    )
    return main, side, (-plan.inside, plan.inside), main, side


def _level(section: Section) -> Array:
    """The profile of a carriageway alone."""
    right, left = section.edge(-1), section.edge(1)
    inside = section.profile[(section.profile[:, 0] > right) & (section.profile[:, 0] < left)]
    ends = np.array([[t, float(section.height(t))] for t in (right, left)])
    return np.concatenate([ends[:1], inside, ends[1:]])


def lane_map(plan: Plan, joint: Junction, settings: Any) -> LaneMap:
    """Lanes of all arms, the ego's way from one to another, and the lines between lanes."""
    limit, keeps = settings.speed_limit, settings.traffic_side
    lanes: list[Lane] = []
    lines: list[LaneLine] = []
    corridors = (joint.main, joint.side)
    for road, corridor in zip(("1", "2"), corridors, strict=True):
        low, high = joint.reach(corridor)
        first, last = corridor.span
        for part, span in enumerate(((first, low), (high, last))):
            if span[1] - span[0] < 1.0:
                continue
            arm = Corridor(corridor.line, corridor.section, span)
            lanes += lanes_along(arm, road, limit, keeps, part)
            lines += lines_along(arm, lane_lines(arm, settings.markings, "urban", span))
    own, names = _connection(lanes, plan, joint, limit)
    return LaneMap(_linked(lanes, own), tuple(lines), plan.route, names, limit)


def _connection(
    lanes: Iterable[Lane], plan: Plan, joint: Junction, limit: float
) -> tuple[Lane, tuple[str, ...]]:
    """The ego's lane through the joint area, and the ids of the lanes of its way."""
    low = joint.reach(joint.main)[0]
    driving = [lane for lane in lanes if lane.kind == "driving"]
    before = next(x for x in driving if x.id.startswith("1.0.") and along(x, plan.route))
    ends = plan.route.at(plan.turn[1] + 25.0)
    after = min(driving, key=lambda x: float(np.linalg.norm(x.centre - ends, axis=1).min()))
    last = float(plan.route.project(after.centre[:1])[0][0])
    s = np.linspace(low, last, max(2, int((last - low) / 1.0)))
    width = np.full(len(s), before.width[0])
    own = Lane("3.0.-1", "driving", plan.route.at(s), width, limit, (before.id,), (after.id,))
    return own, (before.id, own.id, after.id)


def _linked(lanes: Sequence[Lane], own: Lane) -> tuple[Lane, ...]:
    """All lanes, with the ego's way and straight ways across the joint area as neighbours."""
    names = {lane.id for lane in lanes}
    done = []
    for lane in lanes:
        road, part, number = lane.id.split(".")
        other = f"{road}.{1 - int(part)}.{number}"
        forward = (int(part) == 0) == (int(number) < 0)
        after = [other] if forward and other in names else []
        before = [other] if not forward and other in names else []
        if lane.id in own.predecessors:
            after.append(own.id)
        if lane.id in own.successors:
            before.append(own.id)
        done.append(lane._replace(predecessors=tuple(before), successors=tuple(after)))
    return (*done, own)
