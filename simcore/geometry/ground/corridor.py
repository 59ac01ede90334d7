"""A cross-section swept along a line: the ground that things stand on, as surface and as meshes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...classes import class_id
from ...line import Line
from ...pose import pose
from ...scene import Placement
from ..sheets import Sheet, assembled, lattice
from .sections import DROPPED_KERB, KERB_HEIGHT, KINDS, Piece, Section

Array = NDArray[np.float64]

_RAMP = 1.0
_CHUNK = 56.0
_IDENTITY = np.eye(4)
_SKIRT_T, _SKIRT_H = np.array([0.0, 2.0]), np.array([0.0, -2.2])
"""The outermost band goes on downwards, so that no gap shows to the land beyond."""


class Drop(NamedTuple):
    """A dropped kerb on a side (+1 left, -1 right) over [s0, s1], with ramps 1 m long."""

    side: int
    s0: float
    s1: float


class Corridor:
    """The ground along a line.

    span: from where to where it is built [m], by default the line's; route: where the ego drives:
    there the sampling is fine, and coarser with the distance from it.
    """

    def __init__(
        self,
        line: Line,
        section: Section,
        span: tuple[float, float] | None = None,
        route: tuple[float, float] | None = None,
        drops: Sequence[Drop] = (),
    ):
        self.line, self.section = line, section
        self.span = span or line.span
        self.route = route or self.span
        self.drops = tuple(drops)
        knots = [k for d in drops for k in (d.s0 - _RAMP, d.s0, d.s1, d.s1 + _RAMP)]
        self.stations = _stations(line, self.span, self.route, knots)

    def heights(self, s: ArrayLike, t: ArrayLike) -> Array:
        """Height of the ground above the line's plane at (s, t) [m]."""
        s, t = np.broadcast_arrays(np.asarray(s, np.float64), np.asarray(t, np.float64))
        h = self.section.height(t)
        for side, (where, fall) in self._drop_shapes.items():
            h = h - self._dropped(side, s) * np.interp(t, where, fall)
        return h

    def exact(self, s: ArrayLike, t: ArrayLike) -> Array:
        """(…, 3) places of the ground itself, which the meshes approach by chords."""
        s, t = np.broadcast_arrays(np.asarray(s, np.float64), np.asarray(t, np.float64))
        a = self.line.axis(s)
        low, high = self.section.edge(-1) - 2.0, self.section.edge(1) + 2.0
        z = a.z + a.bank * np.clip(t, low, high) + self.heights(s, t)
        return np.stack([a.x - t * np.sin(a.heading), a.y + t * np.cos(a.heading), z], -1)

    def at(self, s: ArrayLike, t: ArrayLike = 0.0) -> Array:
        """(…, 3) places on the meshes: what is put there stands on what is drawn."""
        s, t = np.broadcast_arrays(np.asarray(s, np.float64), np.asarray(t, np.float64))
        row = np.clip(np.searchsorted(self.stations, s, "right") - 1, 0, len(self.stations) - 2)
        before, after = self.stations[row], self.stations[row + 1]
        share = np.clip((s - before) / (after - before), 0.0, 1.0)[..., None]
        return self.exact(before, t) * (1 - share) + self.exact(after, t) * share

    def pose(self, s: float, t: float = 0.0, yaw: float = 0.0, sink: float = 0.0) -> Array:
        """(4, 4) upright pose on the ground, turned by ``yaw`` from the line's heading."""
        place = self.at(s, t)
        place[2] -= sink
        return pose(place, yaw=float(self.line.axis(s).heading) + yaw)

    def surfaces(
        self, chart: int = -1, colours: Mapping[str, ArrayLike] | None = None
    ) -> tuple[Placement, ...]:
        """The ground as meshes, by class and by stretches of some 50 m; uv is (s, t) [m].

        colours: linear albedo of colour slots, as grass has them in different seasons.
        """
        sheets: dict[str, list[tuple[Piece, Array, Array, Array]]] = {}
        for piece in self.section.pieces:
            kind = KINDS[piece.band.kind]
            sheets.setdefault(kind.class_name, []).append((piece, *self._swept(piece)))
        for piece in (self.section.pieces[len(self.section.left) - 1], self.section.pieces[-1]):
            skirt = Piece(piece.band, piece.side, piece.t[-1] + piece.side * _SKIRT_T, piece.h)
            class_name = KINDS[piece.band.kind].class_name
            sheets.setdefault(class_name, []).append((skirt, *self._swept(skirt, _SKIRT_H)))
        placements = []
        for first, last in self._chunks():
            for class_name, swept in sheets.items():
                mesh = assembled([_cut(*item, first, last) for item in swept])
                mesh = mesh.recoloured(colours) if colours else mesh
                place = Placement(mesh, _IDENTITY, class_id(class_name), chart=chart)
                placements.append(place)
        return tuple(placements)

    def _swept(self, piece: Piece, lift: Array | None = None) -> tuple[Array, Array, Array]:
        """Points, normals (A, 2K - 2, 3) and uv of a band; each face has its own columns.

        lift (K,): how much higher than the ground it is made.
        """
        t = np.repeat(piece.t, 2)[1:-1]
        s = self.stations[:, None]
        t = _within_the_bend(self.line, s, np.broadcast_to(t, (len(s), len(t))))
        points = self.exact(s, t)
        if lift is not None:
            points[..., 2] += np.repeat(lift, 2)[1:-1]
        along = np.gradient(points, axis=0)
        across = np.repeat(points[:, 1::2] - points[:, ::2], 2, axis=1)
        normals = np.cross(along, across) * piece.side
        normals /= np.linalg.norm(normals, axis=-1, keepdims=True) + 1e-12
        return points, normals, np.stack([np.broadcast_to(s, t.shape), t], -1)

    def _chunks(self) -> list[tuple[int, int]]:
        """First and last station of each stretch."""
        count = max(1, round((self.span[1] - self.span[0]) / _CHUNK))
        cuts = np.linspace(*self.span, count + 1)
        rows = np.unique(np.searchsorted(self.stations, cuts).clip(0, len(self.stations) - 1))
        return list(pairwise(rows))

    @cached_property
    def _drop_shapes(self) -> dict[int, tuple[Array, Array]]:
        """Per side, how far the ground sinks at t where a kerb is dropped: t (K,) rising, fall."""
        shapes = {}
        pieces = self.section.pieces
        for side in {drop.side for drop in self.drops}:
            mine = [p for p in pieces if p.side == side]
            number = next((k for k, p in enumerate(mine) if p.band.kind == "kerb"), None)
            if number is None:
                continue
            kerb = mine[number]
            share = 1.0 - DROPPED_KERB / KERB_HEIGHT
            t = np.append(kerb.t, mine[number + 1].t[-1])
            fall = np.append((kerb.h - kerb.h[0]) * share, 0.0)
            shapes[side] = (t, fall) if side > 0 else (t[::-1], fall[::-1])
        return shapes

    def _dropped(self, side: int, s: Array) -> Array:
        """How far (0 to 1) the kerb of a side is dropped at s."""
        amount = np.zeros(np.shape(s))
        for drop in self.drops:
            if drop.side == side:
                near = np.minimum(s - drop.s0, drop.s1 - s) / _RAMP + 1.0
                amount = np.maximum(amount, np.clip(near, 0.0, 1.0))
        return amount


def _cut(piece: Piece, points: Array, normals: Array, uv: Array, first: int, last: int) -> Sheet:
    """A stretch of a swept band."""
    kind = KINDS[piece.band.kind]
    rows, columns = last - first + 1, points.shape[1]
    faces = lattice(rows, columns).reshape(rows - 1, columns - 1, 6)[:, ::2].reshape(-1, 3)
    if piece.side > 0:  # columns run to the left
        faces = faces[:, ::-1]
    stretch = slice(first, last + 1)
    return Sheet(
        points[stretch].reshape(-1, 3),
        normals[stretch].reshape(-1, 3),
        uv[stretch].reshape(-1, 2),
        faces,
        kind.material,
        kind.colour,
        kind.albedo,
    )


def within_bend(curvature: Array) -> Array:
    """How far towards the centre of curvature the ground is swept [m]."""
    return 0.8 / np.maximum(np.abs(curvature), 1e-9)


def _within_the_bend(line: Line, s: Array, t: Array) -> Array:
    """t held back from the centre of curvature, where a sweep would fold over itself."""
    curvature = line.axis(s).curvature
    held = np.sign(t) * np.minimum(np.abs(t), within_bend(curvature))
    return np.where(t * curvature > 0, held, t)


def _stations(
    line: Line, span: tuple[float, float], route: tuple[float, float], knots: Sequence[float]
) -> Array:
    """Where to sample: chords within 6 mm of the road near the route, coarser away from it."""
    samples = np.arange(np.floor(span[0]), np.ceil(span[1]) + 1.0)
    axis = line.axis(samples)
    away = np.maximum(np.maximum(route[0] - samples, samples - route[1]), 0.0)
    tolerance = 0.006 + 0.0006 * away
    bend = np.abs(np.gradient(axis.grade, samples)) + np.abs(np.gradient(axis.bank, samples)) * 4
    sagitta = np.maximum(np.abs(axis.curvature) * 1.3, bend * 2.0)
    step = np.sqrt(8.0 * tolerance / np.maximum(sagitta, 1e-9))
    density = 1.0 / np.clip(step, 1.0, 10.0 + 0.25 * away)
    # The integral of the density, counted from s = 0, is whole at stations: those of a place stay
    # the same when the road is made longer.
    count = np.concatenate([[0.0], np.cumsum((density[1:] + density[:-1]) / 2)])
    count -= np.interp(0.0, samples, count)
    whole = np.arange(np.ceil(count[0]), np.floor(count[-1]) + 1.0)
    stations = np.interp(whole, count, samples)
    stations = np.concatenate([[span[0]], stations[(stations > span[0]) & (stations < span[1])],
                               [span[1]]])  # fmt: skip
    inside = [k for k in knots if span[0] < k < span[1]]
    stations = np.unique(np.concatenate([stations, inside]))
    keep = np.r_[True, np.diff(stations) > 0.05]
    exact = np.isin(stations, inside)
    # Where a knot and a regular station nearly coincide, the knot stays.
    for k in np.flatnonzero(~keep):
        if exact[k] and not exact[k - 1] and k - 1 > 0:
            keep[k], keep[k - 1] = True, False
    keep[-1] = True
    return stations[keep]
