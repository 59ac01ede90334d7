"""What is seen at a sample under a rolling shutter: as ``surface``, at the row's own time."""

from __future__ import annotations

import math

import numpy as np

from ..kernel import kernel
from .sweep import time_of, weights


@kernel(
    "f4[:], i4[:], i4[:], i4[:,:], i4[:], i4[:], f4[:,:], f4[:,:], f4[:,:,:], "
    "i4[:], f4[:], f4[:], f4, f4 -> f4[:,:], f4[:,:]",
    narrow=True,
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

    records (R * 24,), item, triangle (R,): see ``sweep.setup_swept``; turn (2, I, 9): turns
    normals from the items' axes to the camera's at start and end; record (N,): -1 for none; u, v
    (N,): their places [px]; texture_out (2, N) [m]; normal_out (3, N), unit; 0 for none.
    """
    for n in range(record.shape[0]):
        texture_out[0, n], texture_out[1, n] = 0.0, 0.0
        normal_out[0, n], normal_out[1, n], normal_out[2, n] = 0.0, 0.0, 0.0
        r = record[n]
        if r < 0:
            continue
        i, t = item[r], triangle[r]
        time = time_of(v[n], begin_time, per_row)
        a, b, c = weights(records, r * 24, time, u[n], v[n])
        base = first_vertex[mesh[i]]
        p, q, s = triangles[t, 0] + base, triangles[t, 1] + base, triangles[t, 2] + base
        for k in range(2):
            texture_out[k, n] = a * uv[p, k] + b * uv[q, k] + c * uv[s, k]
        x = a * normals[p, 0] + b * normals[q, 0] + c * normals[s, 0]
        y = a * normals[p, 1] + b * normals[q, 1] + c * normals[s, 1]
        z = a * normals[p, 2] + b * normals[q, 2] + c * normals[s, 2]
        total = np.float32(0.0)
        for row in range(3):
            value = np.float32(0.0)
            k = 3 * row
            value += (turn[0, i, k] + time * (turn[1, i, k] - turn[0, i, k])) * x
            value += (turn[0, i, k + 1] + time * (turn[1, i, k + 1] - turn[0, i, k + 1])) * y
            value += (turn[0, i, k + 2] + time * (turn[1, i, k + 2] - turn[0, i, k + 2])) * z
            normal_out[row, n] = value
            total += value * value
        scale = 1.0 / math.sqrt(max(total, 1e-30))
        for row in range(3):
            normal_out[row, n] *= scale
