"""The lower body of a car: one sheet wrapped from the nose along the side to the tail.

Everything is the left half (y ≥ 0); the builder mirrors it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...builder import MeshBuilder
from .curve import corner, monotone
from .form import FLARE, CarForm
from .sheet import Sheet

Array = NDArray[np.float64]

SPREAD = 0.04
"""How much wider a wheel arch is at the sill than at the height of the hub, on each side [m]."""


class Fineness(NamedTuple):
    """How finely one level of detail is meshed: angles [deg] of corners and arches, levels of the
    side, columns between the arches, lateral shares of bonnet and roof."""

    nose: tuple[float, ...]
    tail: tuple[float, ...]
    arch: tuple[float, ...]
    levels: tuple[float, ...]
    middle: int
    lid: tuple[float, ...]


FINE = (
    Fineness(
        (0, 16, 31, 45, 58, 70, 81),
        (0, 20, 38, 54, 68, 80),
        (0, 20, 40, 60, 80, 100, 120, 140, 160, 180),
        (0, 0.08, 0.18, 0.38, 0.58, 0.75, 0.88, 1),
        2,
        (0, 0.07, 0.26, 1),
    ),
    Fineness(
        (0, 38, 70),
        (0, 52),
        (0, 36, 72, 108, 144, 180),
        (0, 0.17, 0.60, 0.86, 1),
        1,
        (0, 0.14, 1),
    ),
    Fineness((0, 58), (0, 58), (0, 50, 130, 180), (0, 0.62, 1), 0, (0, 1)),
)


class LowerBody(NamedTuple):
    """The wrapped sheet by height (z [m]) and by share (t); axles: x of front and rear wheels;
    arch: radius of the wheel arches [m]; side: first and last column of the straight side."""

    by_z: Sheet
    by_t: Sheet
    arch: float
    axles: tuple[float, float]
    side: tuple[int, int]

    @property
    def belt(self) -> Array:
        """(B, 3) the upper edge."""
        return self.by_z.points[-1]

    def along_side(self, x: float) -> float:
        """The coordinate along the sheet of a place x on the side."""
        first, last = self.side
        xs = self.by_z.points[3, first : last + 1, 0]
        return float(np.interp(-x, -xs, self.by_z.along[first : last + 1]))

    def arch_edge(self, axle: int, ahead: int, hub: float) -> tuple[float, float]:
        """A place (along, z) on the rim of a wheel arch, before (1) or behind (-1) the wheel."""
        rise = np.radians(40.0)
        x = self.axles[axle] + ahead * (self.arch + 0.004) * float(np.cos(rise))
        return self.along_side(x), hub + (self.arch + 0.004) * float(np.sin(rise))

    @property
    def end(self) -> float:
        """The coordinate of the centre of the tail."""
        return float(self.by_z.along[-1])


def arch_radius(form: CarForm) -> float:
    """Radius of the wheel arches [m]: 12 % more than the wheel's, and a finger."""
    return form.measures.wheel / 2 * 1.12 + 0.01


def lower_body(form: CarForm, fine: Fineness) -> LowerBody:
    """The sheet of the left half, from the centre of the nose to the centre of the tail."""
    m = form.measures
    axles = (m.wheelbase, 0.0)
    radius = arch_radius(form)
    x, share, side = _columns(form, fine, axles, radius)
    s = form.s(x)
    belt = form.height_of(form.belt, s)
    sill = form.height_of(form.sill, s)
    arches = [(axle, radius, m.wheel / 2) for axle in axles]
    low = np.maximum(sill, arch_height(x, share, arches))
    t = np.asarray(fine.levels)[:, None]
    z = low + (belt - low) * t
    q = (z - sill) / (belt - sill)
    y = form.half_width(s) * share * monotone(form.section, q)
    y += _flare(x, z, axles, radius, m.wheel / 2) * share
    points = np.stack([x - form.set_back(s, t), y, z], -1)
    reach = np.linalg.norm(np.diff(points[len(points) // 2, :, :2], axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(np.maximum(reach, 1e-3))])
    by_t = Sheet(points, along, np.repeat(t, len(x), 1))
    return LowerBody(Sheet(points, along, z), by_t, radius, axles, side)


def _columns(form: CarForm, fine: Fineness, axles, radius: float):
    """x at the widest level, share of the half width, and the columns where the side begins and
    ends."""
    first, last = form.x(0.0), form.x(1.0)
    depth, square = form.front_corner
    inwards, across = corner(np.radians(fine.nose), square)
    nose = first - depth * inwards
    depth_rear, square_rear = form.rear_corner
    inwards_rear, across_rear = corner(np.radians(fine.tail), square_rear)
    tail = (last + depth_rear * inwards_rear)[::-1]
    marks = [float(first - depth), float(last + depth_rear)]
    for axle in axles:
        marks += list(axle + radius * np.cos(np.radians(fine.arch)))
        marks += [axle + radius + SPREAD, axle - radius - SPREAD]
    inner, outer = axles[1] + radius, axles[0] - radius
    marks += list(np.linspace(inner, outer, fine.middle + 2)[1:-1])
    if form.bed:
        marks.append(float(form.x(form.bed[0])))
    side = np.sort(np.unique(np.round(marks, 5)))[::-1]
    side = side[(side <= first - depth + 1e-4) & (side >= last + depth_rear - 1e-4)]
    x = np.concatenate([nose, side, tail])
    share = np.concatenate([across, np.ones(len(side)), across_rear[::-1]])
    return x, share, (len(nose), len(nose) + len(side) - 1)


def arch_height(x: Array, share: Array, arches) -> Array:
    """(B,) height of the wheel arch over each column, 0 beside it; arches: (x, radius, hub)."""
    height = np.zeros_like(x)
    for axle, radius, hub in arches:
        d = x - axle
        over = (np.abs(d) <= radius + 1e-4) & (share > 0.999)
        arc = hub + np.sqrt(np.maximum(radius**2 - d**2, 0.0))
        height = np.where(over, np.maximum(height, arc), height)
    return height


def _flare(x: Array, z: Array, axles, radius: float, hub: float) -> Array:
    """(A, B) how far the wing stands out around the wheels [m]."""
    out = np.zeros_like(z)
    for axle in axles:
        distance = np.hypot(x - axle, np.maximum(z - hub, 0.0))
        ring = np.clip((distance - radius) / 0.16, 0.0, 1.0)
        out = np.maximum(out, FLARE * (1 - ring**2) ** 2)
    return out


def add_lower_body(
    builder: MeshBuilder, form: CarForm, body: LowerBody, detail: int, paint: str
) -> None:
    """The sheet itself, wheel wells and floor."""
    points = body.by_z.points
    dark = 0.18 if form.cladding else 0.08
    levels = body.by_t.across[1:, 0]
    columns = points.shape[1] - 1
    builder.grid(points, [["trim" if level <= dark else paint] * columns for level in levels])
    rim = points[0]
    wall = _well_depth(form)
    arched = rim[:, 2] > rim[:, 2].min() + 0.12
    add_floor(builder, rim, arched, wall)
    for first, last in runs(arched):
        add_well(builder, rim[first - 1 : last + 2], wall, flat=detail == 2)


def runs(chosen: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and last index of each stretch of true values."""
    step = np.flatnonzero(np.diff(np.concatenate([[False], chosen, [False]]).astype(int)))
    return [(int(a), int(b) - 1) for a, b in step.reshape(-1, 2)]


def add_floor(builder: MeshBuilder, rim: Array, arched: NDArray[np.bool_], wall: float) -> None:
    """A plate inside the sill, between the wheel wells and out to the sides elsewhere."""
    sill = np.interp(np.arange(len(rim)), np.flatnonzero(~arched), rim[~arched, 2])
    y = np.where(arched, wall, rim[:, 1])
    outline = [(rim[0, 0], y[0], sill[0])]
    for k in range(1, len(rim)):
        beside = arched[k - 1] != arched[k]
        if beside and arched[k]:
            outline += [(rim[k - 1, 0], wall, sill[k - 1])]
        elif beside:
            outline += [(rim[k, 0], wall, sill[k]), (rim[k, 0], y[k], sill[k])]
        elif k == len(rim) - 1 or (not arched[k] and abs(y[k + 1] - 2 * y[k] + y[k - 1]) > 0.01):
            outline += [(rim[k, 0], y[k], sill[k])]
    edge = np.array(outline)
    builder.grid([edge * [1, 0, 1], edge], "under")


def _well_depth(form: CarForm) -> float:
    """y of the inner wall of the wheel wells [m]."""
    m = form.measures
    return m.track / 2 - m.tyre / 2 - 0.07


def add_well(builder: MeshBuilder, rim: Array, wall: float, *, flat: bool) -> None:
    """The tunnel over a wheel from its arch (N, 3), feet included, to the inner wall, and that.

    ``flat``: only a wall in the rim.
    """
    if flat:
        builder.fan(rim[::-1], "under")
        return
    inner = rim * [1, 0, 1] + [0, wall, 0]
    builder.grid([inner, rim], "under")
    builder.fan(inner[::-1], "under")


def lid(form: CarForm, edge: Array, reach: float, lateral: tuple[float, ...]) -> Array:
    """(A, B, 3) points of a bonnet or boot lid between the belt and the centre line.

    edge: (B, 3) part of the belt, from the centre of the nose or tail to the cabin; reach: how
    much farther forward than the edge the lid goes on the centre line [m]. Its columns run from
    the edge obliquely inwards, so that they fan out at the corner.
    """
    w = np.asarray(lateral)[:, None]
    share = np.linspace(0.0, 1.0, edge.shape[0]) ** 0.9
    start, end = edge[0, 0], edge[-1, 0] + reach
    target = start + (end - start) * share
    bow = 1 - (1 - w) ** 2
    x = edge[:, 0] + (target - edge[:, 0]) * (w + (bow - w) * share)
    y = edge[:, 1] * (1 - w)
    rise = monotone(form.crown, w)
    z = edge[:, 2] + (form.height_of(form.top, form.station_at_belt(x)) - edge[:, 2]) * rise
    return np.stack([x, y, z], -1)
