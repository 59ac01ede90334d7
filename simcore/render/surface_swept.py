"""What is seen at a sample under a rolling shutter: as ``surface``, at the row's own time."""

from __future__ import annotations

import math

import numpy as np

from ..kernel import device, kernel
from .shading import layout as at
from .shading.layout import BLOCK, LANE_COUNT
from .surface import ONE, THREE, TWO
from .sweep import time_of, weights


@kernel(
    "i8, i4[:,:], f4[:,:], f4[:], i4[:], i4[:], i4[:], i4[:], i4[:], f4[:], f4[:], f4[:], f4, f4 "
    "-> f4[:]",
    narrow=True,
    disjoint=True,
)
def surface_swept(
    blocks,
    number,
    place,
    records,
    item,
    triangle,
    triangles,
    first_vertex,
    mesh,
    normals,
    uv,
    turn,
    begin_time,
    per_row,
    blocks_out,
):
    """Texture coordinates and normals of all points: the rows U, V and NX, NY, NZ of their blocks.

    number (2, N), place (4, N): see ``shading.points``; records (R * 24,), item, triangle (R,): see
    ``sweep.setup_swept``; triangles (T * 3,), normals (V * 3,), uv (V * 2,): the stage's geometry,
    flat; turn (2 * I * 9,): turns normals from the items' axes to the camera's at start and end.
    Texture coordinates in metres, normals of unit length; points of the sky have none.
    """
    later = np.uint64(turn.shape[0] // 2)
    for k in range(np.uint64(blocks) * LANE_COUNT):
        n = np.uint64(k)
        o = n // LANE_COUNT * BLOCK + n % LANE_COUNT
        if number[0, n] < 0:
            continue
        u, v = place[0, n], place[1, n]
        r = np.uint64(number[0, n])
        i, t = np.uint64(item[r]), np.uint64(triangle[r]) * THREE
        time = time_of(v, begin_time, per_row)
        a, b, c = weights(records, r * np.uint64(24), time, u, v)
        base = first_vertex[np.uint64(mesh[i])]
        p, q = np.uint64(triangles[t] + base), np.uint64(triangles[t + ONE] + base)
        s = np.uint64(triangles[t + TWO] + base)
        blocks_out[o + at.U] = a * uv[p + p] + b * uv[q + q] + c * uv[s + s]
        blocks_out[o + at.V] = a * uv[p + p + ONE] + b * uv[q + q + ONE] + c * uv[s + s + ONE]
        p, q, s = THREE * p, THREE * q, THREE * s
        x = a * normals[p] + b * normals[q] + c * normals[s]
        y = a * normals[p + ONE] + b * normals[q + ONE] + c * normals[s + ONE]
        z = a * normals[p + TWO] + b * normals[q + TWO] + c * normals[s + TWO]
        m = i * np.uint64(9)
        f = _turned(turn, m, later, time, x, y, z)
        g = _turned(turn, m + THREE, later, time, x, y, z)
        h = _turned(turn, m + THREE + THREE, later, time, x, y, z)
        scale = 1.0 / math.sqrt(max(f * f + g * g + h * h, 1e-30))
        blocks_out[o + at.NX] = f * scale
        blocks_out[o + at.NY] = g * scale
        blocks_out[o + at.NZ] = h * scale


@device(narrow=True, inline=True)
def _turned(turn, k, later, time, x, y, z):
    """One row of the turned normal (x, y, z); k: where the row begins at the start."""
    total = (turn[k] + time * (turn[k + later] - turn[k])) * x
    k += ONE
    total += (turn[k] + time * (turn[k + later] - turn[k])) * y
    k += ONE
    return total + (turn[k] + time * (turn[k + later] - turn[k])) * z
