"""Wheeled bins and litter bins; each is a counted thing of class waste_bin.

120 l: 0.58 × 0.48 × 1.0 m; 240 l: 0.58 × 0.72 × 1.07 m; rear wheels d 0.20 m (EN 840-1).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ...classes import class_id
from ..builder import MeshBuilder
from ..figure import BodyShape
from ..fixture import Fixture, around

COLOURS = (
    (0.03, 0.09, 0.05), (0.035, 0.035, 0.04), (0.02, 0.06, 0.20), (0.13, 0.075, 0.035),
    (0.45, 0.30, 0.02),
)  # fmt: skip
"""Body and lid colours: green, black, blue, brown, yellow."""


@lru_cache(maxsize=8)
def wheeled_bin(litres: int = 120, detail: int = 0) -> Fixture:
    """A two-wheeled bin whose lid opens to +x. Slots "bin" and "lid"."""
    depth, width, height = (0.55, 0.48, 1.0) if litres <= 120 else (0.72, 0.58, 1.07)
    builder = MeshBuilder()
    sides = (16, 12, 8)[detail]
    angle = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    ca = np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** 0.32
    sa = np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** 0.32
    rings = []
    for share, along, across in (
        (0.06, 0.66, 0.78), (0.08, 0.70, 0.82), (0.86, 0.93, 0.95), (0.93, 0.94, 0.96),
        (0.94, 1.0, 1.0), (0.965, 1.0, 1.0),
    ):  # fmt: skip
        x = along * depth / 2 * ca + 0.06 * depth * (share - 0.94)
        y = across * width / 2 * sa
        rings.append(np.stack([x, y, np.full(sides, share * height)], 1))
    builder.grid(rings, "plastic", colour="bin", closed=True)
    builder.fan(rings[0], "plastic", colour="bin", flip=True)
    low, high = rings[-1] * [1.02, 1.02, 1.0], rings[-1] * [1.02, 1.02, 1.0]
    low[:, 2], high[:, 2] = 0.955 * height, 0.985 * height
    top = high * [0.75, 0.78, 1.0] + [0.02, 0, 0.03 * height]
    builder.grid([low, high, top], "plastic", colour="lid", closed=True)
    builder.fan(top, "plastic", colour="lid")
    if detail < 2:
        back = -depth / 2
        builder.tube(
            [(back + 0.04, -0.4 * width, 0.97 * height), (back - 0.05, -0.4 * width, 0.98 * height),
             (back - 0.05, 0.4 * width, 0.98 * height), (back + 0.04, 0.4 * width, 0.97 * height)],
            0.016, "plastic", colour="bin", sides=5,
        )  # fmt: skip
        for side in (1, -1):
            out = side * (0.41 * width + 0.02)
            builder.lathe(
                [(out - 0.025, 0.0), (out - 0.025, 0.10), (out + 0.025, 0.10), (out + 0.025, 0.0)],
                "rubber", axis="y", sides=(10, 7, 6)[detail], centre=(-0.36 * depth, 0, 0.10),
            )  # fmt: skip
    mesh = builder.build().recoloured({"bin": COLOURS[0], "lid": COLOURS[0]})
    return _bin(mesh, "bin.wheeled")


@lru_cache(maxsize=8)
def litter_bin(detail: int = 0) -> Fixture:
    """A round litter bin on a post, 0.9 m high. Slot "bin"."""
    builder = MeshBuilder()
    sides = (16, 10, 6)[detail]
    builder.tube([(-0.2, 0, 0), (-0.2, 0, 1.05)], 0.03, "galvanised", sides=max(5, sides // 2))
    shell = [(0.32, 0.0), (0.32, 0.17), (0.36, 0.19), (0.88, 0.20), (0.9, 0.21), (0.9, 0.19),
             (0.6, 0.17), (0.6, 0.0)]  # fmt: skip
    kinds = ["plastic"] * 5 + ["under"] * 2
    builder.lathe(shell, [[kind] * sides for kind in kinds], colour=None, sides=sides)
    mesh = builder.build().recoloured({"plastic": (0.30, 0.31, 0.32)})
    return _bin(mesh, "bin.litter")


def _bin(mesh, attribute: str) -> Fixture:
    size, centre = around(mesh)
    body = BodyShape("bin", class_id("waste_bin"), size, centre)
    return Fixture(((mesh, "waste_bin"),), body, (), (attribute,))
