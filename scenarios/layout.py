"""What a road plug-in lays out: the ego's route, lanes, ground, and what stands around.

A plug-in of ``scenarios/roads`` has ``lay_out(settings, key) -> Layout``. Lines, lanes and ground
are there at once; meshes are made when something is to be seen (``Layout.dress``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..simcore.geometry.dresser.dressing import ParkingSlot
from ..simcore.geometry.ground.corridor import Corridor
from ..simcore.geometry.ground.markings import Bars, Shape
from ..simcore.lamps import Lamp
from ..simcore.lanes import Lane, LaneLine, LaneMap
from ..simcore.light.tubes import Tube
from ..simcore.physics.driving.ground import Strip
from ..simcore.scene import FixedBody, Placement
from ..simcore.signals import Signals
from ..simcore.surface import Chart

Array = NDArray[np.float64]

STEP = 2.0
"""Distance between the points of lanes and lines in labels [m]."""


class Dressed(NamedTuple):
    """What can be seen of a layout: meshes, counted things, light sources."""

    placements: tuple[Placement, ...]
    bodies: tuple[FixedBody, ...]
    lamps: tuple[Lamp, ...]


class Occasion(NamedTuple):
    """When a layout is dressed. season: "winter" …; lit: mask of the lamp circuits that are on;
    first: instance id of the first counted thing."""

    season: str
    lit: int
    first: int


class Stop(NamedTuple):
    """Where the drivers of one lane stop at red: the middle of the line's near edge [m], the
    heading [rad] of who comes to it, the lane's width [m], and the group of the signals."""

    x: float
    y: float
    heading: float
    width: float
    group: int


@dataclass(frozen=True, eq=False)
class Layout:
    """The fixed world of an episode.

    lanes: with the route, whose t = 0 is the middle of the ego's lane; strips: the ground, in
    order of precedence; charts: of the surface, as the strips number them (the first strip with a
    chart has its (s, t)); carriageways: t of the right and the left edge of each strip's
    carriageway, edges: of the route's [m]; dress: makes what can be seen; slots: where cars may
    stand parked in a season; end: s where the scenario's road ends; signals: traffic lights that
    change, stops: where one stops at them; tubes: spaces of tunnels, for their daylight.
    """

    lanes: LaneMap
    strips: tuple[Strip, ...]
    charts: tuple[Chart, ...]
    carriageways: tuple[tuple[float, float], ...]
    edges: tuple[float, float]
    dress: Callable[[Occasion], Dressed]
    slots: Callable[[str], Sequence[ParkingSlot]]
    end: float
    signals: Signals | None = None
    stops: tuple[Stop, ...] = ()
    tubes: tuple[Tube, ...] = ()

    def on_road(self, x: float, y: float, margin: float) -> bool:
        """Whether a place is on some carriageway, or no further than ``margin`` [m] off it."""
        for strip, (right, left) in zip(self.strips, self.carriageways, strict=True):
            s, t = strip.line.project(np.array([x, y]))
            along = strip.span[0] - margin <= s <= strip.span[1] + margin
            if along and right - margin <= t <= left + margin:
                return True
        return False


def lanes_along(
    corridor: Corridor, road: str, speed_limit: float, traffic_side: str = "right", part: int = 0
) -> tuple[Lane, ...]:
    """The lanes, cycle lanes, parking strips and pavements of a corridor, part ``part`` of a road.

    Lanes on the side that traffic keeps to run with the line, the others against it.
    """
    kinds = {"lane": "driving", "cycle": "biking", "parking": "parking", "sidewalk": "sidewalk"}
    along = 1 if traffic_side == "right" else -1
    s = _stations(corridor.span)
    lanes: list[Lane] = []
    for side in (-1, 1):
        number = 0
        for piece in corridor.section.pieces:
            kind = kinds.get(piece.band.kind)
            if piece.side != side or kind is None:
                continue
            number += 1
            middle = (piece.t[0] + piece.t[-1]) / 2
            centre = corridor.exact(s, middle)
            with_line = side * along < 0
            lanes.append(
                Lane(
                    f"{road}.{part}.{side * number}",
                    kind,
                    centre if with_line else centre[::-1],
                    np.full(len(s), piece.band.width),
                    speed_limit if kind == "driving" else 0.0,
                )
            )
    return tuple(_with_neighbours(lanes))


def lines_along(corridor: Corridor, marks: Sequence[Bars | Shape]) -> tuple[LaneLine, ...]:
    """The painted lines and the edges of the carriageway of a corridor."""
    lines = [_line(corridor, item) for item in marks if isinstance(item, Bars) and len(item.s0)]
    for side in (-1, 1):
        points = corridor.exact(_stations(corridor.span), corridor.section.edge(side))
        lines.append(LaneLine("kerb", "none", points, 0.0))
    return tuple(lines)


def _line(corridor: Corridor, bars: Bars) -> LaneLine:
    colour = "yellow" if "yellow" in bars.colour else "white"
    width = float(bars.t1[0] - bars.t0[0])
    same = np.ptp(bars.t0) < 1e-6
    if not same:  # bars side by side
        middle = float((bars.s0[0] + bars.s1[0]) / 2)
        edges = np.array([bars.t0.min(), bars.t1.max()])
        length = float(bars.s1[0] - bars.s0[0])
        return LaneLine("zebra", colour, corridor.exact(middle, edges), length)
    if len(bars.s0) == 1 and bars.s1[0] - bars.s0[0] < 1.0 < width:
        edges = np.array([bars.t0[0], bars.t1[0]])
        middle = float((bars.s0[0] + bars.s1[0]) / 2)
        thick = float(bars.s1[0] - bars.s0[0])
        return LaneLine("stop", colour, corridor.exact(middle, edges), thick)
    s = _stations((float(bars.s0.min()), float(bars.s1.max())))
    points = corridor.exact(s, float((bars.t0[0] + bars.t1[0]) / 2))
    return LaneLine("solid" if len(bars.s0) == 1 else "broken", colour, points, width)


def _with_neighbours(lanes: Sequence[Lane]) -> list[Lane]:
    """Lanes with ``left`` and ``right`` set, as seen in their own direction of travel."""
    where = {lane.id: int(lane.id.rpartition(".")[2]) for lane in lanes}
    by_number = {number: name for name, number in where.items()}
    done = []
    for lane in lanes:
        number = where[lane.id]
        inner = number + 1 if number < 0 else number - 1
        inner = inner if inner else -1 if number > 0 else 1
        outer = number - 1 if number < 0 else number + 1
        done.append(lane._replace(left=by_number.get(inner), right=by_number.get(outer)))
    return done


def _stations(span: tuple[float, float]) -> Array:
    count = max(2, int(np.ceil((span[1] - span[0]) / STEP)) + 1)
    return np.linspace(*span, count)
