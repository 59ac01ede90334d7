"""Fills the blocks: where each point lies, how it faces, and what its material is."""

from __future__ import annotations

import numpy as np

from ...kernel import device, kernel
from ..surface import GROUP
from . import layout as at
from . import looks
from .layout import BLOCK, LANE_COUNT
from .looks import STRIDE


@kernel(
    "i8, f4[:,:], f4[:], f4[:,:,:] -> f4[:]",
    narrow=True,
)
def places(blocks, place, lens, T_world_row, blocks_out):
    """Place, normal, direction to the eye and footprint of all points, whose normals stand there in
    the camera's axes; nothing shines and nothing is hidden yet.

    place (4, N): as ``points`` sorts them; lens (4,): fx, fy, cx, cy; T_world_row (1 or H, 3, 4):
    pose of the camera, the same for all rows or each row's own.
    """
    fx, fy = 1.0 / lens[0], 1.0 / lens[1]
    pixel = np.sqrt(fx * fy)
    rows = T_world_row.shape[0]
    for b in range(blocks):
        o, p = np.uint64(b) * BLOCK, np.uint64(b) * LANE_COUNT
        for k in range(LANE_COUNT):
            i, n = o + np.uint64(k), p + np.uint64(k)
            z = 1.0 / place[0 + 2, n]
            right = (place[0, n] - lens[2]) * fx
            down = (place[1, n] - lens[3]) * fy
            stretch = np.sqrt(right * right + down * down + 1.0)
            blocks_out[i + at.X], blocks_out[i + at.Y], blocks_out[i + at.Z] = right, down, z
            blocks_out[i + at.DISTANCE] = stretch * z
            # Pixels cover a little less of the world towards the corners of the image.
            blocks_out[i + at.FOOTPRINT] = z * pixel
            blocks_out[i + at.EX] = stretch
            for row in (at.WORN, at.GUTTER, at.SUN, at.SNOW, at.PACKED, at.ICE):
                blocks_out[i + row] = 0.0
            for row in (at.OUT_RED, at.OUT_GREEN, at.OUT_BLUE):
                blocks_out[i + row] = 0.0
        if rows == 1:
            m = T_world_row[0]
            a, b_, c, d = m[0, 0], m[0, 1], m[0, 2], m[0, 3]
            e, f, g, h = m[1, 0], m[1, 1], m[1, 2], m[1, 3]
            q, r, s, t = m[2, 0], m[2, 1], m[2, 2], m[2, 3]
            for k in range(LANE_COUNT):
                i = o + np.uint64(k)
                right, down, z = blocks_out[i + at.X], blocks_out[i + at.Y], blocks_out[i + at.Z]
                inverse = -1.0 / blocks_out[i + at.EX]
                x = a * right + b_ * down + c
                y = e * right + f * down + g
                w = q * right + r * down + s
                blocks_out[i + at.X], blocks_out[i + at.EX] = x * z + d, x * inverse
                blocks_out[i + at.Y], blocks_out[i + at.EY] = y * z + h, y * inverse
                blocks_out[i + at.Z], blocks_out[i + at.EZ] = w * z + t, w * inverse
                nx, ny, nz = blocks_out[i + at.NX], blocks_out[i + at.NY], blocks_out[i + at.NZ]
                x, y, w = (
                    a * nx + b_ * ny + c * nz,
                    e * nx + f * ny + g * nz,
                    q * nx + r * ny + s * nz,
                )
                blocks_out[i + at.NX], blocks_out[i + at.GX] = x, x
                blocks_out[i + at.NY], blocks_out[i + at.GY] = y, y
                blocks_out[i + at.NZ], blocks_out[i + at.GZ] = w, w
        else:
            for k in range(LANE_COUNT):
                i, n = o + np.uint64(k), p + np.uint64(k)
                m = T_world_row[min(max(np.int64(place[1, n] + 0.5), 0), rows - 1)]
                right, down, z = blocks_out[i + at.X], blocks_out[i + at.Y], blocks_out[i + at.Z]
                inverse = -1.0 / blocks_out[i + at.EX]
                nx, ny, nz = blocks_out[i + at.NX], blocks_out[i + at.NY], blocks_out[i + at.NZ]
                for axis in range(np.uint64(3)):
                    j = i + np.uint64(axis) * LANE_COUNT
                    x = m[axis, 0] * right + m[axis, 1] * down + m[axis, 2]
                    blocks_out[j + at.X] = x * z + m[axis, 3]
                    blocks_out[j + at.EX] = x * inverse
                    x = m[axis, 0] * nx + m[axis, 1] * ny + m[axis, 2] * nz
                    blocks_out[j + at.NX], blocks_out[j + at.GX] = x, x


@kernel("i8, i4[:,:], f4[:] -> f4[:]", narrow=True)
def properties(blocks, number, look, blocks_out):
    """Colour, material and chart of all points. look (R * 16,): of the records; see ``looks``."""
    last = np.int32(-1)
    red = green = blue = rough = f0 = coat = shine = own = where = np.float32(0.0)
    for p in range(np.uint64(0), np.uint64(blocks) * LANE_COUNT, GROUP):
        o = np.uint64(p) // LANE_COUNT * BLOCK + np.uint64(p) % LANE_COUNT
        step = _step(number, np.uint64(p))
        for k in range(np.uint64(0), GROUP, step):
            r = number[0, np.uint64(p) + np.uint64(k)]
            if r != last:
                last = r
                e = np.uint64(r) * STRIDE
                red, green, blue = look[e], look[e + np.uint64(1)], look[e + np.uint64(2)]
                rough, f0, coat = look[e + looks.ROUGH], look[e + looks.F0], look[e + looks.COAT]
                shine, own = look[e + looks.LIT], look[e + looks.SEED]
                where = look[e + looks.CHART]
            for lane in range(step):
                i = o + np.uint64(k) + np.uint64(lane)
                blocks_out[i + at.RED] = red
                blocks_out[i + at.GREEN] = green
                blocks_out[i + at.BLUE] = blue
                blocks_out[i + at.ROUGH] = rough
                blocks_out[i + at.F0] = f0
                blocks_out[i + at.COAT] = coat
                blocks_out[i + at.LIT] = shine
                blocks_out[i + at.SEED] = own
                blocks_out[i + at.CHART] = where


@kernel("i8, i4[:,:], f4[:] -> f4[:]", narrow=True)
def hold(blocks, number, look, blocks_out):
    """How snow and ice hold on all points; as ``properties``."""
    last = np.int32(-1)
    keep = hard = moves = ax = ay = np.float32(0.0)
    for p in range(np.uint64(0), np.uint64(blocks) * LANE_COUNT, GROUP):
        o = np.uint64(p) // LANE_COUNT * BLOCK + np.uint64(p) % LANE_COUNT
        step = _step(number, np.uint64(p))
        for k in range(np.uint64(0), GROUP, step):
            r = number[0, np.uint64(p) + np.uint64(k)]
            if r != last:
                last = r
                e = np.uint64(r) * STRIDE
                keep, hard = look[e + looks.KEEP], look[e + looks.HARD]
                moves, ax, ay = look[e + looks.MOVING], look[e + looks.AX], look[e + looks.AY]
            for lane in range(step):
                i = o + np.uint64(k) + np.uint64(lane)
                blocks_out[i + at.KEEP] = keep
                blocks_out[i + at.HARD] = hard
                blocks_out[i + at.MOVING] = moves
                blocks_out[i + at.AX] = ax
                blocks_out[i + at.AY] = ay


@device(narrow=True, inline=True)
def _step(number, first):
    """Points of a group to be written at once: all, if all lie on one record, or one."""
    others = np.int32(0)
    for k in range(GROUP):
        others |= number[0, first + np.uint64(k)] ^ number[0, first]
    return np.uint64(1) if others else GROUP
