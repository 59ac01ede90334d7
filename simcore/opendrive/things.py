"""Objects of a file as things that stand beside the road or are painted on it.

Trees, lamps, guard rails and fences become ours; what has an outline, a repetition or a size is
built in that shape, of what its type suggests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..classes import class_id
from ..geometry.builder import MeshBuilder
from ..geometry.dresser.dressing import Stand
from ..geometry.figure import BodyShape
from ..geometry.fixture import Fixture, around
from ..geometry.props import barrier_board, traffic_cone
from ..geometry.sheets import polygons, triangulated
from ..geometry.street.barrier import delineator, rail_along
from ..geometry.street.lamp import street_lamp
from ..geometry.vegetation.birch import birch
from ..geometry.vegetation.tree import bare_tree, leafed_tree
from ..keys import uniform
from ..pose import pose
from .profile import Course
from .records import Outline, Repeat, Thing

Array = NDArray[np.float64]
Place = Callable[[Course, float, float], Array]
"""The ground (3,) at (s, t) of a road."""


class Look(NamedTuple):
    """Class, material and albedo of an object."""

    class_name: str
    material: str
    albedo: tuple[float, float, float] | None = None


_LOOKS = {
    "building": Look("building", "plaster", (0.55, 0.50, 0.42)),
    "vegetation": Look("vegetation", "hedge"),
    "hedge": Look("vegetation", "hedge"),
    "bush": Look("vegetation", "hedge"),
    "tree": Look("vegetation", "leaf"),
    "barrier": Look("wall", "concrete"),
    "wall": Look("wall", "concrete"),
    "soundBarrier": Look("wall", "painted_wood", (0.20, 0.22, 0.16)),
    "fence": Look("fence", "wood"),
    "railing": Look("fence", "galvanised"),
    "guardRail": Look("guard_rail", "galvanised"),
    "pole": Look("pole", "galvanised"),
    "gantry": Look("pole", "galvanised"),
    "rail-pole": Look("pole", "galvanised"),
    "trafficCone": Look("traffic_cone", "plastic"),
    "workBarrier": Look("barrier", "plastic"),
    "guide-post": Look("pole", "plastic", (0.72, 0.72, 0.71)),
    "obstacle": Look("wall", "concrete", (0.42, 0.40, 0.37)),
    "trafficIsland": Look("kerb", "kerbstone"),
    "none": Look("wall", "concrete", (0.42, 0.40, 0.37)),
}
FLAT = {"crosswalk", "parkingSpace", "roadMark", "roadSurface", "patch"}
"""Types that lie on the road."""
MOVING = {
    "car", "van", "bus", "trailer", "bike", "motorbike", "tram", "train", "pedestrian", "wind",
}  # fmt: skip
KNOWN = set(_LOOKS) | FLAT | MOVING | {"streetLamp", "lamp", "bridge", "tunnel"}


def type_of(thing: Thing) -> str:
    """The type of an object, guessed from its name where the type says nothing."""
    if thing.type not in ("none", "obstacle", "barrier", "pole", "-1"):
        return thing.type if thing.type in KNOWN else "none"
    name = thing.name.lower().replace("_", " ")
    for word, kind in (
        ("guard", "guardRail"), ("fence", "fence"), ("railing", "railing"), ("lamp", "streetLamp"),
        ("tree", "tree"), ("building", "building"), ("house", "building"), ("wall", "wall"),
        ("cone", "trafficCone"), ("stopline", "roadMark"), ("stop line", "roadMark"),
        ("crosswalk", "crosswalk"),
    ):  # fmt: skip
        if word in name:
            return kind
    return thing.type if thing.type in KNOWN else "none"


def thing_stands(course: Course, place: Place, season: str, key: int) -> Iterator[Stand]:
    """What stands along a road. key: for the kinds of trees."""
    for number, thing in enumerate(course.road.things):
        kind = type_of(thing)
        if kind in FLAT or kind in MOVING:
            continue
        if thing.repeats:
            for n, repeat in enumerate(thing.repeats):
                yield from _repeated(course, place, thing, kind, repeat, (season, key, number, n))
        else:
            yield from _single(course, place, thing, kind, (season, key, number, 0))


def _single(course, place, thing: Thing, kind: str, seed) -> Iterator[Stand]:
    heading = float(course.line.axis(thing.s).heading) + thing.heading
    if thing.orientation == "-":
        heading += np.pi
    at = place(course, thing.s, thing.t) + np.array([0.0, 0.0, thing.z])
    T = pose(at, yaw=heading)
    bodies = [o for o in thing.outlines if o.corners[:, 3].max() > 0.02]
    if bodies:
        for outline in bodies:
            yield Stand(_extruded(course, place, thing, outline, T, kind), np.eye(4))
    elif not thing.outlines:
        fixture = _shaped(kind, thing, thing.height, thing.length, thing.width, seed)
        if fixture is not None:
            yield Stand(fixture, T)


def _shaped(kind: str, thing: Thing, height: float, length: float, width: float, seed):
    """A fixture of a size; None when it has none."""
    season, key, *numbers = seed
    if kind in ("trafficCone", "workBarrier"):
        return _prop(kind)
    if kind == "guide-post":
        return delineator(0, thing.t > 0)
    if kind in ("streetLamp", "lamp"):
        return street_lamp(height if height > 2.0 else 6.0)
    if kind == "tree" or (kind == "vegetation" and height > 3.5 and thing.radius > 0):
        return tree(height if height > 1.5 else 8.0, season, uniform(key, "tree", *numbers))
    high = height if height > 0.01 else 1.0
    if thing.radius > 0.0:
        return _cylinder(kind, thing.radius, high)
    if kind == "pole" and max(length, width) < 0.5:
        return _cylinder(kind, max(length, width, 0.06) / 2, high if height > 0.01 else 3.0)
    if length <= 0.0 and width <= 0.0:
        if height <= 0.01:
            return None
        length = width = 0.2
    return _box(kind, (length or 0.2, width or 0.2, high))


@cache
def _prop(kind: str) -> Fixture:
    """A cone or a barrier board of road works, standing on the ground and counted."""
    figure = (traffic_cone if kind == "trafficCone" else barrier_board).figure().figure
    mesh = figure.parts[0].mesh
    lifted = replace(
        mesh, vertices=mesh.vertices - mesh.bounds[0] * np.array([0, 0, 1], np.float32)
    )
    size, centre = around(lifted)
    name = "traffic_cone" if kind == "trafficCone" else "barrier"
    return Fixture(((lifted, name),), BodyShape(name, class_id(name), size, centre))


def tree(height: float, season: str, chance: float) -> Fixture:
    """A deciduous tree; one in five is a birch."""
    height, variant = float(np.round(np.clip(height, 2.0, 25.0))), int(chance * 15)
    if variant % 5 == 4:
        return birch(variant % 3, 1, height, season, 0.0)
    if season == "winter":
        return bare_tree(variant % 3, 1, height, 0.0)
    return leafed_tree(variant % 3, 1, height, season, 0.0)


def _cylinder(kind: str, radius: float, height: float) -> Fixture:
    look = _LOOKS.get(kind, _LOOKS["none"])
    builder = MeshBuilder()
    builder.lathe([(-0.2, radius), (height, radius), (height, 0.0)], look.material,
                  sides=10 if radius < 0.3 else 20)  # fmt: skip
    return _finished(builder, look)


def _box(kind: str, size: tuple[float, float, float]) -> Fixture:
    look = _LOOKS.get(kind, _LOOKS["none"])
    builder = MeshBuilder()
    builder.box((0.0, 0.0, size[2] / 2 - 0.1), (size[0], size[1], size[2] + 0.2), look.material)
    return _finished(builder, look)


def _finished(builder: MeshBuilder, look: Look) -> Fixture:
    mesh = builder.build()
    if look.albedo is not None:
        mesh = mesh.recoloured({look.material: look.albedo})
    return Fixture(((mesh, look.class_name),))


def corners_of(course: Course, place: Place, outline: Outline, T: Array) -> tuple[Array, Array]:
    """Bottom and top (K, 3) of an outline's corners in the world."""
    c = outline.corners
    if outline.road:
        bottom = np.stack([place(course, s, t) for s, t in c[:, :2]])
        bottom[:, 2] += c[:, 2]
    else:
        bottom = c[:, :3] @ T[:3, :3].T + T[:3, 3]
    top = bottom.copy()
    top[:, 2] += c[:, 3]
    return bottom, top


def _extruded(course, place, thing: Thing, outline: Outline, T: Array, kind: str) -> Fixture:
    """Walls and a lid over an outline, in the world's axes."""
    bottom, top = corners_of(course, place, outline, T)
    look = _LOOKS.get(kind, _LOOKS["none"])
    builder = MeshBuilder()
    if outline.closed and len(bottom) > 2:
        x, y = bottom[:, 0] - bottom[0, 0], bottom[:, 1] - bottom[0, 1]
        area = (x[:-1] * y[1:] - x[1:] * y[:-1]).sum()
        if area < 0:
            bottom, top = bottom[::-1], top[::-1]
        _lid(builder, top, look.material)
        bottom, top = (np.concatenate([row, row[:1]]) for row in (bottom, top))
    low = bottom - np.array([0.0, 0.0, 0.3])
    for k in range(len(low) - 1):
        builder.quad(low[k], low[k + 1], top[k + 1], top[k], look.material)
        if not outline.closed:
            builder.quad(low[k + 1], low[k], top[k], top[k + 1], look.material)
    return _finished(builder, look)


def _lid(builder: MeshBuilder, ring: Array, material: str) -> None:
    from shapely import Polygon

    for part in polygons(Polygon(ring[:, :2]).buffer(0.0)):
        flat, faces = triangulated(part)
        away = ((flat[:, None] - ring[None, :, :2]) ** 2).sum(-1)
        builder.add(np.column_stack([flat, ring[away.argmin(1), 2]]), faces, material)


def _repeated(course, place, thing: Thing, kind: str, repeat: Repeat, seed) -> Iterator[Stand]:
    first = float(np.clip(repeat.s, 0.0, course.road.length))
    last = float(np.clip(repeat.s + repeat.length, 0.0, course.road.length))
    if last <= first:
        return

    def between(pair: tuple[float, float], s: float) -> float:
        return pair[0] + (pair[1] - pair[0]) * (s - repeat.s) / repeat.length

    if repeat.distance <= 0.0:
        yield Stand(_continuous(course, place, thing, kind, repeat, first, last), np.eye(4))
        return
    season, key, *numbers = seed
    for k, s in enumerate(np.arange(first, last + 1e-6, repeat.distance)[:2000]):
        height = between(repeat.height, s) or thing.height
        long, wide = (
            between(repeat.long, s) or thing.length,
            between(repeat.width, s) or thing.width,
        )
        fixture = _shaped(kind, thing, height, long, wide, (season, key, *numbers, k))
        if fixture is not None:
            at = place(course, s, between(repeat.t, s))
            at[2] += between(repeat.z, s)
            heading = float(course.line.axis(s).heading) + thing.heading
            yield Stand(fixture, pose(at, yaw=heading))


def _continuous(course, place, thing, kind: str, repeat: Repeat, first: float, last: float):
    """One long body along the road: a wall, a fence, a guard rail."""
    level = repeat.t[0] == repeat.t[1]
    if kind == "guardRail" and level:
        side = 1 if repeat.t[0] > 0 else -1
        lift = place(course, first, repeat.t[0])[2] - float(course.line.at(first, repeat.t[0])[2])
        return rail_along(course.line, first, last, repeat.t[0], side, lift + repeat.z[0])
    table = course.line.table[:, 0]
    s = np.concatenate([[first], table[(table > first) & (table < last)], [last]])
    s = np.unique(np.concatenate([s, np.arange(first, last, 10.0)]))
    share = (s - repeat.s) / repeat.length
    t, z, high, wide = (
        pair[0] + (pair[1] - pair[0]) * share
        for pair in (repeat.t, repeat.z, repeat.height, repeat.width)
    )
    high = np.where(high > 0.01, high, thing.height if thing.height > 0.01 else 1.0)
    wide = np.maximum(np.where(wide > 0.0, wide, 0.12), 0.04)
    look = _LOOKS.get(kind, _LOOKS["none"])
    rows = []
    for off, top in ((0.5, 0.0), (0.5, 1.0), (-0.5, 1.0), (-0.5, 0.0)):
        places = np.stack([place(course, a, b) for a, b in zip(s, t + off * wide, strict=True)])
        places[:, 2] += z + top * high - (0.3 if top == 0.0 else 0.0)
        rows.append(places)
    builder = MeshBuilder()
    for one, two in pairwise(rows):
        builder.grid(np.stack([one, two]), look.material, flip=True)
    for end in (0, -1):
        a, b, c, d = (row[end] for row in (rows if end == -1 else rows[::-1]))
        builder.quad(a, b, c, d, look.material)
    return _finished(builder, look)
