"""How high things stand in tiles of the sun's map, so that most points need not be compared.

A point above all that stands in its tile is in the sun; one well below all of it is in shadow. A
tile has 8 × 8 texels and counts what stands in two more on each side, which a comparison reads.
"""

from __future__ import annotations

import numpy as np

from ..kernel import device, kernel
from .depthmap import DepthMap

SIDE = 8
REACH = 2


class Tiles:
    """heights (2, size/SIDE, size/SIDE) f4: the least and the greatest height [m] in a tile."""

    def __init__(self, size: int):
        self.heights = np.empty((2, size // SIDE, size // SIDE), np.float32)
        self._columns = np.empty((2, size), np.float32)

    def update(self, drawn: DepthMap) -> None:
        """Look again at what has changed in the map."""
        to_world = np.linalg.inv(drawn.matrix[:, :3].astype(np.float64))
        offset = -to_world[2] @ drawn.matrix[:, 3]
        plane = np.array([*to_world[2], offset], np.float32)
        span(drawn.depth, drawn.changed, plane, self._columns, *self.heights)


@kernel("f4[:,:], i4[:,:], f4[:] -> f4[:,:], f4[:,:], f4[:,:]", narrow=True)
def span(depth, boxes, plane, columns_out, low_out, high_out):
    """Least and greatest height of the tiles that touch boxes (K, 4) of texels.

    boxes: least column and row, end of both; plane (4,): height = plane · (column, row, depth, 1);
    columns_out (2, size): scratch.
    """
    size, side, reach = depth.shape[0], np.int64(SIDE), np.int64(REACH)
    low, high = columns_out[0], columns_out[1]
    for n in range(boxes.shape[0]):
        if boxes[n, 0] >= boxes[n, 2] or boxes[n, 1] >= boxes[n, 3]:
            continue
        first = max((boxes[n, 0] - reach) // side, 0)
        end = min((boxes[n, 2] + reach - 1) // side + 1, low_out.shape[1])
        left, right = max(first * side - reach, 0), min(end * side + reach, size)
        top = max((boxes[n, 1] - reach) // side, 0)
        bottom = min((boxes[n, 3] + reach - 1) // side + 1, low_out.shape[0])
        for j in range(top, bottom):
            for x in range(left, right):
                low[x], high[x] = 1e30, -1e30
            for y in range(max(j * side - reach, 0), min((j + 1) * side + reach, size)):
                over_columns(depth[y], left, right, np.float32(np.int32(y)), plane, low, high)
            for i in range(first, end):
                least, most = np.float32(1e30), np.float32(-1e30)
                for x in range(max(i * side - reach, 0), min((i + 1) * side + reach, size)):
                    least, most = min(least, low[x]), max(most, high[x])
                low_out[j, i], high_out[j, i] = least, most


@device(narrow=True)
def over_columns(line, left, right, y, plane, low, high):
    """Widen the span of heights of columns [left, right) by a row of depths."""
    start, across, depth = plane[1] * y + plane[3], plane[0], plane[2]
    for x in range(np.uint64(left), np.uint64(right)):
        height = start + across * np.float32(np.int32(x)) + depth * line[x]
        low[x], high[x] = min(low[x], height), max(high[x], height)
