"""Shadows of the sun: 3 × 3 bilinear comparisons with the sun's depth map, as one tent.

Outside the near map a coarser, wider one is read; outside that, nothing is in shadow. A point is
moved along its normal before it is compared, more so where the sun grazes it.
"""

from __future__ import annotations

import numpy as np

from ...kernel import device, kernel
from ...kernels.memory import get, put, take
from ..tiles import SIDE
from . import layout as at
from .layout import BLOCK, LANES

TILE = np.int32(SIDE)
GROUP = np.uint64(16)
"""Points of a block that are looked up or spared together."""
GROUPS = LANES // int(GROUP)


@device(narrow=True, inline=True)
def tent(depth, size, x, y, z):
    """Share of a tent of 3 × 3 texels around column x and row y that is not nearer than z."""
    edge = np.float32(np.int32(size) - np.int32(4))
    inside = (x > 2.0) & (y > 2.0) & (x < edge) & (y < edge)
    x, y = min(max(x, 2.0), edge), min(max(y, 2.0), edge)
    i, j = np.int32(x), np.int32(y)
    a, b = x - np.float32(i), y - np.float32(j)
    first = np.uint64((j - np.int32(1)) * np.int32(size) + i - np.int32(1))
    total = np.float32(0.0)
    for row in range(4):
        place = first + np.uint64(row) * np.uint64(size)
        w = (1.0 - b) if row == 0 else (b if row == 3 else 1.0)
        p = 1.0 if take(depth, place) <= z else 0.0
        q = 1.0 if take(depth, place + np.uint64(1)) <= z else 0.0
        r = 1.0 if take(depth, place + np.uint64(2)) <= z else 0.0
        s = 1.0 if take(depth, place + np.uint64(3)) <= z else 0.0
        total += w * ((1.0 - a) * p + q + r + a * s)
    return total * 0.11111111, inside


@device(narrow=True, inline=True)
def clearance(lit):
    """How far a point must leave its surface, in texels, for the tent not to touch the surface."""
    return 0.35 + 2.0 * np.sqrt(max(1.0 - lit * lit, 0.0))


_UNSURE, _OUTSIDE = np.float32(-1.0), np.float32(-2.0)
"""In place of a share: to be looked up in the near map, or in the far one."""


@kernel("i8, i8, f4[:], f4, f4[:,:], f4[:], f4[:,:], f4[:], f4[:,:], f4 -> f4[:]", narrow=True)
def shadows(first, end, sun, texel, tiles, near, to_near, far, to_far, far_texel, blocks_out):
    """Share of the sun that blocks [first, end) see.

    sun (3,): unit vector to it; near, far: depth maps, flattened, with their matrices (3, 4) from
    the world and the sides of their texels [m]; tiles (2, T): heights of the near map's ``Tiles``.
    """
    near_size = np.int32(np.sqrt(np.float32(near.shape[0])) + 0.5)
    far_size = np.int32(np.sqrt(np.float32(far.shape[0])) + 0.5)
    least, greatest = tiles[0], tiles[1]
    a0, a1, a2, a3 = to_near[0, 0], to_near[0, 1], to_near[0, 2], to_near[0, 3]
    b0, b1, b2, b3 = to_near[1, 0], to_near[1, 1], to_near[1, 2], to_near[1, 3]
    c0, c1, c2, c3 = to_near[2, 0], to_near[2, 1], to_near[2, 2], to_near[2, 3]
    d0, d1, d2, d3 = to_far[0, 0], to_far[0, 1], to_far[0, 2], to_far[0, 3]
    e0, e1, e2, e3 = to_far[1, 0], to_far[1, 1], to_far[1, 2], to_far[1, 3]
    sx, sy, sz = sun[0], sun[1], sun[2]
    # What is lower moves the edge of a shadow by a texel; what is deeper has none of the tent free.
    higher = 0.02 + min(texel * sz / np.sqrt(max(1.0 - sz * sz, 1e-4)), 0.08)
    deeper = 5.0 * texel + 0.02
    for group in range(first * GROUPS, end * GROUPS):
        o = np.uint64(group // GROUPS) * BLOCK + np.uint64(group % GROUPS) * GROUP
        unsure = outside = np.int64(0)
        edge = np.float32(near_size - np.int32(4))
        for k in range(GROUP):
            i = o + np.uint64(k)
            lit = get(blocks_out, i + at.GX) * sx + get(blocks_out, i + at.GY) * sy
            lit = lit + get(blocks_out, i + at.GZ) * sz
            x, y = get(blocks_out, i + at.X), get(blocks_out, i + at.Y)
            z = get(blocks_out, i + at.Z)
            u, v = a0 * x + a1 * y + a2 * z + a3, b0 * x + b1 * y + b2 * z + b3
            inside = (u > 2.0) & (v > 2.0) & (u < edge) & (v < edge)
            u, v = min(max(u, 2.0), edge), min(max(v, 2.0), edge)
            tile = np.uint64((np.int32(v) // TILE) * (near_size // TILE) + np.int32(u) // TILE)
            dark = take(least, tile) > z + deeper
            share = np.float32(0.0) if dark else _UNSURE
            share = np.float32(1.0) if take(greatest, tile) < z + higher else share
            share = share if inside else _OUTSIDE
            share = np.float32(0.0) if lit <= 0.0 else share
            unsure += np.int64(share == _UNSURE)
            outside += np.int64(share == _OUTSIDE)
            put(blocks_out, i + at.SUN, share)
        for k in range(GROUP if unsure else np.uint64(0)):
            i = o + np.uint64(k)
            nx, ny = get(blocks_out, i + at.GX), get(blocks_out, i + at.GY)
            nz = get(blocks_out, i + at.GZ)
            lift = texel * clearance(nx * sx + ny * sy + nz * sz)
            x = get(blocks_out, i + at.X) + nx * lift
            y = get(blocks_out, i + at.Y) + ny * lift
            z = get(blocks_out, i + at.Z) + nz * lift
            share, inside = tent(
                near,
                near_size,
                a0 * x + a1 * y + a2 * z + a3,
                b0 * x + b1 * y + b2 * z + b3,
                c0 * x + c1 * y + c2 * z + c3 + 0.01,
            )
            known = get(blocks_out, i + at.SUN)
            outside += np.int64((not inside) & (known == _UNSURE))
            share = share if inside else _OUTSIDE
            put(blocks_out, i + at.SUN, share if known == _UNSURE else known)
        if outside == 0:
            continue
        for k in range(GROUP):
            i = o + np.uint64(k)
            nx, ny = get(blocks_out, i + at.GX), get(blocks_out, i + at.GY)
            nz = get(blocks_out, i + at.GZ)
            lift = far_texel * clearance(nx * sx + ny * sy + nz * sz)
            x = get(blocks_out, i + at.X) + nx * lift
            y = get(blocks_out, i + at.Y) + ny * lift
            z = get(blocks_out, i + at.Z) + nz * lift
            share, inside = tent(
                far,
                far_size,
                d0 * x + d1 * y + d2 * z + d3,
                e0 * x + e1 * y + e2 * z + e3,
                c0 * x + c1 * y + c2 * z + c3 + 0.05,
            )
            share = share if inside else np.float32(1.0)
            known = get(blocks_out, i + at.SUN)
            put(blocks_out, i + at.SUN, share if known == _OUTSIDE else known)
