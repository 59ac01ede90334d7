"""Squared timber lost from a load: one beam or a few, 80 × 80 mm."""

from __future__ import annotations

from functools import lru_cache

from ...keys import generator
from ...pose import rotation
from ..builder import MeshBuilder
from .prop import Prop, prop


@lru_cache(maxsize=16)
def figure(*, length: float = 2.0, pieces: int = 1, key: int = 0) -> Prop:
    """Beams along x, those beside the first at odd angles."""
    rng = generator(key, "timber")
    builder = MeshBuilder()
    for k in range(pieces):
        yaw = 0.0 if k == 0 else float(rng.normal(0, 0.25))
        x = 0.0 if k == 0 else float(rng.uniform(-0.3, 0.3) * length)
        y = 0.14 * k + (0.0 if k == 0 else abs(yaw) * 0.5 * length)
        long = length * (1.0 if k == 0 else float(rng.uniform(0.5, 1.0)))
        builder.box((x, y, 0.04), (long, 0.08, 0.08), "wood", R=rotation(yaw=yaw))
    mass = 480.0 * 0.08 * 0.08 * length * pieces
    return prop(builder.build(20.0), "timber", "cargo", mass, colours={"wood": (0.40, 0.28, 0.15)})
