"""Roofs: gabled, hipped and flat, with eaves, gutters, chimneys and dormers.

A pitch of 35 to 45 degrees, eaves 0.35–0.40 m over the wall, gutter 0.12 m, chimney 0.7 × 0.9 m.
Texture coordinates of the tiles: metres along the eaves and up the slope.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..builder import MeshBuilder
from ..sheets import QUAD
from .wall import Face

Array = NDArray[np.float64]

_THICK = 0.14


class Plan(NamedTuple):
    """The rectangle that a roof covers: x0 < x1, y0 < y1; the eaves height z [m]."""

    x0: float
    x1: float
    y0: float
    y1: float
    z: float


def slope(
    builder: MeshBuilder, corners: ArrayLike, material: str = "roof_tile", colour: str = "roof"
) -> None:
    """A roof plane with 3 or 4 corners, the first two along the eaves, counter-clockwise."""
    corners = np.asarray(corners, np.float64)
    along = corners[1] - corners[0]
    along /= np.linalg.norm(along)
    up = np.cross(np.cross(along, corners[2] - corners[0]), along)
    up /= np.linalg.norm(up)
    uv = np.stack([(corners - corners[0]) @ along, (corners - corners[0]) @ up], -1)
    triangles = [(0, k, k + 1) for k in range(1, len(corners) - 1)]
    builder.add(corners, triangles, material, colour, uv)


def gable_roof(
    builder: MeshBuilder,
    plan: Plan,
    rise: float,
    detail: int,
    *,
    T: ArrayLike | None = None,
    eaves: float = 0.38,
    verge: tuple[float, float] = (0.25, 0.25),
    material: str = "roof_tile",
    colour: str = "roof",
) -> float:
    """A ridge along y in the middle of x; returns its height.

    verge: overhang beyond y0 and y1; T: a turn (4, 4) of all that is built.
    """
    if T is not None:
        turned = MeshBuilder()
        ridge = gable_roof(
            turned, plan, rise, detail, eaves=eaves, verge=verge, material=material, colour=colour
        )
        builder.merge(turned, T)
        return ridge
    x0, x1, y0, y1, z = plan
    middle, half = (x0 + x1) / 2, (x1 - x0) / 2
    pitch = rise / half
    ridge = z + rise + _THICK
    low = z - eaves * pitch + _THICK
    ya, yb = y0 - verge[0], y1 + verge[1]
    xa, xb = x0 - eaves, x1 + eaves
    slope(
        builder, [(xb, ya, low), (xb, yb, low), (middle, yb, ridge), (middle, ya, ridge)],
        material, colour,
    )  # fmt: skip
    slope(
        builder, [(xa, yb, low), (xa, ya, low), (middle, ya, ridge), (middle, yb, ridge)],
        material, colour,
    )  # fmt: skip
    _underside(builder, (xa, middle, xb), (ya, yb), (low, ridge), detail)
    if detail < 2:
        for x, side in ((xb, 1), (xa, -1)):
            gutter(builder, (x, ya, low - 0.02), (x, yb, low - 0.02), side, detail)
    if detail == 0:
        path = [(middle, ya, ridge - 0.02), (middle, yb, ridge - 0.02)]
        builder.tube(path, 0.10, material, colour=colour, sides=6, caps=True)
    return ridge


def _underside(builder: MeshBuilder, xs, ys, zs, detail: int) -> None:
    """Soffits, eaves boards and verge boards under a gabled roof."""
    (xa, middle, xb), (ya, yb), (low, ridge) = xs, ys, zs
    t = _THICK
    for x, first, last in ((xb, ya, yb), (xa, yb, ya)):
        eaves = [(x, first, low - t), (x, last, low - t), (x, last, low), (x, first, low)]
        builder.add(eaves, QUAD, "painted_wood", "eaves")
        soffit = [(x, last, low - t), (x, first, low - t), (middle, first, ridge - t)]
        soffit.append((middle, last, ridge - t))
        builder.add(soffit, QUAD, "painted_wood", "eaves")
    for y, first, last in ((ya, xa, xb), (yb, xb, xa)):
        for a, b, za, zb in ((first, middle, low, ridge), (middle, last, ridge, low)):
            board = [(a, y, za - t), (b, y, zb - t), (b, y, zb), (a, y, za)]
            builder.add(board, QUAD, "painted_wood", "eaves")


def hip_roof(
    builder: MeshBuilder,
    plan: Plan,
    pitch: float,
    detail: int,
    *,
    eaves: float = 0.4,
    material: str = "roof_tile",
    colour: str = "roof",
) -> float:
    """Four planes of one pitch (rise per metre) over a rectangle; returns the ridge height."""
    x0, x1, y0, y1, z = plan
    x0, x1, y0, y1 = x0 - eaves, x1 + eaves, y0 - eaves, y1 + eaves
    low = z - eaves * pitch + _THICK
    half = min(x1 - x0, y1 - y0) / 2
    ridge = low + half * pitch
    if x1 - x0 <= y1 - y0:
        a = np.array([(x0 + x1) / 2, y0 + half, ridge])
        b = np.array([(x0 + x1) / 2, y1 - half, ridge])
    else:
        a = np.array([x0 + half, (y0 + y1) / 2, ridge])
        b = np.array([x1 - half, (y0 + y1) / 2, ridge])
    c = [np.array(p) for p in ((x0, y0, low), (x1, y0, low), (x1, y1, low), (x0, y1, low))]
    if x1 - x0 <= y1 - y0:
        planes = [(c[0], c[1], a), (c[1], c[2], b, a), (c[2], c[3], b), (c[3], c[0], a, b)]
    else:
        planes = [(c[0], c[1], b, a), (c[1], c[2], b), (c[2], c[3], a, b), (c[3], c[0], a)]
    for plane in planes:
        slope(builder, plane, material, colour)
    down = np.array([0, 0, _THICK])
    builder.quad(c[3] - down, c[2] - down, c[1] - down, c[0] - down, "painted_wood", colour="eaves")
    for k in range(4):
        p, q = c[k], c[(k + 1) % 4]
        builder.quad(p - down, q - down, q, p, "painted_wood", colour="eaves")
        if detail < 2:
            out = np.cross(q - p, [0, 0, 1.0])
            gutter(builder, p - [0, 0, 0.02], q - [0, 0, 0.02], out, detail)
    if detail == 0:
        hips = [(a, c[0]), (a, c[1]) if len(planes[0]) == 3 else (a, c[3]), (a, b)]
        hips += [(b, c[2]), (b, c[3]) if len(planes[0]) == 3 else (b, c[1])]
        for p, q in hips:
            if np.linalg.norm(q - p) > 0.3:
                builder.tube([p, q], 0.09, material, colour=colour, sides=5)
    return float(ridge)


def flat_roof(builder: MeshBuilder, plan: Plan, detail: int, parapet: float = 0.45) -> float:
    """A flat roof of gravel or felt behind a parapet; returns the parapet's height."""
    x0, x1, y0, y1, z = plan
    w, top = 0.25, z + parapet
    roof = ((x0, y0, z), (x1, y0, z), (x1, y1, z), (x0, y1, z))
    builder.add(roof, QUAD, "gravel", "flat_roof")
    if detail >= 2:
        w = 0.02
    for a, b, c, d in (
        (x0, x1, y0, y0 + w),
        (x0, x1, y1 - w, y1),
        (x0, x0 + w, y0 + w, y1 - w),
        (x1 - w, x1, y0 + w, y1 - w),
    ):
        centre, size = ((a + b) / 2, (c + d) / 2, z + parapet / 2), (b - a, d - c, parapet)
        builder.box(centre, size, "plaster", colour="wall", leave_out="-z")
        if detail == 0:
            cap = ((a + b) / 2, (c + d) / 2, top + 0.02)
            builder.box(cap, (b - a + 0.08, d - c + 0.08, 0.04), "sheet_metal", colour="flashing")
    return top


def gutter(builder: MeshBuilder, start: ArrayLike, end: ArrayLike, side, detail: int) -> None:
    """A gutter along the eaves; ``side``: +1 or -1 along x, or the outward direction."""
    start, end = np.asarray(start, np.float64), np.asarray(end, np.float64)
    out = np.array([side, 0, 0.0]) if np.isscalar(side) else np.asarray(side, np.float64)
    out = out / np.linalg.norm(out)
    turned = np.cross(end - start, out)[2] > 0
    if detail == 0:
        angle = np.linspace(0.0, -np.pi, 5)
        ring = 0.065 * (np.cos(angle)[:, None] * out + np.sin(angle)[:, None] * [0, 0, 1.0])
        points = np.stack([start + out * 0.07 + ring, end + out * 0.07 + ring])
        builder.grid(points, "sheet_metal", colour="gutter", flip=turned)
        builder.fan(points[0], "sheet_metal", colour="gutter", flip=not turned)
        builder.fan(points[1], "sheet_metal", colour="gutter", flip=turned)
        top = points[:, [-1, 0]]
        builder.grid(top, "under", colour="gutter_inside", flip=turned)
    else:
        drop = np.array([0, 0, 0.10])
        front, back = out * 0.1, out * -0.06
        rows = [[p + back - drop, p + front - drop, p + front, p + back] for p in (start, end)]
        builder.grid(rows, "sheet_metal", colour="gutter", flip=not turned)


def downpipe(builder: MeshBuilder, face: Face, u: float, v: tuple[float, float]) -> None:
    """A pipe of 0.10 m down a wall, with three clamps."""
    path = face.at([u, u], list(v), 0.09)
    builder.tube(path, 0.05, "sheet_metal", colour="gutter", sides=6, caps=False)
    for share in (0.15, 0.5, 0.85):
        z = v[0] + (v[1] - v[0]) * share
        face.box(builder, (u - 0.06, u + 0.06), (z - 0.02, z + 0.02), (0, 0.14), "sheet_metal",
                 "gutter")  # fmt: skip


def chimney(
    builder: MeshBuilder,
    centre: tuple[float, float],
    z: tuple[float, float],
    detail: int,
    size: tuple[float, float] = (0.7, 0.9),
    pots: int = 2,
) -> None:
    """A brick stack from below the roof to its cap, with pots."""
    x, y = centre
    height = z[1] - z[0]
    builder.box((x, y, z[0] + height / 2), (*size, height), "brick", colour="chimney",
                leave_out="-z")  # fmt: skip
    if detail >= 2:
        return
    builder.box((x, y, z[1] + 0.05), (size[0] + 0.12, size[1] + 0.12, 0.1), "concrete",
                colour="chimney_cap")  # fmt: skip
    if detail == 0:
        profile = [(0, 0.12), (0.36, 0.085), (0.38, 0.11), (0.42, 0.11), (0.42, 0.05)]
        for k in range(pots):
            place = (x, y + (k - (pots - 1) / 2) * 0.36, z[1] + 0.1)
            builder.lathe(profile, "brick", colour="pot", sides=7, centre=place)
