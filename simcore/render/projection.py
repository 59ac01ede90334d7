"""Projections of real lenses: pinhole, Brown-Conrady and Kannala-Brandt, as OpenCV defines them.

*Normalised* places are (X/Z, Y/Z) before distortion; pixels are f · distorted + c. Brown-Conrady
(k1, k2, p1, p2, k3): radial and tangential polynomials of the normalised place; Kannala-Brandt
(k1 … k4): the angle from the axis becomes the radius θ (1 + k1 θ² + k2 θ⁴ + k3 θ⁶ + k4 θ⁸).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

MODELS = ("pinhole", "brown_conrady", "kannala_brandt")
_STEPS = 60
_WIDEST = np.radians(175.0)


class Projection(NamedTuple):
    """How directions in optical axes (x right, y down, z forward) become pixels.

    The centre of the top-left pixel is (0, 0). coefficients: in OpenCV's order.
    """

    model: str
    width: int
    height: int
    fx: float
    fy: float
    cx: float
    cy: float
    coefficients: tuple[float, ...] = ()

    @classmethod
    def from_fov(
        cls, model: str, width: int, height: int, fov: float, coefficients: tuple[float, ...] = ()
    ) -> Projection:
        """Square pixels, centred: the middle row sees a horizontal angle of ``fov`` [rad].

        Raises ``ValueError`` where the polynomial turns back before that, or before the corners of
        an image without a circle.
        """
        unit = cls(model, width, height, 1.0, 1.0, 0.0, 0.0, coefficients)
        if model == "pinhole":
            edge = np.tan(fov / 2)
        elif model == "brown_conrady":
            edge = float(unit._bent(np.array(np.tan(fov / 2)), np.array(0.0))[0])
        else:
            edge = float(unit._radius(np.array(fov / 2)))
        far = np.tan(fov / 2) if model == "brown_conrady" else fov / 2
        if model != "pinhole" and not far < unit.limit:
            raise ValueError("its polynomial turns back within the field of view")
        f = width / 2 / edge
        made = unit._replace(fx=f, fy=f, cx=(width - 1) / 2, cy=(height - 1) / 2)
        made._check_corners()
        return made

    @classmethod
    def calibrated(
        cls, model: str, width: int, height: int, focal: tuple[float, float],
        centre: tuple[float, float], coefficients: tuple[float, ...] = (),
    ) -> Projection:  # fmt: skip
        """As measured: focal lengths fx, fy and principal point cx, cy [px] of OpenCV's K.

        Raises ``ValueError`` where the polynomial turns back before the corners of an image without
        a circle, and where a circle leaves out the image's middle.
        """
        made = cls(model, width, height, *focal, *centre, coefficients)
        made._check_corners()
        if not np.isfinite(made.rays([(width - 1) / 2, (height - 1) / 2])).all():
            raise ValueError("the middle of the image lies beyond the circle that the lens sees")
        return made

    @property
    def widest(self) -> float:
        """Greatest angle from the axis [rad] at which the image's borders look in the row and the
        column of the axis, or in those next to it."""
        right, bottom = self.width - 0.5, self.height - 0.5
        u, v = np.clip(self.cx, -0.5, right), np.clip(self.cy, -0.5, bottom)
        rays = self.rays([[-0.5, v], [right, v], [u, -0.5], [u, bottom]])
        return float(np.nanmax(np.arccos(np.clip(rays[:, 2], -1.0, 1.0))))

    def _check_corners(self) -> None:
        if self.model != "brown_conrady":
            return
        if not np.isfinite(self.rays(self._corners())).all():
            raise ValueError("its polynomial turns back before the corners of the image")

    @property
    def K(self) -> Array:
        """(3, 3) camera matrix."""
        return np.array([[self.fx, 0.0, self.cx], [0.0, self.fy, self.cy], [0.0, 0.0, 1.0]])

    @property
    def limit(self) -> float:
        """Where the radial polynomial stops to grow: tangent (Brown-Conrady) or angle from the
        axis; inf where it never does."""
        if self.model == "pinhole":
            return np.inf
        if self.model == "brown_conrady":
            k1, k2, _, _, k3 = self._five()
            slope = [7 * k3, 0.0, 5 * k2, 0.0, 3 * k1, 0.0, 1.0]
        else:
            k1, k2, k3, k4 = self.coefficients
            slope = [9 * k4, 0.0, 7 * k3, 0.0, 5 * k2, 0.0, 3 * k1, 0.0, 1.0]
        roots = np.roots(np.trim_zeros(slope, "f"))
        real = roots[(abs(roots.imag) < 1e-12) & (roots.real > 0)].real
        found = float(real.min()) if len(real) else np.inf
        return min(found, _WIDEST) if self.model == "kannala_brandt" else found

    def project(self, points: ArrayLike) -> Array:
        """(…, 2) pixels of points (…, 3) in optical axes; NaN for those that no pixel could see."""
        x, y, z = np.moveaxis(np.asarray(points, np.float64), -1, 0)
        if self.model == "kannala_brandt":
            across = np.hypot(x, y)
            theta = np.arctan2(across, z)
            scale = np.where(across > 0, self._radius(theta) / np.maximum(across, 1e-300), 1.0)
            a, b = x * scale, y * scale
            seen = theta <= self.limit
        else:
            seen = z > 0
            depth = np.where(seen, z, 1.0)
            a, b = x / depth, y / depth
            if self.model == "brown_conrady":
                seen = seen & (np.hypot(a, b) <= self.limit)
                a, b = self._bent(a, b)
        pixels = np.stack([self.fx * a + self.cx, self.fy * b + self.cy], -1)
        return np.where(seen[..., None], pixels, np.nan)

    def rays(self, pixels: ArrayLike) -> Array:
        """(…, 3) unit directions that pixels (…, 2) look in; NaN where none does."""
        pixels = np.asarray(pixels, np.float64)
        a = (pixels[..., 0] - self.cx) / self.fx
        b = (pixels[..., 1] - self.cy) / self.fy
        if self.model == "kannala_brandt":
            radius = np.hypot(a, b)
            theta = self._angle(radius)
            scale = np.where(radius > 0, np.sin(theta) / np.maximum(radius, 1e-300), 1.0)
            return np.stack([a * scale, b * scale, np.cos(theta)], -1)
        if self.model == "brown_conrady":
            a, b = self._straight(a, b)
        rays = np.stack([a, b, np.ones_like(a)], -1)
        return rays / np.linalg.norm(rays, axis=-1, keepdims=True)

    def radii(self) -> Array:
        """(H, W) distance of the pixels from the axis on the image, by the focal length."""
        u, v = np.meshgrid(np.arange(self.width), np.arange(self.height))
        return np.hypot((u - self.cx) / self.fx, (v - self.cy) / self.fy)

    def _corners(self) -> Array:
        right, bottom = self.width - 0.5, self.height - 0.5
        return np.array([[-0.5, -0.5], [right, -0.5], [-0.5, bottom], [right, bottom]])

    def _five(self) -> tuple[float, ...]:
        return (*self.coefficients, 0.0, 0.0, 0.0, 0.0, 0.0)[:5]

    def _bent(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Brown-Conrady of normalised places."""
        k1, k2, p1, p2, k3 = self._five()
        s = x * x + y * y
        radial = 1.0 + s * (k1 + s * (k2 + s * k3))
        return (
            x * radial + 2.0 * p1 * x * y + p2 * (s + 2.0 * x * x),
            y * radial + p1 * (s + 2.0 * y * y) + 2.0 * p2 * x * y,
        )

    def _straight(self, a: Array, b: Array) -> tuple[Array, Array]:
        """Its inverse by Newton's method, from the radius without tangents; NaN for none."""
        k1, k2, p1, p2, k3 = self._five()
        goal = np.hypot(a, b)
        most = min(self.limit, 1e6)
        low, high = np.zeros_like(goal), np.full_like(goal, most)
        for _ in range(_STEPS):
            middle = 0.5 * (low + high)
            s = middle * middle
            short = middle * (1.0 + s * (k1 + s * (k2 + s * k3))) < goal
            low, high = np.where(short, middle, low), np.where(short, high, middle)
        scale = np.where(goal > 0, low / np.maximum(goal, 1e-300), 1.0)
        x, y = a * scale, b * scale
        for _ in range(12):
            s = x * x + y * y
            radial = 1.0 + s * (k1 + s * (k2 + s * k3))
            slope = 2.0 * (k1 + s * (2.0 * k2 + s * 3.0 * k3))
            xx = radial + x * x * slope + 2.0 * p1 * y + 6.0 * p2 * x
            xy = x * y * slope + 2.0 * p1 * x + 2.0 * p2 * y
            yy = radial + y * y * slope + 6.0 * p1 * y + 2.0 * p2 * x
            c, d = self._bent(x, y)
            c, d = a - c, b - d
            part = xx * yy - xy * xy
            part = np.where(abs(part) > 1e-12, part, 1.0)
            x, y = x + (yy * c - xy * d) / part, y + (xx * d - xy * c) / part
        c, d = self._bent(x, y)
        good = (np.hypot(c - a, d - b) * max(self.fx, 1.0) < 1e-7) & (np.hypot(x, y) <= most)
        return np.where(good, x, np.nan), np.where(good, y, np.nan)

    def _radius(self, theta: Array) -> Array:
        k1, k2, k3, k4 = self.coefficients
        s = theta * theta
        return theta * (1.0 + s * (k1 + s * (k2 + s * (k3 + s * k4))))

    def _angle(self, radius: Array) -> Array:
        """The inverse of ``_radius``; NaN beyond its limit."""
        most = self.limit
        low, high = np.zeros_like(radius), np.full_like(radius, most)
        for _ in range(_STEPS):
            middle = 0.5 * (low + high)
            short = self._radius(middle) < radius
            low, high = np.where(short, middle, low), np.where(short, high, middle)
        return np.where(radius <= self._radius(np.array(most)), 0.5 * (low + high), np.nan)
