"""What a lens does to light on its way: falloff to the corners, blur, and light gone astray.

All of it is linear and happens to luminance, before any electron is counted. Blur and stray light
are shared out, not made: what they add somewhere they take elsewhere.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...simcore.kernel import kernel
from ...simcore.render.projection import Projection
from ...simcore.render.shading.bloom import bloom
from ...simcore.render.workspace import Workspace
from ...simcore.threads import in_bands
from .flare import Flare, Light

Array = NDArray[np.float64]
F4 = NDArray[np.float32]

FALLOFF, SOFTNESS, GLARE, FLARE = 0.4, 0.5, 0.02, 0.005
"""Of a real camera's lens, unless given: a part of the cos⁴ law, since lenses are made to fall off
less; the blur of a lens and pixels together [px]; stray light as measured of good lenses, 1 to
3 %; what coated surfaces mirror."""

VEIL = 0.3
"""Share of the stray light that lies evenly over the picture, thrown about inside the lens."""

PIXEL = 3e-6
"""Side of an ideal camera's pixels [m], for how deep its focus is."""

MOST_BLUR = 12.0
"""Radius [px] beyond which a blurred point gets no wider."""


def falloff(projection: Projection, share: float) -> F4:
    """(N,) what reaches the pixels, 1 in the middle: cos⁴ of the angle at which light meets the
    sensor, to the power of ``share``."""
    squared = projection.radii() ** 2
    return ((1.0 + squared) ** (-2.0 * share)).astype(np.float32).reshape(-1)


def blur_radius(
    inverse_z: F4, focus: float, f_number: float, focal_px: float, pixel_size: float
) -> F4:
    """Radius [px] of the circle of confusion of points at 1/z [1/m] by the thin lens, in focus at
    ``focus`` [m]: diameter f²/N · |1/focus - 1/z| on the sensor."""
    aperture = focal_px * pixel_size / f_number
    radius = 0.5 * focal_px * aperture * np.abs(inverse_z - np.float32(1.0 / focus))
    return np.minimum(radius, MOST_BLUR).astype(np.float32)


class Optics:
    """What the lens of a camera does. lens: settings; electronics: settings, or None, by which what
    is not given is chosen."""

    def __init__(self, lens: Any, projection: Projection, electronics: Any, threads: int):
        self.projection, self.threads, self._lens = projection, threads, lens
        real = electronics is not None
        self.pixel_size = electronics.pixel_size if real else PIXEL
        share, soft, glare, flare = (
            usual if given is None and real else 0.0 if given is None else given
            for given, usual in (
                (lens.falloff, FALLOFF), (lens.softness, SOFTNESS), (lens.glare, GLARE),
                (lens.flare, FLARE),
            )
        )  # fmt: skip
        self.softness, self.glare = float(soft), float(glare)
        self._flare: Flare | None = None
        if flare > 0.0:
            p = projection
            size, centre = (p.height, p.width), (p.cx, p.cy)
            self._flare = Flare(size, centre, lens.f_number, float(flare), threads)
        self.shading = falloff(projection, float(share))
        self._work = Workspace()

    @property
    def focuses(self) -> bool:
        """Whether it has to know how far away things are."""
        return self._lens.focus is not None

    def blurred(self, image: F4, inverse_z: F4 | None) -> F4:
        """The light (3, N) out of focus and softened. inverse_z (N,): 1/z [1/m], for a focus."""
        p = self.projection
        planes = image.reshape(3, p.height, p.width)
        if self.focuses and inverse_z is not None:
            lens = self._lens
            radius = blur_radius(inverse_z, lens.focus, lens.f_number, p.fx, self.pixel_size)
            planes = self._defocused(planes, radius.reshape(p.height, p.width))
        if self.softness > 0.0:
            out = self._work.array("soft", planes.shape, np.float32)
            side = np.float32(0.5 * self.softness**2)
            in_bands(lambda a, b: soften(planes, a, b, side, out), p.height, self.threads)
            planes = out
        return planes.reshape(3, -1)

    @property
    def flares(self) -> bool:
        """Whether bright lights have ghosts."""
        return self._flare is not None

    def flared(self, image: F4, beyond: Light | None = None) -> F4:
        """The light (3, N) with the ghosts of its bright lights, and of one beyond the picture, in
        place."""
        if self._flare is not None:
            self._flare.add(image, beyond)
        return image

    def veiled(self, image: F4) -> F4:
        """The light (3, N) with its share that goes astray, in place."""
        if self.glare <= 0.0:
            return image
        veil = image.mean(1, dtype=np.float64) * (VEIL * self.glare)
        bloom(self._work, image, self.projection.height, self.projection.width,
              self.glare * (1.0 - VEIL))  # fmt: skip
        kept = np.float32(1.0 - VEIL * self.glare)
        for c in range(3):
            image[c] *= kept
            image[c] += np.float32(veil[c])
        return image

    def _defocused(self, planes: F4, radius: F4) -> F4:
        widest = float(radius.max())
        if widest < 0.5:
            return planes
        out = self._work.array("blurred", planes.shape, np.float32)
        reach = int(np.ceil(widest))
        in_bands(
            lambda a, b: defocus(planes, radius, reach, a, b, out), planes.shape[1], self.threads
        )
        return out


@kernel("f4[:,:,:], i8, i8, f4 -> f4[:,:,:]", narrow=True, counted=True)
def soften(planes, top, bottom, side, out):
    """Rows [top, bottom) of planes (3, H, W) under the filter (side, 1 - 2 side, side) in both
    directions: a variance of 2 side [px²]."""
    last, width = planes.shape[1] - 1, planes.shape[2]
    line = np.empty(width + 2, np.float32)
    middle = 1.0 - 2.0 * side
    for c in range(3):
        for y in range(top, bottom):
            a, b, d = planes[c, max(y - 1, 0)], planes[c, y], planes[c, min(y + 1, last)]
            for x in range(width):
                line[x + 1] = middle * b[x] + side * (a[x] + d[x])
            line[0], line[width + 1] = line[1], line[width]
            to = out[c, y]
            for x in range(width):
                to[x] = middle * line[x + 1] + side * (line[x] + line[x + 2])


@kernel("f4[:,:,:], f4[:,:], i8, i8, i8 -> f4[:,:,:]", narrow=True, counted=True)
def defocus(planes, radius, reach, top, bottom, out):
    """Rows [top, bottom) of planes (3, H, W) with each pixel spread over its own disc.

    radius (H, W) [px], at most ``reach``; a disc covers pixels by half a pixel's soft edge.
    """
    height, width = radius.shape
    red, green = np.empty(width, np.float32), np.empty(width, np.float32)
    blue, total = np.empty(width, np.float32), np.empty(width, np.float32)
    for y in range(top, bottom):
        for x in range(width):
            red[x], green[x], blue[x], total[x] = 0.0, 0.0, 0.0, 0.0
        for dy in range(-reach, reach + 1):
            row = min(max(y + dy, 0), height - 1)
            for dx in range(-reach, reach + 1):
                away = np.sqrt(np.float32(np.int32(dx * dx + dy * dy)))
                first, end = max(-dx, 0), min(width - dx, width)
                wide = radius[row, first + dx : end + dx]
                r = planes[0, row, first + dx : end + dx]
                g = planes[1, row, first + dx : end + dx]
                b = planes[2, row, first + dx : end + dx]
                to_red, to_green = red[first:end], green[first:end]
                to_blue, to_total = blue[first:end], total[first:end]
                for x in range(r.shape[0]):
                    disc = max(wide[x], 0.5)
                    share = min(max(disc + 0.5 - away, 0.0), 1.0)
                    share = share / (3.1415927 * disc * disc)
                    to_red[x] += share * r[x]
                    to_green[x] += share * g[x]
                    to_blue[x] += share * b[x]
                    to_total[x] += share
        for x in range(width):
            per = 1.0 / max(total[x], 1e-6)
            out[0, y, x], out[1, y, x] = red[x] * per, green[x] * per
            out[2, y, x] = blue[x] * per
