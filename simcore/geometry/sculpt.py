"""Shapes grown together from ellipsoids and round cones, and surfaces cast from them.

A ``Clay`` is a signed distance field: rounded primitives joined by a smooth union (Quilez,
"Smooth minimum"), so that a shoulder flows into a neck and a cheek into a jaw. Rays from inside
find its surface, which gives regular grids of points whatever lies beneath.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..kernel import device, kernel

Array = NDArray[np.float64]

_ELLIPSOID, _CONE = 0.0, 1.0
_COARSE, _FINE = 20, 9


class Clay:
    """Collects primitives; later ones are joined to, or carved out of, those before."""

    def __init__(self) -> None:
        self._rows: list[Array] = []

    def ellipsoid(
        self,
        centre: ArrayLike,
        radii: ArrayLike,
        blend: float,
        *,
        R: ArrayLike | None = None,
        carve: bool = False,
    ) -> None:
        """An ellipsoid turned by R, joined over a width of about ``blend`` [m], or carved out."""
        turn = np.eye(3) if R is None else np.asarray(R, np.float64)
        row = [_ELLIPSOID, blend, float(carve), *np.asarray(centre, np.float64)]
        self._rows.append(np.array([*row, *np.asarray(radii, np.float64), *turn.T.ravel()]))

    def cone(
        self, start: ArrayLike, end: ArrayLike, radius: float, radius_end: float, blend: float
    ) -> None:
        """A round cone: the hull of two spheres, joined over a width of about ``blend`` [m]."""
        row = [_CONE, blend, 0.0, *np.asarray(start, np.float64)]
        row += [*np.asarray(end, np.float64), radius, radius_end]
        self._rows.append(np.array(row + [0.0] * 7))

    def pair(self, centre: ArrayLike, radii: ArrayLike, blend: float, *, carve=False) -> None:
        """An ellipsoid and its mirror image in y."""
        centre = np.asarray(centre, np.float64)
        self.ellipsoid(centre, radii, blend, carve=carve)
        self.ellipsoid(centre * (1, -1, 1), radii, blend, carve=carve)

    def cone_pair(self, start, end, radius: float, radius_end: float, blend: float) -> None:
        """A round cone and its mirror image in y."""
        start, end = np.asarray(start, np.float64), np.asarray(end, np.float64)
        self.cone(start, end, radius, radius_end, blend)
        self.cone(start * (1, -1, 1), end * (1, -1, 1), radius, radius_end, blend)

    def distance(self, points: ArrayLike) -> Array:
        """(…,) signed distance [m] of points (…, 3), negative inside; close to exact near 0."""
        points = np.ascontiguousarray(points, np.float64)
        out = np.empty(points.size // 3)
        _distances(np.array(self._rows), points.reshape(-1, 3), out)
        return out.reshape(points.shape[:-1])

    def cast(
        self, origins: ArrayLike, directions: ArrayLike, reach: float, level: ArrayLike = 0.0
    ) -> Array:
        """(…, 3) outermost points at distance ``level`` from the clay, on rays of length ``reach``.

        origins and directions (…, 3) broadcast, directions of unit length; ``level`` [m] broadcasts
        with (…,). A ray that misses gives its origin.
        """
        origins, directions = np.broadcast_arrays(
            np.asarray(origins, np.float64), np.asarray(directions, np.float64)
        )
        levels = np.broadcast_to(np.asarray(level, np.float64), origins.shape[:-1])
        out = np.empty(origins.shape)
        _cast(
            np.array(self._rows),
            np.ascontiguousarray(origins).reshape(-1, 3),
            np.ascontiguousarray(directions).reshape(-1, 3),
            np.ascontiguousarray(levels).ravel(),
            reach,
            out.reshape(-1, 3),
        )
        return out


@device
def _primitive(rows, k, x, y, z):
    if rows[k, 0] == _ELLIPSOID:
        px, py, pz = x - rows[k, 3], y - rows[k, 4], z - rows[k, 5]
        u = (rows[k, 9] * px + rows[k, 10] * py + rows[k, 11] * pz) / rows[k, 6]
        v = (rows[k, 12] * px + rows[k, 13] * py + rows[k, 14] * pz) / rows[k, 7]
        w = (rows[k, 15] * px + rows[k, 16] * py + rows[k, 17] * pz) / rows[k, 8]
        first = np.sqrt(u * u + v * v + w * w)
        u, v, w = u / rows[k, 6], v / rows[k, 7], w / rows[k, 8]
        second = np.sqrt(u * u + v * v + w * w)
        return first * (first - 1.0) / (second + 1e-9)
    ax, ay, az = rows[k, 6] - rows[k, 3], rows[k, 7] - rows[k, 4], rows[k, 8] - rows[k, 5]
    px, py, pz = x - rows[k, 3], y - rows[k, 4], z - rows[k, 5]
    along = (px * ax + py * ay + pz * az) / (ax * ax + ay * ay + az * az + 1e-12)
    along = min(max(along, 0.0), 1.0)
    dx, dy, dz = px - along * ax, py - along * ay, pz - along * az
    radius = rows[k, 9] + along * (rows[k, 10] - rows[k, 9])
    return np.sqrt(dx * dx + dy * dy + dz * dz) - radius


@device
def _field(rows, x, y, z):
    total = 1e3
    for k in range(rows.shape[0]):
        d = _primitive(rows, k, x, y, z)
        blend = rows[k, 1]
        if rows[k, 2] == 0.0:
            h = max(blend - abs(total - d), 0.0) / blend
            total = min(total, d) - 0.25 * h * h * blend
        else:
            h = max(blend - abs(total + d), 0.0) / blend
            total = max(total, -d) + 0.25 * h * h * blend
    return total


@kernel("f8[:,:], f8[:,:] -> f8[:]")
def _distances(rows, points, distance_out):
    """rows: primitives; points (N, 3); distance_out (N,) [m]."""
    for n in range(points.shape[0]):
        distance_out[n] = _field(rows, points[n, 0], points[n, 1], points[n, 2])


@kernel("f8[:,:], f8[:,:], f8[:,:], f8[:], f8 -> f8[:,:]")
def _cast(rows, origins, directions, levels, reach, points_out):
    """Steps inwards from ``reach`` to the first point inside, then closes in by regula falsi."""
    for n in range(origins.shape[0]):
        ox, oy, oz = origins[n, 0], origins[n, 1], origins[n, 2]
        dx, dy, dz = directions[n, 0], directions[n, 1], directions[n, 2]
        far, near, outside, inside = reach, 0.0, 1e3, 0.0
        for k in range(_COARSE, -1, -1):
            s = reach * k / _COARSE
            value = _field(rows, ox + s * dx, oy + s * dy, oz + s * dz) - levels[n]
            near, inside = s, value
            if value <= 0.0:
                break
            far, outside = s, value
        if inside > 0.0:
            far = near = 0.0
        for _ in range(_FINE if far > near else 0):
            share = min(max(inside / (inside - outside), 0.08), 0.92)
            s = near + share * (far - near)
            value = _field(rows, ox + s * dx, oy + s * dy, oz + s * dz) - levels[n]
            if value <= 0.0:
                near, inside = s, value
            else:
                far, outside = s, value
        s = 0.5 * (near + far) if far > near else near
        if far > near:
            s = near + inside / (inside - outside) * (far - near)
        points_out[n, 0] = ox + s * dx
        points_out[n, 1] = oy + s * dy
        points_out[n, 2] = oz + s * dz
