"""Street lamps: 6 m in residential streets, 8–10 m on main roads, 12 m on motorways.

Luminous flux 4 000–12 000 lm at 6 m, 8 000–20 000 lm at 8–10 m; LED of 3000–4000 K. A luminaire
that lights a road has about flux/π candela towards the ground.
"""

from __future__ import annotations

from functools import lru_cache
from math import pi

import numpy as np

from ...classes import class_id
from ..builder import MeshBuilder
from ..figure import BodyShape
from ..fixture import Fixture, Light, around
from ..sheets import QUAD

WARM = (1.35, 0.95, 0.50)
NEUTRAL = (1.14, 0.98, 0.76)


@lru_cache(maxsize=32)
def street_lamp(
    height: float = 6.0,
    arm: float = 1.3,
    detail: int = 0,
    style: str = "arm",
    flux: float | None = None,
) -> Fixture:
    """A lamp whose arm reaches over the road.

    style: "arm" (a tapered pole with a bent arm), "post" (the luminaire on top of the pole) or
    "double" (arms to both sides); flux [lm], by default what suits the height.
    """
    builder = MeshBuilder()
    sides = (12, 8, 5)[detail]
    bottom, top = 0.035 + 0.0075 * height, 0.03 + 0.0025 * height
    door = 0.9
    pole = [(0.0, 0.0, -0.3), (0, 0, door), (0, 0, door + 0.02), (0, 0, height - 0.6)]
    radii = [bottom, bottom, bottom * 0.8, top]
    heads = []
    if style == "post":
        pole.append((0, 0, height - 0.05))
        builder.tube(pole, [*radii, top], "galvanised", colour="pole", sides=sides)
        _lantern(builder, height, sides)
        heads.append((0.0, 0.0, height + 0.05))
    else:
        turns = (1, -1) if style == "double" else (1,)
        builder.tube(pole, radii, "galvanised", colour="pole", sides=sides)
        for turn in turns:
            bend = [(0, 0, height - 0.6), (0.06 * turn, 0, height - 0.25)]
            bend += [(0.3 * turn, 0, height - 0.02), (arm * turn, 0, height + 0.08)]
            builder.tube(bend, [top, top * 0.95, top * 0.85, 0.03], "galvanised", colour="pole",
                         sides=max(5, sides - 2))  # fmt: skip
            heads.append(_head(builder, arm * turn, height, turn, detail))
    if detail == 0:
        builder.lathe([(-0.02, 0.2), (0.03, 0.2), (0.05, bottom)], "galvanised", colour="pole",
                      sides=sides)  # fmt: skip
        builder.box((bottom * 0.93, 0, 0.62), (0.02, 0.11, 0.4), "galvanised", colour="pole")
    mesh = builder.build().recoloured({"pole": (0.30, 0.31, 0.32)})
    lumen = flux or (4500.0 if height < 5 else 7000.0 if height < 7.5 else 14000.0)
    lights = tuple(
        Light(
            "street", head, (0.0, 0.0, -1.0), lumen / len(heads) / pi, "street", 5.0 * height, WARM
        )
        for head in heads
    )
    size, centre = around(mesh)
    body = BodyShape("street_lamp", class_id("street_lamp"), size, centre)
    return Fixture(((mesh, "street_lamp"),), body, lights)


def _head(
    builder: MeshBuilder, x: float, height: float, turn: int, detail: int
) -> tuple[float, float, float]:
    """A flat LED luminaire 0.70 × 0.26 × 0.10 m at the end of the arm."""
    middle = (x + 0.28 * turn, 0.0, height + 0.11)
    if detail == 0:
        builder.rounded_box(middle, (0.7, 0.26, 0.10), 0.035, "plastic", colour="luminaire", arc=3)
    else:
        builder.box(middle, (0.7, 0.26, 0.10), "plastic", colour="luminaire")
    z = height + 0.056
    low, high = middle[0] - 0.26, middle[0] + 0.26
    corners = [(low, -0.09, z), (low, 0.09, z), (high, 0.09, z), (high, -0.09, z)]
    builder.add(corners, QUAD, "street_lamp")
    return (middle[0], 0.0, z - 0.02)


def _lantern(builder: MeshBuilder, height: float, sides: int) -> None:
    """A round glass on top of the pole under a wide hat."""
    z = height - 0.05
    glass = [(z, 0.05), (z + 0.02, 0.13), (z + 0.24, 0.19)]
    builder.lathe(glass, "street_lamp", sides=sides)
    hat = [(z + 0.24, 0.19), (z + 0.25, 0.25), (z + 0.28, 0.25), (z + 0.38, 0.06), (z + 0.4, 0.0)]
    builder.lathe(hat, "plastic", colour="luminaire", sides=sides)


def spacing(height: float) -> float:
    """Distance between lamps [m]: some 3 times the height, 25–30 m for poles of 8 m."""
    return float(np.clip(3.6 * height, 20.0, 40.0))
