"""Cardboard boxes: closed with tape, open with four flaps, or crushed by a wheel."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ...keys import generator
from ..builder import MeshBuilder
from ..sheets import QUAD
from .prop import Prop, prop, reshaped

Array = NDArray[np.float64]


@lru_cache(maxsize=16)
def figure(
    *,
    length: float = 0.40,
    width: float = 0.30,
    height: float = 0.30,
    open: bool = True,
    crushed: bool = False,
    key: int = 0,
) -> Prop:
    """A box of 5 mm corrugated cardboard (0.6 kg/m²)."""
    rng = generator(key, "cardboard_box")
    builder = MeshBuilder()
    size = np.array([length, width, height])
    _walls(builder, size, open)
    if open:
        _flaps(builder, size, rng)
    else:
        builder.box(
            (0, 0, height + 0.0006), (length + 0.0012, 0.05, 0.0012), "plastic", colour="tape"
        )
        for side in (-1, 1):
            builder.box((side * (length / 2 + 0.0006), 0, 0.8 * height),
                        (0.0012, 0.05, 0.4 * height), "plastic", colour="tape")  # fmt: skip
    label = min(0.12, 0.4 * length), min(0.07, 0.3 * height)
    face = -width / 2 - 0.001
    builder.box((0.1 * length, face, 0.66 * height), (label[0], 0.002, label[1]), "plastic",
                colour="label")  # fmt: skip
    bars = 0.3 * length + np.cumsum(rng.uniform(0.003, 0.007, 7))
    for x in bars - 0.02:
        builder.box(
            (x, face, 0.25 * height), (0.002, 0.002, 0.13 * height), "plastic", colour="print"
        )
    mesh = builder.build(20.0)
    if crushed:
        mesh = reshaped(mesh, _crushed(mesh.vertices.astype(np.float64), size, rng), 25.0)
    area = 2 * (length * width + length * height + width * height)
    colours = {"tape": (0.52, 0.40, 0.22), "label": (0.72, 0.72, 0.70), "print": (0.02, 0.02, 0.02)}
    return prop(mesh, "cardboard_box", "cardboard_box", 0.6 * area + 0.2, colours=colours)


def _walls(builder: MeshBuilder, size: Array, open: bool) -> None:
    """Sides (and top) of small quads, that can buckle, inside and out."""
    x, y, z = size / 2
    steps = np.linspace(-1, 1, 6)
    u, v = np.meshgrid(steps, steps)
    faces = [
        np.stack([u * x, 0 * u - y, z + v * z], -1), np.stack([-u * x, 0 * u + y, z + v * z], -1),
        np.stack([0 * u + x, u * y, z + v * z], -1), np.stack([0 * u - x, -u * y, z + v * z], -1),
        np.stack([u * x, -v * y, 0 * u], -1),
    ]  # fmt: skip
    if not open:
        faces.append(np.stack([u * x, v * y, 0 * u + 2 * z], -1))
    shrink = np.array([1 - 0.01 / size[0], 1 - 0.01 / size[1], 1.0])
    if open:
        outline = np.array([(-x, -y, 2 * z), (x, -y, 2 * z), (x, y, 2 * z), (-x, y, 2 * z)])
        builder.grid([outline, outline * shrink], "cardboard", closed=True)
    for face in faces:
        builder.grid(face, "cardboard")
        if open:
            inner = face * shrink
            inner[..., 2] = np.maximum(inner[..., 2], 0.005)
            builder.grid(inner, "cardboard", colour="inside", flip=True)


def _flaps(builder: MeshBuilder, size: Array, rng: np.random.Generator) -> None:
    """Four flaps that stand 60 to 150 degrees from closed."""
    x, y, z = size / 2
    for axis, side in ((0, 1), (0, -1), (1, 1), (1, -1)):
        reach = min(size[1], size[0]) / 2 * 0.98
        angle = np.radians(rng.uniform(60, 150))
        out = np.array([side, 0, 0.0]) if axis == 0 else np.array([0, side, 0.0])
        along = np.cross(out, [0.0, 0.0, 1.0]) * (y if axis == 0 else x)
        hinge = out * (x if axis == 0 else y) + np.array([0, 0, 2 * z])
        tip = hinge - out * reach * np.cos(angle) + np.array([0, 0, reach * np.sin(angle)])
        corners = [hinge - along, hinge + along, tip + 0.97 * along, tip - 0.97 * along]
        thick = 0.004 * np.cross(corners[1] - corners[0], corners[3] - corners[0])
        thick /= np.linalg.norm(thick) / 0.004
        outer = [corner - thick for corner in corners]
        builder.add(corners, QUAD, "cardboard", "inside")
        builder.add(outer[::-1], QUAD, "cardboard")
        builder.grid([outer, corners], "cardboard", closed=True)


def _crushed(points: Array, size: Array, rng: np.random.Generator) -> Array:
    """Flattened to less than half its height, one side lower, the walls bulging outwards."""
    x, y, z = size
    low = rng.uniform(0.22, 0.38)
    lean = rng.uniform(-0.25, 0.25, 2)
    share = np.clip(points[:, 2] / z, 0.0, 1.0)
    wave = np.sin(points @ np.array([7.0, 9.0, 2.0]) / x + rng.uniform(0, 6.28))
    bulge = 0.16 * np.sin(np.pi * share) * (1.0 + 0.5 * wave)
    out = points * [1.0, 1.0, 0.0] * bulge[:, None]
    height = low + lean[0] * points[:, 0] / x + lean[1] * points[:, 1] / y + 0.03 * wave
    moved = points + out
    moved[:, :2] += share[:, None] * rng.uniform(-0.12, 0.12, 2) * size[:2]
    over = np.maximum(points[:, 2] - z, 0.0)  # flaps keep their shape
    moved[:, 2] = np.maximum(share * z * np.clip(height, 0.08, 0.6) + 0.6 * over, 0.0)
    return moved
