"""Trunk, neck and head of an animal: clay from its control points, and the surfaces cast from it.

Trunk and neck are cast from one clay, so that the neck flows into withers and breast; both bend as
rigid parts whose ends lie inside each other. All in units of the withers' height; axes of the
table (x = 0 at the withers).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...pose import pose, rotation, transform
from ..builder import MeshBuilder
from ..sculpt import Clay
from ..tubes import chosen, ring
from .species import Leg, Rows, Species

Array = NDArray[np.float64]


class Form(NamedTuple):
    """The clays of an animal, of the trunk alone, with the neck, of the head, and the places of
    its joints."""

    kind: Species
    girth: float
    trunk: Clay
    body: Clay
    head: Clay
    spine: Array
    neck: Array
    upper_neck: Array
    poll: Array


def lowered(kind: Species) -> tuple[Species, Array]:
    """The species with its neck half as low as at ease, and the pose that lowers it.

    The control points hold the head high; skins fit best in the pose in which they are cast.
    """
    turn = rotation(pitch=0.5 * kind.neck_down)
    root = np.array([kind.neck[0][0], 0.0, kind.neck[0][1]])
    T = pose(root - turn @ root, R=turn)

    def moved(rows: Rows) -> Rows:
        places = transform(T, _places(rows))
        return tuple(
            (float(p[0]), float(p[2]), row[2], row[3]) for p, row in zip(places, rows, strict=True)
        )

    return kind._replace(neck=moved(kind.neck), head=moved(kind.head)), T


def form_of(kind: Species, girth: float) -> Form:
    """The clay of a species; ``girth``: factor on all breadths."""
    trunk_clay, body, head_clay = Clay(), Clay(), Clay()
    for clay in (trunk_clay, body):
        _chain(clay, kind.trunk, girth, 0.10)
        _muscle(clay, kind.trunk, kind.fore, 0.45 * kind.fore.lengths[0], girth, 0.62)
        _muscle(clay, kind.trunk, kind.hind, 0.0, girth, 0.72)
        _ham(clay, kind.hind, girth)
    _chain(body, kind.neck, girth, 0.16)
    _chain(head_clay, kind.neck[-2:], girth, 0.05)
    _chain(head_clay, kind.head, 1.0, 0.05)
    _face(head_clay, kind)
    neck_path = _places(kind.neck)
    spine = np.array([0.5 * (kind.fore.root[0] + kind.hind.root[0]) - 0.03, 0.0, kind.hind.root[1]])
    return Form(
        kind=kind,
        girth=girth,
        trunk=trunk_clay,
        body=body,
        head=head_clay,
        spine=spine,
        neck=neck_path[0] + np.array([0.02, 0, 0.03]),
        upper_neck=neck_path[len(neck_path) // 2],
        poll=neck_path[-1],
    )


def _places(rows: Rows) -> Array:
    table = np.array(rows)
    return np.column_stack([table[:, 0], np.zeros(len(table)), table[:, 1]])


def _frames(rows: Rows) -> tuple[Array, Array]:
    """Tangents (K, 3) along a path of rows, and turns (K, 3, 3) whose x axes they are."""
    path = _places(rows)
    tangent = np.gradient(path, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    side = np.broadcast_to([0.0, 1.0, 0.0], tangent.shape)
    return tangent, np.stack([tangent, side, np.cross(tangent, side)], -1)


def _chain(clay: Clay, rows: Rows, girth: float, blend: float) -> None:
    """An ellipsoid at each row, long enough to reach into its neighbours."""
    path, (_, turns) = _places(rows), _frames(rows)
    step = np.linalg.norm(np.diff(path, axis=0), axis=1)
    near = np.maximum(np.r_[step, step[-1]], np.r_[step[0], step])
    for k, row in enumerate(rows):
        long = max(1.25 * near[k], 0.55 * row[2])
        clay.ellipsoid(path[k], (long, row[3] * girth, row[2]), blend, R=turns[k])


_PROUD = 0.02
"""How far haunches stand up over the line of the back."""


def _muscle(clay: Clay, trunk: Rows, leg: Leg, below: float, girth: float, deep: float) -> None:
    """Shoulder and haunch on the flank, under which the leg begins."""
    x, z = leg.root
    radius = leg.radii[0]
    table, high = np.array(trunk), 1.6 * radius
    back = float(np.interp(x, table[:, 0], table[:, 1] + table[:, 2])) + _PROUD
    height = min(z - below - 0.15 * radius, back - high)
    clay.pair(
        (x - 0.1 * radius, 0.95 * leg.out * girth, height),
        (1.15 * radius, deep * radius * girth, high),
        0.05,
    )


def _ham(clay: Clay, leg: Leg, girth: float) -> None:
    """The buttock above and behind the thigh."""
    x, z = leg.root
    radius = leg.radii[0]
    centre = (x - 0.35 * radius, 0.85 * leg.out * girth, z - 1.00 * radius)
    clay.pair(centre, (0.85 * radius, 0.50 * radius * girth, 1.10 * radius), 0.08)


def _face(clay: Clay, kind: Species) -> None:
    """Brow ridges and cheeks."""
    (x0, z0, h0, w0), (x1, z1, _, w1) = kind.head[1], kind.head[2]
    place = np.array([0.5 * (x0 + x1), 0.72 * w0, 0.5 * (z0 + z1) + 0.40 * h0])
    clay.pair(place, (0.5 * h0, 0.32 * w0, 0.30 * h0), 0.03)
    clay.pair((x1, 0.55 * w1, z1 - 0.35 * h0), (0.55 * h0, 0.45 * w1, 0.45 * h0), 0.04)


def trunk(form: Form, rear: bool, detail: int) -> MeshBuilder:
    """The rear or the front half of the trunk, about the spine's joint."""
    kind = form.kind
    joint, away = form.spine[0], -1.0 if rear else 1.0
    table = np.array(kind.trunk)
    end = table[0 if rear else -1]
    tip = form.trunk.cast([joint, 0, end[1]], [away, 0, 0], 1.4)[0]
    # Close together where the trunk rounds off, further apart along the flank.
    share = (
        (0.006, 0.035, 0.09, 0.19, 0.36, 0.58, 0.80, 1.0),
        (0.01, 0.08, 0.25, 0.6, 1.0),
        (0.02, 0.2, 1.0),
    )[detail]
    inner = joint - 0.09 * away
    stations = tip + np.array(share) * (inner - tip)
    if not rear:
        stations = stations[::-1]
    origins = np.column_stack(
        [stations, 0 * stations, np.interp(stations, table[:, 0], table[:, 1])]
    )
    circle = ring((14, 10, 7)[detail], np.pi / 2)
    directions = np.column_stack([0 * circle[:, 0], circle])
    points = _filleted(form, origins, directions)

    builder = MeshBuilder()
    placed = points - form.spine
    names = _trunk_colours(points, origins, kind, rear)
    for colour in np.unique(names):
        quads = chosen(names == colour, "fur")
        builder.grid(placed, quads, colour=str(colour), closed=True)
    end = 0 if rear else -1
    builder.fan(placed[end], "fur", colour="rump" if rear else "coat", flip=rear)
    return builder


_FILLET = 0.06
"""How far the trunk rises towards the neck: further in, the neck covers it."""


def _filleted(form: Form, origins: Array, directions: Array) -> Array:
    """(K, sides, 3) points of the trunk, rounded off where the neck leaves it.

    Neck and trunk share this skin, so that no edge shows where one part ends.
    """
    ends = form.trunk.cast(origins[:, None], directions[None], 0.55)
    joined = form.body.cast(origins[:, None], directions[None], 0.75)
    bare, full = (np.linalg.norm(p - origins[:, None], axis=-1) for p in (ends, joined))
    reach = np.minimum(full, bare + _FILLET)
    return origins[:, None] + directions[None] * reach[..., None]


def _trunk_colours(points: Array, origins: Array, kind: Species, rear: bool) -> Array:
    """Colour slots of the quads: belly below, rump behind, coat elsewhere."""
    ahead = np.roll(points, -1, 1)
    middle = 0.25 * (points[:-1] + points[1:] + ahead[:-1] + ahead[1:])
    axis = 0.5 * (origins[:-1] + origins[1:])[:, None]
    drop = (axis[..., 2] - middle[..., 2]) / np.linalg.norm(middle - axis, axis=-1)
    names = np.full(middle.shape[:2], "coat", dtype="<U8")
    names[drop > 0.86] = "belly"
    if rear:
        tail = np.array([points[0, 0, 0], 0.0, kind.trunk[0][1] + 0.02])
        near = np.linalg.norm((middle - tail) / [0.09, 0.12, 0.13], axis=-1) < 1.0
        names[near] = "rump"
    return names


def neck(form: Form, upper: bool, detail: int) -> MeshBuilder:
    """The lower or the upper half of the neck, about its joint."""
    table = np.array(form.kind.neck)
    path, (tangent, turns) = _places(form.kind.neck), _frames(form.kind.neck)
    along = np.r_[0, np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))]
    half, overlap = along[len(along) // 2], 0.05
    low = half - overlap if upper else -0.06
    high = along[-1] + 0.03 if upper else half + overlap
    stations = np.linspace(low, high, (6, 4, 2)[detail])
    beyond = stations - np.clip(stations, 0, along[-1])
    origins = np.column_stack([np.interp(stations, along, column) for column in path.T])
    origins += beyond[:, None] * tangent[-1 if upper else 0]
    lift = np.column_stack([np.interp(stations, along, c) for c in turns[:, :, 2].T])
    lift /= np.linalg.norm(lift, axis=1, keepdims=True)
    circle = ring((12, 9, 6)[detail])
    side = np.array([0.0, 1.0, 0.0])
    directions = circle[:, :1] * lift[:, None] + circle[:, 1:] * side
    points = form.body.cast(origins[:, None], directions, 0.55)
    # Where a ray would run on inside the trunk it ends there, out of sight.
    reach = np.linalg.norm(points - origins[:, None], axis=-1)
    tall, wide = (np.interp(stations, along, table[:, k])[:, None] for k in (2, 3))
    most = 2.0 * np.hypot(tall * circle[:, 0], wide * form.girth * circle[:, 1])
    reach = np.minimum(reach, most)
    if not upper:  # the root lies under the skin of the trunk
        skin = form.trunk.cast(origins[:1, None], directions[:1], 0.55, -0.025)
        reach[0] = np.minimum(reach[0], np.linalg.norm(skin - origins[:1, None], axis=-1)[0])
    points = origins[:, None] + directions * reach[..., None]
    builder = MeshBuilder()
    placed = points - (form.upper_neck if upper else form.neck)
    below = np.broadcast_to(circle[:, 0] < -0.80, (len(stations) - 1, len(circle)))
    for mask, colour in ((~below, "coat"), (below, "throat")):
        quads = chosen(mask, "fur")
        builder.grid(placed, quads, colour=colour, closed=True, flip=True)
    builder.fan(placed[-1], "fur", colour="coat", flip=True)
    return builder


def head(form: Form, detail: int) -> MeshBuilder:
    """The head with eyes and nose, about the poll."""
    kind = form.kind
    path, (tangent, turns) = _places(kind.head), _frames(kind.head)
    size = np.array(kind.head)[:, 2:]
    tip = size[-1, 0]
    path = np.vstack(
        [path[0] - 0.06 * tangent[0], path, path[-1] + 0.5 * tip * tangent[-1],
         path[-1] + 0.8 * tip * tangent[-1]]
    )  # fmt: skip
    turns = np.concatenate([turns[:1], turns, turns[-1:], turns[-1:]])
    size = np.vstack([size[:1], size, 0.86 * size[-1:], 0.45 * size[-1:]])
    if detail:
        keep = [0, 2, 4, 6, len(path) - 1] if detail == 1 else [0, 3, len(path) - 2]
        path, turns, size = path[keep], turns[keep], size[keep]
    circle = ring((12, 8, 5)[detail])
    directions = circle[:, :1] * turns[:, None, :, 2] + circle[:, 1:] * turns[:, None, :, 1]
    points = form.head.cast(path[:, None], directions, 0.4)
    reach = np.linalg.norm(points - path[:, None], axis=-1)
    slack = np.interp(np.arange(len(path)), [0, 1, 3, len(path) - 2], [2.6, 2.4, 1.45, 1.05])
    most = slack[:, None] * np.hypot(size[:, :1] * circle[:, 0], size[:, 1:] * circle[:, 1])
    points = path[:, None] + directions * np.minimum(reach, most)[..., None]
    builder = MeshBuilder()
    placed = points - form.poll
    rows = len(path) - 1
    names = np.full((rows, len(circle)), "coat", dtype="<U8")
    names[1:, circle[:, 0] < -0.8] = "throat"
    names[max(rows - 4, 1) :, circle[:, 0] < 0.1] = "muzzle"
    names[rows - 1] = "nose"
    for colour in np.unique(names):
        quads = chosen(names == colour, "hoof" if colour == "nose" else "fur")
        builder.grid(placed, quads, colour=str(colour), closed=True, flip=True)
    builder.fan(placed[0], "fur", colour="coat")
    builder.fan(placed[-1], "hoof", colour="nose", flip=True)
    if detail < 2:
        _eyes(builder, form, detail)
    return builder


def _eyes(builder: MeshBuilder, form: Form, detail: int) -> None:
    """Dark eyes at the sides with a disc that shines back at night."""
    (x0, z0, h0, _), (x1, z1, _, _) = form.kind.head[1], form.kind.head[2]
    start = np.array([0.35 * x0 + 0.65 * x1, 0.0, 0.35 * z0 + 0.65 * z1 + 0.30 * h0])
    for side in (1.0, -1.0):
        out = np.array([0.35, 0.93 * side, 0.10])
        seat = form.head.cast(start, out, 0.4)
        size = 0.20 * h0
        builder.ellipsoid(
            seat - form.poll - 0.42 * size * out,
            (1.15 * size, 0.75 * size, 0.95 * size),
            "eye",
            colour="eye",
            sides=(8, 5)[detail],
            rings=(5, 4)[detail],
        )
        if detail == 0:
            _disc(builder, seat - form.poll + 0.36 * size * out, out, 0.5 * size)


def _disc(builder: MeshBuilder, centre: Array, way: Array, radius: float) -> None:
    up = np.array([0.0, 0.0, 1.0])
    across = np.cross(up, way) / np.linalg.norm(np.cross(up, way))
    lift = np.cross(way, across)
    angle = np.linspace(0, 2 * np.pi, 6, endpoint=False)
    circle = centre + radius * (np.cos(angle)[:, None] * across + np.sin(angle)[:, None] * lift)
    builder.fan(circle, "eye_shine", colour="eye_shine")
