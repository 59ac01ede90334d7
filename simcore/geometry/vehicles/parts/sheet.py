"""A curved sheet of body work, and how lines and fields find their way over it.

Details are draped over the sheet as it is meshed, not over the curve that it came from: they are
cut where its facets meet, so that they neither dive under a facet nor float above it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Place = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Sheet:
    """Points (A, B, 3) with coordinates on the sheet: along (B,), ascending, is that of a column;
    across (A, B), ascending in each column, that of a point in it. Seen from outside, ``across``
    grows upwards as ``along`` grows to the right.
    """

    points: Array
    along: Array
    across: Array

    @cached_property
    def normals(self) -> Array:
        """(A, B, 3) smooth unit normals at the points, outwards."""
        tangent = np.gradient(self.points, axis=1)
        rise = np.gradient(self.points, axis=0)
        normal = np.cross(tangent, rise)
        normal[np.abs(self.points[..., 1]) < 1e-9, 1] = 0.0  # the other half is a mirror image
        return normal / np.maximum(np.linalg.norm(normal, axis=2, keepdims=True), 1e-12)

    @cached_property
    def facets(self) -> Array:
        """(F, 3, 2) the triangles that the builder makes of the sheet, in its coordinates."""
        place = np.stack([self.along + 0 * self.across, self.across], -1)
        a, b, c, d = place[:-1, :-1], place[:-1, 1:], place[1:, 1:], place[1:, :-1]
        return np.stack([np.stack([a, b, c], 2), np.stack([a, c, d], 2)], 2).reshape(-1, 3, 2)

    def at(self, along: ArrayLike, across: ArrayLike) -> tuple[Array, Array]:
        """Points on the facets and smooth unit normals (…, 3) at coordinates that broadcast."""
        along, across = np.broadcast_arrays(
            np.asarray(along, np.float64), np.asarray(across, np.float64)
        )
        i, k, w, f = self._cell(along.ravel(), across.ravel())
        # The builder cuts its quads from the lower left to the upper right.
        low, high = np.minimum(f, w)[:, None], np.maximum(f, w)[:, None]
        third = np.where(f > w, i, i + 1), np.where(f > w, k + 1, k)

        def mix(table: Array) -> Array:
            return (
                table[i, k] * (1 - high) + table[third] * (high - low) + table[i + 1, k + 1] * low
            )

        normal = mix(self.normals)
        normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
        shape = (*along.shape, 3)
        return mix(self.points).reshape(shape), normal.reshape(shape)

    def cut(self, window: Sequence[Place]) -> list[list[Place]]:
        """The pieces of the facets that lie in a convex window, all counter-clockwise."""
        low, high = np.min(window, 0), np.max(window, 0)
        near = (self.facets.max(1) > low).all(1) & (self.facets.min(1) < high).all(1)
        pieces = []
        for piece in self.facets[near].tolist():
            for start, end in zip(window, (*window[1:], window[0]), strict=True):
                piece = _clipped(piece, start, end)
            if len(piece) > 2:
                pieces.append(piece)
        return pieces

    def _cell(self, along: Array, across: Array):
        """Row and column of the quad that holds each place, and the shares upwards and along."""
        k = np.clip(np.searchsorted(self.along, along, side="right") - 1, 0, len(self.along) - 2)
        f = np.clip((along - self.along[k]) / (self.along[k + 1] - self.along[k]), 0.0, 1.0)
        height = self.across[:, k] * (1 - f) + self.across[:, k + 1] * f
        i = np.clip((height <= across).sum(0) - 1, 0, len(height) - 2)
        n = np.arange(len(along))
        w = np.clip((across - height[i, n]) / (height[i + 1, n] - height[i, n]), 0.0, 1.0)
        return i, k, w, f


class Region(NamedTuple):
    """A field on a sheet between two edges, each a path (K, 2) from left to right.

    Its own coordinates (u, v) run from 0 to 1 along the edges, by the share of their length, and
    from the lower to the upper one.
    """

    low: Array
    high: Array

    def at(self, u: ArrayLike, v: ArrayLike) -> Array:
        """(…, 2) sheet coordinates."""
        low, high = _along_path(self.low, u), _along_path(self.high, u)
        return low + (high - low) * np.asarray(v, np.float64)[..., None]

    def part(self, u: Place, v: Place) -> Region:
        """The field between two u and two v."""
        corners = [k for k in (*_shares(self.low), *_shares(self.high)) if u[0] < k < u[1]]
        us = np.unique(np.round([u[0], *corners, u[1]], 9))
        return Region(self.at(us, v[0] + 0 * us), self.at(us, v[1] + 0 * us))

    def windows(self) -> list[list[Place]]:
        """The convex pieces between the corners of the edges, counter-clockwise."""
        us = np.unique(np.round([*_shares(self.low), *_shares(self.high)], 9))
        low, high = self.at(us, 0 * us).tolist(), self.at(us, 0 * us + 1).tolist()
        return [[low[k], low[k + 1], high[k + 1], high[k]] for k in range(len(us) - 1)]


def region(low: ArrayLike, high: ArrayLike) -> Region:
    """The region between two paths of sheet coordinates."""
    return Region(np.asarray(low, np.float64), np.asarray(high, np.float64))


def traced(sheet: Sheet, path: ArrayLike, tolerance: float = 0.0012) -> tuple[Array, Array]:
    """Points and normals (K, 3) on the sheet along a path (N, 2), wherever the way bends."""
    path = np.asarray(path, np.float64).reshape(-1, 2)
    share = np.linspace(0.0, 1.0, 49)[1:]
    legs = path[:-1, None] + (path[1:] - path[:-1])[:, None] * share[None, :, None]
    dense = np.concatenate([path[:1], legs.reshape(-1, 2)])
    places, normals = sheet.at(dense[:, 0], dense[:, 1])
    keep = bends(places, tolerance)
    return places[keep], normals[keep]


def bends(points: Array, tolerance: float) -> list[int]:
    """The numbers of the points (N, 3) that a polyline needs to stay within a tolerance [m].

    Ramer, "An iterative procedure for the polygonal approximation of plane curves", Computer
    Graphics and Image Processing 1, 1972.
    """
    keep, stack = {0, len(points) - 1}, [(0, len(points) - 1)]
    while stack:
        a, b = stack.pop()
        if b - a < 2:
            continue
        chord, offset = points[b] - points[a], points[a + 1 : b] - points[a]
        share = np.clip(offset @ chord / max(chord @ chord, 1e-18), 0.0, 1.0)
        distance = ((offset - share[:, None] * chord) ** 2).sum(1)
        worst = int(np.argmax(distance))
        if distance[worst] > tolerance**2:
            middle = a + 1 + worst
            keep.add(middle)
            stack += [(a, middle), (middle, b)]
    return sorted(keep)


def _clipped(piece: list, start: Place, end: Place) -> list:
    """What of a convex polygon lies to the left of a line (Sutherland and Hodgman, 1974)."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    side = [dx * (y - start[1]) - dy * (x - start[0]) for x, y in piece]
    kept = []
    for k, (x, y) in enumerate(piece):
        before, here = side[k - 1], side[k]
        if (before > 1e-9) != (here > 1e-9):
            share = before / (before - here)
            px, py = piece[k - 1]
            kept.append((px + share * (x - px), py + share * (y - py)))
        if here > 1e-9:
            kept.append((x, y))
    return kept


def _shares(path: Array) -> Array:
    """(K,) share of the length at the corners of a path."""
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    return length / max(length[-1], 1e-12)


def _along_path(path: Array, share: ArrayLike) -> Array:
    at, share = _shares(path), np.asarray(share, np.float64)
    return np.stack([np.interp(share, at, path[:, 0]), np.interp(share, at, path[:, 1])], -1)
