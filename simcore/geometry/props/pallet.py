"""EUR pallets, 1.200 × 0.800 × 0.144 m: 11 boards and 9 blocks, 25 kg (EN 13698-1)."""

from __future__ import annotations

from functools import lru_cache

from ...keys import generator
from ...pose import rotation
from ..builder import MeshBuilder
from .prop import Prop, prop

_DECK = ((-0.3275, 0.145), (-0.165, 0.10), (0.0, 0.145), (0.165, 0.10), (0.3275, 0.145))
_ROWS = ((-0.35, 0.10), (0.0, 0.145), (0.35, 0.10))
_STRINGERS = (-0.5275, 0.0, 0.5275)


@lru_cache(maxsize=16)
def figure(*, broken: bool = False, key: int = 0) -> Prop:
    """A pallet; a broken one lacks a board or two, and another hangs loose."""
    rng = generator(key, "pallet")
    missing = (
        {int(k) for k in rng.choice(5, rng.integers(1, 3), replace=False)} if broken else set()
    )
    loose = next(k for k in (1, 3, 0, 4) if k not in missing) if broken else -1
    builder = MeshBuilder()
    for k, (y, width) in enumerate(_DECK):
        if k in missing:
            continue
        R = rotation(yaw=0.12, roll=0.03) if k == loose else None
        lift = 0.012 if k == loose else 0.0
        builder.box((0, y, 0.133 + lift), (1.2, width, 0.022), "wood", R=R)
    for x in _STRINGERS:
        builder.box((x, 0, 0.111), (0.145, 0.8, 0.022), "wood", colour="wood_dark")
        for y, width in _ROWS:
            builder.box((x, y, 0.061), (0.145, width, 0.078), "wood", colour="wood_dark")
    for y, width in _ROWS:
        builder.box((0, y, 0.011), (1.2, width, 0.022), "wood")
    mass = 25.0 - 1.9 * len(missing)
    colours = {"wood": (0.36, 0.26, 0.15), "wood_dark": (0.28, 0.19, 0.105)}
    return prop(builder.build(20.0), "pallet", "pallet", mass, colours=colours)
