"""What is seen at a sample under a rolling shutter: as ``surface``, at the row's own time."""

from __future__ import annotations

import math

import numpy as np

from ..kernel import device, kernel
from .surface import ONE, THREE, TWO
from .sweep import time_of, weights


@kernel(
    "f4[:], i4[:], i4[:], i4[:], i4[:], i4[:], f4[:], f4[:], f4[:], "
    "i4[:], f4[:], f4[:], f4, f4 -> f4[:], f4[:]",
    narrow=True,
    disjoint=True,
)
def surface_swept(
    records,
    item,
    triangle,
    triangles,
    first_vertex,
    mesh,
    normals,
    uv,
    turn,
    record,
    u,
    v,
    begin_time,
    per_row,
    texture_out,
    normal_out,
):
    """Texture coordinates and normals at N samples.

    records (R * 24,), item, triangle (R,): see ``sweep.setup_swept``; triangles (T * 3,), normals
    (V * 3,), uv (V * 2,): the stage's geometry, flat; turn (2 * I * 9,): turns normals from the
    items' axes to the camera's at start and end; record (N,): -1 for none; u, v (N,): their places
    [px]; texture_out (2 * N,) [m]; normal_out (3 * N,), unit; 0 for none.
    """
    one, later = np.uint64(record.shape[0]), np.uint64(turn.shape[0] // 2)
    two = one + one
    for k in range(record.shape[0]):
        n = np.uint64(k)
        texture_out[n], texture_out[n + one] = 0.0, 0.0
        normal_out[n], normal_out[n + one], normal_out[n + two] = 0.0, 0.0, 0.0
        if record[n] < 0:
            continue
        r = np.uint64(record[n])
        i, t = np.uint64(item[r]), np.uint64(triangle[r]) * THREE
        time = time_of(v[n], begin_time, per_row)
        a, b, c = weights(records, r * np.uint64(24), time, u[n], v[n])
        base = first_vertex[np.uint64(mesh[i])]
        p, q = np.uint64(triangles[t] + base), np.uint64(triangles[t + ONE] + base)
        s = np.uint64(triangles[t + TWO] + base)
        texture_out[n] = a * uv[p + p] + b * uv[q + q] + c * uv[s + s]
        texture_out[n + one] = a * uv[p + p + ONE] + b * uv[q + q + ONE] + c * uv[s + s + ONE]
        p, q, s = THREE * p, THREE * q, THREE * s
        x = a * normals[p] + b * normals[q] + c * normals[s]
        y = a * normals[p + ONE] + b * normals[q + ONE] + c * normals[s + ONE]
        z = a * normals[p + TWO] + b * normals[q + TWO] + c * normals[s + TWO]
        m = i * np.uint64(9)
        f = _turned(turn, m, later, time, x, y, z)
        g = _turned(turn, m + THREE, later, time, x, y, z)
        h = _turned(turn, m + THREE + THREE, later, time, x, y, z)
        scale = 1.0 / math.sqrt(max(f * f + g * g + h * h, 1e-30))
        normal_out[n] = f * scale
        normal_out[n + one] = g * scale
        normal_out[n + two] = h * scale


@device(narrow=True, inline=True)
def _turned(turn, k, later, time, x, y, z):
    """One row of the turned normal (x, y, z); k: where the row begins at the start."""
    total = (turn[k] + time * (turn[k + later] - turn[k])) * x
    k += ONE
    total += (turn[k] + time * (turn[k + later] - turn[k])) * y
    k += ONE
    return total + (turn[k] + time * (turn[k + later] - turn[k])) * z
