"""Blocks of flats in rows, with shops or dwellings on the ground floor.

Ground floor 3.9 m with shops, 3.2 m without; upper floors 3.0 m; bays of 2.6–3.2 m; cornice,
balconies, awnings over the shops; tiled roof with dormers, or a flat one behind a parapet.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from ...keys import generator
from ..fixture import Fixture, Light
from ..street.lamp import NEUTRAL
from .colours import DEFAULTS
from .gable import SideWall
from .openings import CASEMENT, CROSS, GEORGIAN, PICTURE, SASH, WindowStyle
from .parts import awning, balcony, cornice, dormer, fascia, string_course
from .roofs import chimney, downpipe, flat_roof, gable_roof
from .shell import Shell, bays
from .wall import Opening


class Block(NamedTuple):
    """A kind of block. balconies: the bays that have them; roof: "tiled" or "flat"."""

    bays: int
    bay: float
    storeys: int
    material: str
    style: WindowStyle
    balconies: tuple[int, ...]
    roof: str
    old: bool
    depth: float = 11.0


BLOCKS = (
    Block(4, 3.0, 4, "brick", CROSS, (2,), "tiled", True),
    Block(5, 2.8, 5, "plaster", CROSS, (1, 3), "tiled", True),
    Block(4, 2.7, 3, "plaster", SASH, (), "tiled", True),
    Block(6, 2.9, 5, "plaster", PICTURE, (0, 5), "flat", False),
    Block(4, 3.1, 4, "brick", GEORGIAN, (), "tiled", True),
    Block(5, 3.0, 4, "brick", CASEMENT, (2,), "flat", False),
    Block(3, 3.0, 4, "plaster", CROSS, (), "tiled", True),
)

VARIANTS = len(BLOCKS)

_PITCH = 0.34
"""Height of tiled roofs per depth."""


def size(variant: int) -> tuple[float, float]:
    """Width and depth [m]."""
    block = BLOCKS[variant % VARIANTS]
    return block.bays * block.bay, block.depth


def side_wall(variant: int, shops: bool) -> SideWall:
    """Its walls to the sides, which are blank."""
    block = BLOCKS[variant % VARIANTS]
    rise = 0.0 if block.roof == "flat" else _PITCH * block.depth
    half = block.bays * block.bay / 2
    return SideWall(half, block.depth, *_heights(shops), block.storeys, rise, block.old)


def _heights(shops: bool) -> tuple[float, float]:
    """Of the ground floor and of the others [m]."""
    return 3.9 if shops else 3.2, 3.0


def material(variant: int) -> str:
    """What its upper walls are made of."""
    return BLOCKS[variant % VARIANTS].material


@lru_cache(maxsize=64)
def apartment(variant: int, shops: bool = True, detail: int = 0) -> Fixture:
    """A block of flats, closed on all sides."""
    block = BLOCKS[variant % VARIANTS]
    rng = generator("apartment", variant % VARIANTS, int(shops))
    ground, upper = _heights(shops)
    width = block.bays * block.bay
    height = ground + upper * (block.storeys - 1)
    shell = Shell(width, block.depth, height, rng, detail, block.material, block.style)
    places = bays(width, block.bays)
    entrance = int(rng.integers(block.bays))
    front = _ground_floor(places, block, entrance, shops)
    rear, balconies = [], []
    for storey in range(1, block.storeys):
        floor = ground + upper * (storey - 1)
        for k, u in enumerate(places):
            if k in block.balconies:
                front.append(Opening("french", u - 0.6, u + 0.6, floor + 0.08, floor + 2.45))
                balconies.append((u, floor + 0.02))
            else:
                half = 0.9 if block.style is PICTURE else 0.575
                front.append(Opening("window", u - half, u + half, floor + 0.9, floor + 2.45))
            rear.append(Opening("window", u - 0.6, u + 0.6, floor + 0.9, floor + 2.35))
    rear += [Opening("window", u - 0.6, u + 0.6, 1.0, 2.4) for u in places]
    base = (ground, "stone", "base") if block.old or shops else None
    shell.walls(front, rear, base=base)
    _trim(shell, block, ground, places, entrance, shops)
    for u, floor in balconies if detail < 2 else ():
        balcony(shell.builder, shell.front, (u - 1.15, u + 1.15), floor, detail)
    _roof(shell, block, rng)
    fixture = shell.fixture({**DEFAULTS, "base": (0.42, 0.40, 0.37)})
    if not shops:
        return fixture
    lights = tuple(
        Light("shop", (0.7, float(u - width / 2), 2.6), (0.75, 0.0, -0.66), 260.0, "point", 9.0,
              NEUTRAL) for k, u in enumerate(places) if k != entrance and k % 2 == 0
    )  # fmt: skip
    return replace(fixture, lights=lights)


def _ground_floor(places, block: Block, entrance: int, shops: bool) -> list[Opening]:
    openings = []
    for k, u in enumerate(places):
        if k == entrance:
            openings.append(Opening("door0", u - 0.6, u + 0.6, 0.15, 2.75))
        elif shops:
            half = 0.44 * block.bay
            openings.append(Opening("shop", u - half, u + half, 0.45, 2.85))
        else:
            openings.append(Opening("window", u - 0.6, u + 0.6, 1.0, 2.5))
    return openings


def _trim(shell: Shell, block: Block, ground: float, places, entrance: int, shops: bool) -> None:
    """String course, cornice, name boards, awnings, downpipes."""
    builder, face, detail, width = shell.builder, shell.front, shell.detail, shell.width
    if block.old:
        cornice(builder, face, (0.0, width), shell.height + 0.05, detail)
    if detail < 2:
        string_course(builder, face, (0.0, width), ground - 0.2, detail)
    if detail == 0:
        downpipe(builder, face, 0.14, (0.0, shell.height - 0.3))
    if not shops:
        return
    groups = [(0, entrance), (entrance + 1, block.bays)]
    for first, last in groups:
        if last <= first:
            continue
        u = (places[first] - 0.46 * block.bay, places[last - 1] + 0.46 * block.bay)
        fascia(builder, face, u, (2.95, 3.45), shell.rng, detail)
        if detail < 2 and shell.rng.random() < 0.6:
            awning(builder, face, u, 2.93, detail)


def _roof(shell: Shell, block: Block, rng: np.random.Generator) -> None:
    builder, detail = shell.builder, shell.detail
    if block.roof == "flat":
        top = flat_roof(builder, shell.plan, detail)
        shaft = (-0.55 * block.depth, 0.1 * shell.width, top + 0.8)
        builder.box(shaft, (3.0, 2.6, 2.4), "plaster", colour="wall", leave_out="-z")
        return
    rise = _PITCH * block.depth
    ridge = gable_roof(builder, shell.plan, rise, detail, verge=(0.0, 0.0), eaves=0.35)
    shell.gables(rise)
    if detail < 2:
        count = max(2, block.bays // 2)
        for k in range(count):
            y = shell.width * ((k + 0.5) / count - 0.5)
            dormer(builder, shell.plan, rise, y, shell.panes, detail)
    for side in (-1, 1):
        at = (-0.5 * block.depth, side * (shell.width / 2 - 1.2))
        chimney(builder, at, (shell.height, ridge + 0.8), max(detail, 1), (0.7, 0.9), 2)
