"""Rays down the trees: the nearest triangle that shows its front.

Two levels: a small tree over the items, in axes of the world about a centre near the rays, and each
mesh's own in its own axes. Directions are taken into a mesh's axes as they are, not made unit
again, so that distances need no conversion. Triangles by Möller and Trumbore (J. Graphics Tools
2(1), 1997).
"""

from __future__ import annotations

import numpy as np

from ..kernel import device, kernel
from .tree import DEEPEST

_DEEP = DEEPEST + 2
_FLAT, _ONE, _NOTHING = np.float32(1e-18), np.uint64(1), np.float32(np.inf)


@kernel(
    "f4[:,:], f4[:,:], f4[:], f4[:], f4[:], f4[:], i4[:], i4[:], f4[:,:], f4[:,:], u1[:], i4[:], "
    "f4[:], i4[:], i4[:], f4[:], i4[:], i8, i8 -> f4[:], i4[:], i4[:]",
    narrow=True,
    counted=True,
)
def closest(
    origin, direction, moment, near, far, top_box, top_child, top_item, to_item, to_item_end, moves,
    mesh, box, child, root, corner, triangle, first, last, distance_out, item_out, triangle_out,
):  # fmt: skip
    """The nearest hits of rays [first, last).

    origin, direction (R, 3); moment (R,): share of the interval that has passed; near, far (R,):
    between which distances, in lengths of the direction; top_*: the tree over items; to_item,
    to_item_end (I, 12): into their axes at the start and the end; moves (I,); mesh (I,), box … :
    see ``Forest``. distance_out (R,): infinite for none; item_out, triangle_out (R,): -1 for none.
    """
    upper, lower = np.empty(_DEEP, np.uint64), np.empty(_DEEP, np.uint64)
    upper_at, lower_at = np.empty(_DEEP, np.float32), np.empty(_DEEP, np.float32)
    for r in range(np.uint64(first), np.uint64(last)):
        ox, oy, oz = origin[r, 0], origin[r, 1], origin[r, 2]
        dx, dy, dz = direction[r, 0], direction[r, 1], direction[r, 2]
        px, py, pz = over(dx), over(dy), over(dz)
        least, best = near[r], far[r]
        found_item = found = np.int32(-1)
        upper[0], upper_at[0] = np.uint64(0), least
        high = np.uint64(1)
        while high > np.uint64(0):
            high -= np.uint64(1)
            node = upper[high]
            if upper_at[high] > best:
                continue
            begin = np.uint64(top_child[node + node])
            count = np.uint64(top_child[node + node + _ONE])
            if count == np.uint64(0):
                high = pushed(
                    top_box, begin, ox, oy, oz, px, py, pz, least, best, upper, upper_at, high
                )
                continue
            for k in range(count):
                item = np.uint64(top_item[begin + np.uint64(k)])
                m = to_item[item]
                if moves[item]:
                    t = moment[r]
                    e = to_item_end[item]
                    a, b, c = at(m, e, t, ox, oy, oz)
                    f, g, h = turned_at(m, e, t, dx, dy, dz)
                else:
                    a = m[0] * ox + m[1] * oy + m[2] * oz + m[3]
                    b = m[4] * ox + m[5] * oy + m[6] * oz + m[7]
                    c = m[8] * ox + m[9] * oy + m[10] * oz + m[11]
                    f = m[0] * dx + m[1] * dy + m[2] * dz
                    g = m[4] * dx + m[5] * dy + m[6] * dz
                    h = m[8] * dx + m[9] * dy + m[10] * dz
                away, hit = down(
                    a, b, c, f, g, h, least, best, root[np.uint64(mesh[item])], box, child, corner,
                    lower, lower_at,
                )  # fmt: skip
                if hit >= 0:
                    best, found, found_item = away, hit, np.int32(item)
        distance_out[r] = best if found >= 0 else _NOTHING
        item_out[r] = found_item
        triangle_out[r] = triangle[found] if found >= 0 else np.int32(-1)


@device(narrow=True)
def down(ox, oy, oz, dx, dy, dz, least, best, root, box, child, corner, stack, entry):
    """The nearest triangle of one mesh between two distances: its distance and its place in leaf
    order, -1 for none. stack, entry: scratch."""
    found = np.int32(-1)
    px, py, pz = over(dx), over(dy), over(dz)
    stack[0], entry[0] = np.uint64(root), least
    high = np.uint64(1)
    while high > np.uint64(0):
        high -= np.uint64(1)
        node = stack[high]
        if entry[high] > best:
            continue
        begin = np.uint64(child[node + node])
        count = np.uint64(child[node + node + _ONE])
        if count == np.uint64(0):
            high = pushed(box, begin, ox, oy, oz, px, py, pz, least, best, stack, entry, high)
            continue
        for k in range(count):
            n = begin + np.uint64(k)
            t = meets(corner, n, ox, oy, oz, dx, dy, dz)
            if least < t < best:
                best, found = t, np.int32(n)
    return best, found


@device(narrow=True, inline=True)
def over(x):
    """1 / x, finite."""
    return 1.0 / (x if abs(x) > _FLAT else _FLAT)


@device(narrow=True, inline=True)
def entered(box, node, ox, oy, oz, px, py, pz, least, best):
    """Where a ray enters a node's box; infinite if it misses it between two distances."""
    i = node * np.uint64(6)
    x0, x1 = (box[i] - ox) * px, (box[i + np.uint64(3)] - ox) * px
    y0, y1 = (box[i + _ONE] - oy) * py, (box[i + np.uint64(4)] - oy) * py
    z0, z1 = (box[i + np.uint64(2)] - oz) * pz, (box[i + np.uint64(5)] - oz) * pz
    begin = max(max(min(x0, x1), min(y0, y1)), max(min(z0, z1), least))
    end = min(min(max(x0, x1), max(y0, y1)), min(max(z0, z1), best))
    # Rounding must not lose what lies on a face of the box.
    return begin if begin <= end * 1.000001 + 1e-6 else _NOTHING


@device(narrow=True, inline=True)
def pushed(box, left, ox, oy, oz, px, py, pz, least, best, stack, entry, high):
    """Put the children of a node on the stack that a ray enters, the nearer last; returns how many
    lie there then."""
    a = entered(box, left, ox, oy, oz, px, py, pz, least, best)
    b = entered(box, left + _ONE, ox, oy, oz, px, py, pz, least, best)
    if a <= b:
        nearer, farther, close, away = left, left + _ONE, a, b
    else:
        nearer, farther, close, away = left + _ONE, left, b, a
    if away <= best:
        stack[high], entry[high] = farther, away
        high += _ONE
    if close <= best:
        stack[high], entry[high] = nearer, close
        high += _ONE
    return high


@device(narrow=True, inline=True)
def meets(corner, n, ox, oy, oz, dx, dy, dz):
    """At what distance a ray meets the front of a triangle, -1 if it does not."""
    i = n * np.uint64(9)
    ax, ay, az = corner[i + np.uint64(3)], corner[i + np.uint64(4)], corner[i + np.uint64(5)]
    bx, by, bz = corner[i + np.uint64(6)], corner[i + np.uint64(7)], corner[i + np.uint64(8)]
    px, py, pz = dy * bz - dz * by, dz * bx - dx * bz, dx * by - dy * bx
    det = ax * px + ay * py + az * pz
    if det <= 1e-12:
        return np.float32(-1.0)
    sx, sy, sz = ox - corner[i], oy - corner[i + _ONE], oz - corner[i + np.uint64(2)]
    u = sx * px + sy * py + sz * pz
    if u < 0.0 or u > det:
        return np.float32(-1.0)
    qx, qy, qz = sy * az - sz * ay, sz * ax - sx * az, sx * ay - sy * ax
    v = dx * qx + dy * qy + dz * qz
    if v < 0.0 or u + v > det:
        return np.float32(-1.0)
    return (bx * qx + by * qy + bz * qz) / det


@device(narrow=True, inline=True)
def at(m, e, t, x, y, z):
    """A place in the axes of an item that moves."""
    return (
        mixed(m, e, t, 0) * x + mixed(m, e, t, 1) * y + mixed(m, e, t, 2) * z + mixed(m, e, t, 3),
        mixed(m, e, t, 4) * x + mixed(m, e, t, 5) * y + mixed(m, e, t, 6) * z + mixed(m, e, t, 7),
        mixed(m, e, t, 8) * x + mixed(m, e, t, 9) * y + mixed(m, e, t, 10) * z + mixed(m, e, t, 11),
    )


@device(narrow=True, inline=True)
def turned_at(m, e, t, x, y, z):
    """A direction in the axes of an item that moves."""
    return (
        mixed(m, e, t, 0) * x + mixed(m, e, t, 1) * y + mixed(m, e, t, 2) * z,
        mixed(m, e, t, 4) * x + mixed(m, e, t, 5) * y + mixed(m, e, t, 6) * z,
        mixed(m, e, t, 8) * x + mixed(m, e, t, 9) * y + mixed(m, e, t, 10) * z,
    )


@device(narrow=True, inline=True)
def mixed(m, e, t, k):
    """An entry of a matrix on the way from one to another."""
    return m[k] + (e[k] - m[k]) * t
