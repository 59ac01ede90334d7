"""Overhead signs of motorways: a lattice beam over one carriageway with blue boards."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ...classes import class_id
from ..builder import MeshBuilder
from ..figure import BodyShape
from ..fixture import Fixture, around
from .glyphs import text, text_width
from .signs import BLUE, WHITE, Layer, draw_face

PLACES = ("ARLEN", "NORDHEIM", "VESTBY", "LINDAU OST", "HOLM", "ERLBACH", "SUNDA", "KALTERN")


@lru_cache(maxsize=32)
def gantry(
    span: float, boards: tuple[tuple[str, ...], ...], detail: int = 0, clearance: float = 5.5
) -> Fixture:
    """A gantry over a carriageway of ``span`` [m], along y, its signs facing +x.

    boards: lines of text of each board, spread evenly; a line "v" or "^" draws an arrow.
    """
    frame = MeshBuilder()
    beam = clearance + 1.6
    for y in (-span / 2, span / 2):
        frame.box((0, y, beam / 2 - 0.2), (0.45, 0.35, beam + 1.0), "galvanised", colour="steel",
                  leave_out="-z")  # fmt: skip
    for x in (-0.4, 0.4):
        for z in (beam, beam + 0.9):
            frame.box((x, 0, z), (0.12, span + 0.35, 0.12), "galvanised", colour="steel")
    if detail < 2:
        count = round(span / 1.8)
        for k in range(count):
            a = -span / 2 + span * k / count
            b = a + span / count
            rise = (beam, beam + 0.9) if k % 2 else (beam + 0.9, beam)
            for x in (-0.4, 0.4):
                frame.tube([(x, a, rise[0]), (x, b, rise[1])], 0.04, "galvanised", colour="steel",
                           sides=4, caps=False)  # fmt: skip
            if detail == 0:
                for z in (beam, beam + 0.9):
                    frame.tube([(-0.4, a, z), (0.4, b, z)], 0.03, "galvanised", colour="steel",
                               sides=4, caps=False)  # fmt: skip
    plates = MeshBuilder()
    for k, lines in enumerate(boards):
        y = span * ((k + 0.5) / len(boards) - 0.5)
        _board(plates, lines, (0.52, y, beam + 0.45), detail)
    mesh = plates.build().recoloured(
        {"blue": BLUE, "white": WHITE, "plate_back": (0.3, 0.31, 0.32)}
    )
    size, centre = around(mesh)
    body = BodyShape("gantry_sign", class_id("traffic_sign"), size, centre)
    pieces = (
        (mesh, "traffic_sign"),
        (frame.build().recoloured({"steel": (0.33, 0.34, 0.35)}), "pole"),
    )
    return Fixture(pieces, body, (), ("sign.directions",))


def _board(
    builder: MeshBuilder, lines: Sequence[str], place: tuple[float, float, float], detail: int
) -> None:
    """A blue board around a place, with white lines of text 0.42 m high."""
    from shapely import box, union_all

    tall, gap = 0.42, 0.26
    width = max(2.6, max(text_width(w, tall) if len(w) > 1 else 1.0 for w in lines) + 0.9)
    height = len(lines) * tall + (len(lines) + 1) * gap + 0.2
    outer = (
        box(-width / 2, -height / 2, width / 2, height / 2).buffer(-0.15).buffer(0.15, quad_segs=3)
    )
    inner = outer.buffer(-0.07).difference(outer.buffer(-0.12))
    words = [inner]
    for k, line in enumerate(lines):
        v = height / 2 - 0.1 - gap - tall / 2 - k * (tall + gap)
        words.append(_arrow(v, line == "^") if line in "v^" else text(line, tall, (0.0, v)))
    layers = (Layer(outer, "blue"), Layer(union_all(words), "white"))
    draw_face(builder, layers, place, min(detail, 1), 0.06)


def _arrow(v: float, upwards: bool):
    from shapely import Polygon

    flip = 1 if upwards else -1
    points = [(-0.07, -0.25), (0.07, -0.25), (0.07, 0.02), (0.24, 0.02), (0.0, 0.28), (-0.24, 0.02),
              (-0.07, 0.02)]  # fmt: skip
    return Polygon([(x, v + flip * y) for x, y in points])
