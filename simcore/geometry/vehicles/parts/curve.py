"""Smooth curves through few points: monotone cubics, rounded corners."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Points = Sequence[tuple[float, float]]
"""Places (x, y) in ascending x that a curve goes through."""


def monotone(points: Points, x: ArrayLike) -> Array:
    """The monotone cubic through ``points`` at ``x``, constant beyond its ends.

    Fritsch and Butland's harmonic mean of the slopes ("A method for constructing local monotone
    piecewise cubic interpolants", SIAM J. Sci. Stat. Comput. 5, 1984), which never overshoots.
    """
    table = np.asarray(points, np.float64)
    xs, ys = table[:, 0], table[:, 1]
    x = np.clip(np.asarray(x, np.float64), xs[0], xs[-1])
    if len(xs) == 2:
        return np.interp(x, xs, ys)
    step = np.diff(xs)
    chord = np.diff(ys) / step
    slope = np.empty_like(ys)
    first, second = 2 * step[1:] + step[:-1], step[1:] + 2 * step[:-1]
    same = chord[1:] * chord[:-1] > 0
    safe = np.where(same, chord[1:], 1.0), np.where(same, chord[:-1], 1.0)
    slope[1:-1] = np.where(same, (first + second) / (first / safe[1] + second / safe[0]), 0.0)
    slope[0] = _end_slope(step[0], step[1], chord[0], chord[1])
    slope[-1] = _end_slope(step[-1], step[-2], chord[-1], chord[-2])
    k = np.clip(np.searchsorted(xs, x, side="right") - 1, 0, len(step) - 1)
    t = (x - xs[k]) / step[k]
    rest = 1 - t
    return (
        ys[k] * (1 + 2 * t) * rest**2
        + ys[k + 1] * (3 - 2 * t) * t**2
        + step[k] * t * rest * (slope[k] * rest - slope[k + 1] * t)
    )


def _end_slope(near: float, far: float, chord: float, following: float) -> float:
    """The one-sided three-point slope at an end, limited so that the curve stays monotone."""
    slope = ((2 * near + far) * chord - near * following) / (near + far)
    if slope * chord <= 0:
        return 0.0
    if chord * following <= 0 and abs(slope) > 3 * abs(chord):
        return 3 * chord
    return slope


def corner(angle: ArrayLike, exponent: float) -> tuple[Array, Array]:
    """A superelliptic quarter: how far inwards and how far across at angles [rad] of 0 to π/2.

    Both go from 0 to 1; at 0 the curve runs across, at π/2 inwards. The exponent 2 is a circle's,
    larger ones are squarer.
    """
    angle = np.asarray(angle, np.float64)
    cosine = np.maximum(np.cos(angle), 0.0)
    return 1 - cosine ** (2 / exponent), np.sin(angle) ** (2 / exponent)


def smoothstep(low: float, high: float, x: ArrayLike) -> Array:
    """0 below ``low``, 1 above ``high``, 3t² − 2t³ between."""
    t = np.clip((np.asarray(x, np.float64) - low) / (high - low), 0.0, 1.0)
    return t * t * (3 - 2 * t)
