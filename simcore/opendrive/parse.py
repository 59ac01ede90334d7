"""From the XML of a file to its records: roads, links, reference lines, profiles, junctions.

Follows ASAM OpenDRIVE 1.4 to 1.8 (asam.net/standards/detail/opendrive); where older and newer
revisions differ (``border`` lanes, ``crossfall``, ``outline`` without ``outlines``, speeds without
units) both are read.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np

from .parse_lanes import cubic, lane_sections
from .parse_things import bridges_and_tunnels, signals_of, things_of
from .read import Node, Notes, RoadFileError, parse_xml, read_xml
from .records import Connection, Cubic, Link, Network, Piece, Road
from .sanity import brought_near, check_road

_UNITS = {"m/s": 1.0, "km/h": 1 / 3.6, "mph": 0.44704, "": 1.0}
_WHY = {
    "geoReference": "the world keeps the file's own metres; places on the globe are not used",
    "controller": "traffic lights are not switched by the file",
    "userData": "extensions of other programs have no effect",
    "railroad": "railways are not built",
    "surface": "the surface's fine structure (OpenCRG) is not read",
}


def load_network(path: Path) -> Network:
    """The roads of a file. Raises ``RoadFileError``; a file that did not change is read once."""
    try:
        state = path.stat()
    except OSError as error:
        raise RoadFileError(path.name, 0, "", error.strerror or "cannot be read") from None
    return _loaded(str(path), state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=8)
def _loaded(path: str, changed: int, size: int) -> Network:
    return network_of(read_xml(Path(path)))


def network_from(data: bytes, file: str) -> Network:
    """The roads of a document. Raises ``RoadFileError``."""
    return network_of(parse_xml(data, file))


def network_of(root: Node) -> Network:
    """The roads beneath the root of a document. Raises ``RoadFileError``."""
    if root.tag != "OpenDRIVE":
        raise root.error("is no OpenDRIVE: the outermost element must be <OpenDRIVE>")
    notes = Notes(root.file)
    header = root.first("header")
    if header is not None:
        header.without_effect(*header.attributes)
        if header.number("revMajor", 1.0) != 1.0:
            raise header.error("only revisions 1.x are read")
        if header.first("offset") is not None:
            notes.add(header.every("offset")[0], "is not applied; the file's own axes are kept")
            header.every("offset")[0].without_effect("x", "y", "z", "hdg")
    roads: dict[str, Road] = {}
    bare: set[str] = set()
    for node in root.every("road"):
        lanes = node.first("lanes")
        if lanes is None or lanes.first("laneSection") is None:
            notes.add(node, "has no lanes and is not built")
            bare.add(node.text("id"))
            root.children.remove(node)
            continue
        road = _road(node, lanes, notes)
        check_road(root.file, road)
        if road.id in roads:
            raise node.error(f"there are two roads with the id '{road.id}'")
        roads[road.id] = road
    if not roads:
        raise root.error("has no <road> with <lanes>")
    roads = brought_near(root.file, roads, notes)
    junctions = {}
    for node in root.every("junction"):
        node.without_effect("name", "mainRoad", "sStart", "sEnd", "orientation")
        junctions[node.needed("id")] = _connections(node, roads, bare)
    for node, attribute in root.leftovers():
        if attribute:
            notes.add(node, f"'{attribute}' has no effect")
        elif node.attributes or node.children or node.written:
            notes.add(node, _WHY.get(node.tag, "is not understood and has no effect"))
    return Network(root.file, roads, junctions, tuple(str(note) for note in notes.all()))


def _road(node: Node, lanes: Node, notes: Notes) -> Road:
    """A road with everything on it."""
    name = node.text("id")
    if not name:
        raise node.error("'id' is missing")
    length = node.number("length")
    if length <= 0.0:
        raise node.error("'length' must be more than 0")
    plan = node.first("planView")
    pieces = tuple(_piece(item, notes) for item in (plan.every("geometry") if plan else ()))
    pieces = tuple(sorted((p for p in pieces if p.length > 1e-6), key=lambda p: p.s))
    if not pieces:
        raise node.error("has no <planView> with a <geometry>")
    reach = pieces[-1].s + pieces[-1].length
    if abs(reach - length) > max(0.1, 1e-3 * length):
        notes.add(node, f"its geometry reaches to {reach:.3f} m, not to its length {length:.3f} m")
    length = reach
    lateral = node.first("lateralProfile")
    kinds, limits = _types(node, notes)
    rule = node.text("rule", "RHT").upper()
    if rule not in ("RHT", "LHT"):
        notes.add(node, f"rule '{rule}' is taken for RHT")
    return Road(
        name,
        node.text("name"),
        length,
        node.text("junction", "-1") or "-1",
        rule == "LHT",
        pieces,
        _profile(node.first("elevationProfile"), "elevation"),
        _profile(lateral, "superelevation"),
        _crossfall(lateral),
        _shapes(lateral),
        Cubic([cubic(item, 0.0, "s") for item in lanes.every("laneOffset")], before=0.0),
        lane_sections(lanes, length, notes),
        *_links(node),
        limits,
        kinds,
        signals_of(node, notes),
        things_of(node, notes),
        bridges_and_tunnels(node),
        node.line,
    )


def _piece(node: Node, notes: Notes) -> Piece:
    shapes = node.every("line", "arc", "spiral", "poly3", "paramPoly3")
    if len(shapes) != 1:
        raise node.error("needs one of <line>, <arc>, <spiral>, <poly3>, <paramPoly3>")
    shape = shapes[0]
    normalized = False
    values: tuple[float, ...] = ()
    if shape.tag == "arc":
        values = (shape.number("curvature"),)
    elif shape.tag == "spiral":
        values = shape.number("curvStart"), shape.number("curvEnd")
    elif shape.tag == "poly3":
        values = tuple(shape.number(name, 0.0) for name in "abcd")
    elif shape.tag == "paramPoly3":
        values = tuple(shape.number(f"{name}{axis}", 0.0) for axis in "UV" for name in "abcd")
        normalized = shape.text("pRange", "normalized") != "arcLength"
    length = node.number("length")
    if length < 0.0:
        raise node.error("'length' must not be negative")
    s, x, y, heading = (node.number(name) for name in ("s", "x", "y", "hdg"))
    return Piece(s, x, y, heading, length, shape.tag, values, normalized)


def _profile(node: Node | None, tag: str) -> Cubic:
    return Cubic([cubic(item, 0.0, "s") for item in node.every(tag)] if node else ())


def _crossfall(node: Node | None) -> tuple[tuple[str, Cubic], ...]:
    rows: dict[str, list] = {}
    for item in node.every("crossfall") if node else ():
        rows.setdefault(item.text("side", "both"), []).append(cubic(item, 0.0, "s"))
    return tuple((side, Cubic(found)) for side, found in rows.items())


def _shapes(node: Node | None) -> tuple[tuple[float, np.ndarray], ...]:
    found: dict[float, list] = {}
    for item in node.every("shape") if node else ():
        row = [item.number("t"), *(item.number(name, 0.0) for name in "abcd")]
        found.setdefault(item.number("s"), []).append(row)
    return tuple((s, np.array(sorted(rows))) for s, rows in sorted(found.items()))


def _types(node: Node, notes: Notes) -> tuple[tuple, tuple]:
    kinds, limits = [], []
    for item in node.every("type"):
        s = item.number("s", 0.0)
        kinds.append((s, item.text("type", "unknown")))
        item.without_effect("country")
        speed = item.first("speed")
        if speed is not None:
            limit = speed_of(speed, "max", notes)
            if limit is not None:
                limits.append((s, limit))
    return tuple(kinds), tuple(limits)


def speed_of(node: Node, name: str, notes: Notes) -> float | None:
    """A speed limit [m/s]; None for none."""
    raw, unit = node.needed(name), node.text("unit")
    if raw in ("no limit", "undefined", "-1"):
        return None
    if unit not in _UNITS:
        notes.add(node, f"unit '{unit}' is not known; taken for m/s")
    return node.number(name) * _UNITS.get(unit, 1.0)


def _links(node: Node) -> tuple[Link | None, Link | None]:
    link = node.first("link")
    found: list[Link | None] = []
    for tag in ("predecessor", "successor"):
        item = link.first(tag) if link else None
        if item is None:
            found.append(None)
            continue
        item.without_effect("elementDir", "elementS")
        kind = item.text("elementType", "road")
        contact = item.text("contactPoint", "start" if tag == "successor" else "end")
        found.append(Link(kind, item.needed("elementId"), contact))
    return found[0], found[1]


def _connections(node: Node, roads: dict[str, Road], bare: set[str]) -> tuple[Connection, ...]:
    direct_kind = node.text("type", "default") == "direct"
    found = []
    for item in node.every("connection"):
        item.without_effect("id", "type")
        incoming = item.text("incomingRoad")
        linked = item.text("linkedRoad")
        other = linked or item.text("connectingRoad")
        if not incoming or not other or incoming in bare or other in bare:
            continue
        for name in (incoming, other):
            if name not in roads:
                raise item.error(f"there is no road '{name}'")
        lanes = tuple((x.whole("from"), x.whole("to")) for x in item.every("laneLink"))
        for x in item.every("laneLink"):
            x.without_effect("overlapZone")
        contact = item.text("contactPoint", "start")
        found.append(Connection(incoming, other, contact, lanes, direct_kind or bool(linked)))
    return tuple(found)
