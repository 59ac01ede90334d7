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
from .shading import layout as at
from .shading.layout import BLOCK, LANE_COUNT

PLANE = 24
"""Floats per record: c of the texture's two coordinates and of the three components of the normal,
the corner's u and v, 1 if the normal is the same everywhere (then of unit length) and else 0; then
a of the five and three unused; then b of the five and three unused."""
STRIDE = np.uint64(PLANE)
T, X, Y, Z, U, V, EVEN, DU, DV = (np.uint64(k) for k in (1, 2, 3, 4, 5, 6, 7, 8, 16))
ONE, TWO, THREE = np.uint64(1), np.uint64(2), np.uint64(3)
"""Places of the fields in a plane, as unsigned numbers: signed ones may count from the end."""
GROUP = np.uint64(16)
"""Points that are written together: those of one record, the others being kept."""


@device(narrow=True)
def _slopes(f0, f1, f2, u1, v1, u2, v2, scale):
    """How a value that is f0, f1, f2 at the corners grows along u and v; from corner 0."""
    first, second = f1 - f0, f2 - f0
    return (first * v2 - second * v1) * scale, (second * u1 - first * u2) * scale


@device(narrow=True)
def _turned(turn, i, row, normals, p):
    """Component ``row`` of the normal of vertex p in the camera's axes."""
    k, n = np.uint64(9 * i + 3 * row), np.uint64(3) * p
    first, second = turn[k] * normals[n], turn[k + ONE] * normals[n + ONE]
    return first + second + turn[k + TWO] * normals[n + TWO]


@device(narrow=True)
def _same_normals(normals, p, q, r):
    """Whether three vertices have one normal."""
    p, q, r = np.uint64(3) * p, np.uint64(3) * q, np.uint64(3) * r
    same = (normals[p] == normals[q]) & (normals[p] == normals[r])
    p, q, r = p + ONE, q + ONE, r + ONE
    same &= (normals[p] == normals[q]) & (normals[p] == normals[r])
    p, q, r = p + ONE, q + ONE, r + ONE
    return same & (normals[p] == normals[q]) & (normals[p] == normals[r])


@device(narrow=True)
def _landed(to_lens, i, vertices, count, p):
    """u, v [px] and 1/z of vertex p."""
    m = np.uint64(12 * i)
    x, y, z = vertices[p], vertices[p + count], vertices[p + count + count]
    k = m + np.uint64(8)
    w = to_lens[k] * x + to_lens[k + ONE] * y + to_lens[k + TWO] * z + to_lens[k + THREE]
    k = m + np.uint64(4)
    v = to_lens[k] * x + to_lens[k + ONE] * y + to_lens[k + TWO] * z + to_lens[k + THREE]
    u = to_lens[m] * x + to_lens[m + ONE] * y + to_lens[m + TWO] * z + to_lens[m + THREE]
    inverse = 1.0 / w
    return u * inverse, v * inverse, inverse


@kernel(
    "i4[:], i8, i4[:], i4[:], f4[:], i4[:], i4[:], i4[:], f4[:], f4[:], f4[:], f4[:] -> f4[:]",
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

    chosen (K,): numbers of records; item, triangle (R,); vertices (3 * V,), triangles (T * 3,),
    normals (V * 3,), uv (V * 2,): the stage's geometry, flat; to_lens (I * 12,): from the items'
    axes to lens space; turn (I * 9,): turns normals from the items' axes; plane_out (R * 24,).
    """
    count = np.uint64(vertices.shape[0] // 3)
    for n in range(chosen.shape[0]):
        r = chosen[n]
        if r >= clipped:
            continue
        i, t = item[np.uint64(r)], np.uint64(3 * triangle[np.uint64(r)])
        base = first_vertex[np.uint64(mesh[np.uint64(i)])]
        p, q = np.uint64(triangles[t] + base), np.uint64(triangles[t + ONE] + base)
        s = np.uint64(triangles[t + TWO] + base)
        u0, v0, z0 = _landed(to_lens, i, vertices, count, p)
        u1, v1, z1 = _landed(to_lens, i, vertices, count, q)
        u2, v2, z2 = _landed(to_lens, i, vertices, count, s)
        u1, v1, u2, v2 = u1 - u0, v1 - v0, u2 - u0, v2 - v0
        scale = 1.0 / (u1 * v2 - u2 * v1)
        e = np.uint64(r) * STRIDE
        for k in range(np.uint64(2)):
            f, g, h = uv[p + p + k] * z0, uv[q + q + k] * z1, uv[s + s + k] * z2
            a, b = _slopes(f, g, h, u1, v1, u2, v2, scale)
            plane_out[e + k], plane_out[e + DU + k], plane_out[e + DV + k] = f, a, b
        plane_out[e + U], plane_out[e + V] = u0, v0
        even = _same_normals(normals, p, q, s)
        plane_out[e + EVEN] = 1.0 if even else 0.0
        x, y = _turned(turn, i, 0, normals, p), _turned(turn, i, 1, normals, p)
        z = _turned(turn, i, 2, normals, p)
        f = 1.0 / math.sqrt(max(x * x + y * y + z * z, 1e-30)) if even else z0
        plane_out[e + X], plane_out[e + Y], plane_out[e + Z] = x * f, y * f, z * f
        for k in range(np.uint64(3)):
            a, b = np.float32(0.0), np.float32(0.0)
            if not even:
                g, h = _turned(turn, i, k, normals, q) * z1, _turned(turn, i, k, normals, s) * z2
                a, b = _slopes(plane_out[e + X + k], g, h, u1, v1, u2, v2, scale)
            plane_out[e + DU + X + k], plane_out[e + DV + X + k] = a, b


@kernel(
    "i4[:], i8, i4[:], i4[:], f4[:,:], i4[:,:], i4[:], i4[:], f4[:,:], f4[:,:], f4[:,:], f4[:,:], "
    "f8[:] -> f4[:,:]",
    counted=True,
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


@kernel("i8, i4[:,:], f4[:,:], f4[:] -> f4[:]", narrow=True, disjoint=True)
def surface(blocks, number, place, plane, blocks_out):
    """Texture coordinates and normals of all points: the rows U, V and NX, NY, NZ of their blocks.

    number (2, N), place (4, N): see ``shading.points``; plane (R * 24,). Texture coordinates in
    metres, normals of unit length in the axes that the planes were made for; those of points of the
    sky mean nothing.
    """
    for group in range(np.uint64(blocks) * LANE_COUNT // GROUP):
        n = np.uint64(group) * GROUP
        o = n // LANE_COUNT * BLOCK + n % LANE_COUNT
        begin = np.uint64(0)
        while begin < GROUP:
            end = run_end(number, n, begin)
            r = number[0, n + begin]
            e = np.uint64(max(r, 0)) * STRIDE
            u, v = plane[e + U], plane[e + V]
            s0, s1, s2 = plane[e], plane[e + DU], plane[e + DV]
            t0, t1, t2 = plane[e + T], plane[e + DU + T], plane[e + DV + T]
            for k in range(GROUP):
                i, j = o + np.uint64(k), n + np.uint64(k)
                du, dv, z = place[0, j] - u, place[1, j] - v, 1.0 / place[2, j]
                s, t = (s0 + s1 * du + s2 * dv) * z, (t0 + t1 * du + t2 * dv) * z
                mine = (np.uint64(k) >= begin) & (np.uint64(k) < end)
                other, another = blocks_out[i + at.U], blocks_out[i + at.V]
                blocks_out[i + at.U] = s if mine else other
                blocks_out[i + at.V] = t if mine else another
            x0, y0, z0 = plane[e + X], plane[e + Y], plane[e + Z]
            if plane[e + EVEN] != 0.0:
                for k in range(GROUP):
                    i = o + np.uint64(k)
                    mine = (np.uint64(k) >= begin) & (np.uint64(k) < end)
                    a, b, c = blocks_out[i + at.NX], blocks_out[i + at.NY], blocks_out[i + at.NZ]
                    blocks_out[i + at.NX] = x0 if mine else a
                    blocks_out[i + at.NY] = y0 if mine else b
                    blocks_out[i + at.NZ] = z0 if mine else c
            else:
                x1, y1, z1 = plane[e + DU + X], plane[e + DU + Y], plane[e + DU + Z]
                x2, y2, z2 = plane[e + DV + X], plane[e + DV + Y], plane[e + DV + Z]
                for k in range(GROUP):
                    i, j = o + np.uint64(k), n + np.uint64(k)
                    du, dv = place[0, j] - u, place[1, j] - v
                    x, y = x0 + (x1 * du + x2 * dv), y0 + (y1 * du + y2 * dv)
                    z = z0 + (z1 * du + z2 * dv)
                    scale = 1.0 / math.sqrt(max(x * x + y * y + z * z, 1e-30))
                    mine = (np.uint64(k) >= begin) & (np.uint64(k) < end)
                    a, b, c = blocks_out[i + at.NX], blocks_out[i + at.NY], blocks_out[i + at.NZ]
                    blocks_out[i + at.NX] = x * scale if mine else a
                    blocks_out[i + at.NY] = y * scale if mine else b
                    blocks_out[i + at.NZ] = z * scale if mine else c
            begin = end


@device(narrow=True, inline=True)
def run_end(number, first, begin):
    """Where the points of a group end that lie on one record with point ``begin``."""
    others = np.int32(0)
    for k in range(GROUP):
        others |= number[0, first + np.uint64(k)] ^ number[0, first]
    if others == 0:
        return GROUP
    end = begin + np.uint64(1)
    r = number[0, first + begin]
    while end < GROUP and number[0, first + end] == r:
        end += np.uint64(1)
    return end
