"""Runs over all pixels of a visibility buffer: which records are seen, and what they look up.

Nearly two thirds of the blocks of 16 pixels of a street lie on one triangle: those are found by
one comparison and filled at once, which halves the time of each pass.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from ..kernel import device, kernel
from .surface import DU, DV, EVEN, STRIDE, T, U, V, X, Y, Z
from .workspace import Workspace

I4 = NDArray[np.int32]


@device(inline=True)
def uniform(record, base):
    """Whether the 16 numbers from place ``base`` on are the same."""
    first = record[base]
    different = np.int32(0)
    for k in range(16):
        different |= record[base + np.uint64(k)] ^ first
    return different == 0


@kernel("i4[:] -> u1[:]", disjoint=True)
def mark(record, seen_out):
    """Set seen_out (R + 1,) at r + 1 for every record r that is seen; [0] is for nothing."""
    blocks = record.shape[0] >> 4
    for block in range(blocks):
        base = np.uint64(block) << np.uint64(4)
        if uniform(record, base):
            seen_out[np.uint64(record[base] + 1)] = 1
        else:
            for k in range(16):
                seen_out[np.uint64(record[base + np.uint64(k)] + 1)] = 1
    for n in range(blocks << 4, record.shape[0]):
        seen_out[record[n] + 1] = 1


@kernel("u1[:] -> i4[:] : i8")
def gather(seen, record_out):
    """The numbers of the records that ``mark`` marked in seen (R + 1,); returns how many."""
    count = np.uint64(0)
    for n in range(1, seen.shape[0]):
        record_out[count] = n - 1
        count += np.uint64(seen[n])
    return np.int64(count)


def seen(work: Workspace, count: int, buffers: Iterable[I4]) -> I4:
    """The numbers of the records, of ``count``, that are seen in some buffer; they live in
    ``work``."""
    marks = work.array("marks", count + 1, np.uint8)
    marks[:] = 0
    for buffer in buffers:
        mark(buffer.reshape(-1), marks)
    found = work.array("seen", count + 1, np.int32)
    return found[: gather(marks, found)]


@kernel("f4[:] -> f4[:]", narrow=True)
def depths(inverse, depth_out):
    """1/z [1/m], 0 for nothing, to z [m], inf for nothing."""
    for n in range(inverse.shape[0]):
        depth_out[n] = 1.0 / inverse[n]


@kernel("i4[:], i4[:] -> i4[:]", disjoint=True)
def rows(record, row, out):
    """row (R,): the row of some table that each record belongs to; -1 for none."""
    for n in range(record.shape[0]):
        r = record[n]
        out[n] = row[np.uint64(r)] if r >= 0 else np.int32(-1)


@kernel("i4[:], i4[:], i4[:], i4 -> i4[:]", disjoint=True)
def look_up(record, row, table, nothing, out):
    """The values of a table for the rows (R,) that the records belong to."""
    blocks = record.shape[0] >> 4
    for block in range(blocks):
        base = np.uint64(block) << np.uint64(4)
        r = record[base]
        if uniform(record, base):
            value = table[np.uint64(row[np.uint64(r)])] if r >= 0 else nothing
            for k in range(16):
                out[base + np.uint64(k)] = value
        else:
            for k in range(16):
                n = base + np.uint64(k)
                r = record[n]
                out[n] = table[np.uint64(row[np.uint64(r)])] if r >= 0 else nothing
    for n in range(blocks << 4, record.shape[0]):
        out[n] = table[row[record[n]]] if record[n] >= 0 else nothing


@kernel("i4[:], i4[:], u1[:], u1 -> u1[:]", disjoint=True)
def look_up_bytes(record, row, table, nothing, out):
    """The same for a table of bytes."""
    blocks = record.shape[0] >> 4
    for block in range(blocks):
        base = np.uint64(block) << np.uint64(4)
        r = record[base]
        if uniform(record, base):
            value = table[np.uint64(row[np.uint64(r)])] if r >= 0 else nothing
            for k in range(16):
                out[base + np.uint64(k)] = value
        else:
            for k in range(16):
                n = base + np.uint64(k)
                r = record[n]
                out[n] = table[np.uint64(row[np.uint64(r)])] if r >= 0 else nothing
    for n in range(blocks << 4, record.shape[0]):
        out[n] = table[row[record[n]]] if record[n] >= 0 else nothing


@kernel(
    "i4[:], i4[:], i4[:], i4[:], u1[:], u1[:], i4, u1, u1 -> i4[:], u1[:], u1[:]", disjoint=True
)
def labels(
    record,
    item,
    triangle,
    body,
    class_id,
    material,
    no_body,
    no_class,
    no_material,
    body_out,
    class_out,
    material_out,
):
    """Three look-ups at once: by item (R,) of body and class (I,), by triangle (R,) of material."""
    blocks = record.shape[0] >> 4
    for block in range(blocks + 1):
        base = np.uint64(block) << np.uint64(4)
        lanes = 16 if block < blocks else record.shape[0] & 15
        if lanes == 16 and uniform(record, base):
            r = record[base]
            i, t = item[np.uint64(max(r, 0))], triangle[np.uint64(max(r, 0))]
            first = body[np.uint64(i)] if r >= 0 else no_body
            second = class_id[np.uint64(i)] if r >= 0 else no_class
            third = material[np.uint64(t)] if r >= 0 else no_material
            for k in range(16):
                body_out[base + np.uint64(k)] = first
            for k in range(16):
                class_out[base + np.uint64(k)] = second
            for k in range(16):
                material_out[base + np.uint64(k)] = third
            continue
        for k in range(lanes):
            n = base + np.uint64(k)
            if record[n] < 0:
                body_out[n], class_out[n], material_out[n] = no_body, no_class, no_material
                continue
            r = np.uint64(record[n])
            i = np.uint64(item[r])
            body_out[n], class_out[n] = body[i], class_id[i]
            material_out[n] = material[np.uint64(triangle[r])]


@kernel("f4[:], i4[:], f4[:], i8, i8, i8 -> f4[:], f4[:]", narrow=True, disjoint=True)
def faces(plane, record, depth, top, bottom, width, texture_out, normal_out):
    """Texture coordinates and unit normals at the centres of the pixels of rows [top, bottom).

    plane (R * 24,): see ``surface``; record, depth (H * W,); texture_out (2 * H * W,), one
    plane of the image after the other; normal_out (3 * H * W,), likewise; 0 for nothing.
    """
    one = np.uint64(record.shape[0])
    two = one + one
    for y in range(top, bottom):
        v = np.float32(np.int32(y))
        for x in range(0, width, 16):
            base = np.uint64(y * width + x)
            lanes = np.uint64(min(16, width - x))
            r = record[base]
            different = np.int32(lanes != np.uint64(16))
            for k in range(lanes):
                different |= record[base + np.uint64(k)] ^ r
            if different == 0 and r >= 0:
                e = np.uint64(r) * STRIDE
                u, dv = np.float32(np.int32(x)) - plane[e + U], v - plane[e + V]
                s0, s1 = plane[e] + plane[e + DV] * dv, plane[e + DU]
                t0, t1 = plane[e + T] + plane[e + DV + T] * dv, plane[e + DU + T]
                for k in range(16):
                    n, du = base + np.uint64(k), u + np.float32(np.int32(k))
                    texture_out[n] = (s0 + s1 * du) * depth[n]
                    texture_out[n + one] = (t0 + t1 * du) * depth[n]
                a0, a1 = plane[e + X] + plane[e + DV + X] * dv, plane[e + DU + X]
                b0, b1 = plane[e + Y] + plane[e + DV + Y] * dv, plane[e + DU + Y]
                c0, c1 = plane[e + Z] + plane[e + DV + Z] * dv, plane[e + DU + Z]
                if plane[e + EVEN] != 0.0:
                    for k in range(16):
                        n = base + np.uint64(k)
                        normal_out[n], normal_out[n + one], normal_out[n + two] = a0, b0, c0
                    continue
                for k in range(16):
                    n, du = base + np.uint64(k), u + np.float32(np.int32(k))
                    a, b, c = a0 + a1 * du, b0 + b1 * du, c0 + c1 * du
                    scale = 1.0 / math.sqrt(max(a * a + b * b + c * c, 1e-30))
                    normal_out[n] = a * scale
                    normal_out[n + one] = b * scale
                    normal_out[n + two] = c * scale
                continue
            for k in range(lanes):
                n = base + np.uint64(k)
                if record[n] < 0:
                    normal_out[n], normal_out[n + one], normal_out[n + two] = 0.0, 0.0, 0.0
                    texture_out[n], texture_out[n + one] = 0.0, 0.0
                    continue
                e = np.uint64(record[n]) * STRIDE
                du = np.float32(np.int32(x)) - plane[e + U] + np.float32(np.int32(k))
                dv = v - plane[e + V]
                s = plane[e] + plane[e + DV] * dv + plane[e + DU] * du
                t = plane[e + T] + plane[e + DV + T] * dv + plane[e + DU + T] * du
                texture_out[n], texture_out[n + one] = s * depth[n], t * depth[n]
                a, b, c = plane[e + X], plane[e + Y], plane[e + Z]
                if plane[e + EVEN] == 0.0:
                    a += plane[e + DV + X] * dv + plane[e + DU + X] * du
                    b += plane[e + DV + Y] * dv + plane[e + DU + Y] * du
                    c += plane[e + DV + Z] * dv + plane[e + DU + Z] * du
                    scale = 1.0 / math.sqrt(max(a * a + b * b + c * c, 1e-30))
                    a, b, c = a * scale, b * scale, c * scale
                normal_out[n], normal_out[n + one], normal_out[n + two] = a, b, c


@kernel("f4[:], f4[:,:,:], i8, i8, i8 -> f4[:]", narrow=True, disjoint=True)
def turn_normals(normal, T_world_row, top, bottom, width, turned_out):
    """Normals (3 * H * W,) of rows [top, bottom), turned from the camera's axes to the world's.

    T_world_row (H, 3, 4): the camera at each row's time.
    """
    size = normal.shape[0] // 3
    for y in range(top, bottom):
        m = T_world_row[y]
        a, b, c = m[0, 0], m[0, 1], m[0, 2]
        d, e, f = m[1, 0], m[1, 1], m[1, 2]
        g, h, i = m[2, 0], m[2, 1], m[2, 2]
        for x in range(width):
            n = np.uint64(y * width + x)
            o, p = n + np.uint64(size), n + np.uint64(2 * size)
            turned_out[n] = a * normal[n] + b * normal[o] + c * normal[p]
            turned_out[o] = d * normal[n] + e * normal[o] + f * normal[p]
            turned_out[p] = g * normal[n] + h * normal[o] + i * normal[p]


@kernel("f4[:], f4[:,:,:], f4[:], i8, i8, i8 -> f4[:]", narrow=True, disjoint=True)
def positions(inverse, T_world_row, lens, top, bottom, width, position_out):
    """Places in the world (3 * H * W,) at the pixels' centres of rows [top, bottom); 0 for nothing.

    T_world_row (H, 3, 4); lens (4,): fx, fy, cx, cy.
    """
    size = inverse.shape[0]
    inverse_fx, inverse_fy = 1.0 / lens[0], 1.0 / lens[1]
    for y in range(top, bottom):
        m = T_world_row[y]
        down = (np.float32(np.int32(y)) - lens[3]) * inverse_fy
        for row in range(3):
            a, b, c = m[row, 0], m[row, 1] * down + m[row, 2], m[row, 3]
            for x in range(width):
                n = np.uint64(y * width + x)
                right = (np.float32(np.int32(x)) - lens[2]) * inverse_fx
                place = (a * right + b) / inverse[n] + c
                place = place if inverse[n] > 0.0 else np.float32(0.0)
                position_out[n + np.uint64(row * size)] = place
