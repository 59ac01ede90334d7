"""A body drawn alone: how much of it there would be to see with nothing in front of it.

Its pixels are counted on a canvas that reaches beyond the image by the image's own size on every
side; what lies even further out is left out of the count and of the box.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..kernel import kernel
from .film import Film
from .still import Window
from .workspace import Workspace


class Amodal(NamedTuple):
    """A body's pixels when it is drawn alone.

    box: x0, y0, x1, y1 in pixel edges (x1 = last column + 1), beyond the image too; inside and
    outside: how many pixels lie within the image and on the canvas beyond it; mask (h, w) bool and
    origin: column and row of the mask's first pixel, which may be negative.
    """

    box: tuple[int, int, int, int]
    inside: int
    outside: int
    mask: NDArray[np.bool_]
    origin: tuple[int, int]


class Canvas:
    """Draws bodies alone, with the poses, lens and shutter of what a film last drew.

    window: least and greatest u and v [px] of the canvas, an image's size beyond each side unless
    given.
    """

    def __init__(self, film: Film, window: Window | None = None):
        self.film = film
        width, height = film.lens.width, film.lens.height
        beyond = (-width - 0.5, 2 * width - 0.5, -height - 0.5, 2 * height - 0.5)
        self.window = window or beyond
        self._work = Workspace()

    def draw(self, body: int) -> Amodal | None:
        """The body with this instance id; None when nothing of it would be on the canvas.

        The mask is valid until the next call.
        """
        drawn = self.mask(body)
        if drawn is None:
            return None
        mask, (left, top) = drawn
        found = np.empty(6, np.int64)
        measure(mask, left, top, self.film.lens.width, self.film.lens.height, found)
        x0, y0, x1, y1, inside, total = map(int, found)
        if not total:
            return None
        return Amodal((x0, y0, x1, y1), inside, total - inside, mask.view(bool), (left, top))

    def mask(self, body: int) -> tuple[NDArray[np.uint8], tuple[int, int]] | None:
        """Which pixels (h, w) the body covers, and the column and row of the first of them; None
        where nothing of it can be on the canvas. Valid until the next call."""
        film, stage, window = self.film, self.film.stage, self.window
        items = stage.items_of(body)
        if not len(items):
            return None
        seen = np.ascontiguousarray(film.camera_item[:, items])
        drawing = film.set_up(self._work, film.mesh[items], seen, window, 1.0)
        left, top, right, bottom = drawing.extent(window)
        if left >= right or top >= bottom:
            return None
        mask = self._work.array("mask", (bottom - top, right - left), np.uint8)
        mask[...] = 0
        drawing.cover(np.array([left, right, top, bottom], np.int32), mask)
        return mask, (left, top)


@kernel("u1[:,:], i8, i8, i8, i8 -> i8[:]")
def measure(mask, left, top, width, height, found_out):
    """Box x0, y0, x1, y1 of the set pixels, how many lie in the image, how many there are.

    mask (h, w): 0 or 1, its first pixel being column ``left`` and row ``top`` of an image of
    width × height; found_out (6,).
    """
    x0, y0, x1, y1 = 1 << 30, 1 << 30, -(1 << 30), -(1 << 30)
    inside, total = 0, 0
    first = min(max(-left, 0), mask.shape[1])
    last = min(max(width - left, first), mask.shape[1])
    for y in range(mask.shape[0]):
        before, here, after = 0, 0, 0
        for x in range(first):
            before += mask[y, x]
        for x in range(first, last):
            here += mask[y, x]
        for x in range(last, mask.shape[1]):
            after += mask[y, x]
        if before + here + after == 0:
            continue
        total += before + here + after
        if 0 <= top + y < height:
            inside += here
        y0, y1 = min(y0, top + y), top + y + 1
        x = 0
        while mask[y, x] == 0:
            x += 1
        x0 = min(x0, left + x)
        x = mask.shape[1] - 1
        while mask[y, x] == 0:
            x -= 1
        x1 = max(x1, left + x + 1)
    found_out[0], found_out[1], found_out[2], found_out[3] = x0, y0, x1, y1
    found_out[4], found_out[5] = inside, total
