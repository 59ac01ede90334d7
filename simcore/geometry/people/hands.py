"""Hands: a palm, four fingers and a thumb, from relaxed to a fist; bare or in gloves.

Axes: wrist at the origin, fingers along −z, thumb forward (+x), the palm facing the body: −y for
the left hand, whose mirror image the right hand is.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..builder import MeshBuilder
from ..tubes import sections, skin

Array = NDArray[np.float64]

_PALM = (  # (z, half-thickness in y, half-width in x, x, y), shares of the hand's length
    (0.06, 0.105, 0.140, 0.00, 0.000),
    (-0.08, 0.105, 0.150, 0.00, 0.000),
    (-0.30, 0.112, 0.205, 0.00, -0.005),
    (-0.52, 0.075, 0.200, -0.01, -0.015),
)
_FINGERS = ((0.145, 0.43), (0.047, 0.49), (-0.055, 0.46), (-0.150, 0.36))
"""Place of each finger's root across the palm and its length, shares of the hand's length."""


def hand(length: float, side: int, detail: int, colour: str, **shape: float) -> MeshBuilder:
    """A hand of ``length`` [m], side +1 left or -1 right.

    shape: curl, 0 straight … 1 fist; bulk, factor on all thicknesses (gloves 1.25).
    """
    curl, bulk = shape.get("curl", 0.3), shape.get("bulk", 1.0)
    builder = MeshBuilder()
    palm = np.array(_PALM) * length
    palm[:, 0] /= -length
    palm[:, 1:3] *= bulk
    if detail == 2:
        _paddle(builder, length, bulk, curl, colour)
    else:
        if detail:
            palm = palm[[0, 2, 3]]
        skin(
            builder,
            sections(palm, length, (7, 5)[detail]),
            _cloth(colour),
            colour=colour,
            bottom=True,
        )
        if detail == 0:
            for place, reach in _FINGERS:
                _finger(builder, length, place, reach, curl, bulk, colour)
        else:
            _mitten(builder, length, curl, bulk, colour)
        _thumb(builder, length, curl, bulk, colour, detail)
    if side < 0:
        mirrored = MeshBuilder()
        mirrored.merge(builder, np.diag([1.0, -1.0, 1.0, 1.0]))
        return mirrored
    return builder


def _cloth(colour: str) -> str:
    return "skin" if colour == "skin" else "cloth"


def _bent(length: float, root: Array, reach: float, curl: float) -> Array:
    """(3, 3) joints of a finger that bends towards the palm (−y)."""
    angles = np.cumsum([0.20 + 1.15 * curl, 0.12 + 1.75 * curl])
    bones = np.array([0.52, 0.48]) * reach * length
    steps = np.column_stack([0 * bones, -bones * np.sin(angles), -bones * np.cos(angles)])
    return np.vstack([root, root + np.cumsum(steps, 0)])


def _finger(builder, length, place, reach, curl, bulk, colour) -> None:
    root = np.array([place, -0.01, -0.50]) * length
    path = _bent(length, root, reach, curl)
    path[:, 0] += np.linspace(0, 0.25 * place * length * (1 - curl), 3)
    radius = np.array([0.052, 0.052, 0.034]) * length * bulk
    builder.tube(path, radius, _cloth(colour), colour=colour, sides=4, up=(1.0, 1.0, 0.0))


def _mitten(builder, length, curl, bulk, colour) -> None:
    path = _bent(length, np.array([0.0, -0.01, -0.45]) * length, 0.48, curl)
    builder.tube(
        path,
        np.array([0.20, 0.19, 0.12]) * length * bulk,
        _cloth(colour),
        colour=colour,
        sides=4,
        radius_up=np.array([0.08, 0.065, 0.04]) * length * bulk,
        up=(0.0, 1.0, 0.0),
    )


def _thumb(builder, length, curl, bulk, colour, detail) -> None:
    root = np.array([0.13, -0.03, -0.12]) * length
    steps = np.array([[0.13, -0.06, -0.17], [0.03 - 0.05 * curl, -0.07 - 0.14 * curl, -0.24]])
    path = np.vstack([root, root + np.cumsum(steps, 0) * length])
    radius = np.array([0.075, 0.064, 0.040]) * length * bulk
    if detail:
        path, radius = path[[0, 2]], radius[[0, 2]]
    builder.tube(path, radius, _cloth(colour), colour=colour, sides=4)


def _paddle(builder, length, bulk, curl, colour) -> None:
    """The whole hand as one tapered block, for far away."""
    rows = np.array(
        [(-0.06, 0.10, 0.15, 0, 0), (0.35, 0.11, 0.21, 0.01, 0), (0.9, 0.05, 0.11, 0, -0.2 * curl)]
    )
    rows[:, 1:] *= length * bulk
    rings = sections(rows, length, 4)
    skin(builder, rings, _cloth(colour), colour=colour, bottom=True)
