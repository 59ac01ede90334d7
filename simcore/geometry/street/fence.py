"""Fences and garden walls, in panels along y that are set end to end.

Picket fence 0.94 m high with boards of 90 mm and gaps of 60 mm; chain-link 1.8 m; wildlife fence
2.0 m with posts every 4 m; wire meshes are drawn as single wires, coarser with the distance.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ..builder import MeshBuilder
from ..fixture import Fixture
from ..sheets import QUAD, Sheet, assembled, unit

Array = NDArray[np.float64]

_WHITE = (0.70, 0.69, 0.66)


@lru_cache(maxsize=64)
def picket_fence(length: float = 3.0, detail: int = 0, height: float = 0.94) -> Fixture:
    """Pointed boards on two rails, posts every 1.5 m. Slot: "fence"."""
    builder = MeshBuilder()
    if detail == 2:
        for x, flip in ((0.0002, False), (-0.0002, True)):
            corners = [(x, -length / 2, 0.04), (x, length / 2, 0.04),
                       (x, length / 2, height - 0.04), (x, -length / 2, height - 0.04)]  # fmt: skip
            builder.add(corners[::-1] if flip else corners, QUAD, "painted_wood", "fence")
        return _fence(builder, _WHITE)
    count = round(length / 0.15)
    pitch = length / count
    shape = np.array([(-0.045, 0.04), (0.045, 0.04), (0.045, height - 0.08), (0.0, height),
                      (-0.045, height - 0.08)])  # fmt: skip
    front = [(0, 1, 2), (0, 2, 4), (4, 2, 3)]
    thick = 0.012 if detail == 0 else 0.0002  # half of it
    for k in range(count):
        y = -length / 2 + pitch * (k + 0.5)
        flat = shape + np.array([y, 0.0])
        for x, flip in ((thick, False), (-thick, True)):
            points = np.column_stack([np.full(5, x), flat])
            faces = [face[::-1] for face in front] if flip else front
            builder.add(points, faces, "painted_wood", "fence")
        if detail == 0:
            rim = np.stack([np.column_stack([np.full(5, x), flat]) for x in (-thick, thick)])
            builder.grid(rim[:, 1:5], "painted_wood", colour="fence")
            builder.grid(rim[:, [4, 0]], "painted_wood", colour="fence")
    for z in (0.25 * height / 0.94, 0.70 * height / 0.94):
        builder.box((-0.032, 0, z), (0.04, length, 0.07), "painted_wood", colour="fence")
    for y in np.arange(-length / 2, length / 2 - 0.01, 1.5):
        builder.box((-0.09, y, height / 2 - 0.02), (0.08, 0.08, height), "painted_wood",
                    colour="fence", leave_out="-z")  # fmt: skip
    return _fence(builder, _WHITE)


@lru_cache(maxsize=64)
def wire_fence(
    length: float = 4.0, height: float = 1.8, detail: int = 0, diamonds: bool = True
) -> Fixture:
    """Chain-link (diamonds) or a wildlife fence (upright and level wires) on posts."""
    builder = MeshBuilder()
    material = "galvanised" if diamonds else "wood"
    for y in (-length / 2,):
        builder.tube([(0, y, -0.2), (0, y, height + 0.08)], 0.03 if diamonds else 0.06, material,
                     colour="post", sides=(7, 5, 4)[detail])  # fmt: skip
    if diamonds:
        builder.tube([(0, -length / 2, height), (0, length / 2, height)], 0.021, material,
                     colour="post", sides=(5, 4, 3)[detail])  # fmt: skip
    frame = builder.build().recoloured(
        {"post": (0.09, 0.13, 0.10) if diamonds else (0.2, 0.15, 0.1)}
    )
    pitch = (0.14, 0.28, 0.6)[detail] if diamonds else (0.16, 0.3, 0.6)[detail]
    thick = 0.0035 * (pitch / 0.1) ** 0.7
    starts, ends = _diamonds(length, height, pitch) if diamonds else _grid(length, height, pitch)
    colour = (0.09, 0.13, 0.10) if diamonds else (0.30, 0.31, 0.32)
    wires = assembled([_wires(starts, ends, thick, colour)])
    return Fixture(((frame, "fence"), (wires, "fence")))


@lru_cache(maxsize=64)
def garden_wall(
    length: float = 3.0, height: float = 0.8, detail: int = 0, material: str = "brick"
) -> Fixture:
    """A low wall with a coping; slot "wall"."""
    builder = MeshBuilder()
    builder.box((0, 0, height / 2 - 0.25), (0.24, length, height + 0.5), material, colour="wall",
                leave_out="-z")  # fmt: skip
    builder.box((0, 0, height + 0.03), (0.32, length, 0.07), "concrete", colour="coping")
    if detail == 0:
        for y in (-length / 2 + 0.2,):
            builder.box((0, y, height / 2), (0.38, 0.38, height + 0.3), material, colour="wall",
                        leave_out="-z")  # fmt: skip
            builder.box((0, y, height + 0.19), (0.46, 0.46, 0.08), "concrete", colour="coping")
    return Fixture(((builder.build(), "wall"),))


@lru_cache(maxsize=64)
def railing(length: float = 2.0, detail: int = 0, height: float = 1.0) -> Fixture:
    """An iron railing: bars every 0.12 m between two rails, spear tips."""
    builder = MeshBuilder()
    step = (0.12, 0.24, 0.5)[detail]
    half = (0.009, 0.012, 0.02)[detail]
    for z in (0.12, height - 0.12):
        builder.box((0, 0, z), (0.03, length, 0.03), "trim", colour="iron")
    for y in np.arange(-length / 2 + step / 2, length / 2, step):
        builder.box((0, y, height / 2), (2 * half, 2 * half, height), "trim", colour="iron",
                    leave_out="-z+z" if detail == 0 else "-z")  # fmt: skip
        if detail == 0:
            ring = [(half, y - half, height), (half, y + half, height), (-half, y + half, height),
                    (-half, y - half, height)]  # fmt: skip
            builder.fan(ring, "trim", colour="iron", centre=(0, y, height + 0.07))
    builder.box((0, -length / 2, height / 2), (0.05, 0.05, height + 0.1), "trim", colour="iron",
                leave_out="-z")  # fmt: skip
    return Fixture(((builder.build(), "fence"),))


def _fence(builder: MeshBuilder, colour) -> Fixture:
    return Fixture(((builder.build().recoloured({"fence": colour}), "fence"),))


def _diamonds(length: float, height: float, pitch: float) -> tuple[Array, Array]:
    """Ends (y, z) of wires at 45 degrees both ways over a panel."""
    count = int((length + height) / pitch)
    offset = -length / 2 - height + pitch * (np.arange(count) + 0.5)
    low = np.maximum(offset, -length / 2)
    high = np.minimum(offset + height, length / 2)
    keep = high > low
    low, high, offset = low[keep], high[keep], offset[keep]
    rising = np.stack([low, low - offset], 1), np.stack([high, high - offset], 1)
    falling = tuple(end * [-1, 1] for end in rising)
    return np.concatenate([rising[0], falling[0]]), np.concatenate([rising[1], falling[1]])


def _grid(length: float, height: float, pitch: float) -> tuple[Array, Array]:
    """Ends (y, z) of level wires, closer near the ground, and of upright ones."""
    z = height * np.linspace(0.03, 1, max(3, int(height / pitch))) ** 1.2
    y = np.arange(-length / 2 + pitch, length / 2, 1.6 * pitch)
    level = np.stack([0 * z - length / 2, z], 1), np.stack([0 * z + length / 2, z], 1)
    upright = np.stack([y, 0 * y + 0.03], 1), np.stack([y, 0 * y + height], 1)
    return np.concatenate([level[0], upright[0]]), np.concatenate([level[1], upright[1]])


def _wires(starts: Array, ends: Array, thick: float, colour) -> Sheet:
    """Flat strips in the plane x = 0, seen from both sides."""
    along = unit(np.column_stack([ends - starts, np.zeros(len(starts))]))[:, :2]
    side = np.column_stack([-along[:, 1], along[:, 0]]) * thick / 2
    corners = np.stack([starts - side, ends - side, ends + side, starts + side], 1)
    count = len(corners)
    flat = np.concatenate([np.zeros((count, 4, 1)), corners], -1)
    vertices = np.concatenate([flat, flat])
    normals = np.zeros_like(vertices)
    normals[:count, :, 0], normals[count:, :, 0] = 1.0, -1.0
    front = 4 * np.arange(count)[:, None] + np.array([0, 1, 2, 0, 2, 3])
    back = 4 * np.arange(count)[:, None] + np.array([0, 2, 1, 0, 3, 2]) + 4 * count
    return Sheet(
        vertices.reshape(-1, 3), normals.reshape(-1, 3), vertices[..., 1:].reshape(-1, 2),
        np.concatenate([front, back]).reshape(-1, 3), "galvanised", "wire", colour,
    )  # fmt: skip
