"""An urban junction with three or four arms, where the ego turns or goes straight on.

The route runs along the near arm, whose kerb line ends at s = approach, through the junction by
its ``manoeuvre`` and out along the arm it leads to. Places before the junction, and of what goes
straight on through it, are simplest given by s and t of the straight approach.

Example::

    road:
      kind: crossing
      approach: 60 m
      manoeuvre: right
      cycle_path: true
      control: signals
      signals: {cycle: 60 s, green: 26 s, offset: {uniform: [0 s, 60 s]}}
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Literal

from pydantic import model_validator

from ...simcore.geometry.dresser.crossing import Crossing, crossing
from ...simcore.geometry.ground.corridor import Corridor
from ...simcore.geometry.ground.junction import Junction
from ...simcore.quantity.fields import Flag, Length, Speed, Word, invalid, setting
from ...simcore.quantity.terms import Constant
from ...simcore.surface import Chart
from ..layout import Dressed, Layout, Occasion
from ._junction import carriageways_of, lane_map, leads, plan_of, strips_of
from ._shared import Street, drives, wishes_of, worn
from ._signals import Program, signals_of, stops_of


class Settings(Street):
    """The junction, its arms, and who gives way."""

    approach: Length = setting("From s = 0 to the junction", "60 m", low="30 m", high="500 m")
    exit: Length = setting(
        "Length of the arms after the junction", "80 m", low="30 m", high="500 m"
    )
    manoeuvre: Annotated[Literal["left", "right", "straight"], Word()] = setting(
        "Where the ego's route leads", "right"
    )
    arms: Annotated[Literal["t_left", "t_right", "four"], Word()] = setting(
        "Arms: all four, or a T whose third arm is on the left or right", "four"
    )
    corner_radius: Length = setting(
        "Radius of the kerbs at the corners", "6 m", low="2 m", high="20 m"
    )
    control: Annotated[Literal["signals", "give_way", "none"], Word()] = setting(
        "Traffic lights, signs that give the ego's road priority, or nothing", "give_way"
    )
    signals: Program = setting("When the traffic lights change", {})
    zebra: Flag = setting("Zebra crossings over all arms", True)
    cycle_path: Flag = setting("Cycle lanes beside the lanes of the ego's first arm", True)
    cycle_width: Length = setting("Width of a cycle lane", "1.75 m", low="1 m", high="3 m")
    speed_limit: Speed = setting("Speed limit", "50 km/h", low="5 km/h", high="70 km/h")

    @model_validator(mode="after")
    def _way_exists(self) -> Settings:
        way: Any = self.manoeuvre
        arms: Any = self.arms
        fixed = isinstance(way, Constant) and isinstance(arms, Constant)
        if fixed and not leads(way.value, arms.value):
            problem = f"'{arms.value}' has no arm to go {way.value} to"
            raise invalid((("manoeuvre",), problem))
        return self


def end(settings: Settings) -> float:
    """s where the arm that the ego's route leads to ends [m]."""
    return plan_of(settings).turn[1] + settings.exit


def lay_out(settings: Settings, key: int) -> Layout:
    """The junction: the ego comes along the main road from s = 0."""
    plan = plan_of(settings)
    main = Corridor(plan.main, plan.main_section)
    side = Corridor(plan.side, plan.side_section)
    joint = Junction(main, side, plan.at, settings.corner_radius)
    lights = settings.control == "signals"
    wide = [abs(corridor.section.edge(1) - corridor.section.edge(-1)) for corridor in (main, side)]

    @cache
    def made(season: str) -> Crossing:
        return crossing(
            (plan.main, plan.main_section), (plan.side, plan.side_section), plan.at,
            (settings.style, settings.style), key, control=settings.control,
            crossings=settings.zebra, radius=settings.corner_radius, season=season,
            country=settings.markings, drives=drives(settings),
            routes=((0.0, plan.at[0] + settings.exit), (-settings.exit, settings.exit)),
            wishes=wishes_of(settings), switched=True,
        )  # fmt: skip

    def dress(occasion: Occasion) -> Dressed:
        built = made(occasion.season)
        return Dressed(
            worn(built.placements(occasion.first, occasion.lit, charts=(0, 1)), settings.wear),
            built.dressing.bodies(occasion.first),
            built.dressing.lamps(occasion.lit),
        )

    return Layout(
        lane_map(plan, joint, settings),
        strips_of(plan),
        tuple(
            Chart(line.span, tuple(t for t, _ in section.lanes()))
            for line, section in ((plan.main, plan.main_section), (plan.side, plan.side_section))
        ),
        carriageways_of(plan),
        (plan.main_section.edge(-1) - plan.lane, plan.main_section.edge(1) - plan.lane),
        dress,
        lambda season: (),
        plan.turn[1] + settings.exit,
        signals_of(settings.signals, settings, *wide) if lights else None,
        stops_of(joint, settings.zebra, drives(settings)) if lights else (),
    )
