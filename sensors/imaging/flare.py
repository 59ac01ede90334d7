"""Finds the bright lights of a picture, and lays their ghosts over it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.kernel import kernel
from ...simcore.kernels.approx import clamp
from ...simcore.light.colour import LUMINANCE
from ...simcore.threads import in_bands
from .ghosts import HALF_FIELD, Ghost, focal_length, ghosts

Array = NDArray[np.float64]
F4 = NDArray[np.float32]

CELL = 8
"""Pixels along a side in which light is taken together."""
BRIGHT = 30.0
"""Luminance, by the mean of the picture, of pixels that may have ghosts."""
MOST = 8
"""Lights, the brightest of all."""
FAINTEST = 1 / 500
"""Luminance of a ghost by the mean of the picture; fainter ones are left to the veil."""
SMALLEST = 0.75
"""Radius of a ghost [px]."""


class Light(NamedTuple):
    """place (2,): to the right and down of where the lens's axis meets the picture [px]; energy
    (3,): its luminance summed over its pixels [cd/m²]."""

    place: Array
    energy: Array


class Flare:
    """Ghosts of a picture's lights in a lens of an f-number. reflectance: of each surface."""

    def __init__(
        self, size: tuple[int, int], centre: tuple[float, float], f_number: float,
        reflectance: float, threads: int,
    ):  # fmt: skip
        self.height, self.width = size
        self.centre, self.reflectance, self.threads = centre, reflectance, threads
        self._ghosts, self._focal = ghosts(f_number), focal_length()[0]
        self._per_mm = 0.5 * self.width / (self._focal * np.tan(HALF_FIELD))
        self._cells = np.zeros((-(-self.height // CELL), -(-self.width // CELL), 6), np.float32)

    def add(self, image: F4, beyond: Light | None = None) -> None:
        """Lay ghosts over the light (3, N) of a picture, in place; beyond: a light that the picture
        does not show."""
        planes = image.reshape(3, self.height, self.width)
        mean = float(LUMINANCE @ image.mean(1, dtype=np.float64))
        lights = self.lights(planes, mean) + ([] if beyond is None else [beyond])
        for light in lights:
            for ghost in self._ghosts:
                self._lay(planes, light, ghost, mean)

    def lights(self, planes: F4, mean: float) -> list[Light]:
        """The brightest lights of planes (3, H, W), the brightest first; mean: of the picture."""
        threshold, rows = np.float32(BRIGHT * mean), len(self._cells)
        red, green, blue = LUMINANCE.astype(np.float32)

        def band(first: int, end: int) -> None:
            brightest(planes, threshold, red, green, blue, first, end, self._cells)

        in_bands(band, rows, self.threads)
        cells = self._cells.astype(np.float64)
        found: list[Light] = []
        while len(found) < MOST:
            row, column = np.unravel_index(int(cells[..., 5].argmax()), cells.shape[:2])
            if cells[row, column, 5] <= 0.0:
                break
            around = np.s_[max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2]
            total = cells[around].sum((0, 1))
            cells[around] = 0.0
            found.append(Light(total[3:5] / total[5] - self.centre, total[:3]))
        return found

    def level(self, light: Light, ghost: Ghost) -> Array:
        """(3,) luminance of a ghost [cd/m²]: the light's energy, by both reflectances, over where
        the whole pupil would land."""
        radius = max(ghost.pupil * self._per_mm, SMALLEST)
        return light.energy * ghost.share * (self.reflectance**2 / (np.pi * radius**2))

    def discs(self, light: Light, ghost: Ghost) -> F4:
        """(D, 3) place and radius [px] of the discs whose overlap is a ghost, the smallest first;
        those that hide nothing of it are left out."""
        radius = np.maximum(ghost.radius * self._per_mm, SMALLEST)
        share = ghost.place / self._focal
        away = share * float(np.hypot(*light.place))
        first = int(radius.argmin())
        cuts = np.abs(away - away[first]) + radius[first] > radius
        cuts[first] = False
        order = [first, *np.flatnonzero(cuts)]
        places = np.array(self.centre) + share[order, None] * light.place
        return np.column_stack([places, radius[order]]).astype(np.float32)

    def _lay(self, planes: F4, light: Light, ghost: Ghost, mean: float) -> None:
        level = self.level(light, ghost)
        if float(LUMINANCE @ level) < FAINTEST * mean:
            return
        discs, bright = self.discs(light, ghost), level.astype(np.float32)
        in_bands(lambda a, b: overlap(discs, bright, a, b, planes), self.height, self.threads)


@kernel("f4[:,:,:], f4, f4, f4, f4, i8, i8 -> f4[:,:,:]", narrow=True)
def brightest(planes, threshold, red, green, blue, first, end, cells_out):
    """Rows [first, end) of cells_out (R, C, 6): red, green and blue, x and y by luminance, and
    luminance [cd/m²] of the pixels of planes (3, H, W) brighter than a threshold. red, green, blue:
    their parts in luminance."""
    height, width = planes.shape[1], planes.shape[2]
    for r in range(first, end):
        cells_out[r] = 0.0
        for y in range(r * CELL, min((r + 1) * CELL, height)):
            a, b, d = planes[0, y], planes[1, y], planes[2, y]
            for x in range(width):
                light = a[x] * red + b[x] * green + d[x] * blue
                if light <= threshold:
                    continue
                to = cells_out[r, x // CELL]
                to[0] += a[x]
                to[1] += b[x]
                to[2] += d[x]
                to[3] += light * np.float32(np.int32(x))
                to[4] += light * np.float32(np.int32(y))
                to[5] += light


@kernel("f4[:,:], f4[:], i8, i8 -> f4[:,:,:]", narrow=True)
def overlap(discs, level, top, bottom, planes_out):
    """Add a level (3,) to rows [top, bottom) of planes_out (3, H, W) where discs (D, 3) overlap."""
    width = planes_out.shape[2]
    u, v, radius = discs[0, 0], discs[0, 1], discs[0, 2] + 0.5
    first = max(np.int64(max(u - radius, 0.0)), 0)
    end = min(np.int64(max(u + radius, -1.0)) + 1, width)
    for y in range(max(np.int64(max(v - radius, 0.0)), top),
                   min(np.int64(max(v + radius, -1.0)) + 1, bottom)):  # fmt: skip
        for x in range(first, end):
            share = np.float32(1.0)
            for k in range(discs.shape[0]):
                dx = np.float32(np.int32(x)) - discs[k, 0]
                dy = np.float32(np.int32(y)) - discs[k, 1]
                inside = discs[k, 2] - np.sqrt(dx * dx + dy * dy) + 0.5
                share = min(share, clamp(inside, 0.0, 1.0))
            for c in range(3):
                planes_out[c, y, x] += level[c] * share
