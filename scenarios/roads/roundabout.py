"""A roundabout with four arms, one lane wide, between fields; the ego leaves by its ``exit``.

With right-hand traffic one drives round against the clock. The ring keeps its grassy island behind
a kerb.

Example::

    road:
      kind: roundabout
      island_radius: 13 m
      exit: 2
"""

from __future__ import annotations

from math import cos, pi, sin
from typing import Annotated, Literal

from ...simcore.opendrive.build import (
    arc,
    chained,
    joined,
    line,
    mark,
    network,
    road,
    section,
    sign,
    tapered,
)
from ...simcore.opendrive.records import Connection, Link, Network, Road
from ...simcore.quantity.fields import Count, Length, Speed, Word, setting
from ..layout import Layout
from ._network import made_by_code
from ._shared import Paved


class Settings(Paved):
    """Size, and where the ego leaves."""

    approach: Length = setting("Length of the arms", "90 m", low="40 m", high="500 m")
    island_radius: Length = setting("Radius of the island", "13 m", low="8 m", high="40 m")
    ring_width: Length = setting("Width of the ring's lane", "5.5 m", low="4 m", high="8 m")
    exit: Count = setting("The exit that the ego takes: 1 the next, 4 back", 2, low=1, high=4)
    speed_limit: Speed = setting("Speed limit", "50 km/h", low="5 km/h", high="100 km/h")
    landscape: Annotated[Literal["forest", "fields", "mixed"], Word()] = setting(
        "What lies around it", "fields"
    )
    clearing: Length = setting(
        "From the edge of the road to the first trees", "8 m", low="2 m", high="50 m"
    )


MOUTH = 14.0
"""From the ring to where an arm begins to widen [m]."""


def lay_out(settings: Settings, key: int) -> Layout:
    """The ego comes along the arm in the west."""
    way = [f"arm{2}", "in2"]
    for k in range(settings.exit - 1):
        way += [f"ring{(2 + k) % 4}", f"past{(3 + k) % 4}"]
    last = (2 + settings.exit) % 4
    way += [f"ring{(last + 3) % 4}", f"out{last}", f"arm{last}"]
    return made_by_code(_plan(settings), settings, key, way, -1)


def _plan(settings: Settings) -> Network:
    """Arms k = 0 … 3 in the east, north, west and south; right-hand traffic."""
    radius = settings.island_radius
    apart = min(0.6, 7.0 / radius)  # half the angle between an entry and the exit before it [rad]
    roads: list[Road] = []
    junctions: dict[str, list[Connection]] = {}
    for k in range(4):
        junction, before = f"j{k}", f"ring{(k + 3) % 4}"
        angle = k * pi / 2
        roads.append(_arm(settings, k))
        lanes = [section([_KERB, _ISLAND], [("driving", settings.ring_width, mark("edge")), _EDGE])]
        start, end = angle + apart, angle + pi / 2 - apart
        ring = Link("junction", junction, "start"), Link("junction", f"j{(k + 1) % 4}", "start")
        roads.append(
            road(f"ring{k}", _ring(radius, start, end), lanes, before=ring[0], after=ring[1])
        )
        past = _ring(radius, angle - apart, angle + apart)
        open_side = [section([_KERB, _ISLAND], [("driving", settings.ring_width, None)])]
        links = Link("road", before, "end"), Link("road", f"ring{k}", "start")
        roads.append(
            road(f"past{k}", past, open_side, junction=junction, before=links[0], after=links[1])
        )
        roads += _slips(settings, k, apart, junction)
        junctions[junction] = [
            Connection(before, f"past{k}", "start", ((-1, -1),), False),
            Connection(f"arm{k}", f"in{k}", "start", ((-1, -1),), False),
            Connection(before, f"out{k}", "start", ((-1, -1),), False),
        ]
    return network(roads, junctions)


_KERB = ("curb", 0.25, None)
_ISLAND = ("median", 1.5, None)
_EDGE = ("shoulder", 0.4, None)


def _ring(radius: float, start: float, end: float):
    pose = (radius * cos(start), radius * sin(start), start + pi / 2)
    return chained(pose, [arc((end - start) * radius, 1 / radius)])


def _arm(settings: Settings, k: int) -> Road:
    """An arm, its line running towards the ring."""
    angle = k * pi / 2
    far = settings.island_radius + settings.ring_width + MOUTH
    length = settings.approach
    pose = ((far + length) * cos(angle), (far + length) * sin(angle), angle + pi)
    side = [("driving", settings.lane_width, mark("edge")), _EDGE]
    t = -settings.lane_width - 1.2
    signs = [sign(length - 1.0, t, "205"), sign(length - 40.0, t, "274", value=30.0)]
    return road(
        f"arm{k}", chained(pose, [line(length)]),
        [section(side, side, mark("centre", settings.markings))],
        after=Link("junction", f"j{k}", "start"), signals=signs[: 1 + (length > 60.0)],
    )  # fmt: skip


def _slips(settings: Settings, k: int, apart: float, junction: str) -> list[Road]:
    """The way in and the way out of an arm."""
    angle, radius = k * pi / 2, settings.island_radius
    far = radius + settings.ring_width + MOUTH
    mouth = (far * cos(angle), far * sin(angle))
    wide, narrow = settings.ring_width, settings.lane_width
    roads = []
    for name, at, sign_ in (("in", angle + apart, 1), ("out", angle - apart, -1)):
        ring = (radius * cos(at), radius * sin(at), at + pi / 2)
        arm = (*mouth, angle + pi if sign_ > 0 else angle)
        piece = joined(arm, ring, 17.0) if sign_ > 0 else joined(ring, arm, 17.0)
        ends = (narrow, wide) if sign_ > 0 else (wide, narrow)
        width = tapered(*ends, piece.length)
        lanes = [section([], [("driving", width, mark("edge")), _EDGE])]
        to_arm = Link("road", f"arm{k}", "end")
        before = to_arm if sign_ > 0 else Link("road", f"ring{(k + 3) % 4}", "end")
        after = Link("road", f"ring{k}", "start") if sign_ > 0 else to_arm
        roads.append(
            road(f"{name}{k}", [piece], lanes, junction=junction, before=before, after=after)
        )
    return roads
