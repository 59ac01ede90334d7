"""Pictograms of warning signs as polygons, centred, about 0.4 m wide on a sign of 0.90 m."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

_DEER = (
    (-0.155, -0.005), (-0.15, 0.055), (-0.06, 0.072), (0.045, 0.068), (0.085, 0.135),
    (0.055, 0.175), (0.03, 0.215), (0.038, 0.218), (0.066, 0.182), (0.078, 0.215),
    (0.086, 0.213), (0.08, 0.172), (0.108, 0.165), (0.12, 0.2), (0.128, 0.197),
    (0.118, 0.158), (0.165, 0.132), (0.16, 0.115), (0.118, 0.112), (0.105, 0.04),
    (0.165, 0.0), (0.205, -0.05), (0.19, -0.058), (0.15, -0.018), (0.088, -0.008),
    (0.12, -0.06), (0.085, -0.105), (0.073, -0.098), (0.095, -0.058), (0.045, -0.012),
    (-0.06, -0.01), (-0.085, -0.05), (-0.14, -0.075), (-0.205, -0.125), (-0.215, -0.112),
    (-0.15, -0.052), (-0.125, -0.02),
)  # fmt: skip


def _line(points, width: float) -> Any:
    from shapely import LineString

    return LineString(points).buffer(width / 2, cap_style="round", join_style="round", quad_segs=2)


def _disc(x: float, y: float, r: float) -> Any:
    from shapely import Point

    return Point(x, y).buffer(r, quad_segs=5)


def _figure(x: float, y: float, size: float, stride: float = 1.0) -> Any:
    """A walking person whose feet stand at y - size/2."""
    from shapely import union_all
    from shapely.affinity import affine_transform

    parts = [
        _disc(0.05, 0.43, 0.075),
        _line([(0.0, 0.0), (0.02, 0.27)], 0.155),
        _line([(0.01, 0.0), (0.12 * stride, -0.2), (0.17 * stride, -0.46)], 0.095),
        _line([(-0.01, 0.0), (-0.06 * stride, -0.22), (-0.2 * stride, -0.44)], 0.095),
        _line([(0.03, 0.28), (0.15 * stride, 0.12), (0.23 * stride, 0.05)], 0.065),
        _line([(0.0, 0.28), (-0.12 * stride, 0.14), (-0.18 * stride, 0.0)], 0.065),
    ]
    return affine_transform(union_all(parts), [size, 0, 0, size, x, y])


def _deer() -> Any:
    from shapely import Polygon
    from shapely.affinity import scale

    return scale(Polygon(_DEER), 1.05, 1.05, origin=(0, 0))


def _pedestrian() -> Any:
    return _figure(0.0, 0.0, 0.36)


def _children() -> Any:
    return _figure(-0.09, 0.015, 0.33, 1.15).union(_figure(0.11, -0.02, 0.265, 1.15))


def _slippery() -> Any:
    from shapely import Polygon, union_all

    body = Polygon([(-0.1, 0.0), (0.1, 0.0), (0.1, 0.07), (0.065, 0.135), (-0.065, 0.135),
                    (-0.1, 0.07)]).buffer(0.012, quad_segs=2)  # fmt: skip
    glass = Polygon([(-0.075, 0.07), (0.075, 0.07), (0.05, 0.115), (-0.05, 0.115)])
    wheels = [_line([(s * 0.078, -0.03), (s * 0.078, 0.0)], 0.045) for s in (-1, 1)]
    z = np.linspace(0, 1, 15)
    tracks = [
        _line(
            np.column_stack([s * 0.075 + 0.035 * np.sin(2 * np.pi * z), -0.055 - 0.12 * z]), 0.024
        )
        for s in (-1, 1)
    ]
    return union_all([body.difference(glass), *wheels, *tracks])


def _bend(turn: int) -> Any:
    """An arrow that bends to a side (+1 left)."""
    from shapely import Polygon, union_all

    path = [(0.05, -0.15), (0.05, -0.02), (0.02, 0.03), (-0.05, 0.09)]
    stem = _line([(-turn * -x, y) if turn < 0 else (x, y) for x, y in path], 0.06)
    head = [(-0.135, 0.155), (-0.115, 0.035), (-0.015, 0.125)]
    tip = Polygon([(x if turn > 0 else -x, y) for x, y in head])
    if turn < 0:
        stem = _line([(-x, y) for x, y in path], 0.06)
    return union_all([stem, tip])


def _snow() -> Any:
    from shapely import union_all
    from shapely.affinity import rotate

    arm = union_all([_line([(0, 0), (0, 0.16)], 0.024)]
                    + [_line([(0, 0.075), (s * 0.05, 0.125)], 0.022) for s in (-1, 1)])  # fmt: skip
    return union_all([rotate(arm, 60 * k, origin=(0, 0)) for k in range(6)])


def _road_works() -> Any:
    from shapely import Polygon, union_all

    worker = [
        _disc(-0.045, 0.145, 0.03),
        _line([(-0.1, 0.0), (-0.06, 0.09)], 0.06),
        _line([(-0.1, 0.0), (-0.06, -0.07), (-0.07, -0.15)], 0.036),
        _line([(-0.1, 0.0), (-0.14, -0.07), (-0.17, -0.15)], 0.036),
        _line([(-0.06, 0.09), (0.01, 0.03)], 0.028),
        _line([(-0.07, 0.05), (0.07, -0.05)], 0.018),
    ]
    heap = Polygon([(0.03, -0.165), (0.21, -0.165), (0.12, -0.05)])
    return union_all([*worker, heap])


def _bicycle() -> Any:
    from shapely import union_all

    rings = [_disc(x, -0.06, 0.085).difference(_disc(x, -0.06, 0.066)) for x in (-0.13, 0.13)]
    frame = [(-0.13, -0.06), (-0.02, -0.06), (0.085, 0.06), (-0.06, 0.06), (-0.13, -0.06)]
    more = [
        _line(frame, 0.02),
        _line([(-0.02, -0.06), (-0.075, 0.095)], 0.02),
        _line([(-0.11, 0.1), (-0.045, 0.1)], 0.022),
        _line([(0.13, -0.06), (0.075, 0.11), (0.12, 0.12)], 0.02),
    ]
    return union_all([*rings, *more])


_PICTOGRAMS: dict[str, Callable[[], Any]] = {
    "deer": _deer,
    "pedestrian": _pedestrian,
    "children": _children,
    "slippery": _slippery,
    "bend_left": lambda: _bend(1),
    "bend_right": lambda: _bend(-1),
    "snow": _snow,
    "road_works": _road_works,
    "bicycle": _bicycle,
}

NAMES = tuple(_PICTOGRAMS)


@cache
def pictogram(name: str) -> Any:
    """A pictogram as a shapely polygon, x to the right and y up [m]."""
    return _PICTOGRAMS[name]()
