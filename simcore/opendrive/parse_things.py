"""Objects, signals, bridges and tunnels of a road, as records."""

from __future__ import annotations

import numpy as np

from .read import Node, Notes
from .records import Outline, Repeat, Signal, Stretch, Thing


def signals_of(road: Node, notes: Notes) -> tuple[Signal, ...]:
    """The signs and traffic lights of a road."""
    group = road.first("signals")
    found = []
    for node in group.every("signal") if group else ():
        node.without_effect("id", "pitch", "roll", "countryRevision", "text", "length")
        for item in node.every("validity"):
            item.without_effect("fromLane", "toLane")
        raw = node.text("value")
        value = node.number("value") if raw and _is_number(raw) else None
        place = node.first("positionInertial") or node.first("positionRoad")
        if place is not None:
            notes.add(place, "the signal stands at its s and t")
            place.without_effect(*place.attributes)
        found.append(
            Signal(
                node.number("s"), node.number("t", 0.0), node.number("zOffset", 0.0),
                node.text("type"), node.text("subtype"), node.text("country"), node.text("name"),
                value, node.text("unit"), node.text("dynamic", "no") in ("yes", "true"),
                node.text("orientation", "none"), node.number("hOffset", 0.0),
                node.number("height", 0.0), node.number("width", 0.0), node.line,
            )
        )  # fmt: skip
    return tuple(found)


def _is_number(raw: str) -> bool:
    try:
        float(raw)
    except ValueError:
        return False
    return True


def things_of(road: Node, notes: Notes) -> tuple[Thing, ...]:
    """The objects of a road."""
    group = road.first("objects")
    found = []
    for node in group.every("object") if group else ():
        node.without_effect(
            "id", "pitch", "roll", "validLength", "dynamic", "subtype", "perpToRoad"
        )
        for item in node.every("validity"):
            item.without_effect("fromLane", "toLane")
        found.append(
            Thing(
                node.number("s"), node.number("t", 0.0), node.number("zOffset", 0.0),
                node.text("type", "none") or "none", node.text("name"), node.number("hdg", 0.0),
                node.number("length", 0.0), node.number("width", 0.0), node.number("height", 0.0),
                node.number("radius", 0.0), node.text("orientation", "none"),
                tuple(_repeat(item, node) for item in node.every("repeat")),
                _outlines(node), node.line,
            )
        )  # fmt: skip
    return tuple(found)


def _repeat(item: Node, node: Node) -> Repeat:
    def pair(name: str, own: float) -> tuple[float, float]:
        first = item.number(f"{name}Start", own)
        return first, item.number(f"{name}End", first)

    item.without_effect("radiusStart", "radiusEnd", "detachFromReferenceLine")
    return Repeat(
        item.number("s"), item.number("length"), item.number("distance", 0.0),
        pair("t", node.number("t", 0.0)), pair("zOffset", node.number("zOffset", 0.0)),
        pair("height", node.number("height", 0.0)), pair("width", node.number("width", 0.0)),
        pair("length", node.number("length", 0.0)),
    )  # fmt: skip


def _outlines(node: Node) -> tuple[Outline, ...]:
    group = node.first("outlines")
    items = [*(group.every("outline") if group else ()), *node.every("outline")]
    found = []
    for item in items:
        item.without_effect("id", "fillType", "outer", "laneType")
        closed = item.text("closed", "true") != "false"
        road = [
            (c.number("s"), c.number("t"), c.number("dz", 0.0), c.number("height", 0.0))
            for c in item.every("cornerRoad")
        ]
        local = [
            (c.number("u"), c.number("v"), c.number("z", 0.0), c.number("height", 0.0))
            for c in item.every("cornerLocal")
        ]
        for corner in item.every("cornerRoad", "cornerLocal"):
            corner.without_effect("id")
        for corners, on_road in ((road, True), (local, False)):
            if len(corners) >= 2:
                found.append(Outline(np.array(corners), on_road, closed))
    return tuple(found)


def bridges_and_tunnels(road: Node) -> tuple[Stretch, ...]:
    """Where a road is a bridge or runs in a tunnel."""
    group = road.first("objects")
    found = []
    for node in group.every("bridge", "tunnel") if group else ():
        node.without_effect("id", "name", "type", "lighting", "daylight")
        for item in node.every("validity"):
            item.without_effect("fromLane", "toLane")
        s = node.number("s")
        found.append(Stretch(node.tag, s, s + node.number("length")))
    return tuple(found)
