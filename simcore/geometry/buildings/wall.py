"""Walls with openings cut into them, and boxes and frames put onto them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..builder import MeshBuilder

Array = NDArray[np.float64]

UP = np.array([0.0, 0.0, 1.0])


class Opening(NamedTuple):
    """A hole in a wall: what fills it, and its extent along and up the wall [m]."""

    kind: str
    u0: float
    u1: float
    v0: float
    v1: float


class Face:
    """The plane of a wall: u to the right seen from outside, v up, d outwards [m].

    origin: where u = v = d = 0; along: the direction of u.
    """

    def __init__(self, origin: ArrayLike, along: ArrayLike):
        self.origin = np.asarray(origin, np.float64)
        self.along = np.asarray(along, np.float64) / np.linalg.norm(along)
        self.normal = np.cross(self.along, UP)
        self.R = np.stack([self.normal, self.along, UP], 1)

    def at(self, u: ArrayLike, v: ArrayLike, d: ArrayLike = 0.0) -> Array:
        """(…, 3) places of (u, v, d)."""
        u, v, d = np.broadcast_arrays(*(np.asarray(x, np.float64) for x in (u, v, d)))
        return self.origin + np.stack([d, u, v], -1) @ self.R.T

    def quad(
        self,
        builder: MeshBuilder,
        u: tuple[float, float],
        v: tuple[float, float],
        d: float,
        material: str,
        colour: str | None = None,
    ) -> None:
        """A rectangle parallel to the wall, seen from outside."""
        corners = np.array([(u[0], v[0]), (u[1], v[0]), (u[1], v[1]), (u[0], v[1])])
        points = self.at(corners[:, 0], corners[:, 1], d)
        builder.add(points, [[0, 1, 2], [0, 2, 3]], material, colour, corners)

    def box(
        self,
        builder: MeshBuilder,
        u: tuple[float, float],
        v: tuple[float, float],
        d: tuple[float, float],
        material: str,
        colour: str | None = None,
        leave_out: str = "-x",
    ) -> None:
        """A box; by default without the face that lies against the wall (x out, y along)."""
        low, high = np.array([d[0], u[0], v[0]]), np.array([d[1], u[1], v[1]])
        centre = self.origin + self.R @ ((low + high) / 2)
        builder.box(centre, high - low, material, colour=colour, R=self.R, leave_out=leave_out)

    def frame(
        self,
        builder: MeshBuilder,
        opening: Opening,
        width: float,
        d: tuple[float, float],
        material: str,
        colour: str | None = None,
    ) -> None:
        """A flat frame inside an opening, from depth d[1] in front back to the pane at d[0]."""
        _, u0, u1, v0, v1 = opening
        outer = np.array([(u0, v0), (u1, v0), (u1, v1), (u0, v1)])
        inner = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)]) * width + outer
        rings = np.concatenate([outer, inner, inner])
        depth = np.repeat([d[1], d[1], d[0]], 4)
        side = np.arange(4)
        after = (side + 1) % 4
        faces = [
            np.stack([a, b, c, a, c, e], 1).reshape(-1, 3)
            for a, b, c, e in (
                (side, after, after + 4, side + 4),
                (side + 4, after + 4, after + 8, side + 8),
            )
        ]
        points = self.at(rings[:, 0], rings[:, 1], depth)
        builder.add(points, np.concatenate(faces), material, colour)


def wall(
    builder: MeshBuilder,
    face: Face,
    u: tuple[float, float],
    v: tuple[float, float],
    material: str,
    colour: str = "wall",
    openings: Sequence[Opening] = (),
    reveal: float = 0.13,
    reveal_material: str | None = None,
    reveal_colour: str | None = None,
) -> None:
    """A rectangle of wall without its openings, whose sides go ``reveal`` deep [m].

    It is cut along all edges of the openings, so that no vertex lies on another's edge. Texture
    coordinates are metres along and up the wall.
    """
    us = np.unique([*u, *(x for o in openings for x in (o.u0, o.u1))])
    vs = np.unique([*v, *(x for o in openings for x in (o.v0, o.v1))])
    us, vs = us[(us >= u[0]) & (us <= u[1])], vs[(vs >= v[0]) & (vs <= v[1])]
    grid_v, grid_u = np.meshgrid(vs, us, indexing="ij")
    middle_u, middle_v = (us[1:] + us[:-1]) / 2, (vs[1:] + vs[:-1]) / 2
    solid = np.ones((len(middle_v), len(middle_u)), bool)
    for o in openings:
        inside_u = (middle_u > o.u0) & (middle_u < o.u1)
        inside_v = (middle_v > o.v0) & (middle_v < o.v1)
        solid[np.ix_(inside_v, inside_u)] = False
    number = np.arange(grid_u.size).reshape(grid_u.shape)
    a, b, c, d = number[:-1, :-1], number[:-1, 1:], number[1:, 1:], number[1:, :-1]
    faces = np.stack([a, b, c, a, c, d], -1)[solid].reshape(-1, 3)
    places = np.stack([grid_u.ravel(), grid_v.ravel()], -1)
    builder.add(face.at(places[:, 0], places[:, 1]), faces, material, colour, places)
    if reveal > 0.0 and openings:
        _reveals(
            builder, face, openings, reveal, reveal_material or material, reveal_colour or colour
        )


def _reveals(
    builder: MeshBuilder,
    face: Face,
    openings: Sequence[Opening],
    depth: float,
    material: str,
    colour: str,
) -> None:
    """The four inner sides of each opening."""
    points, uv = [], []
    faces: list[tuple[int, int, int]] = []
    for o in openings:
        corners = np.array([(o.u0, o.v0), (o.u1, o.v0), (o.u1, o.v1), (o.u0, o.v1)])
        for k in range(4):
            (ua, va), (ub, vb) = corners[k], corners[(k + 1) % 4]
            base = 4 * len(faces) // 2
            points.append(face.at([ua, ub, ub, ua], [va, vb, vb, va], [0, 0, -depth, -depth]))
            length = abs(ub - ua) + abs(vb - va)
            uv.append([(0, 0), (length, 0), (length, depth), (0, depth)])
            faces += [(base, base + 1, base + 2), (base, base + 2, base + 3)]
    builder.add(np.concatenate(points), faces, material, colour, np.concatenate(uv))
