"""A body drawn alone, as a lens sees it: how much of it there would be with nothing before it."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ...simcore.render.alone import Amodal, Canvas
from ...simcore.render.lens import Pinhole
from ...simcore.render.still import Window
from ..imaging.eye import Eye

Array = NDArray[np.float64]

MOST = 4096
"""Pixels of a body beyond the image by which its area there is estimated."""


class Alone(Protocol):
    """Draws bodies alone."""

    def draw(self, body: int) -> Amodal | None:
        """The body with this instance id; None when nothing of it would be on the canvas."""


def alone_in(eye: Eye) -> Alone:
    """Draws bodies alone with the poses that an eye has drawn last."""
    return Canvas(eye.films[0]) if eye.view.straight else Bent(eye)


class Bent:
    """Draws bodies on the faces of a view, and finds them on its image."""

    def __init__(self, eye: Eye):
        self.eye, view = eye, eye.view
        self._shape = view.projection.height, view.projection.width
        windows = [_side(film.lens) if len(view.faces) > 1 else None for film in eye.films]
        self._canvases = [Canvas(f, w) for f, w in zip(eye.films, windows, strict=True)]
        self._inside: NDArray[np.bool_] = np.zeros(self._shape, np.bool_)

    def draw(self, body: int) -> Amodal | None:
        """The body with this instance id; see ``Amodal``, whose mask is that of the image here."""
        self._inside[...] = False
        edges, beyond = [], 0.0
        for k, canvas in enumerate(self._canvases):
            drawn = canvas.mask(body)
            if drawn is None or not drawn[0].any():
                continue
            mask, origin = drawn
            self._fetch(k, mask, origin)
            outline, area = self._outside(k, mask, origin)
            edges.append(outline)
            beyond += area
        if not edges:
            return None
        rows, columns = np.nonzero(self._inside)
        every = np.concatenate(edges)
        if len(rows):
            every = np.concatenate([every, [[columns.min(), rows.min()],
                                            [columns.max(), rows.max()]]])  # fmt: skip
        if not len(every):
            return None
        x0, y0 = np.floor(every.min(0) + 0.5)
        x1, y1 = np.floor(every.max(0) + 0.5) + 1
        box = int(x0), int(y0), int(x1), int(y1)
        return Amodal(box, len(rows), round(beyond), self._inside, (0, 0))

    def _fetch(self, k: int, mask: NDArray[np.uint8], origin: tuple[int, int]) -> None:
        """Set the image's pixels that look at the mask."""
        view = self.eye.view
        left, top = origin
        height, width = mask.shape
        x, y = np.linspace(left, left + width - 1, 17), np.linspace(top, top + height - 1, 17)
        u, v = (grid.ravel() for grid in np.meshgrid(x, y))
        pixels = self._pixels(k, u, v)
        pixels = pixels[np.isfinite(pixels[:, 0])]
        if not len(pixels):
            return
        bend = 3 + int(0.02 * max(self._shape))
        c0, r0 = np.maximum(np.floor(pixels.min(0)).astype(int) - bend, 0)
        c1, r1 = np.ceil(pixels.max(0)).astype(int) + bend + 1
        part = np.s_[r0 : max(r1, r0), c0 : max(c1, c0)]
        face = view.face.reshape(self._shape)[part]
        column = np.rint(view.u.reshape(self._shape)[part]).astype(np.int64) - left
        row = np.rint(view.v.reshape(self._shape)[part]).astype(np.int64) - top
        within = (face == k) & (column >= 0) & (column < width) & (row >= 0) & (row < height)
        self._inside[part][within] |= mask[row[within], column[within]] > 0

    def _outside(
        self, k: int, mask: NDArray[np.uint8], origin: tuple[int, int]
    ) -> tuple[Array, float]:
        """Pixels of the mask's outline that lie beyond the image, and its area there [px]."""
        rows, columns = np.nonzero(mask)
        step = max(1, int(np.ceil(len(rows) / MOST)))
        u = (columns[::step] + origin[0]).astype(np.float64)
        v = (rows[::step] + origin[1]).astype(np.float64)
        pixels, right, down = (
            self._pixels(k, u + x, v + y) for x, y in ((0.0, 0.0), (0.5, 0.0), (0.0, 0.5))
        )
        out = np.isfinite(pixels[:, 0]) & ~self._on_image(pixels)
        a, b = 2.0 * (right - pixels)[out], 2.0 * (down - pixels)[out]
        area = np.nan_to_num(abs(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0])).sum() * step
        first = mask.argmax(1), mask.shape[1] - 1 - mask[:, ::-1].argmax(1)
        filled = mask.any(1)
        y = np.flatnonzero(filled)
        ends = [np.stack([side[filled], y], -1) for side in first]
        first = mask.argmax(0), mask.shape[0] - 1 - mask[::-1].argmax(0)
        filled = mask.any(0)
        x = np.flatnonzero(filled)
        ends += [np.stack([x, side[filled]], -1) for side in first]
        outline = (np.concatenate(ends) + np.array(origin)).astype(np.float64)
        places = self._pixels(k, outline[:, 0], outline[:, 1])
        places = places[np.isfinite(places[:, 0])]
        return places[~self._on_image(places)], float(area)

    def _on_image(self, pixels: Array) -> NDArray[np.bool_]:
        height, width = self._shape
        x, y = pixels[:, 0], pixels[:, 1]
        return (x >= -0.5) & (x < width - 0.5) & (y >= -0.5) & (y < height - 0.5)

    def _pixels(self, k: int, u: Array, v: Array) -> Array:
        """(M, 2) where places of a face land on the image."""
        face = np.full(len(u), k, np.int32)
        return self.eye.view.projection.project(self.eye.view.out(face, u, v))


def _side(lens: Pinhole) -> Window:
    """A whole side of a cube."""
    return lens.cx - lens.fx, lens.cx + lens.fx, lens.cy - lens.fy, lens.cy + lens.fy
