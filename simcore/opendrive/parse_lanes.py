"""Lane sections of a road: widths, borders, heights, speeds, links and road marks."""

from __future__ import annotations

import numpy as np

from .read import Node, Notes
from .records import Cubic, LaneRecord, Mark, MarkLine, Section

_UNITS = {"m/s": 1.0, "km/h": 1 / 3.6, "mph": 0.44704, "": 1.0}
WIDTHS = {"standard": 0.12, "bold": 0.25}
"""Width of a line by its weight [m] (German RMS-1: narrow lines 0.12 m, wide ones 0.25 m)."""
BETWEEN = 0.12
"""Gap between the lines of a double line [m]."""
DASH, GAP = 3.0, 6.0
"""Of broken lines that say nothing else [m] (RMS-1, in towns)."""
_COLOURS = {
    "standard": "marking", "white": "marking", "yellow": "marking_yellow", "red": "marking_red",
    "blue": "marking_blue", "green": "marking_green", "orange": "marking_orange",
    "violet": "marking_violet", "black": "marking_black",
}  # fmt: skip


def cubic(node: Node, start: float, name: str = "sOffset") -> tuple[float, ...]:
    """A row (s, a, b, c, d) of a ``Cubic``."""
    return (start + node.number(name, 0.0), *(node.number(key, 0.0) for key in "abcd"))


def lane_sections(lanes: Node, length: float, notes: Notes) -> tuple[Section, ...]:
    """The sections of a road; a side that a one-sided section leaves out goes on as before."""
    nodes = sorted(lanes.every("laneSection"), key=lambda node: node.number("s", 0.0))
    if not nodes:
        raise lanes.error("has no <laneSection>")
    sections: list[Section] = []
    for node in nodes:
        s = node.number("s", 0.0)
        if s >= length - 1e-6 and sections:
            notes.add(node, f"s={s:g} lies at or beyond the end of its road")
            continue
        found: dict[int, LaneRecord] = {}
        for side in ("left", "center", "right"):
            group = node.first(side)
            for item in group.every("lane") if group else ():
                lane = _lane(item, s, notes)
                sign = {"left": 1, "center": 0, "right": -1}[side]
                if np.sign(lane.id) != sign:
                    raise item.error(f"a lane on the {side} cannot have the id {lane.id}")
                if lane.id in found:
                    raise item.error(f"there are two lanes {lane.id} in this section")
                found[lane.id] = lane
        if node.text("singleSide", "false") == "true" and sections:
            sides = {int(np.sign(number)) for number in found}
            for number, lane in sections[-1].lanes.items():
                if int(np.sign(number)) not in sides:
                    found[number] = lane
        _check_row(node, found)
        if sections and sections[-1].s > s - 1e-6:
            sections.pop()
        sections.append(Section(s, length, found))
    ends = [section.s for section in sections[1:]] + [length]
    starts = [0.0] + [section.s for section in sections[1:]]
    return tuple(
        Section(start, end, section.lanes)
        for section, start, end in zip(sections, starts, ends, strict=True)
    )


def _check_row(node: Node, lanes: dict[int, LaneRecord]) -> None:
    for side in (1, -1):
        numbers = sorted(abs(n) for n in lanes if n * side > 0)
        if numbers != list(range(1, len(numbers) + 1)):
            raise node.error("lane ids of a side must run from 1 without gaps")


def _lane(node: Node, start: float, notes: Notes) -> LaneRecord:
    number = node.whole("id")
    node.without_effect("roadWorks", "advisory")
    if node.text("level", "false") in ("true", "1"):
        notes.add(node, "level='true': the lane follows the road's superelevation all the same")
    link = node.first("link")
    before, after = (
        tuple(item.whole("id") for item in link.every(tag)) if link else ()
        for tag in ("predecessor", "successor")
    )
    widths = [cubic(item, start) for item in node.every("width")]
    borders = [cubic(item, start) for item in node.every("border")]
    if number and not widths and not borders:
        notes.add(node, "has no <width> and is taken for 0 m wide")
    heights = [
        (start + item.number("sOffset", 0.0), item.number("inner", 0.0), item.number("outer", 0.0))
        for item in node.every("height")
    ]
    return LaneRecord(
        number,
        node.text("type", "none"),
        Cubic(widths),
        Cubic(borders) if borders and not widths else None,
        np.array(sorted(heights), np.float64).reshape(-1, 3),
        tuple(_mark(item, number, start, notes) for item in node.every("roadMark")),
        tuple(_speeds(node, start, notes)),
        before,
        after,
        node.text("direction", "standard"),
        node.line,
    )


def _speeds(node: Node, start: float, notes: Notes):
    for item in node.every("speed"):
        unit = item.text("unit")
        if unit not in _UNITS:
            notes.add(item, f"unit '{unit}' is not known; taken for m/s")
        if item.text("max") not in ("no limit", "undefined"):
            value = item.number("max") * _UNITS.get(unit, 1.0)
            yield start + item.number("sOffset", 0.0), value


def _mark(node: Node, lane: int, start: float, notes: Notes) -> Mark:
    node.without_effect("laneChange", "material", "height")
    s = start + node.number("sOffset", 0.0)
    kind = node.text("type", "none")
    weight = WIDTHS.get(node.text("weight", "standard"), WIDTHS["standard"])
    width = node.number("width", 0.0)
    width = width if width > 0.0 else weight
    colour = node.text("color", "standard")
    if colour not in _COLOURS:
        notes.add(node, f"colour '{colour}' is painted white")
    paint = _COLOURS.get(colour, "marking")
    given = _given(node, width)
    explicit = _explicit(node, s, width)
    if kind == "none":
        return Mark(s, "none", paint, ())
    if explicit:
        return Mark(s, "broken", paint, (), explicit)
    lines = given or _pattern(kind, width, lane, node, notes)
    return Mark(s, _named(kind, lines), paint, lines)


def _given(node: Node, width: float) -> tuple[MarkLine, ...]:
    """Lines as a <type> element lists them."""
    found = []
    for item in node.every("type"):
        item.without_effect("name")
        wide = item.number("width", width)
        for line in item.every("line"):
            line.without_effect("rule", "color")
            own = line.number("width", wide)
            found.append(
                MarkLine(
                    line.number("length", 0.0), line.number("space", 0.0),
                    line.number("tOffset", 0.0), line.number("sOffset", 0.0),
                    own if own > 0.0 else wide if wide > 0.0 else width,
                )
            )  # fmt: skip
    return tuple(line._replace(gap=0.0) if line.dash <= 0.0 else line for line in found)


def _explicit(node: Node, start: float, width: float) -> tuple:
    found = []
    group = node.first("explicit")
    for line in group.every("line") if group else ():
        line.without_effect("rule")
        found.append(
            (
                start + line.number("sOffset", 0.0), line.number("tOffset", 0.0),
                line.number("length"), line.number("width", width),
            )
        )  # fmt: skip
    return tuple(found)


def _pattern(kind: str, width: float, lane: int, node: Node, notes: Notes) -> tuple[MarkLine, ...]:
    solid, broken = MarkLine(0.0, 0.0, 0.0, 0.0, width), MarkLine(DASH, GAP, 0.0, 0.0, width)
    words = kind.split()
    if kind in ("grass", "curb", "edge"):
        return ()
    if kind == "botts dots":
        return (MarkLine(0.1, 1.4, 0.0, 0.0, 0.1),)
    if not words or any(word not in ("solid", "broken") for word in words) or len(words) > 2:
        if kind != "custom":
            notes.add(node, f"type '{kind}' is not known and not painted")
        return ()
    shapes = [solid if word == "solid" else broken for word in words]
    if len(shapes) == 1:
        return (shapes[0],)
    # The first word is the inner line, and the left one on the centre lane (1.6, 11.9.1).
    off = (width + BETWEEN) / 2 * (1 if lane <= 0 else -1)
    return shapes[0]._replace(t=off), shapes[1]._replace(t=-off)


def _named(kind: str, lines: tuple[MarkLine, ...]) -> str:
    if not lines:
        return "kerb" if kind == "curb" else "none"
    if len(lines) > 1:
        return "double"
    return "solid" if lines[0].gap <= 0.0 else "broken"
