"""Traffic signs on their posts: flat regions of colour that do not overlap, crisp when near.

Sizes by speed: triangles 630 / 900 / 1260 mm, discs 420 / 600 / 750 mm, octagons 900 mm. Plates
stand 2.0 m over the pavement (2.2 m over cycle paths) on posts of 60 mm; their fronts face +x.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from ...classes import class_id
from ..builder import MeshBuilder
from ..figure import BodyShape
from ..fixture import Fixture, around
from ..sheets import polygons, triangulated
from .glyphs import text
from .pictograms import NAMES as PICTOGRAMS
from .pictograms import pictogram

WHITE = (0.75, 0.75, 0.74)
RED = (0.52, 0.025, 0.02)
BLACK = (0.012, 0.012, 0.012)
BLUE = (0.02, 0.10, 0.42)
YELLOW = (0.78, 0.50, 0.02)
GREEN = (0.02, 0.22, 0.10)
_COLOURS = {
    "white": WHITE, "red": RED, "black": BLACK, "blue": BLUE, "yellow": YELLOW, "green": GREEN,
}  # fmt: skip
_BACK = (0.30, 0.31, 0.32)


class Layer(NamedTuple):
    """A region of a sign (a shapely polygon, x right, y up [m]) and its colour."""

    shape: Any
    colour: str


class Face(NamedTuple):
    """What is on a plate: layers from the back to the front, all within the first."""

    layers: tuple[Layer, ...]
    attribute: str


def _regular(sides: int, radius: float, turn: float, rounding: float = 0.0) -> Any:
    from shapely import Polygon

    angle = np.radians(turn) + 2 * np.pi * np.arange(sides) / sides
    shape = Polygon(np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]))
    return _rounded(shape, rounding) if rounding else shape


def _rounded(shape: Any, radius: float) -> Any:
    return shape.buffer(-radius, join_style="mitre").buffer(radius, quad_segs=3)


def _disc(radius: float, x: float = 0.0, y: float = 0.0) -> Any:
    from shapely import Point

    return Point(x, y).buffer(radius, quad_segs=9)


def _rectangle(width: float, height: float, y: float = 0.0, rounding: float = 0.03) -> Any:
    from shapely import box

    shape = box(-width / 2, y - height / 2, width / 2, y + height / 2)
    return _rounded(shape, rounding) if rounding else shape


def _warning(name: str, size: float) -> Face:
    """A red-rimmed triangle, point up, of side ``size``."""
    from shapely.affinity import scale, translate

    radius = size / np.sqrt(3)
    outer = _regular(3, radius, 90, 0.06 * size)
    inner = _regular(3, 0.75 * radius, 90, 0.035 * size)
    picture = translate(
        scale(pictogram(name), size / 0.9, size / 0.9, origin=(0, 0)), 0, -0.03 * size
    )
    layers = (Layer(outer, "red"), Layer(inner, "white"), Layer(picture, "black"))
    return Face(layers, f"sign.warning.{name}")


def _diamond(name: str, size: float) -> Face:
    """The American warning sign: a yellow square on its point, of side ``size``."""
    from shapely.affinity import scale

    outer = _regular(4, size / np.sqrt(2), 90, 0.03)
    border = _regular(4, 0.93 * size / np.sqrt(2), 90, 0.02)
    field = _regular(4, 0.88 * size / np.sqrt(2), 90, 0.02)
    picture = scale(pictogram(name), size / 0.62, size / 0.62, origin=(0, 0))
    layers = (Layer(outer, "yellow"), Layer(border, "black"), Layer(field, "yellow"))
    return Face((*layers, Layer(picture, "black")), f"sign.warning.{name}")


def _limit(speed: int, size: float) -> Face:
    words = text(str(speed), 0.46 * size if speed < 100 else 0.38 * size)
    layers = (Layer(_disc(size / 2), "red"), Layer(_disc(0.39 * size), "white"))
    return Face((*layers, Layer(words, "black")), f"sign.speed_limit.{speed}")


def _limit_us(speed: int, size: float) -> Face:
    """A white plate 0.60 × 0.75 m: SPEED LIMIT and the number (miles per hour)."""
    from shapely import union_all

    plate = _rectangle(0.6 * size / 0.75, size, rounding=0.04)
    rim, field = plate.buffer(-0.015), plate.buffer(-0.03)
    words = union_all([text("speed", 0.11 * size, (0, 0.30 * size)),
                       text("limit", 0.11 * size, (0, 0.14 * size)),
                       text(str(speed), 0.34 * size, (0, -0.19 * size))])  # fmt: skip
    layers = (Layer(plate, "white"), Layer(rim, "black"), Layer(field, "white"))
    return Face((*layers, Layer(words, "black")), f"sign.speed_limit.{speed}")


def _stop(size: float) -> Face:
    outer = _regular(8, size / 2 / np.cos(np.pi / 8), 22.5)
    inner = _regular(8, 0.93 * size / 2 / np.cos(np.pi / 8), 22.5)
    words = text("stop", 0.33 * size)
    return Face((Layer(outer, "white"), Layer(inner, "red"), Layer(words, "white")), "sign.stop")


def _give_way(size: float) -> Face:
    radius = size / np.sqrt(3)
    outer = _regular(3, radius, 270, 0.06 * size)
    inner = _regular(3, 0.66 * radius, 270, 0.02 * size)
    return Face((Layer(outer, "red"), Layer(inner, "white")), "sign.give_way")


def _priority(size: float) -> Face:
    radius = size / np.sqrt(2)
    layers = (
        Layer(_regular(4, radius, 90, 0.04), "white"),
        Layer(_regular(4, 0.97 * radius, 90, 0.04), "black"),
        Layer(_regular(4, 0.94 * radius, 90, 0.035), "white"),
        Layer(_regular(4, 0.68 * radius, 90, 0.03), "yellow"),
    )
    return Face(layers, "sign.priority")


def _no_entry(size: float) -> Face:
    layers = (
        Layer(_disc(size / 2), "white"),
        Layer(_disc(0.48 * size), "red"),
        Layer(_rectangle(0.72 * size, 0.17 * size, rounding=0.0), "white"),
    )
    return Face(layers, "sign.no_entry")


def _parking(size: float) -> Face:
    plate = _rectangle(size, size)
    layers = (Layer(plate, "white"), Layer(plate.buffer(-0.018), "blue"))
    return Face((*layers, Layer(text("P", 0.66 * size), "white")), "sign.parking")


def _crossing(size: float) -> Face:
    """The blue square of a pedestrian crossing."""
    from shapely.affinity import scale, translate

    plate = _rectangle(size, size)
    triangle = translate(_regular(3, 0.46 * size, 90), 0, -0.08 * size)
    walker = scale(pictogram("pedestrian"), 0.95 * size / 0.6, 0.95 * size / 0.6, origin=(0, 0))
    walker = translate(walker, 0, -0.09 * size)
    layers = (Layer(plate, "white"), Layer(plate.buffer(-0.012), "blue"))
    return Face((*layers, Layer(triangle, "white"), Layer(walker, "black")), "sign.crossing")


def _bus_stop(size: float) -> Face:
    from shapely.ops import unary_union

    rim = unary_union([_disc(size / 2).difference(_disc(0.41 * size)), text("H", 0.5 * size)])
    return Face((Layer(_disc(size / 2), "yellow"), Layer(rim, "green")), "sign.bus_stop")


def _chevrons(side: int, size: float) -> Face:
    """Red and white arrowheads that point to a side (+1 left): 1.5 × 0.5 m at size 0.5."""
    from shapely import Polygon, union_all

    width = 3 * size
    board = _rectangle(width, size, rounding=0.0)
    pitch, parts = size, []
    for k in range(-1, 4):
        x = -width / 2 + k * pitch
        arrow = [(x, 0), (x + size / 2, size / 2), (x + size, size / 2), (x + size / 2, 0),
                 (x + size, -size / 2), (x + size / 2, -size / 2)]  # fmt: skip
        parts.append(Polygon([(p if side > 0 else -p, q) for p, q in arrow]))
    red = union_all(parts).intersection(board)
    name = "left" if side > 0 else "right"
    return Face((Layer(board, "white"), Layer(red, "red")), f"sign.chevrons.{name}")


_FACES: dict[str, Callable[[float], Face]] = {
    "stop": _stop,
    "give_way": _give_way,
    "priority": _priority,
    "no_entry": _no_entry,
    "parking": _parking,
    "crossing": _crossing,
    "bus_stop": _bus_stop,
    "chevrons_left": lambda size: _chevrons(1, size),
    "chevrons_right": lambda size: _chevrons(-1, size),
}
_SIZES = {
    "stop": 0.9,
    "give_way": 0.9,
    "priority": 0.6,
    "chevrons_left": 0.5,
    "chevrons_right": 0.5,
}

KINDS = (*_FACES, *PICTOGRAMS, "limit_30", "limit_50")
"""Names of signs; ``limit_`` takes any number."""


@lru_cache(maxsize=64)
def face(kind: str, country: str = "de", size: float | None = None) -> Face:
    """The front of a sign: a name of ``KINDS``; size [m]: of its side or diameter."""
    if kind.startswith("limit_"):
        speed = int(kind.removeprefix("limit_"))
        return _limit_us(speed, size or 0.75) if country == "us" else _limit(speed, size or 0.6)
    if kind in PICTOGRAMS:
        return _diamond(kind, size or 0.75) if country == "us" else _warning(kind, size or 0.9)
    if kind not in _FACES:
        raise ValueError(f"no sign is called '{kind}'; known: {', '.join(KINDS)}")
    return _FACES[kind](size or _SIZES.get(kind, 0.6))


@lru_cache(maxsize=128)
def sign(
    kinds: str | tuple[str, ...],
    country: str = "de",
    detail: int = 0,
    clearance: float = 2.1,
    size: float | None = None,
) -> Fixture:
    """One or more signs, the first on top, on one post."""
    names = (kinds,) if isinstance(kinds, str) else kinds
    faces = [face(name, country, size) for name in names]
    builder = MeshBuilder()
    low = clearance
    for item in reversed(faces):
        _, bottom, _, top = item.layers[0].shape.bounds
        draw_face(builder, item.layers, (0.045, 0.0, low - bottom), detail)
        low += top - bottom + 0.06
    plates = builder.build().recoloured({**_COLOURS, "plate_back": _BACK})
    post = MeshBuilder()
    sides = (10, 6, 4)[detail]
    post.tube([(0, 0, -0.3), (0, 0, low)], 0.03, "galvanised", sides=sides)
    if detail == 0:
        post.lathe([(low, 0.031), (low + 0.015, 0.0)], "trim", sides=sides)
        for z in (clearance + 0.12, low - 0.2):
            post.box((0.0, 0, z), (0.066, 0.09, 0.04), "galvanised")
    extent, centre = around(plates)
    body = BodyShape("sign", class_id("traffic_sign"), extent, centre)
    attributes = tuple(item.attribute for item in faces)
    pieces = ((plates, "traffic_sign"), (post.build(), "pole"))
    return Fixture(pieces, body, (), attributes)


def draw_face(
    builder: MeshBuilder,
    layers: Sequence[Layer],
    place: tuple[float, float, float],
    detail: int = 0,
    thickness: float = 0.012,
) -> None:
    """Regions of a plate facing +x around a place, its rim and its grey back."""
    x, y, z = place
    tolerance = (0.0006, 0.003, 0.02)[detail]
    shown = list(layers)
    for number, layer in enumerate(shown):
        shape = layer.shape.simplify(tolerance)
        for above in shown[number + 1 :]:
            shape = shape.difference(above.shape.simplify(tolerance))
        for part in polygons(shape):
            flat, faces = triangulated(part)
            points = np.column_stack([np.full(len(flat), x), flat[:, 0] + y, flat[:, 1] + z])
            builder.add(points, faces, "sign_face", layer.colour)
    outline = shown[0].shape.simplify(tolerance)
    flat, faces = triangulated(outline)
    back = np.column_stack([np.full(len(flat), x - thickness), flat[:, 0] + y, flat[:, 1] + z])
    builder.add(back, faces[:, ::-1], "galvanised", "plate_back")
    ring = np.asarray(outline.exterior.coords)
    if not outline.exterior.is_ccw:
        ring = ring[::-1]
    rim = np.stack([np.column_stack([np.full(len(ring), d), ring[:, 0] + y, ring[:, 1] + z])
                    for d in (x - thickness, x)])  # fmt: skip
    builder.grid(rim, "galvanised", colour="plate_back")
