"""How an object stands out from what is around it in the light that reaches a camera.

Contrast is that of luminance, |L - L'| / L' of an object before L' (Weber; so WMO-No. 8 defines
visibility), after airlight and falling snow, before the lens and before any noise: no fault alters
it. Around it are the pixels just beyond its outline that show what is behind it or beside it: sky,
road, another object. What is nearer is not what it is seen against: in fog the road before an
object is clearer than both, and what hides a part of it stands out for itself. Contrast is worked
out in bands from top to bottom, each against its own surroundings, lest a dark half and a bright
one cancel, and averaged by their pixels.

``detectable`` asks for three things. A contrast of 5 %, the threshold of the meteorological optical
range (WMO-No. 8; ICAO Annex 3; IEC 60050-845:1987, 845-11-21). A size of 2 × 2 pixels, one line
pair across (Johnson, Image Intensifier Symposium, 1958: detection at 1.0 line pairs). And behind
electronics, a difference five times its noise (Rose, J. Opt. Soc. Am. 38, 196, 1948).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.atmosphere import CONTRAST
from ...simcore.kernel import device, kernel
from ...simcore.light.colour import LUMINANCE
from .boxes import Seen

Array = NDArray[np.float64]

BANDS = 8
GAP, REACH = 1, 5
"""Pixels beyond an outline that are left out, since they may hold some of the object, and up to
which they count as being around it."""

NEARER = 0.8
"""What is nearer than this share of an object's distance is before it."""

LEAST_PIXELS = 4
"""An object of fewer is not made out."""

ROSE = 5.0
"""Least ratio of a difference to its noise at which it is seen."""

DARKEST = 1e-6
"""Luminance below which an eye sees nothing, the dark itself included [cd/m²]."""


class Look(NamedTuple):
    """An object's light in bands from top to bottom, where it has some and something is around it.

    pixels (B,): of the object; inside, outside (B, 3): mean RGB light [cd/m²] of these, and of
    what is around; middle: number of the pixel in the middle of its box.
    """

    pixels: Array
    inside: Array
    outside: Array
    middle: int

    @property
    def contrast(self) -> float:
        """Mean over the bands; NaN where nothing is around it."""
        if not len(self.pixels):
            return np.nan
        own, other = self.inside @ LUMINANCE, self.outside @ LUMINANCE
        found = abs(own - other) / np.maximum(other, DARKEST)
        return float(found @ self.pixels / self.pixels.sum())


def looks_of(
    image: NDArray[np.float32],
    depth: NDArray[np.float32],
    instance: NDArray[np.int32],
    found: Mapping[int, Seen],
) -> dict[int, Look]:
    """The looks of objects by id. image (3, N): light [cd/m²]; depth, instance (H, W): channels of
    the reading, depth below 0 where the lens sees nothing; found: the extents in instance."""
    if not found:
        return {}
    ids = np.array(sorted(found))
    slot = np.full(int(ids[-1]) + 1, -1, np.int32)
    slot[ids] = np.arange(len(ids))
    rows = np.array([found[int(k)].box[1::2] for k in ids]).astype(np.int64)
    sums = np.zeros((len(ids), BANDS, 8))
    gather(instance, depth, image, slot, rows, sums)
    extents, width = (found[int(k)] for k in ids), instance.shape[1]
    pairs = zip(ids, sums, extents, strict=True)
    return {int(k): _look(own, extent, width) for k, own, extent in pairs}


def _look(sums: Array, extent: Seen, width: int) -> Look:
    """sums (BANDS, 8): R, G, B and count of its pixels, and of those around it."""
    inside, outside = sums[:, :4], sums[:, 4:].copy()
    alone = outside[:, 3] == 0.0
    outside[alone] = outside.sum(0)  # a band with nothing beside it is before all that is around
    kept = (inside[:, 3] > 0.0) & (outside[:, 3] > 0.0)
    x0, y0, x1, y1 = extent.box
    middle = int((y0 + y1) // 2) * width + int((x0 + x1) // 2)
    pixels = inside[kept, 3]
    own, other = (part[kept, :3] / part[kept, 3:] for part in (inside, outside))
    return Look(pixels, own, other, middle)


def detected(
    visible: int, passed: float, look: Look, ratio: Callable[[Look], float] | None
) -> bool:
    """Whether an object of so many visible pixels can be told from what is around it. passed: share
    of its light that comes through the air, which is asked for where nothing is around it; ratio:
    of its difference to its noise, None for a camera that has none."""
    if visible < LEAST_PIXELS:
        return False
    if not len(look.pixels):
        return passed >= CONTRAST
    return look.contrast >= CONTRAST and (ratio is None or ratio(look) >= ROSE)


@kernel("i4[:,:], f4[:,:], f4[:,:], i4[:], i8[:,:] -> f8[:,:,:]")
def gather(instance, depth, image, slot, rows, sums_out):
    """Add the light of objects and of what is around them, along rows and columns, to sums_out
    (K, BANDS, 8), as ``_look`` takes it; slot: k by id, -1 for none; rows (K, 2): first row of
    each, and last plus one."""
    height, width = instance.shape
    for y in range(height):
        for x in range(width):
            number = instance[y, x]
            if number <= 0 or number >= slot.shape[0]:
                continue
            k = slot[number]
            if k < 0:
                continue
            top, bottom = rows[k, 0], rows[k, 1]
            out = sums_out[k, (y - top) * BANDS // (bottom - top)]
            add(image, y * width + x, 0, out)
            away = depth[y, x]
            least = NEARER * away if away < np.inf else 0.0
            for side in range(4):
                sx, sy = (1 - side) * (1 - side % 2), (2 - side) * (side % 2)
                beyond(instance, depth, image, x, y, sx, sy, least, out)


@device(inline=True)
def add(image, n, first, out):
    """The light of pixel n, to four sums from ``first`` on."""
    out[first] += image[0, n]
    out[first + 1] += image[1, n]
    out[first + 2] += image[2, n]
    out[first + 3] += 1.0


@device
def beyond(instance, depth, image, x, y, sx, sy, least, out):
    """Add what lies beyond pixel (x, y) in steps of (sx, sy), if its object ends there, and is no
    nearer than ``least`` [m]."""
    height, width = instance.shape
    for step in range(1, 1 + REACH):
        i, j = x + sx * step, y + sy * step
        if i < 0 or i >= width or j < 0 or j >= height or instance[j, i] == instance[y, x]:
            return
        if step > GAP and depth[j, i] >= least:
            add(image, j * width + i, 4, out)
