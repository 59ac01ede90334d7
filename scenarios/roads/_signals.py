"""The traffic lights of a junction: their program, and the lines at which drivers stop."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...simcore.geometry.dresser.crossing import stop_line
from ...simcore.geometry.ground.junction import Junction
from ...simcore.quantity.fields import Speed, Time, setting
from ...simcore.quantity.settings import Settings
from ...simcore.signals import Group, Signals
from ..layout import Stop

LEAST_GREEN = 5.0
"""No green is shorter [s] (RiLSA 2015)."""
RED_AMBER = 1.0
"""How long red and amber are shown together before green [s] (VwV-StVO to § 37, IX)."""
WALKING = 1.2
"""Speed of those who clear a crossing on foot [m/s] (RiLSA 2015)."""
BAR = 0.5
"""Width of a stop line [m]."""


class Program(Settings):
    """A fixed cycle: the ego's road has green first, then the other one."""

    cycle: Time = setting("Time until everything repeats itself", "60 s", low="30 s", high="180 s")
    green: Time = setting("Green of the ego's road", "26 s", low="5 s", high="150 s")
    amber: Time | None = setting(
        "Amber; unless given 3, 4 or 5 s for speed limits to 50, 60 or 70 km/h",
        None, low="2 s", high="8 s",
    )  # fmt: skip
    clearance: Time = setting(
        "All red, after amber and until the others have green", "2 s", low="0 s", high="10 s"
    )
    offset: Time = setting(
        "How far the cycle is when the episode begins; at 0 the ego's road has got green",
        "0 s", low="0 s", high="180 s",
    )  # fmt: skip


def amber_for(limit: Speed) -> float:
    """How long amber is shown [s] by the speed limit [m/s] (VwV-StVO to § 37, IX)."""
    return 3.0 if limit < 55 / 3.6 else 4.0 if limit < 65 / 3.6 else 5.0


def signals_of(program: Any, settings: Any, main_width: float, side_width: float) -> Signals:
    """The groups of a crossing, as ``dresser.crossing.GROUPS`` has them.

    main_width, side_width: of the carriageways, which people on foot must have cleared [m]. A green
    is never so short that those who walk along have less than 5 s, and one that leaves the others
    less is cut.
    """
    amber = amber_for(settings.speed_limit) if program.amber is None else program.amber
    between = amber + program.clearance
    early = 0.0 if settings.markings == "us" else RED_AMBER
    least, least_other = (
        LEAST_GREEN + max(width / WALKING - between, 0.0) for width in (side_width, main_width)
    )
    green = max(min(program.green, program.cycle - 2 * between - least_other), least)
    begin, cycle = green + between, max(program.cycle, 2 * between + green + least_other)
    other = cycle - 2 * between - green
    return Signals(
        cycle,
        program.offset,
        (
            Group(0.0, green, amber, early),
            Group(begin, other, amber, early),
            Group(begin, _walk(other, between, main_width), 0.0, 0.0),
            Group(0.0, _walk(green, between, side_width), 0.0, 0.0),
        ),
    )


def _walk(green: float, between: float, width: float) -> float:
    """Green of those who walk along with some traffic [s]."""
    return min(green, green + between - width / WALKING)


def stops_of(joint: Junction, crossings: bool, keeps: int) -> tuple[Stop, ...]:
    """Where drivers stop at red. keeps: the side of traffic, -1 right, 1 left."""
    found = []
    for group, corridor in enumerate((joint.main, joint.side)):
        low, high = joint.reach(corridor)
        section, line = corridor.section, corridor.line
        for edge, outwards in ((low, -1), (high, 1)):
            inside = corridor.span[0] + 1.0 < edge < corridor.span[1] - 1.0
            near = keeps if outwards < 0 else -keeps
            if not inside:
                continue
            s = edge + outwards * (stop_line(crossings) + BAR)
            heading = float(line.axis(s).heading) + (0.0 if outwards < 0 else np.pi)
            for t, width in section.lanes():
                if (t - section.t0) * near > 0:
                    x, y, _ = line.at(s, t)
                    found.append(Stop(float(x), float(y), heading, width, group))
    return tuple(found)
