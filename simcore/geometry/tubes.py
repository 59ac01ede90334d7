"""Limb-like tubes in their own axes: the joint at the origin, the bone along −z, x forward."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .builder import MeshBuilder

Array = NDArray[np.float64]


def ring(sides: int, turn: float = 0.0) -> Array:
    """(sides, 2) unit circle in (x, y), counter-clockwise from straight ahead."""
    angle = np.linspace(0, 2 * np.pi, sides, endpoint=False) + turn
    return np.column_stack([np.cos(angle), np.sin(angle)])


def sections(table: ArrayLike, length: float, sides: int) -> Array:
    """(K, sides, 3) elliptic rings for rows (u, half-width, half-depth, x, y); z = −u·length."""
    u, width, depth, x, y = np.asarray(table, np.float64).T
    circle = ring(sides)
    rings = np.empty((len(u), sides, 3))
    rings[..., 0] = x[:, None] + depth[:, None] * circle[:, 0]
    rings[..., 1] = y[:, None] + width[:, None] * circle[:, 1]
    rings[..., 2] = -length * u[:, None]
    return rings


def dome(first: Array, steps: int, height: float | None = None) -> Array:
    """(steps, sides, 3) rings that close a ring of ``sections`` upwards, lowest first.

    Half an ellipsoid whose height is the ring's depth, so that it looks the same however the limb
    turns about y: the joint of a bent limb stays round.
    """
    middle = first.mean(0)
    rise = np.abs(first[:, 0] - middle[0]).max() if height is None else height
    angles = np.linspace(0, np.pi / 2, steps + 2)[1:-1]
    rings = middle + (first - middle) * np.cos(angles)[:, None, None]
    rings[..., 2] = middle[2] + rise * np.sin(angles)[:, None]
    return rings


def skin(
    builder: MeshBuilder,
    rings: Array,
    material: str | Sequence[str],
    *,
    colour: str | Sequence[str] | None = None,
    top: float | None = None,
    bottom: bool = False,
) -> None:
    """Close rings (K, sides, 3), ordered downwards, to a surface facing outwards.

    material and colour: one, or one per band between rings. ``top``: height of a closing point
    above the first ring; ``bottom``: whether a disc closes the last ring.
    """
    rings = rings[::-1]
    count = len(rings) - 1
    materials = [material] * count if isinstance(material, str) else list(material)[::-1]
    colours = [colour] * count if colour is None or isinstance(colour, str) else list(colour)[::-1]
    sides = rings.shape[1]
    closed = np.concatenate([rings, rings[:, :1]], 1)
    step = np.linalg.norm(np.diff(closed, axis=1), axis=2).mean(0)
    around = np.concatenate([[0.0], np.cumsum(step)])
    uv = np.stack(np.broadcast_arrays(around[None], closed[..., 2]), -1)
    start = 0
    for k in range(1, count + 1):
        if k == count or (materials[k], colours[k]) != (materials[start], colours[start]):
            part = slice(start, k + 1)
            builder.grid(
                rings[part], materials[start], colour=colours[start], uv=uv[part], closed=True
            )
            start = k
    if bottom:
        builder.fan(rings[0], materials[0], colour=colours[0], flip=True)
    if top is not None:
        peak = rings[-1].mean(0) + np.array([0, 0, top])
        index = np.arange(sides)
        faces = np.column_stack([index, (index + 1) % sides, np.full(sides, sides)])
        builder.add(np.vstack([rings[-1], peak]), faces, materials[-1], colours[-1])


def chosen(mask: NDArray[np.bool_], material: str) -> list[list[str | None]]:
    """Materials of quads for ``MeshBuilder.grid``: those of the mask, the others left out."""
    return [[material if inside else None for inside in row] for row in mask.tolist()]
