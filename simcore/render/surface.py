"""What is seen at a sample: texture coordinates and normals, from the record and the place.

Whatever is linear on a triangle is, divided by z, linear on the screen. For each record these
*planes* are worked out once; the value at a sample is then (c + a·du + b·dv)·z, with du and dv
from the triangle's first corner. Normals need no z, since their length is not kept; where all
three corners have the same they are kept as they are.
"""

from __future__ import annotations

import math

import numpy as np

from ..kernel import device, kernel

PLANE = 24
"""Floats per record: c of the texture's two coordinates and of the three components of the normal,
the corner's u and v, 1 if the normal is the same everywhere (then of unit length) and else 0; then
a of the five and three unused; then b of the five and three unused."""


@device(narrow=True)
def _slopes(f0, f1, f2, u1, v1, u2, v2, scale):
    """How a value that is f0, f1, f2 at the corners grows along u and v; from corner 0."""
    first, second = f1 - f0, f2 - f0
    return (first * v2 - second * v1) * scale, (second * u1 - first * u2) * scale


@device(narrow=True)
def _turned(m, i, row, normals, p):
    """Component ``row`` of the normal of vertex p in the camera's axes."""
    k = 3 * row
    return m[i, k] * normals[p, 0] + m[i, k + 1] * normals[p, 1] + m[i, k + 2] * normals[p, 2]


@device(narrow=True)
def _same_normals(normals, p, q, r):
    """Whether three vertices have one normal."""
    same = (normals[p, 0] == normals[q, 0]) & (normals[p, 0] == normals[r, 0])
    same &= (normals[p, 1] == normals[q, 1]) & (normals[p, 1] == normals[r, 1])
    return same & (normals[p, 2] == normals[q, 2]) & (normals[p, 2] == normals[r, 2])


@device(narrow=True)
def _even_normal(turn, i, normals, p, plane_out, r):
    """Write the normal of a record that has one, of unit length."""
    x, y = _turned(turn, i, 0, normals, p), _turned(turn, i, 1, normals, p)
    z = _turned(turn, i, 2, normals, p)
    scale = 1.0 / math.sqrt(max(x * x + y * y + z * z, 1e-30))
    plane_out[r, 2], plane_out[r, 3], plane_out[r, 4] = x * scale, y * scale, z * scale
    for k in range(2, 5):
        plane_out[r, 8 + k] = 0.0
        plane_out[r, 16 + k] = 0.0
    plane_out[r, 7] = 1.0


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
    for n in range(chosen.shape[0]):
        r = chosen[n]
        if r >= clipped:
            continue
        i, t = item[r], triangle[r]
        m, base = to_lens[i], first_vertex[mesh[i]]
        p, q, s = triangles[t, 0] + base, triangles[t, 1] + base, triangles[t, 2] + base
        u0, v0, z0 = _landed(m, vertices, p)
        u1, v1, z1 = _landed(m, vertices, q)
        u2, v2, z2 = _landed(m, vertices, s)
        u1, v1, u2, v2 = u1 - u0, v1 - v0, u2 - u0, v2 - v0
        scale = 1.0 / (u1 * v2 - u2 * v1)
        for k in range(2):
            first = uv[p, k] * z0
            a, b = _slopes(first, uv[q, k] * z1, uv[s, k] * z2, u1, v1, u2, v2, scale)
            plane_out[r, k], plane_out[r, 8 + k], plane_out[r, 16 + k] = first, a, b
        plane_out[r, 5], plane_out[r, 6], plane_out[r, 7] = u0, v0, 0.0
        if _same_normals(normals, p, q, s):
            _even_normal(turn, i, normals, p, plane_out, r)
            continue
        for k in range(3):
            first = _turned(turn, i, k, normals, p) * z0
            second, third = (
                _turned(turn, i, k, normals, q) * z1,
                _turned(turn, i, k, normals, s) * z2,
            )
            a, b = _slopes(first, second, third, u1, v1, u2, v2, scale)
            plane_out[r, 2 + k], plane_out[r, 10 + k], plane_out[r, 18 + k] = first, a, b


@device(narrow=True)
def _landed(m, vertices, p):
    """u, v [px] and 1/z of vertex p; m (12,): from the item's axes to lens space."""
    x, y, z = vertices[0, p], vertices[1, p], vertices[2, p]
    inverse = 1.0 / (m[8] * x + m[9] * y + m[10] * z + m[11])
    u = (m[0] * x + m[1] * y + m[2] * z + m[3]) * inverse
    return u, (m[4] * x + m[5] * y + m[6] * z + m[7]) * inverse, inverse


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
        x, y, w = plane[r, 2], plane[r, 3], plane[r, 4]
        if plane[r, 7] == 0.0:
            x += plane[r, 10] * du + plane[r, 18] * dv
            y += plane[r, 11] * du + plane[r, 19] * dv
            w += plane[r, 12] * du + plane[r, 20] * dv
            scale = 1.0 / math.sqrt(max(x * x + y * y + w * w, 1e-30))
            x, y, w = x * scale, y * scale, w * scale
        normal_out[0, n], normal_out[1, n], normal_out[2, n] = x, y, w
