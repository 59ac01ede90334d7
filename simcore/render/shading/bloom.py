"""Veiling glare: a small share of all light is scattered in the lens and the eye, far and wide.

What is scattered is lost where it came from: the sum of the light stays. Two widths, worked out on
images that are 4 and 16 times smaller.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...kernel import kernel
from ..workspace import Workspace

SHARE = 0.045
"""Of the light that is scattered, as by a clean windscreen and lens."""

FAR_SHARE = 0.45
"""Of the scattered light that goes further."""

F4 = NDArray[np.float32]


def bloom(work: Workspace, image: F4, height: int, width: int, share: float = SHARE) -> None:
    """Let the bright parts of an image (3, H * W) glow, in place; share: of the light astray."""
    planes = image.reshape(3, height, width)
    near = work.array("near", _quarter(planes.shape), np.float32)
    far = work.array("far", _quarter(near.shape), np.float32)
    shrink(planes, near)
    _blur(work, near, 3)
    shrink(near, far)
    _blur(work, far, 4)
    near *= np.float32(1 - FAR_SHARE)
    widen(far, np.float32(FAR_SHARE), np.float32(1.0), near)
    widen(near, np.float32(share), np.float32(1 - share), planes)


def _quarter(shape: tuple[int, ...]) -> tuple[int, int, int]:
    return 3, -(-shape[1] // 4), -(-shape[2] // 4)


def _blur(work: Workspace, planes: F4, passes: int) -> None:
    """Passes of a 5 × 5 box, in place."""
    across = work.array("across", planes.shape, np.float32)
    for _ in range(passes):
        box_across(planes, across)
        box_down(across, planes)


@kernel("f4[:,:,:] -> f4[:,:,:]", narrow=True, counted=True)
def shrink(planes, small_out):
    """Means of 4 × 4 pixels of planes (3, H, W), repeating the last ones at the borders."""
    height, width = planes.shape[1], planes.shape[2]
    small = small_out.shape[2]
    line = np.empty(4 * small, np.float32)
    for c in range(3):
        for y in range(small_out.shape[1]):
            a, b = planes[c, 4 * y], planes[c, min(4 * y + 1, height - 1)]
            d, e = planes[c, min(4 * y + 2, height - 1)], planes[c, min(4 * y + 3, height - 1)]
            for x in range(width):
                line[x] = (a[x] + b[x]) + (d[x] + e[x])
            for x in range(width, 4 * small):
                line[x] = line[width - 1]
            out = small_out[c, y]
            for x in range(small):
                k = 4 * x
                out[x] = 0.0625 * ((line[k] + line[k + 1]) + (line[k + 2] + line[k + 3]))


@kernel("f4[:,:,:] -> f4[:,:,:]", narrow=True, counted=True)
def box_across(planes, out):
    """Means of five neighbours along the rows of planes (3, h, w)."""
    width = planes.shape[2]
    line = np.empty(width + 4, np.float32)
    for c in range(3):
        for y in range(planes.shape[1]):
            row, to = planes[c, y], out[c, y]
            for x in range(width):
                line[x + 2] = row[x]
            line[0] = line[1] = row[0]
            line[width + 2] = line[width + 3] = row[width - 1]
            for x in range(width):
                to[x] = 0.2 * (line[x] + line[x + 1] + line[x + 2] + line[x + 3] + line[x + 4])


@kernel("f4[:,:,:] -> f4[:,:,:]", narrow=True)
def box_down(planes, out):
    """Means of five neighbours along the columns of planes (3, h, w)."""
    last = planes.shape[1] - 1
    for c in range(3):
        for y in range(planes.shape[1]):
            a, b = planes[c, max(y - 2, 0)], planes[c, max(y - 1, 0)]
            d, e = planes[c, min(y + 1, last)], planes[c, min(y + 2, last)]
            row, to = planes[c, y], out[c, y]
            for x in range(planes.shape[2]):
                to[x] = 0.2 * (a[x] + b[x] + row[x] + d[x] + e[x])


@kernel("f4[:,:,:], f4, f4 -> f4[:,:,:]", narrow=True, counted=True)
def widen(small, share, kept, image_out):
    """image_out (3, H, W) × kept + small (3, h, w), four times wider, × share."""
    h, w = small.shape[1], small.shape[2]
    width = image_out.shape[2]
    line, wide = np.empty(w + 2, np.float32), np.empty(4 * w + 4, np.float32)
    for c in range(3):
        for y in range(image_out.shape[1]):
            v = min(max((np.float32(np.int32(y)) + 0.5) * 0.25 - 0.5, 0.0), np.float32(h - 1))
            j = min(np.int64(v), max(h - 2, 0))
            b = v - np.float32(np.int32(j))
            low, high = small[c, j], small[c, min(j + 1, h - 1)]
            for x in range(w):
                line[x + 1] = (low[x] + (high[x] - low[x]) * b) * share
            line[0], line[w + 1] = line[1], line[w]
            for x in range(w + 1):  # halfway between two small pixels lie four pixels
                p, d = line[x], line[x + 1] - line[x]
                k = 4 * x
                wide[k], wide[k + 1] = p + 0.125 * d, p + 0.375 * d
                wide[k + 2], wide[k + 3] = p + 0.625 * d, p + 0.875 * d
            out = image_out[c, y]
            for x in range(width):
                out[x] = out[x] * kept + wide[x + 2]
