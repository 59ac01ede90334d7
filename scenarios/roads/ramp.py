"""A motorway with an exit or an entry: a lane beside the others, and a ramp that bends away.

The ego leaves by the exit (``manoeuvre: leave``), stays on the motorway (``stay``), or enters it
from the ramp (``enter``), where its route changes over before the lane of the entry ends.

Example::

    road:
      kind: ramp
      manoeuvre: enter
      lanes: 2
"""

from __future__ import annotations

from math import cos, sin
from typing import Annotated, Literal

from ...simcore.opendrive.build import (
    Lane,
    arc,
    chained,
    end_of,
    line,
    mark,
    network,
    road,
    section,
    spiral,
    tapered,
)
from ...simcore.opendrive.records import Connection, Link, Network, Section
from ...simcore.quantity.fields import Count, Length, Speed, Word, setting
from ..layout import Layout
from ._network import made_by_code
from ._shared import Paved


class Settings(Paved):
    """Lanes, lengths and what the ego does."""

    manoeuvre: Annotated[Literal["leave", "stay", "enter"], Word()] = setting(
        "Whether the ego leaves by an exit, stays, or enters", "leave"
    )
    lanes: Count = setting("Lanes of the carriageway", 2, low=1, high=4)
    lane_width: Length = setting("Width of each lane", "3.75 m", low="3 m", high="4.5 m")
    approach: Length = setting(
        "Length before the lane of the exit or the ramp", "200 m", low="80 m", high="5 km"
    )
    side_lane: Length = setting(
        "Length of the lane beside the others", "250 m", low="120 m", high="600 m"
    )
    ramp_radius: Length = setting("Radius of the ramp", "90 m", low="40 m", high="400 m")
    exit: Length = setting("Length after that", "250 m", low="100 m", high="5 km")
    speed_limit: Speed = setting("Speed limit", "120 km/h", low="40 km/h", high="200 km/h")
    landscape: Annotated[Literal["forest", "fields", "mixed"], Word()] = setting(
        "What lies around", "fields"
    )
    clearing: Length = setting(
        "From the edge of a road to the first trees", "9 m", low="2 m", high="50 m"
    )


TAPER = 60.0
"""Length over which the side lane widens or narrows [m]."""


def lay_out(settings: Settings, key: int) -> Layout:
    """The line of the motorway lies in its median; the ego is in the outermost lane."""
    outer = -(settings.lanes + 2)  # the median and a narrow shoulder come first
    if settings.manoeuvre == "enter":
        return made_by_code(_entry(settings), settings, key, ["ramp", "main2"], -1)
    way = ["main1", "ramp" if settings.manoeuvre == "leave" else "main2"]
    return made_by_code(_exit(settings), settings, key, way, outer)


def _carriageway(settings: Settings, more: Lane | None, s: float = 0.0) -> Section:
    """Both directions, with ``more`` as the outermost lane of the right one."""
    wide, country = settings.lane_width, settings.markings
    between = mark("motorway", country)

    def side(extra: Lane | None) -> list[Lane]:
        own: list[Lane] = [("median", 1.6, None), ("shoulder", 0.8, mark("edge"))]
        count = settings.lanes
        for k in range(count):
            last = k == count - 1
            line = mark("wide_edge") if last else between
            if last and extra is not None:
                line = mark("block")
            own.append(("driving", wide, line))
        own += [extra] if extra is not None else []
        return [*own, ("stop", 2.5, None)]

    return section(side(None), side(more), None, s)


def _exit(settings: Settings) -> Network:
    wide, first = settings.lane_width, settings.approach
    long = settings.side_lane
    growing: Lane = ("driving", tapered(0.0, wide, TAPER), mark("wide_edge"))
    whole: Lane = ("driving", wide, mark("wide_edge"))
    pieces = chained((0.0, 0.0, 0.0), [line(first + long)])
    sections = [_carriageway(settings, None), _carriageway(settings, growing, first),
                _carriageway(settings, whole, first + TAPER)]  # fmt: skip
    after = Link("junction", "j", "start")
    main1 = road("main1", pieces, sections, after=after)
    split = end_of(pieces[-1])
    main2 = road(
        "main2", chained(split, [line(settings.exit)]), [_carriageway(settings, None)],
        before=after,
    )  # fmt: skip
    ramp = road(
        "ramp",
        chained((split[0], -_inner(settings), 0.0), _bend(settings)),
        [_one_lane(settings)],
        before=after,
    )
    side = -(settings.lanes + 3)
    count = settings.lanes + 2
    own = tuple((-k, -k) for k in range(1, count + 1)) + tuple((k, k) for k in range(1, count + 2))
    joins = [Connection("main1", "main2", "start", own, True),
             Connection("main1", "ramp", "start", ((side, -1),), True)]  # fmt: skip
    return network([main1, main2, ramp], {"j": joins})


def _entry(settings: Settings) -> Network:
    wide, long = settings.lane_width, settings.side_lane
    whole: Lane = ("driving", wide, mark("wide_edge"))
    ending: Lane = ("shoulder", tapered(wide, 0.0, TAPER), None)
    pieces = chained((0.0, 0.0, 0.0), [line(settings.approach)])
    join = Link("junction", "j", "start")
    main1 = road("main1", pieces, [_carriageway(settings, None)], after=join)
    at = end_of(pieces[-1])
    sections = [_carriageway(settings, whole), _carriageway(settings, ending, long),
                _carriageway(settings, None, long + TAPER)]  # fmt: skip
    main2 = road(
        "main2", chained(at, [line(long + TAPER + settings.exit)]), sections, before=join
    )  # fmt: skip
    # The mirror image of an exit, driven the other way round: the same bends in reverse.
    ramp_shapes = [(kind, length, values[::-1]) for kind, length, values in _bend(settings)][::-1]
    free = chained((0.0, 0.0, 0.0), ramp_shapes)
    x, y, heading = end_of(free[-1])
    # The ramp is turned and shifted so that it ends along the side lane.
    c, n = cos(-heading), sin(-heading)
    start = (at[0] - c * x + n * y, -_inner(settings) - n * x - c * y, -heading)
    ramp = road("ramp", chained(start, ramp_shapes), [_one_lane(settings)], after=join)
    side = -(settings.lanes + 3)
    count = settings.lanes + 2
    own = tuple((-k, -k) for k in range(1, count + 1)) + tuple((k, k) for k in range(1, count + 2))
    joins = [Connection("main1", "main2", "start", own, True),
             Connection("ramp", "main2", "start", ((-1, side),), True)]  # fmt: skip
    return network([main1, main2, ramp], {"j": joins})


def _inner(settings: Settings) -> float:
    """How far the inner edge of the side lane lies to the right of the line [m]."""
    return 1.6 + 0.8 + settings.lanes * settings.lane_width


def _bend(settings: Settings):
    """An exit's ramp: away from the motorway, round, and on."""
    curve = 1.0 / settings.ramp_radius
    ease = 45.0
    away = 0.10  # first it leaves the motorway at a small angle
    return [
        spiral(30.0, 0.0, -2 * away / 60.0), spiral(30.0, -2 * away / 60.0, 0.0), line(25.0),
        spiral(ease, 0.0, -curve), arc(1.0 * settings.ramp_radius, -curve),
        spiral(ease, -curve, 0.0), line(60.0),
    ]  # fmt: skip


def _one_lane(settings: Settings) -> Section:
    edge = mark("edge")
    left: list[Lane] = [("shoulder", 0.5, None)]
    right: list[Lane] = [("driving", settings.lane_width, edge), ("shoulder", 1.5, None)]
    return section(left, right, edge)
