"""From poses to screen: matrices per item, culling of whole items, projection of vertices.

Camera axes are optical (x right, y down, z forward). *Lens space* is camera space times K: a point
is (u·z, v·z, z), with (u, v) in pixels and the centre of the top-left pixel at (0, 0).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ..kernel import kernel
from .lens import Pinhole

GUARD = np.float32(16384.0)
"""Triangles that reach further from the image's origin than this [px] are clipped there."""

HIDDEN, INSIDE, CROSSING = 0, 1, 2
"""An item is out of sight; all in front of the near plane and inside the guards; or neither."""


@kernel("f8[:,:,:], f8[:,:] -> f8[:,:,:]")
def relative(T_world_item, T_world_camera, camera_item_out):
    """Poses (I, 4, 4) in the world seen from a rigid camera (4, 4): (I, 3, 4)."""
    for i in range(T_world_item.shape[0]):
        for row in range(3):
            for column in range(4):
                total = 0.0
                for k in range(3):
                    part = T_world_item[i, k, column]
                    if column == 3:
                        part -= T_world_camera[k, 3]
                    total += T_world_camera[k, row] * part
                camera_item_out[i, row, column] = total


@kernel("f8[:,:,:,:], f8[:] -> f4[:,:,:], f4[:,:,:]")
def matrices(camera_item, lens, to_lens_out, turn_out):
    """Single-precision matrices of the items at E instants, rounded once.

    camera_item (E, I, 3, 4); lens (4,): fx, fy, cx, cy; to_lens_out (E, I, 12): from the item's
    axes to lens space, row by row; turn_out (E, I, 9): turns normals from the item's axes to the
    camera's (the cofactors, so that unequal scales keep them upright), not of unit length.
    """
    for e in range(camera_item.shape[0]):
        for i in range(camera_item.shape[1]):
            m = camera_item[e, i]
            for k in range(4):
                to_lens_out[e, i, k] = lens[0] * m[0, k] + lens[2] * m[2, k]
                to_lens_out[e, i, 4 + k] = lens[1] * m[1, k] + lens[3] * m[2, k]
                to_lens_out[e, i, 8 + k] = m[2, k]
            for row in range(3):
                a, b = (row + 1) % 3, (row + 2) % 3
                for column in range(3):
                    c, d = (column + 1) % 3, (column + 2) % 3
                    turn_out[e, i, 3 * row + column] = m[a, c] * m[b, d] - m[a, d] * m[b, c]


@kernel("f8[:,:,:,:], i4[:], f4[:,:], f8[:,:], f8 -> u1[:]")
def states(camera_item, mesh, sphere, planes, near, state_out):
    """Which items can be seen, and which may have to be clipped, by their bounding spheres.

    camera_item (E, I, 3, 4): at E instants, between which items move on straight lines; planes
    (8, 3): inward unit normals of planes through the camera: the window's four sides, then the
    guards; near [m]; state_out (I,).
    """
    for i in range(camera_item.shape[1]):
        s = sphere[mesh[i]]
        outside, crossing = 0x1FF, False  # bit q: beyond plane q at all instants so far
        for e in range(camera_item.shape[0]):
            m = camera_item[e, i]
            x = m[0, 0] * s[0] + m[0, 1] * s[1] + m[0, 2] * s[2] + m[0, 3]
            y = m[1, 0] * s[0] + m[1, 1] * s[1] + m[1, 2] * s[2] + m[1, 3]
            z = m[2, 0] * s[0] + m[2, 1] * s[1] + m[2, 2] * s[2] + m[2, 3]
            # The largest row sum of |AᵀA| bounds its largest eigenvalue, the scale squared.
            scale = 0.0
            for a in range(3):
                total = 0.0
                for b in range(3):
                    total += abs(m[0, a] * m[0, b] + m[1, a] * m[1, b] + m[2, a] * m[2, b])
                scale = max(scale, total)
            radius = s[3] * math.sqrt(scale) * 1.000001
            here = 0x100 if z - near < -radius else 0
            crossing |= z - near < radius
            for q in range(8):
                distance = planes[q, 0] * x + planes[q, 1] * y + planes[q, 2] * z
                if q < 4:
                    here |= (1 << q) if distance < -radius else 0
                else:
                    crossing |= distance < radius
            outside &= here
        state_out[i] = HIDDEN if outside else CROSSING if crossing else INSIDE


@kernel("f4[:,:], i4[:], i4[:], u1[:], f4[:,:,:] -> f4[:,:], i4[:]", narrow=True)
def sweep(vertices, first_vertex, mesh, state, to_lens, swept_out, place_out):
    """Vertices of all visible items in lens space at two instants, to_lens (2, I, 12).

    swept_out (6, N): u·z, v·z, z at the first instant, and at the second; place_out (I,): the
    column at which an item's vertices begin.
    """
    place = 0
    for i in range(mesh.shape[0]):
        if state[i] == HIDDEN:
            continue
        place_out[i] = place
        begin, count = first_vertex[mesh[i]], first_vertex[mesh[i] + 1] - first_vertex[mesh[i]]
        x = vertices[0, begin : begin + count]
        y = vertices[1, begin : begin + count]
        z = vertices[2, begin : begin + count]
        for row in range(6):
            out = swept_out[row, place : place + count]
            m = to_lens[row // 3, i, 4 * (row % 3) : 4 * (row % 3) + 4]
            a, b, c, d = m[0], m[1], m[2], m[3]
            for k in range(count):
                out[k] = a * x[k] + b * y[k] + c * z[k] + d
        place += count


def bounding_planes(lens: Pinhole, window: tuple[float, float, float, float]) -> NDArray:
    """(8, 3): for ``states``: the sides of a window (least and greatest u and v), the guards."""
    guard = float(GUARD)
    planes = []
    for least_u, greatest_u, least_v, greatest_v in (window, (-guard, guard, -guard, guard)):
        planes += [
            (lens.fx, 0.0, lens.cx - least_u),
            (-lens.fx, 0.0, greatest_u - lens.cx),
            (0.0, lens.fy, lens.cy - least_v),
            (0.0, -lens.fy, greatest_v - lens.cy),
        ]
    sides = np.array(planes)
    return sides / np.sqrt((sides**2).sum(1, keepdims=True))
