"""Traffic cones with two retro-reflective sleeves, 0.75 m high, base 0.46 m."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ...pose import rotation
from ..builder import MeshBuilder
from .prop import Prop, prop, turned

_PROFILE = (
    (0.03, 0.185, "plastic"), (0.035, 0.165, "plastic"), (0.30, 0.115, "retro_band"),
    (0.42, 0.093, "plastic"), (0.52, 0.072, "retro_band"), (0.60, 0.056, "plastic"),
    (0.735, 0.030, "plastic"), (0.75, 0.024, "plastic"), (0.75, 0.0, "plastic"),
)  # fmt: skip
"""Height, radius, and what the stretch above is made of, for a cone of 0.75 m."""


@lru_cache(maxsize=16)
def figure(*, height: float = 0.75, fallen: bool = False) -> Prop:
    """A cone that stands, or lies on its side and on the rim of its base."""
    scale = height / 0.75
    builder = MeshBuilder()
    profile = [(z * scale, r * scale) for z, r, _ in _PROFILE]
    kinds = [[kind] * 20 for _, _, kind in _PROFILE[:-1]]
    builder.lathe(profile, kinds, sides=20)
    base = 0.46 * scale
    corner = 0.06 * scale
    half = base / 2
    outline = [(half - corner, -half), (half, -half + corner), (half, half - corner),
               (half - corner, half), (corner - half, half), (-half, half - corner),
               (-half, corner - half), (corner - half, -half)]  # fmt: skip
    rings = [[(x, y, 0.0) for x, y in outline], [(x, y, 0.024 * scale) for x, y in outline],
             [(0.9 * x, 0.9 * y, 0.036 * scale) for x, y in outline]]  # fmt: skip
    builder.grid(rings, "rubber", closed=True)
    builder.fan(rings[0], "rubber", flip=True)
    builder.fan(rings[-1], "rubber")
    mesh = builder.build()
    if fallen:
        slope = np.arctan2(half - 0.024 * scale, height)
        mesh = turned(mesh, rotation(pitch=np.pi / 2 + slope))
    colours = {"plastic": (0.75, 0.16, 0.015), "retro_band": (0.75, 0.75, 0.74)}
    return prop(mesh, "traffic_cone", "traffic_cone", 3.2 * scale**3, colours=colours)
