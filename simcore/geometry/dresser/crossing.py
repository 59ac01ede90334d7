"""Two dressed streets that meet: their joint area, crossings, stop lines, signals or signs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from ...keys import fold
from ...line import Line
from ...materials import lit
from ...scene import Placement
from ..ground.corridor import Corridor, Drop
from ..ground.junction import Junction, walk_edge
from ..ground.landscape import GREENS, landscape
from ..ground.markings import Bars, Shape, crossbar, give_way, lane_lines, zebra
from ..ground.paint import painted
from ..ground.sections import Section
from ..street.signal import STATES, pedestrian_light, traffic_light
from ..street.signs import sign
from .corner import Corner
from .corner import clear as rounded
from .dressing import Dressing, Stand
from .site import Mouth, Wishes, Zone, towards
from .street import furnished, land_of
from .street import styles as style_registry

GROUPS = ("main", "side", "over_main", "over_side")
"""The groups of a crossing's signals: for those who drive on either road, and walk over it."""

_BEFORE = 0.6
_ZEBRA = 4.0
_STOP = 1.0


class Leg(NamedTuple):
    """One way out of a junction. corridor; edge: s where the joint area ends; outwards: +1 where s
    grows away from the junction, else -1; main: of the main road."""

    corridor: Corridor
    edge: float
    outwards: int
    main: bool

    def at(self, distance: float) -> float:
        """s at a distance from the joint area [m]."""
        return self.edge + self.outwards * distance


@dataclass(frozen=True, eq=False)
class Crossing:
    """Two streets and their junction.

    main, side: corridors; dressing: what stands along both; marks: of the main and of the side
    road; legs: the ways out.
    """

    main: Corridor
    side: Corridor
    junction: Junction
    legs: tuple[Leg, ...]
    dressing: Dressing
    marks: tuple[tuple[Bars | Shape, ...], tuple[Bars | Shape, ...]]
    season: str = "summer"
    land: tuple[Placement, ...] = field(default=(), repr=False)

    def placements(
        self, first: int = 1, on: int = 0, charts: tuple[int, int] = (-1, -1)
    ) -> tuple[Placement, ...]:
        """All meshes. first: instance id of the first counted thing; on: mask of lit circuits;
        charts: numbers of the ground's charts of the main road (and the joint area) and the side
        road."""
        green = {"grass": GREENS[self.season][0]}
        own, other = charts
        ground = self.junction.of_main(self.main.surfaces(own, green))
        ground += self.junction.of_side(self.side.surfaces(other, green))
        ground += self.junction.surfaces(own)
        ground += painted(self.main, self.marks[0], own) + painted(self.side, self.marks[1], other)
        return ground + self.dressing.placements(first, on) + self.land


def crossing(
    main: tuple[Line, Section],
    side: tuple[Line, Section],
    at: tuple[float, float],
    styles: tuple[str, str],
    key: int,
    *,
    control: str = "give_way",
    crossings: bool = True,
    radius: float = 7.0,
    season: str = "winter",
    country: str = "de",
    drives: int = -1,
    spans: tuple[tuple[float, float] | None, tuple[float, float] | None] = (None, None),
    routes: tuple[tuple[float, float] | None, tuple[float, float] | None] = (None, None),
    clear: tuple[Sequence[Zone], Sequence[Zone]] = ((), ()),
    wishes: Wishes | None = None,
    state: tuple[str, str] = ("green", "red"),
    switched: bool = False,
) -> Crossing:
    """A main and a side road that meet at s = at[0] of the one and s = at[1] of the other.

    Sections must be level across (``crossfall=0``). control: "signals" (whose ``state`` for main
    and side road is a key of ``street.signal.STATES``; with ``switched`` they change by
    ``GROUPS``), "give_way" or "none"; crossings: zebra crossings over all legs. For a T-junction
    the side road's span begins or ends on the main line.
    """
    if control not in ("signals", "give_way", "none"):
        raise ValueError(f"'{control}' controls no junction; known: signals, give_way, none")
    roads = [Corridor(*road, span, route) for road, span, route in
             zip((main, side), spans, routes, strict=True)]  # fmt: skip
    joint = Junction(roads[0], roads[1], at, radius)
    corner = getattr(style_registry().load(styles[0]), "CORNER", Corner())
    mouths = tuple(_mouths(joint, corner)), tuple(_behind(joint, corner))
    legs = tuple(_legs(joint))
    built, dressings = [], []
    for number, road in enumerate(roads):
        room = [*(Zone(*z) for z in joint.room(road, corner.deep)), *clear[number]]
        dressing = furnished(
            road, styles[number], fold(key, number), season, country, drives, room, wishes,
            mouths[number],
        )  # fmt: skip
        drops = [*dressing.drops, *(_lowered(legs, road) if crossings else ())]
        built.append(Corridor(road.line, road.section, road.span, road.route, drops))
        dressings.append(dressing)
    paved = tuple(_paved(built[0], mouths[0])) if corner.paved else ()
    final = Junction(built[0], built[1], at, radius, paved)
    legs = tuple(_legs(final))
    marks = tuple(
        tuple(_marks(legs, road, number, control, crossings, country, drives))
        for number, road in enumerate(built)
    )
    furniture = _furniture(legs, control, crossings, country, drives, state, switched)
    around = landscape(built, fold(key, "land"), land_of(styles[0]), season)
    return Crossing(built[0], built[1], final, legs, dressings[0] + dressings[1] + furniture,
                    (marks[0], marks[1]), season, around)  # fmt: skip


def _mouths(joint: Junction, corner: Corner) -> Iterator[Mouth]:
    """Where the side road comes out on the main road, whose style builds on the corners."""
    for side in (-1, 1):
        found = joint.mouth(joint.main, side, corner.deep)
        if found is not None:
            beside = max(corner.beside, rounded(joint.rounding, corner.setback))
            yield Mouth(side, *found, beside, corner.deep, joint.rounding)


def _behind(joint: Junction, corner: Corner) -> Iterator[Mouth]:
    """Where the main road and the plots along it lie beside the side road."""
    for side in (-1, 1):
        found = joint.mouth(joint.side, side, corner.deep)
        if found is not None:
            yield Mouth(side, found[0] - corner.deep, found[1] + corner.deep, corner=False)


def _paved(main: Corridor, mouths: Sequence[Mouth]) -> Iterator[Zone]:
    """The ground between the side road's pavements and the buildings at its corners."""
    for mouth in mouths:
        walk = walk_edge(main, mouth.side)
        near, far = sorted((walk, walk + mouth.side * mouth.deep))
        yield Zone(mouth.s0 - mouth.beside, mouth.s0, near, far)
        yield Zone(mouth.s1, mouth.s1 + mouth.beside, near, far)


def _legs(joint: Junction) -> Iterator[Leg]:
    for number, arm in enumerate(joint.arms):
        if arm.before > 0.5 and arm.middle - arm.before > arm.corridor.span[0] + 1.0:
            yield Leg(arm.corridor, arm.middle - arm.before, -1, number == 0)
        if arm.after > 0.5 and arm.middle + arm.after < arm.corridor.span[1] - 1.0:
            yield Leg(arm.corridor, arm.middle + arm.after, 1, number == 0)


def _lowered(legs: Sequence[Leg], road: Corridor) -> Iterator[Drop]:
    """Dropped kerbs at the ends of zebra crossings."""
    for leg in legs:
        if leg.corridor is road:
            middle = leg.at(_BEFORE + _ZEBRA / 2)
            for side in (-1, 1):
                yield Drop(side, middle - 1.2, middle + 1.2)


def stop_line(crossings: bool) -> float:
    """Distance of the stop line, whose bar lies beyond it, from the joint area [m]."""
    return _BEFORE + (_ZEBRA + _STOP if crossings else 0.6)


def _marks(
    legs: Sequence[Leg], road: Corridor, number: int, control: str, crossings: bool, country: str,
    drives: int,
) -> Iterator[Bars | Shape]:  # fmt: skip
    """Lane lines as far as the stop lines, crossings, stop or give-way lines."""
    section = road.section
    for leg in legs:
        if leg.corridor is not road:
            continue
        stop = leg.at(stop_line(crossings))
        span = (road.span[0], stop) if leg.outwards < 0 else (stop, road.span[1])
        yield from lane_lines(road, country, "urban", span)
        if crossings:
            yield zebra(leg.at(_BEFORE + _ZEBRA / 2), section.edge(-1), section.edge(1), _ZEBRA)
        near = drives if leg.outwards < 0 else -drives  # the side that traffic comes in on
        lanes = [(t, w) for t, w in section.lanes() if (t - section.t0) * near > 0]
        if not lanes:
            continue
        low = min(t - w / 2 for t, w in lanes)
        high = max(t + w / 2 for t, w in lanes)
        direction = -leg.outwards
        if control == "signals":
            far = stop if direction > 0 else stop + 0.5
            yield crossbar(far, low, high)
        elif control == "give_way" and number == 1:
            yield from give_way(stop, low, high, direction)


def _furniture(
    legs: Sequence[Leg], control: str, crossings: bool, country: str, drives: int,
    state: tuple[str, str], switched: bool,
) -> Dressing:  # fmt: skip
    """Signals and signs beside the stop lines, lights for those who cross on foot."""
    stands: list[Stand] = []
    for leg in legs:
        near = drives if leg.outwards < 0 else -drives
        section = leg.corridor.section
        t = section.edge(near) + near * 0.75
        s = leg.at(stop_line(crossings) + 0.4)
        facing = np.pi if leg.outwards < 0 else 0.0
        T = leg.corridor.pose(s, t, facing)
        if control == "signals":
            circuits = lit(*STATES[state[0 if leg.main else 1]])
            wide = abs(section.edge(near) - section.t0) > 4.5
            group = GROUPS.index("main" if leg.main else "side") if switched else -1
            stands.append(Stand(traffic_light(3.6 if wide else 0.0), T, circuits, group))
            if crossings:
                stands += _walkers(leg, state, switched)
        elif control == "give_way":
            kind = "priority" if leg.main else "give_way"
            stands.append(Stand(sign(kind, country), T))
            if crossings:
                beside = leg.corridor.pose(leg.at(_BEFORE + _ZEBRA + 0.3), t + near * 0.1, facing)
                stands.append(Stand(sign("crossing", country), beside))
    return Dressing(tuple(stands))


def _walkers(leg: Leg, state: tuple[str, str], switched: bool) -> list[Stand]:
    """Pedestrian lights at both ends of a crossing, green where the leg's traffic is stopped."""
    stopped = state[0 if leg.main else 1] == "red"
    on = lit(*STATES["green" if stopped else "red"])
    section = leg.corridor.section
    s = leg.at(_BEFORE + _ZEBRA + 0.3)
    group = GROUPS.index("over_main" if leg.main else "over_side") if switched else -1
    stands = []
    for side in (-1, 1):
        T = leg.corridor.pose(s, section.edge(side) + side * 0.6, towards(side))
        stands.append(Stand(pedestrian_light(), T, on, group))
    return stands
