"""Car tyres without rims, 205/55 R16: radius 0.316 m, width 0.212 m, three grooves."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ...pose import rotation
from ..builder import MeshBuilder
from .prop import Prop, prop, turned

_PROFILE = np.array([
    (-0.085, 0.205), (-0.095, 0.225), (-0.106, 0.265), (-0.100, 0.297), (-0.080, 0.312),
    (-0.052, 0.3155), (-0.050, 0.307), (-0.042, 0.307), (-0.040, 0.316), (-0.008, 0.317),
    (-0.006, 0.308), (0.006, 0.308), (0.008, 0.317), (0.040, 0.316), (0.042, 0.307),
    (0.050, 0.307), (0.052, 0.3155), (0.080, 0.312), (0.100, 0.297), (0.106, 0.265),
    (0.095, 0.225), (0.085, 0.205), (0.078, 0.222), (0.084, 0.27), (0.06, 0.296), (-0.06, 0.296),
    (-0.084, 0.27), (-0.078, 0.222), (-0.085, 0.205),
])  # fmt: skip
"""Place across and radius around the section, outside and inside [m]."""


@lru_cache(maxsize=16)
def figure(*, radius: float = 0.316, standing: bool = False) -> Prop:
    """A tyre on its side, or upright and able to roll along x."""
    builder = MeshBuilder()
    builder.lathe(_PROFILE * (radius / 0.317), "rubber", axis="y", sides=32)
    mesh = builder.build(35.0)
    mass = 9.0 * (radius / 0.316) ** 3
    if standing:
        return prop(mesh, "tyre", "tyre", mass, radius=radius)
    return prop(turned(mesh, rotation(roll=np.pi / 2)), "tyre", "tyre", mass)
