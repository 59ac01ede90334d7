"""Particles that can be told apart: which they are, where they stand on the image, their light.

First, parcel by parcel, the ranks of those that are wide enough; then, in blocks of 64 like shading
points, their places on the image and their light. ``blending`` draws them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...kernel import device, kernel
from ...kernels.approx import exp, sortable, unsorted
from ...kernels.memory import get, put
from ...lamps import beam_at
from ...media.medium import Medium
from ...media.particles import Recipe, diameter_at, next_rank, place_at, rank_at
from ...wind import Wind
from .air import Air, airlight
from .split import CLOSEST
from .way import drawn_at

F4 = NDArray[np.float32]
F8 = NDArray[np.float64]
I4 = NDArray[np.int32]

LANES = np.uint64(64)
ROWS = 16
BLOCK = np.uint64(ROWS * 64)
X0, Y0, X1, Y1, RADIUS, INVERSE, AWAY, DX, DY, DZ, RED, GREEN, BLUE = (
    np.uint64(row * 64) for row in range(13)
)
"""Rows of a block: place at the start and the end of the exposure [px]; radius [px], 0 for what is
out of sight; 1/z [1/m]; distance [m] and unit direction from the camera; radiance."""

PHASE = np.float32(0.75)
_EVEN = np.float32(0.0795775)  # 1 / 4π
_CLOSEST = np.float32(CLOSEST)
_LONGEST = np.float32(120.0)  # px; longer streaks are drawn no further
_WIDEST = np.float32(30.0)  # px


class View(NamedTuple):
    """A camera. fx, fy, cx, cy, width, height [px]; streak [m] of flakes and reach [m] of what is
    told apart; finest [px] and faint: least width, and opacity over π, of that; seconds: of the
    exposure; x, y, z: how the wind and the camera move meanwhile, the former less the latter
    [m]."""

    fx: np.float32
    fy: np.float32
    cx: np.float32
    cy: np.float32
    width: np.float32
    height: np.float32
    streak: np.float32
    reach: np.float32
    finest: np.float32
    faint: np.float32
    seconds: np.float32
    x: np.float32
    y: np.float32
    z: np.float32


def found(medium: Medium, wind: Wind, view: View, start: F8, end: F8, time: float) -> F4:
    """Blocks of a medium's particles, flat. start, end (4, 4): the camera's optical axes in the
    world when the exposure starts, at ``time`` [s], and when it ends."""
    population = medium.population
    assert population is not None
    recipe, shift = population.recipe(medium.key, time), population.displacement(time, wind)
    turn = start[:3, :3].astype(np.float32)
    origin = start[:3, 3] - shift
    corner = np.floor(origin)
    cell, within = corner.astype(np.int32), (origin - corner).astype(np.float32)
    box = _box(view, start, shift)
    room = 1 << 17
    while True:
        cells, rank = np.empty((4, room), np.int32), np.empty(room, np.float32)
        count = seek(box, recipe, view, turn, cell, within, cells, rank)
        if count >= 0:
            break
        room *= 4
    blocks = -(-count // 64)
    cells[:, count : blocks * 64], rank[count : blocks * 64] = cells[:, :1], 1e30
    data = np.empty(blocks * 64 * ROWS, np.float32)
    turn_end = end[:3, :3].astype(np.float32)
    project(blocks, *cells, rank, recipe, view, turn, turn_end, cell, within, data)
    return data


def _box(view: View, start: F8, shift: F8) -> I4:
    """(2, 3) least and greatest parcel that may be in view."""
    corners = np.array(
        [
            [(u - view.cx) / view.fx, (v - view.cy) / view.fy, 1.0]
            for u in (-0.5, view.width - 0.5)
            for v in (-0.5, view.height - 0.5)
        ]
    )
    corners *= view.reach / np.linalg.norm(corners, axis=1, keepdims=True)
    points = np.concatenate([corners, [[0.0, 0.0, view.reach], [0.0, 0.0, 0.0]]])
    points = points @ start[:3, :3].T + start[:3, 3] - shift
    return np.stack([np.floor(points.min(0)) - 1, np.ceil(points.max(0)) + 1]).astype(np.int32)


@device(narrow=True, inline=True)
def least_at(distance, view):
    """As ``split.least``."""
    length = view.streak * view.fx / max(distance, _CLOSEST)
    faint = 2.0 * np.sqrt(view.faint * (0.5027 + 0.8 * length))
    return distance / view.fx * max(view.finest, faint)


@kernel(
    "i4[:,:], recipe, view, f4[:,:], i4[:], f4[:] -> i4[:,:], f4[:] : i8",
    recipe=Recipe,
    view=View,
    narrow=True,
)
def seek(box, recipe, view, turn, corner, origin, cell_out, rank_out):
    """Flakes wide enough to be told apart in the parcels of a box (2, 3) that are in view.

    box: least and greatest cell; turn (3, 3): from the camera's axes into the world; corner,
    origin (3,): the camera's cell, and its place in it [m]. cell_out (4, N): cell and number;
    rank_out (N,). Returns how many, -1 when there is no room.
    """
    half_u = 0.5 / view.fx * view.width
    half_v = 0.5 / view.fy * view.height
    slack_u, slack_v = np.sqrt(1.0 + half_u * half_u), np.sqrt(1.0 + half_v * half_v)
    a, b, c = turn[0, 0], turn[1, 0], turn[2, 0]
    d, e, f = turn[0, 1], turn[1, 1], turn[2, 1]
    g, h, i = turn[0, 2], turn[1, 2], turn[2, 2]
    count = 0
    for cz in range(box[0, 2], box[1, 2]):
        z = np.float32(np.int32(cz - corner[2])) + (0.5 - origin[2])
        for cy in range(box[0, 1], box[1, 1]):
            y = np.float32(np.int32(cy - corner[1])) + (0.5 - origin[1])
            for cx in range(box[0, 0], box[1, 0]):
                x = np.float32(np.int32(cx - corner[0])) + (0.5 - origin[0])
                depth = g * x + h * y + i * z
                if depth < -0.95 or depth > view.reach + 0.95:
                    continue
                if abs(a * x + b * y + c * z) > depth * half_u + 0.97 * slack_u:
                    continue
                if abs(d * x + e * y + f * z) > depth * half_v + 0.97 * slack_v:
                    continue
                away = np.sqrt(x * x + y * y + z * z)
                if away > view.reach + 0.9:
                    continue
                least = least_at(max(away - 0.97, 0.0), view)
                last = rank_at(least, recipe)
                rank, number = np.float32(0.0), np.int32(0)
                while True:
                    rank = next_rank(rank, cx, cy, cz, number, recipe.key0, recipe.key1)
                    if rank > last:
                        break
                    if count >= rank_out.shape[0]:
                        return -1
                    cell_out[0, count], cell_out[1, count], cell_out[2, count] = cx, cy, cz
                    cell_out[3, count], rank_out[count] = number, rank
                    count += 1
                    number += np.int32(1)
    return count


@kernel(
    "i8, i4[:], i4[:], i4[:], i4[:], f4[:], recipe, view, f4[:,:], f4[:,:], i4[:], f4[:] -> f4[:]",
    recipe=Recipe,
    view=View,
    narrow=True,
)
def project(
    blocks, cell_x, cell_y, cell_z, number, rank, recipe, view, start, end, corner, origin,
    flakes_out,
):  # fmt: skip
    """Where flakes stand on the image, in blocks; those that cannot be told apart get radius 0.

    cell_*, number, rank (N,): from ``seek``; start, end (3, 3): turn from the camera's axes into
    the world; corner, origin (3,): the camera's cell, and its place in it [m].
    """
    a, b, c = start[0, 0], start[1, 0], start[2, 0]
    d, e, f = start[0, 1], start[1, 1], start[2, 1]
    g, h, w = start[0, 2], start[1, 2], start[2, 2]
    p, q, r = end[0, 0], end[1, 0], end[2, 0]
    s, t, u = end[0, 1], end[1, 1], end[2, 1]
    l, m, n = end[0, 2], end[1, 2], end[2, 2]  # noqa: E741
    ix, iy, iz, ox, oy, oz = corner[0], corner[1], corner[2], origin[0], origin[1], origin[2]
    for block in range(blocks):
        base, first = np.uint64(block) * BLOCK, np.uint64(block) * LANES
        for lane in range(LANES):
            i, k = base + np.uint64(lane), first + np.uint64(lane)
            cx, cy, cz = get(cell_x, k), get(cell_y, k), get(cell_z, k)
            diameter = diameter_at(get(rank, k), recipe)
            px, py, pz, vx, vy, vz = place_at(
                cx, cy, cz, get(number, k), diameter, recipe, recipe.time
            )
            x = np.float32(np.int32(cx - ix)) + (px - ox)
            y = np.float32(np.int32(cy - iy)) + (py - oy)
            z = np.float32(np.int32(cz - iz)) + (pz - oz)
            away = np.sqrt(x * x + y * y + z * z)
            depth = g * x + h * y + w * z
            seen = (away > _CLOSEST) & (diameter >= least_at(away, view))
            seen = seen & (depth > 0.1)
            inverse = 1.0 / max(depth, 0.1)
            across = (a * x + b * y + c * z) * inverse * view.fx + view.cx
            below = (d * x + e * y + f * z) * inverse * view.fy + view.cy
            unit = 1.0 / max(away, 1.0e-3)
            put(flakes_out, i + DX, x * unit)
            put(flakes_out, i + DY, y * unit)
            put(flakes_out, i + DZ, z * unit)
            x = x + vx * view.seconds + view.x
            y = y + vy * view.seconds + view.y
            z = z + vz * view.seconds + view.z
            then = 1.0 / max(l * x + m * y + n * z, 0.1)
            du = (p * x + q * y + r * z) * then * view.fx + view.cx - across
            dv = (s * x + t * y + u * z) * then * view.fy + view.cy - below
            length = np.sqrt(du * du + dv * dv)
            shorter = min(_LONGEST / max(length, 1.0e-3), 1.0)
            du, dv = du * shorter, dv * shorter
            radius = min(0.5 * diameter * inverse * view.fx, _WIDEST)
            out = radius + 1.0
            seen = seen & (max(across, across + du) > -out) & (max(below, below + dv) > -out)
            seen = seen & (min(across, across + du) < view.width + out)
            seen = seen & (min(below, below + dv) < view.height + out)
            put(flakes_out, i + X0, across)
            put(flakes_out, i + Y0, below)
            put(flakes_out, i + X1, across + du)
            put(flakes_out, i + Y1, below + dv)
            put(flakes_out, i + RADIUS, radius if seen else np.float32(0.0))
            put(flakes_out, i + INVERSE, inverse)
            put(flakes_out, i + AWAY, away)


@kernel("i8 -> f4[:] : i8", narrow=True)
def close_up(blocks, flakes_out):
    """Move those in sight to the front, in their order, with what is out of sight only in the last
    block; returns how many blocks that makes."""
    count = 0
    for n in range(blocks * 64):
        i = np.uint64(n // 64) * BLOCK + np.uint64(n % 64)
        if flakes_out[i + RADIUS] <= 0.0:
            continue
        to = np.uint64(count // 64) * BLOCK + np.uint64(count % 64)
        for row in range(DZ // LANES + np.uint64(1)):
            flakes_out[to + row * LANES] = flakes_out[i + row * LANES]
        count += 1
    made = (count + 63) // 64
    for n in range(count, made * 64):
        i = np.uint64(n // 64) * BLOCK + np.uint64(n % 64)
        last = np.uint64((count - 1) // 64) * BLOCK + np.uint64((count - 1) % 64)
        for row in range(DZ // LANES + np.uint64(1)):
            flakes_out[i + row * LANES] = flakes_out[last + row * LANES]
        flakes_out[i + RADIUS] = 0.0
    return made


@kernel(
    "i8, f4[:], f4[:], f4, f4, air, f4, f4[:], f4[:,:], i4[:], f4[:] -> f4[:]",
    narrow=True,
    air=Air,
)
def light(
    blocks, eye, glow, sparkle, extinction, air, reach, drawn, lamps, beam, table, flakes_out
):
    """Radiance of flakes as it reaches the camera.

    eye (3,): the camera's place; glow (3,): radiance of a flake in sky and sun; sparkle: share of
    lamplight that it scatters evenly; extinction: σ around the eye; reach, drawn: of the ``Split``;
    lamps, beam, table: packed, and ``light.beams.tables``, flattened.
    """
    ex, ey, ez = eye[0], eye[1], eye[2]
    own_red, own_green, own_blue = glow[0], glow[1], glow[2]
    for block in range(blocks):
        base = np.uint64(block) * BLOCK
        x0 = y0 = z0 = sortable(np.float32(1e30))
        x1 = y1 = z1 = sortable(np.float32(-1e30))
        for lane in range(LANES):
            i = base + np.uint64(lane)
            away = flakes_out[i + AWAY]
            x, y = sortable(flakes_out[i + DX] * away), sortable(flakes_out[i + DY] * away)
            z = sortable(flakes_out[i + DZ] * away)
            x0, y0, z0 = min(x0, x), min(y0, y), min(z0, z)
            x1, y1, z1 = max(x1, x), max(y1, y), max(z1, z)
            flakes_out[i + RED] = own_red
            flakes_out[i + GREEN] = own_green
            flakes_out[i + BLUE] = own_blue
        left, back, low = unsorted(x0), unsorted(y0), unsorted(z0)
        right, front, high = unsorted(x1), unsorted(y1), unsorted(z1)
        for n in range(lamps.shape[0]):
            lx, ly, lz = lamps[n, 0] - ex, lamps[n, 1] - ey, lamps[n, 2] - ez
            dx = max(max(left - lx, lx - right), 0.0)
            dy = max(max(back - ly, ly - front), 0.0)
            dz = max(max(low - lz, lz - high), 0.0)
            if dx * dx + dy * dy + dz * dz > min(lamps[n, 15], 3600.0):
                continue
            f0, f1, f2 = lamps[n, 3], lamps[n, 4], lamps[n, 5]
            r0, r1, r2 = lamps[n, 6], lamps[n, 7], lamps[n, 8]
            u0, u1, u2 = lamps[n, 9], lamps[n, 10], lamps[n, 11]
            red, green, blue, kind = lamps[n, 12], lamps[n, 13], lamps[n, 14], beam[n]
            for lane in range(LANES):
                i = base + np.uint64(lane)
                away = get(flakes_out, i + AWAY)
                dx, dy = get(flakes_out, i + DX), get(flakes_out, i + DY)
                dz = get(flakes_out, i + DZ)
                x, y, z = dx * away - lx, dy * away - ly, dz * away - lz
                square = x * x + y * y + z * z
                scale = 1.0 / np.sqrt(square + 1e-6)
                x, y, z = x * scale, y * scale, z * scale
                share = beam_at(
                    table,
                    kind,
                    x * f0 + y * f1 + z * f2,
                    x * r0 + y * r1 + z * r2,
                    x * u0 + y * u1 + z * u2,
                )
                share = share * scattered(-(x * dx + y * dy + z * dz), sparkle) / max(square, 0.09)
                put(flakes_out, i + RED, get(flakes_out, i + RED) + share * red)
                put(flakes_out, i + GREEN, get(flakes_out, i + GREEN) + share * green)
                put(flakes_out, i + BLUE, get(flakes_out, i + BLUE) + share * blue)
        for lane in range(LANES):
            i = base + np.uint64(lane)
            away = get(flakes_out, i + AWAY)
            passed = exp(drawn_at(away, reach, drawn) - extinction * away)
            red, green, blue = airlight(
                air, get(flakes_out, i + DX), get(flakes_out, i + DY), get(flakes_out, i + DZ)
            )
            put(flakes_out, i + RED, red + (get(flakes_out, i + RED) - red) * passed)
            put(flakes_out, i + GREEN, green + (get(flakes_out, i + GREEN) - green) * passed)
            put(flakes_out, i + BLUE, blue + (get(flakes_out, i + BLUE) - blue) * passed)


@device(narrow=True, inline=True)
def scattered(cosine, sparkle):
    """Phase function [1/sr] of particles by the cosine between the light's way and the way to the
    eye: a share even, as from rough faces, the rest forward (Henyey and Greenstein)."""
    base = max(1.0 + PHASE * PHASE - 2.0 * PHASE * cosine, 1e-3)
    forward = _EVEN * (1.0 - PHASE * PHASE) / (base * np.sqrt(base))
    return forward + sparkle * (_EVEN - forward)
