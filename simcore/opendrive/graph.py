"""Which lane leads to which: the lanes of a network with their links, in the direction of travel.

An id is ``road.section.lane``, as in ``lanes.Lane``.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from .profile import Course, kind_of
from .records import Network, Road


class Key(NamedTuple):
    """A lane of a section of a road."""

    road: str
    section: int
    lane: int

    def __str__(self) -> str:
        return f"{self.road}.{self.section}.{self.lane}"


def forward(road: Road, lane: int, direction: str = "standard") -> bool:
    """Whether traffic in a lane runs with s: on the right in right-hand traffic."""
    with_s = (lane < 0) != road.left_hand
    return with_s != (direction == "reversed")


class Graph:
    """The lanes that traffic or people use, and where each leads.

    follows, precedes: lanes after and before each, in the direction of travel.
    """

    def __init__(self, network: Network):
        self.network = network
        self.courses = {name: Course(road) for name, road in network.roads.items()}
        self.keys = tuple(
            Key(name, number, lane)
            for name, road in network.roads.items()
            for number, section in enumerate(road.sections)
            for lane in sorted(section.lanes)
            if lane and kind_of(section.lanes[lane]) is not None
        )
        known = set(self.keys)
        self._ends: dict[tuple[Key, str], set[tuple[Key, str]]] = defaultdict(set)
        self._within()
        self._between()
        self.follows: dict[Key, tuple[Key, ...]] = {}
        self.precedes: dict[Key, tuple[Key, ...]] = {}
        for key in self.keys:
            ends = ("end", "start") if self.forward(key) else ("start", "end")
            ahead, behind = (
                tuple(
                    sorted(
                        other
                        for other, at in self._ends.get((key, end), ())
                        if other in known and self._leads(key, end, other, at)
                    )
                )
                for end in ends
            )
            self.follows[key], self.precedes[key] = ahead, behind

    def forward(self, key: Key) -> bool:
        """Whether traffic in a lane runs with its road's s."""
        road = self.network.roads[key.road]
        return forward(road, key.lane, self.record(key).direction)

    def record(self, key: Key):
        """The lane's record."""
        return self.network.roads[key.road].sections[key.section].lanes[key.lane]

    def _leads(self, key: Key, end: str, other: Key, at: str) -> bool:
        """Whether travel can go on from the end of one lane to the end ``at`` of another."""
        leaves = (end == "end") == self.forward(key)
        enters = (at == "start") == self.forward(other)
        return leaves == enters

    def _join(self, one: Key, end: str, other: Key, at: str) -> None:
        self._ends[one, end].add((other, at))
        self._ends[other, at].add((one, end))

    def _within(self) -> None:
        """Links between the sections of a road; without any, the same id goes on."""
        for name, road in self.network.roads.items():
            for number in range(len(road.sections) - 1):
                here, there = road.sections[number].lanes, road.sections[number + 1].lanes
                for lane, record in here.items():
                    for other in record.successors:
                        if other in there:
                            self._join(Key(name, number, lane), "end",
                                       Key(name, number + 1, other), "start")  # fmt: skip
                for lane, record in there.items():
                    for other in record.predecessors:
                        if other in here:
                            self._join(Key(name, number, other), "end",
                                       Key(name, number + 1, lane), "start")  # fmt: skip
                silent = not any(x.successors for x in here.values()) and not any(
                    x.predecessors for x in there.values()
                )
                for lane in here if silent else ():
                    if lane in there:
                        self._join(Key(name, number, lane), "end",
                                   Key(name, number + 1, lane), "start")  # fmt: skip

    def _between(self) -> None:
        """Links from road to road, and through junctions."""
        for road in self.network.roads.values():
            for end, link in (("start", road.predecessor), ("end", road.successor)):
                if link is None or link.kind != "road" or link.id not in self.network.roads:
                    continue
                self._link(road, end, self.network.roads[link.id], link.contact)
        for connections in self.network.junctions.values():
            for item in connections:
                self._connect(item)

    def _link(self, road: Road, end: str, other: Road, contact: str) -> None:
        here = 0 if end == "start" else len(road.sections) - 1
        there = 0 if contact == "start" else len(other.sections) - 1
        lanes = road.sections[here].lanes
        linked = False
        for lane, record in lanes.items():
            for to in record.predecessors if end == "start" else record.successors:
                if to in other.sections[there].lanes:
                    linked = True
                    self._join(Key(road.id, here, lane), end, Key(other.id, there, to), contact)
        back = other.sections[there].lanes.values()
        other_side = any(x.predecessors if contact == "start" else x.successors for x in back)
        if not linked and not other_side:
            sign = -1 if end == contact else 1
            for lane in lanes:
                if lane and sign * lane in other.sections[there].lanes:
                    self._join(Key(road.id, here, lane), end,
                               Key(other.id, there, sign * lane), contact)  # fmt: skip

    def _connect(self, item) -> None:
        """A connection of a junction: lanes of the incoming road to those of the other."""
        incoming, other = (self.network.roads[name] for name in (item.incoming, item.connecting))
        end = self._end_at(incoming, other, item)
        here = 0 if end == "start" else len(incoming.sections) - 1
        there = 0 if item.contact == "start" else len(other.sections) - 1
        pairs = item.lanes
        if not pairs:
            sign = -1 if end == item.contact else 1
            pairs = tuple((lane, sign * lane) for lane in incoming.sections[here].lanes if lane)
        for lane, to in pairs:
            if lane in incoming.sections[here].lanes and to in other.sections[there].lanes:
                self._join(Key(incoming.id, here, lane), end,
                           Key(other.id, there, to), item.contact)  # fmt: skip

    def _end_at(self, incoming: Road, other: Road, item) -> str:
        """The end of the incoming road at a junction: as the other road says, else the nearer."""
        link = other.predecessor if item.contact == "start" else other.successor
        if link is not None and link.kind == "road" and link.id == incoming.id:
            return link.contact
        ends = {}
        for end, link in (("start", incoming.predecessor), ("end", incoming.successor)):
            if link is not None and link.kind == "junction":
                ends[end] = link.id
        if len(ends) == 1:
            return next(iter(ends))
        place = self._place(other, item.contact)
        distances = {
            end: ((self._place(incoming, end) - place) ** 2).sum() for end in ("start", "end")
        }
        return min(distances, key=lambda end: distances[end])

    def _place(self, road: Road, end: str):
        return self.courses[road.id].line.at(0.0 if end == "start" else road.length)[:2]
