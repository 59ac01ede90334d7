"""Places and normals from depth alone: the plane through a sample and its neighbours."""

from __future__ import annotations

import numpy as np

from ...kernel import device


@device(narrow=True, inline=True)
def slope(before, here, after):
    """The smaller one-sided difference, which does not reach across an edge."""
    a = here - before
    b = after - here
    return a if abs(a) < abs(b) else b


@device(narrow=True)
def slopes_of_row(inverse, y, stride, here_out, across_out, down_out):
    """1/z at the places of a small grid in row y of the samples, and its slopes per sample.

    inverse (h, w); places stand ``stride`` samples apart; outputs (columns,).
    """
    height, width = inverse.shape
    line = inverse[y]
    above, below = inverse[max(y - 1, 0)], inverse[min(y + 1, height - 1)]
    for column in range(here_out.shape[0]):
        x = np.uint64(min(column * stride + stride // 2, width - 1))
        left = np.uint64(max(np.int64(x) - 1, 0))
        right = np.uint64(min(np.int64(x) + 1, width - 1))
        here = line[x]
        here_out[column] = here
        across_out[column] = slope(line[left], here, line[right])
        down_out[column] = slope(above[x], here, below[x])
