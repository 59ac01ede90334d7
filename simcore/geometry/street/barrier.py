"""Barriers beside roads: W-beam guard rails, concrete barriers, delineator posts, noise walls."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ...line import Line
from ...pose import rotation
from ..builder import MeshBuilder
from ..fixture import Fixture
from ..sheets import Sheet, assembled, lattice, unit

W_BEAM = np.array([(0.0, 0.60), (0.06, 0.625), (0.06, 0.655), (0.0, 0.70), (0.0, 0.735),
                   (0.06, 0.78), (0.06, 0.81), (0.0, 0.835)])  # fmt: skip
"""Profile of the beam: depth towards the road and height [m]."""

JERSEY = np.array([(0.30, 0.0), (0.30, 0.075), (0.125, 0.33), (0.085, 0.81)])
"""Half profile of a New Jersey barrier: half-width and height [m]."""


@lru_cache(maxsize=32)
def guard_rail(length: float = 4.0, detail: int = 0, posts: int = 2) -> Fixture:
    """A straight panel of W-beam along y that faces +x, its posts behind it."""
    builder = MeshBuilder()
    profile = W_BEAM if detail < 2 else W_BEAM[[0, 2, 5, 7]]
    loop = np.concatenate([profile, profile[::-1] - np.array([0.004, 0.0])])
    rows = [[(d, y, z) for d, z in loop] for y in (-length / 2, length / 2)]
    builder.grid(rows, "galvanised", closed=True, flip=True)
    for k in range(posts if detail < 2 else 1):
        y = -length / 2 + length * (k + 0.5) / posts
        builder.box((-0.14, y, 0.25), (0.10, 0.06, 1.06), "galvanised", colour="post",
                    leave_out="-z")  # fmt: skip
        if detail == 0:
            builder.box((-0.05, y, 0.715), (0.09, 0.06, 0.2), "galvanised", colour="post")
    return Fixture(((builder.build(), "guard_rail"),))


@lru_cache(maxsize=16)
def rail_end(detail: int = 0) -> Fixture:
    """The turned-down end of a guard rail, 4 m along y, low at -y."""
    steps = (7, 4, 2)[detail]
    y = np.linspace(-2.0, 2.0, steps)
    share = np.clip((y + 2.0) / 4.0, 0.0, 1.0)
    drop = 0.72 * (1 - share**0.8)
    depth, height = W_BEAM[:, 0] - 0.25 * (1 - share[:, None]), W_BEAM[:, 1] - drop[:, None]
    depth = np.concatenate([depth, depth[:, ::-1] - 0.004], 1)
    height = np.concatenate([height, height[:, ::-1]], 1)
    points = np.stack(np.broadcast_arrays(depth, y[:, None], height), -1)
    builder = MeshBuilder()
    builder.grid(points, "galvanised", closed=True, flip=True)
    builder.box((-0.14, 1.0, 0.2), (0.10, 0.06, 0.9), "galvanised", colour="post", leave_out="-z")
    return Fixture(((builder.build(), "guard_rail"),))


@lru_cache(maxsize=16)
def jersey_barrier(length: float = 3.0, detail: int = 0) -> Fixture:
    """A concrete barrier along y, 0.81 m high."""
    ring = np.concatenate([JERSEY, JERSEY[::-1] * np.array([-1, 1])])
    builder = MeshBuilder()
    points = [[(x, y, z) for x, z in ring] for y in (-length / 2, length / 2)]
    builder.grid(points, "concrete", closed=True, flip=True)
    builder.fan(np.array(points[0]), "concrete")
    builder.fan(np.array(points[1]), "concrete", flip=True)
    return Fixture(((builder.build(20.0), "guard_rail"),))


@lru_cache(maxsize=16)
def delineator(detail: int = 0, left: bool = False) -> Fixture:
    """A white post 1.0 m high with an oblique black band and reflectors, facing +x.

    On the right-hand side one reflector shows to the traffic, on the left two small ones.
    """
    builder = MeshBuilder()
    low = np.array([(-0.06, -0.06), (0.06, -0.045), (0.06, 0.045), (-0.06, 0.06)])
    top = np.array([1.05, 0.98, 0.98, 1.05])
    rings = [np.column_stack([low, np.full(4, z)]) for z in (-0.1, 0.0)]
    rings += [np.column_stack([low, z]) for z in (0.62 + (top - 1.0) * 0.6, 0.87 + (top - 1) * 0.6)]
    rings.append(np.column_stack([low, top]))
    kinds = [["plastic"] * 4, ["plastic"] * 4, ["trim"] * 4, ["plastic"] * 4]
    builder.grid(rings, kinds, colour=None, closed=True)
    builder.fan(rings[-1], "plastic")
    if detail < 2:
        for y in (-0.018, 0.018) if left else (0.0,):
            size = (0.012, 0.028 if left else 0.04, 0.06 if left else 0.17)
            builder.box((0.062, y, 0.74), size, "retro_band", colour="reflector", leave_out="-x")
    return Fixture(((builder.build().recoloured({"plastic": (0.72, 0.72, 0.71)}), "pole"),))


@lru_cache(maxsize=16)
def noise_wall(length: float = 4.0, height: float = 3.2, detail: int = 0) -> Fixture:
    """Panels of ribbed timber or concrete between steel posts, along y."""
    builder = MeshBuilder()
    builder.box((0, -length / 2, height / 2 - 0.2), (0.2, 0.18, height + 0.5), "galvanised",
                colour="post", leave_out="-z")  # fmt: skip
    panels = max(1, round(height / 0.5)) if detail == 0 else 1
    for k in range(panels):
        z = height * (k + 0.5) / panels
        gap = 0.02 if panels > 1 else 0.0
        size = (0.12, length, height / panels - gap)
        builder.box((0, 0, z), size, "painted_wood", colour="panel")
    return Fixture(((builder.build().recoloured({"panel": (0.20, 0.22, 0.16)}), "wall"),))


def rail_along(line: Line, s0: float, s1: float, t: float, side: int, lift: float = 0.0) -> Fixture:
    """A guard rail that follows a line at t over [s0, s1], in the world's axes.

    side: +1 when it stands to the left of its road (the beam faces right); lift: of the ground
    above the line's plane [m].
    """
    curvature = float(np.abs(line.axis(np.linspace(s0, s1, 33)).curvature).max())
    step = float(np.clip(np.sqrt(8 * 0.01 / max(curvature, 1e-6)), 2.0, 16.0))
    s = np.linspace(s0, s1, max(2, int(np.ceil((s1 - s0) / step)) + 1))
    depth, height = W_BEAM[:, 0], W_BEAM[:, 1]
    sheets = []
    for behind, facing in ((0.0, -side), (0.004, side)):  # facing: direction along t
        points = line.at(s[:, None], t - side * (depth - behind))
        points[..., 2] += height + lift
        normals = -facing * unit(np.cross(np.gradient(points, axis=0), np.gradient(points, axis=1)))
        faces = lattice(*points.shape[:2])
        uv = np.stack(np.broadcast_arrays(s[:, None], height), -1)
        sheets.append(Sheet(points.reshape(-1, 3), normals.reshape(-1, 3), uv.reshape(-1, 2),
                            faces if facing > 0 else faces[:, ::-1], "galvanised"))  # fmt: skip
    posts = MeshBuilder()
    for at in np.arange(s0 + 1.0, s1, 4.0):
        foot = line.at(at, t + side * 0.14) + np.array([0.0, 0.0, 0.25 + lift])
        R = rotation(yaw=line.axis(at).heading)
        posts.box(foot, (0.06, 0.10, 1.06), "galvanised", colour="post", R=R, leave_out="-z")
    return Fixture(((assembled(sheets), "guard_rail"), (posts.build(), "guard_rail")))
