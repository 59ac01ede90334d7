"""Binary trees of boxes, split where the surface area heuristic expects the least work.

Sixteen bins along the axis over which the middles are spread the most (Wald, "On fast construction
of SAH-based bounding volume hierarchies", RT 2007). The two children of a node stand side by side.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..kernel import device, kernel

F4 = NDArray[np.float32]
I4 = NDArray[np.int32]

BINS = 16
LEAF = 4
"""Triangles that a leaf may hold."""
DEEPEST = 62
"""Levels that a tree may have; below them leaves hold what there is."""

_BINS = np.int64(BINS)


class Tree(NamedTuple):
    """box (N, 6) f4: least and greatest corner of each node, the root's first; child (N, 2) i4: of
    an inner node its first child and 0, of a leaf the place in ``order`` of its first thing and how
    many it holds; order (T,) i4: the numbers of the things."""

    box: F4
    child: I4
    order: I4


def tree_over(boxes: F4, leaf: int = LEAF) -> Tree:
    """The tree over T ≥ 1 boxes (T, 6); leaf: so many may stay together where that is less work.
    Raises ``ValueError`` for none, or for what is not finite."""
    if not len(boxes):
        raise ValueError("there is nothing to build a tree over")
    if not np.isfinite(boxes).all():
        raise ValueError("a tree needs finite boxes")
    count = len(boxes)
    box, child = np.empty((2 * count, 6), np.float32), np.empty((2 * count, 2), np.int32)
    order = np.empty(count, np.int32)
    nodes = build(np.ascontiguousarray(boxes, np.float32), leaf, box, child, order)
    return Tree(box[:nodes].copy(), child[:nodes].copy(), order)


@kernel("f4[:,:], i8 -> f4[:,:], i4[:,:], i4[:] : i8", counted=True)
def build(boxes, leaf, box_out, child_out, order_out):
    """A ``Tree`` over boxes (T, 6): box_out, child_out (2 T, …), order_out (T,); returns how many
    nodes it has. leaf: see ``tree_over``."""
    count = boxes.shape[0]
    for n in range(count):
        order_out[n] = n
    begin, end = np.empty(2 * count, np.int64), np.empty(2 * count, np.int64)
    level = np.empty(2 * count, np.int64)
    begin[0], end[0], level[0] = 0, count, 0
    nodes, node = 1, 0
    tally = np.empty((BINS, 7))
    right = np.empty((BINS, 2))
    while node < nodes:
        first, last = begin[node], end[node]
        bound(boxes, order_out, first, last, box_out[node])
        middle = first
        if last - first > 1 and level[node] < DEEPEST:
            middle = split(boxes, order_out, first, last, leaf, box_out[node], tally, right)
        if middle == first:
            child_out[node, 0], child_out[node, 1] = first, last - first
        else:
            child_out[node, 0], child_out[node, 1] = nodes, 0
            begin[nodes], end[nodes], level[nodes] = first, middle, level[node] + 1
            begin[nodes + 1], end[nodes + 1], level[nodes + 1] = middle, last, level[node] + 1
            nodes += 2
        node += 1
    return nodes


@device
def bound(boxes, order, first, last, box_out):
    """The box around boxes order[first:last]."""
    for axis in range(3):
        low, high = boxes[order[first], axis], boxes[order[first], 3 + axis]
        for n in range(first + 1, last):
            low, high = min(low, boxes[order[n], axis]), max(high, boxes[order[n], 3 + axis])
        box_out[axis], box_out[3 + axis] = low, high


@device
def split(boxes, order_out, first, last, leaf, box, tally, right):
    """Sort order_out[first:last] so that a left and a right part make the least work; returns where
    the right one begins, ``first`` if they should stay together. tally, right: scratch."""
    axis, low, high = widest(boxes, order_out, first, last)
    if high <= low:
        return first if last - first <= leaf else (first + last) // 2
    scale = _BINS / (high - low)
    for k in range(_BINS):
        tally[k, 0] = 0.0
        for a in range(3):
            tally[k, 1 + a], tally[k, 4 + a] = 1e30, -1e30
    for n in range(first, last):
        b = order_out[n]
        k = min(np.int64((boxes[b, axis] + boxes[b, 3 + axis] - low) * scale), _BINS - 1)
        tally[k, 0] += 1.0
        for a in range(3):
            tally[k, 1 + a] = min(tally[k, 1 + a], boxes[b, a])
            tally[k, 4 + a] = max(tally[k, 4 + a], boxes[b, 3 + a])
    best, cost = cheapest(tally, right)
    whole = area(box[0], box[1], box[2], box[3], box[4], box[5])
    count = np.float64(last - first)
    # A step down the tree costs about what a triangle does.
    if last - first <= leaf and cost >= (count - 1.0) * whole:
        return first
    place = first
    for n in range(first, last):
        b = order_out[n]
        k = min(np.int64((boxes[b, axis] + boxes[b, 3 + axis] - low) * scale), _BINS - 1)
        if k <= best:
            order_out[n], order_out[place] = order_out[place], b
            place += 1
    return place


@device
def widest(boxes, order, first, last):
    """The axis along which twice the middles of boxes are spread the most, and from where to where
    they are."""
    axis, low, high = 0, 0.0, -1.0
    for a in range(3):
        least, most = 1e30, -1e30
        for n in range(first, last):
            middle = np.float64(boxes[order[n], a]) + boxes[order[n], 3 + a]
            least, most = min(least, middle), max(most, middle)
        if most - least > high - low:
            axis, low, high = a, least, most
    return axis, low, high


@device
def cheapest(tally, right):
    """After which bin to split, and the sum over both parts of count times area."""
    box = (1e30, 1e30, 1e30, -1e30, -1e30, -1e30)
    count = 0.0
    for back in range(1, _BINS):
        k = _BINS - back
        box, count = joined(box, tally[k]), count + tally[k, 0]
        right[k, 0], right[k, 1] = count, area(*box)
    box = (1e30, 1e30, 1e30, -1e30, -1e30, -1e30)
    count, best, least = 0.0, _BINS // 2, 1e300
    for k in range(_BINS - 1):
        box, count = joined(box, tally[k]), count + tally[k, 0]
        if count == 0.0 or right[k + 1, 0] == 0.0:
            continue
        cost = count * area(*box) + right[k + 1, 0] * right[k + 1, 1]
        if cost < least:
            best, least = k, cost
    return best, least


@device
def joined(box, row):
    """A box and that of a row of the tally."""
    return (
        min(box[0], row[1]), min(box[1], row[2]), min(box[2], row[3]),
        max(box[3], row[4]), max(box[4], row[5]), max(box[5], row[6]),
    )  # fmt: skip


@device
def area(x0, y0, z0, x1, y1, z1):
    """Half of the surface of a box."""
    x, y, z = max(x1 - x0, 0.0), max(y1 - y0, 0.0), max(z1 - z0, 0.0)
    return x * y + y * z + z * x
