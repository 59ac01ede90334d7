"""Farm buildings: a house under a steep roof and a boarded barn."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ...keys import generator
from ..fixture import Fixture
from .colours import DEFAULTS
from .openings import SHUTTERED
from .roofs import chimney, downpipe, gable_roof
from .shell import Shell, row
from .wall import Opening, wall

HOUSE = (13.0, 8.0)
BARN = (14.0, 10.0)


@lru_cache(maxsize=8)
def farm_house(detail: int = 0) -> Fixture:
    """One storey of 3.2 m, roof 4.4 m high, shutters 0.46 m wide."""
    width, depth = HOUSE
    rng = generator("farm_house")
    shell = Shell(width, depth, 3.2, rng, detail, "plaster", SHUTTERED)
    middle = width / 2
    front = [Opening("door0", middle - 0.55, middle + 0.55, 0.15, 2.3)]
    front += row("window", [1.9, 4.1, width - 4.1, width - 1.9], 1.0, 0.95, 2.25)
    sides = row("window", [2.3, 5.7], 1.0, 0.95, 2.25)
    rear = row("window", [2.5, 6.5, 10.5], 1.0, 0.95, 2.25)
    shell.walls(front, rear, sides, sides)
    ridge = gable_roof(shell.builder, shell.plan, 4.4, detail, eaves=0.6, verge=(0.4, 0.4))
    shell.gables(4.4, "wood", "boards")
    chimney(
        shell.builder, (-depth / 2, 2.5), (shell.height + 2, ridge + 0.8), detail, (0.6, 0.7), 1
    )
    if detail == 0:
        downpipe(shell.builder, shell.front, 0.15, (0.0, 3.0))
    return shell.fixture({**DEFAULTS, "wall": (0.70, 0.67, 0.60), "boards": (0.17, 0.10, 0.055),
                          "shutter": (0.06, 0.16, 0.08), "roof": (0.26, 0.09, 0.05)})  # fmt: skip


@lru_cache(maxsize=8)
def barn(detail: int = 0) -> Fixture:
    """A barn with upright boards 0.16 m wide and a door 4 × 3.4 m, one leaf of it open."""
    width, depth = BARN
    rng = generator("barn")
    shell = Shell(width, depth, 4.0, rng, detail, "wood")
    builder, face = shell.builder, shell.front
    middle = width / 2
    doorway = Opening("dark", middle - 2.0, middle + 2.0, 0.0, 3.4)
    _boarded(shell, [doorway])
    face.quad(builder, (doorway.u0, doorway.u1), (0.0, 3.4), -0.35 if detail < 2 else 0.01, "under")
    face.box(builder, (doorway.u0, middle), (0.05, 3.4), (0.02, 0.10), "painted_wood", "leaf")
    if detail < 2:
        face.box(builder, (doorway.u1 + 0.1, doorway.u1 + 2.1), (0.05, 3.4), (0.02, 0.10),
                 "painted_wood", "leaf")  # fmt: skip
        face.box(builder, (doorway.u0 - 2.2, doorway.u1 + 2.2), (3.42, 3.54), (0, 0.14), "steel",
                 "rail")  # fmt: skip
    gable_roof(builder, shell.plan, 4.2, detail, eaves=0.5, verge=(0.5, 0.5))
    shell.gables(4.2, "wood", "wall")
    if detail == 0:
        for wall_face, wide in ((face, width), (shell.left, depth), (shell.right, depth)):
            for u in np.arange(0.32, wide, 0.64):
                if wall_face is face and doorway.u0 - 0.05 < u < doorway.u1 + 0.05:
                    continue
                wall_face.box(builder, (u - 0.03, u + 0.03), (0.0, 4.0), (0, 0.025), "wood",
                              "batten", "-x-z+z")  # fmt: skip
    colours = {
        "wall": (0.20, 0.125, 0.07),
        "batten": (0.17, 0.105, 0.06),
        "leaf": (0.32, 0.05, 0.035),
        "roof": (0.22, 0.085, 0.05),
    }
    return shell.fixture({**DEFAULTS, **colours})


def _boarded(shell: Shell, openings: list[Opening]) -> None:
    """Walls whose openings are left dark."""
    for face, wide, holes in (
        (shell.front, shell.width, openings if shell.detail < 2 else []),
        (shell.back, shell.width, []),
        (shell.left, shell.depth, []),
        (shell.right, shell.depth, []),
    ):
        wall(shell.builder, face, (0.0, wide), (0.0, shell.height), "wood", "wall", holes, 0.35)
        wall(shell.builder, face, (0.0, wide), (-1.0, 0.0), "stone", "plinth")
