"""What is seen at a sample: texture coordinates and normals, from the record and the place.

Whatever is linear on a triangle is, divided by z, linear on the screen. For each record these
*planes* are worked out once; the value at a sample is then (c + a·du + b·dv)·z, with du and dv
from the triangle's first corner. Normals need no z, since their length is not kept.
"""

from __future__ import annotations

import math

import numpy as np

from ..kernel import kernel

PLANE = 24
"""Floats per record: c of u-texture, v-texture and three components of the normal, corner's u and
v, 0; then a of the five; then b of the five."""


@kernel(
    "i4[:], i8, i4[:], i4[:], f4[:,:], i4[:,:], i4[:], i4[:], f4[:,:], f4[:,:], f4[:,:], f4[:,:] "
    "-> f4[:,:]",
    narrow=True,
)
def planes(
    chosen,
    clipped,
    item,
    triangle,
    vertices,
    triangles,
    first_vertex,
    mesh,
    to_lens,
    normals,
    uv,
    turn,
    plane_out,
):
    """Planes of the chosen records, up to the first that was ``clipped``.

    chosen (K,): numbers of records; item, triangle (R,); to_lens (I, 12): from the items' axes to
    lens space; turn (I, 9): turns normals from the items' axes; plane_out (R, 24).
    """
    corner = np.empty((3, 8), np.float32)
    for n in range(chosen.shape[0]):
        r = chosen[n]
        if r >= clipped:
            continue
        i, t = item[r], triangle[r]
        m, base = to_lens[i], first_vertex[mesh[i]]
        for k in range(3):
            p = triangles[t, k] + base
            x, y, w = vertices[0, p], vertices[1, p], vertices[2, p]
            z = 1.0 / (m[8] * x + m[9] * y + m[10] * w + m[11])
            corner[k, 5] = (m[0] * x + m[1] * y + m[2] * w + m[3]) * z
            corner[k, 6] = (m[4] * x + m[5] * y + m[6] * w + m[7]) * z
            corner[k, 0], corner[k, 1] = uv[p, 0] * z, uv[p, 1] * z
            x, y, w = normals[p, 0] * z, normals[p, 1] * z, normals[p, 2] * z
            corner[k, 2] = turn[i, 0] * x + turn[i, 1] * y + turn[i, 2] * w
            corner[k, 3] = turn[i, 3] * x + turn[i, 4] * y + turn[i, 5] * w
            corner[k, 4] = turn[i, 6] * x + turn[i, 7] * y + turn[i, 8] * w
        u1, v1 = corner[1, 5] - corner[0, 5], corner[1, 6] - corner[0, 6]
        u2, v2 = corner[2, 5] - corner[0, 5], corner[2, 6] - corner[0, 6]
        scale = 1.0 / (u1 * v2 - u2 * v1)
        for k in range(5):
            first, second = corner[1, k] - corner[0, k], corner[2, k] - corner[0, k]
            plane_out[r, k] = corner[0, k]
            plane_out[r, 8 + k] = (first * v2 - second * v1) * scale
            plane_out[r, 16 + k] = (second * u1 - first * u2) * scale
        plane_out[r, 5], plane_out[r, 6] = corner[0, 5], corner[0, 6]


@kernel(
    "i4[:], i8, i4[:], i4[:], f4[:,:], i4[:,:], i4[:], i4[:], f4[:,:], f4[:,:], f4[:,:], f4[:,:], "
    "f8[:] -> f4[:,:]"
)
def planes_of_clipped(
    chosen,
    clipped,
    item,
    triangle,
    vertices,
    triangles,
    first_vertex,
    mesh,
    to_lens,
    normals,
    uv,
    turn,
    centre,
    plane_out,
):
    """Planes of the chosen records from the first that was ``clipped`` on.

    The corners may lie behind the camera; the planes are found from the inverse of the matrix of
    the corners in lens space, in double precision. centre (2,): a place on the image [px].
    """
    corner = np.empty((3, 3))
    for place in range(chosen.shape[0]):
        r = chosen[place]
        if r < clipped:
            continue
        i, t = item[r], triangle[r]
        m = first_vertex[mesh[i]]
        for k in range(3):
            p = triangles[t, k] + m
            for axis in range(3):
                corner[k, axis] = to_lens[i, 4 * axis + 3]
                for d in range(3):
                    corner[k, axis] += to_lens[i, 4 * axis + d] * vertices[d, p]
            corner[k, 0] -= centre[0] * corner[k, 2]
            corner[k, 1] -= centre[1] * corner[k, 2]
        plane_out[r, :] = 0.0
        plane_out[r, 5], plane_out[r, 6] = centre[0], centre[1]
        determinant = 0.0
        for k in range(3):
            a, b = corner[(k + 1) % 3], corner[(k + 2) % 3]
            determinant += corner[k, 0] * (a[1] * b[2] - a[2] * b[1])
        for k in range(3):
            a, b = corner[(k + 1) % 3], corner[(k + 2) % 3]
            along_u = (a[1] * b[2] - a[2] * b[1]) / determinant
            along_v = (a[2] * b[0] - a[0] * b[2]) / determinant
            there = (a[0] * b[1] - a[1] * b[0]) / determinant
            n = triangles[t, k] + m
            for value in range(5):
                if value < 2:
                    v = np.float64(uv[n, value])
                else:
                    row = 3 * (value - 2)
                    v = np.float64(turn[i, row]) * normals[n, 0]
                    v += np.float64(turn[i, row + 1]) * normals[n, 1]
                    v += np.float64(turn[i, row + 2]) * normals[n, 2]
                plane_out[r, value] += v * there
                plane_out[r, 8 + value] += v * along_u
                plane_out[r, 16 + value] += v * along_v


@kernel("f4[:,:], i4[:], f4[:], f4[:], f4[:] -> f4[:,:], f4[:,:]", narrow=True)
def surface(plane, record, u, v, inverse, texture_out, normal_out):
    """Texture coordinates and normals at N samples.

    record (N,): -1 for none; u, v (N,): their places [px]; inverse (N,): 1/z [1/m]; texture_out
    (2, N) [m]; normal_out (3, N), unit, in the axes that the planes were made for; 0 for none.
    """
    for n in range(record.shape[0]):
        r = record[n]
        if r < 0:
            for k in range(2):
                texture_out[k, n] = 0.0
            for k in range(3):
                normal_out[k, n] = 0.0
            continue
        du, dv = u[n] - plane[r, 5], v[n] - plane[r, 6]
        z = 1.0 / inverse[n]
        for k in range(2):
            value = plane[r, k] + plane[r, 8 + k] * du + plane[r, 16 + k] * dv
            texture_out[k, n] = value * z
        x = plane[r, 2] + plane[r, 10] * du + plane[r, 18] * dv
        y = plane[r, 3] + plane[r, 11] * du + plane[r, 19] * dv
        w = plane[r, 4] + plane[r, 12] * du + plane[r, 20] * dv
        scale = 1.0 / math.sqrt(max(x * x + y * y + w * w, 1e-30))
        normal_out[0, n], normal_out[1, n], normal_out[2, n] = x * scale, y * scale, w * scale
