"""What stands on pavements: benches, bollards, hydrants, post boxes, cabinets, cycle stands.

Everything faces +x (towards the road) and stands on z = 0.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ...classes import class_id
from ..builder import MeshBuilder
from ..figure import BodyShape
from ..fixture import Fixture, around

_COLOURS = {
    "hydrant": (0.45, 0.03, 0.02),
    "post_box": (0.72, 0.46, 0.02),
    "cabinet": (0.33, 0.35, 0.34),
    "bollard": (0.05, 0.05, 0.055),
    "iron": (0.03, 0.03, 0.032),
    "slat": (0.24, 0.14, 0.07),
    "grit": (0.62, 0.43, 0.03),
}


@lru_cache(maxsize=8)
def bench(detail: int = 0) -> Fixture:
    """A park bench 1.8 m wide: timber slats on cast-iron legs."""
    builder = MeshBuilder()
    slats = 4 if detail == 0 else 1
    for k in range(slats):
        wide = 0.40 / slats
        x = 0.18 - wide * (k + 0.5)
        builder.box(
            (x, 0, 0.45), (wide - (0.02 if slats > 1 else 0), 1.8, 0.04), "wood", colour="slat"
        )
    for k in range(3 if detail == 0 else 1):
        tall = 0.36 / (3 if detail == 0 else 1)
        z = 0.54 + tall * (k + 0.5)
        lean = -0.24 - 0.10 * (z - 0.5)
        builder.box((lean, 0, z), (0.035, 1.8, tall - 0.03), "wood", colour="slat")
    if detail < 2:
        for y in (-0.7, 0.7):
            builder.tube([(0.16, y, 0), (0.14, y, 0.43)], 0.025, "trim", colour="iron", sides=5)
            builder.tube([(-0.26, y, 0), (-0.2, y, 0.42), (-0.29, y, 0.9)], 0.025, "trim",
                         colour="iron", sides=5)  # fmt: skip
            builder.box((-0.02, y, 0.42), (0.38, 0.04, 0.03), "trim", colour="iron")
    return _made(builder, "wall", None)


@lru_cache(maxsize=8)
def bollard(detail: int = 0) -> Fixture:
    """A steel bollard d 0.10 × 0.9 m with a retro-reflective band."""
    builder = MeshBuilder()
    sides = (12, 8, 5)[detail]
    profile = [(0.0, 0.05), (0.72, 0.05), (0.721, 0.051), (0.80, 0.051), (0.801, 0.05),
               (0.88, 0.05), (0.9, 0.03), (0.9, 0.0)]  # fmt: skip
    kinds = ["trim", "trim", "retro_band", "trim", "trim", "trim", "trim"]
    builder.lathe(profile, [[kind] * sides for kind in kinds], sides=sides)
    return _made(builder, "pole", None)


@lru_cache(maxsize=8)
def hydrant(detail: int = 0) -> Fixture:
    """A pillar hydrant 0.74 m high with three outlets."""
    builder = MeshBuilder()
    sides = (16, 10, 6)[detail]
    profile = [(0, 0.16), (0.04, 0.16), (0.05, 0.115), (0.08, 0.11), (0.42, 0.105), (0.44, 0.135),
               (0.48, 0.135), (0.50, 0.11), (0.56, 0.105), (0.64, 0.075), (0.68, 0.03),
               (0.74, 0.03), (0.74, 0.0)]  # fmt: skip
    builder.lathe(profile, "plastic", colour="hydrant", sides=sides)
    if detail < 2:
        for s in (1, -1):
            builder.tube([(0, s * 0.09, 0.40), (0, s * 0.20, 0.40)], 0.05, "plastic",
                         colour="hydrant", sides=8)  # fmt: skip
            builder.tube([(0, s * 0.19, 0.40), (0, s * 0.22, 0.40)], 0.06, "galvanised", sides=6)
        builder.tube(
            [(0.09, 0, 0.34), (0.20, 0, 0.34)], 0.07, "plastic", colour="hydrant", sides=10
        )
        builder.tube([(0.19, 0, 0.34), (0.235, 0, 0.34)], 0.08, "galvanised", sides=6)
    return _made(builder, "pole", None)


@lru_cache(maxsize=8)
def post_box(detail: int = 0) -> Fixture:
    """A letter box 0.45 × 0.55 × 0.6 m on a leg; slot "post_box"."""
    builder = MeshBuilder()
    builder.box((0, 0, 0.35), (0.12, 0.12, 0.72), "trim", colour="iron", leave_out="-z+z")
    if detail == 0:
        builder.rounded_box((0, 0, 1.05), (0.42, 0.55, 0.72), 0.07, "plastic", colour="post_box")
        builder.box((0.212, 0, 1.22), (0.02, 0.36, 0.05), "trim", colour="iron")
        builder.box((0.212, 0, 1.27), (0.05, 0.40, 0.02), "plastic", colour="post_box")
        builder.box((0.213, 0, 0.98), (0.006, 0.2, 0.14), "sign_face")
    else:
        builder.box((0, 0, 1.05), (0.42, 0.55, 0.72), "plastic", colour="post_box")
    return _made(builder, "wall", None)


@lru_cache(maxsize=8)
def utility_cabinet(detail: int = 0) -> Fixture:
    """A grey cabinet 1.2 × 0.4 × 1.3 m with two doors."""
    builder = MeshBuilder()
    builder.box((0, 0, 0.06), (0.42, 1.22, 0.16), "concrete", leave_out="-z")
    builder.box((0, 0, 0.72), (0.40, 1.20, 1.16), "plastic", colour="cabinet", leave_out="-z")
    builder.box((0, 0, 1.325), (0.46, 1.26, 0.05), "plastic", colour="cabinet")
    if detail == 0:
        builder.box((0.2, 0, 0.70), (0.006, 0.012, 1.06), "trim", leave_out="-x")
        builder.box((0.205, 0.07, 0.75), (0.03, 0.03, 0.12), "trim", leave_out="-x")
        for k in range(5):
            for y in (-0.32, 0.32):
                builder.box(
                    (0.201, y, 1.08 + 0.03 * k), (0.006, 0.3, 0.012), "trim", leave_out="-x"
                )
    return _made(builder, "wall", None)


@lru_cache(maxsize=8)
def bike_stand(detail: int = 0, hoops: int = 4) -> Fixture:
    """A row of steel hoops 0.8 m high, 0.8 m apart along y."""
    builder = MeshBuilder()
    steps = 9 if detail == 0 else 5
    for k in range(hoops):
        y = 0.8 * (k - (hoops - 1) / 2)
        angle = np.linspace(0, np.pi, steps)
        arc = [(0.32 * np.cos(a), y, 0.55 + 0.25 * np.sin(a)) for a in angle]
        path = [(0.32, y, 0.0), *arc, (-0.32, y, 0.0)]
        builder.tube(path, 0.024, "galvanised", sides=6 if detail == 0 else 4, up=(0, 1, 0))
    return _made(builder, "bicycle_rack", "bicycle_rack")


@lru_cache(maxsize=8)
def grit_bin(detail: int = 0) -> Fixture:
    """A yellow bin for grit with a sloping lid, 0.9 × 0.65 × 0.75 m."""
    builder = MeshBuilder()
    low = [(-0.28, -0.38), (0.28, -0.38), (0.28, 0.38), (-0.28, 0.38)]
    rings = [[(x, y, 0.0) for x, y in low],
             [(1.12 * x, 1.12 * y, 0.6 + 0.0 * x) for x, y in low]]  # fmt: skip
    builder.grid(rings, "plastic", colour="grit", closed=True)
    edge = [(1.2 * x, 1.2 * y, 0.60 - 0.08 * (x > 0)) for x, y in low]
    ridge = [(0.7 * x, 0.95 * y, 0.80 - 0.14 * (x > 0)) for x, y in low]
    lid = [edge, [(x, y, z + 0.06) for x, y, z in edge], ridge]
    builder.grid(lid, "plastic", colour="grit", closed=True)
    builder.fan(lid[-1], "plastic", colour="grit")
    builder.fan(lid[0], "plastic", colour="grit", flip=True)
    return _made(builder, "wall", None)


def _made(builder: MeshBuilder, class_name: str, body: str | None) -> Fixture:
    mesh = builder.build().recoloured(_COLOURS)
    if body is None:
        return Fixture(((mesh, class_name),))
    size, centre = around(mesh)
    return Fixture(((mesh, class_name),), BodyShape(body, class_id(class_name), size, centre))
