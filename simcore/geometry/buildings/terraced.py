"""Terraced houses: rows of narrow houses wall to wall, all of a row from one family."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from ...keys import generator
from ..fixture import Fixture
from .colours import DEFAULTS
from .gable import SideWall
from .openings import CASEMENT, CROSS, GEORGIAN, SASH
from .parts import canopy, cornice, dormer, string_course
from .roofs import chimney, downpipe, gable_roof
from .shell import Shell, row
from .wall import Face, Opening, wall

FAMILIES = 6

_GROUND, _UPPER = 3.0, 2.8
"""Heights of the ground floor and of the others [m]."""

_FAMILY = (
    # width, depth, storeys, material, style, roof rise, bay window, dormer, door style
    (5.4, 9.0, 2, "brick", SASH, 3.1, True, False, 0),
    (6.0, 9.5, 2, "plaster", CASEMENT, 3.3, False, True, 2),
    (4.8, 9.0, 3, "brick", GEORGIAN, 2.9, False, False, 0),
    (5.8, 8.8, 2, "brick", CROSS, 3.5, False, True, 1),
    (6.4, 9.2, 2, "plaster", CROSS, 3.4, False, False, 1),
    (5.2, 9.6, 2, "brick", SASH, 3.0, True, True, 1),
)


def family_size(family: int) -> tuple[float, float]:
    """Width and depth of the houses of a family [m]."""
    return _FAMILY[family % FAMILIES][:2]


def side_wall(family: int) -> SideWall:
    """The walls to the sides of the houses of a family, which are blank."""
    width, depth, storeys, _, _, rise, *_ = _FAMILY[family % FAMILIES]
    return SideWall(width / 2, depth, _GROUND, _UPPER, storeys, rise)


def family_material(family: int) -> str:
    """What the walls of a family are made of."""
    return _FAMILY[family % FAMILIES][3]


@lru_cache(maxsize=64)
def terraced(family: int, mirrored: bool = False, detail: int = 0) -> Fixture:
    """One house of a terrace; neighbours are mirrored in turn so that chimneys stand in pairs."""
    width, depth, storeys, material, style, rise, bay, with_dormer, door_style = _FAMILY[
        family % FAMILIES
    ]
    rng = generator("terraced", family % FAMILIES, int(mirrored))
    ground, upper = _GROUND, _UPPER
    height = ground + upper * (storeys - 1) + 0.25
    shell = Shell(width, depth, height, rng, detail, material, style)
    floor = 0.15
    door_u, window_u = 0.95, width - 1.75
    if mirrored:
        door_u, window_u = width - door_u, width - window_u
    front = [Opening(f"door{door_style}", door_u - 0.5, door_u + 0.5, floor, floor + 2.5)]
    wide = 1.5 if not bay else 1.9
    if not bay:
        front += row("window", [window_u], wide, floor + 0.8, floor + 2.35)
    for storey in range(1, storeys):
        low = ground + upper * (storey - 1) + 0.85
        front += row("window", [window_u], min(wide, 1.6), low, low + 1.5)
        front += row("window", [door_u], 0.95, low, low + 1.5)
    rear = [Opening("door1", 0.9, 1.8, floor, floor + 2.1)]
    rear += row("window", [width - 1.6], 1.4, floor + 0.9, floor + 2.2)
    for storey in range(1, storeys):
        low = ground + upper * (storey - 1) + 0.9
        rear += row("window", [1.4, width - 1.5], 1.1, low, low + 1.3)
    shell.walls(front, rear)
    _front(shell, family, (door_u, window_u), ground, bay and detail < 2)
    ridge = gable_roof(shell.builder, shell.plan, rise, detail, verge=(0.0, 0.0))
    shell.gables(rise)
    party = width / 2 - 0.42
    chimney(
        shell.builder, (-depth / 2, party if mirrored else -party), (height, ridge + 0.9), detail
    )
    if with_dormer and detail < 2:
        dormer(shell.builder, shell.plan, rise, 0.0, shell.panes, detail)
    return shell.fixture(dict(DEFAULTS))


def _front(
    shell: Shell, family: int, places: tuple[float, float], ground: float, bay: bool
) -> None:
    """What is put onto the front: bay window, canopy, courses, downpipe."""
    builder, face, detail = shell.builder, shell.front, shell.detail
    door_u, window_u = places
    if bay:
        _bay_window(shell, window_u)
    if detail == 2:
        return
    if family % 2 == 0:
        string_course(builder, face, (0.0, shell.width), ground - 0.1, max(detail, 1))
    if family % 3 == 2:
        cornice(builder, face, (0.0, shell.width), shell.height, detail)
    else:
        canopy(builder, face, (door_u - 0.75, door_u + 0.75), 2.8, detail)
    if detail == 0:
        downpipe(builder, face, shell.width - 0.1, (0.0, shell.height - 0.05))


def _bay_window(shell: Shell, u: float) -> None:
    """A bay with slanted cheeks, 0.7 m deep, with its own little roof."""
    builder, front = shell.builder, shell.front
    out, half, cheek = 0.7, 0.85, 0.5
    corners = [(u - half - cheek, 0.0), (u - half, out), (u + half, out), (u + half + cheek, 0.0)]
    top = 2.75
    for (ua, da), (ub, db) in pairwise(corners):
        start, end = front.at(ua, 0.0, da), front.at(ub, 0.0, db)
        face = Face(start, end - start)
        wide = float(((end - start) ** 2).sum() ** 0.5)
        inset = 0.12
        opening = Opening("window", inset, wide - inset, 0.85, 2.45)
        wall(builder, face, (0.0, wide), (-1.0, top), shell.material, "wall", [opening], 0.13,
             "plaster", "reveal")  # fmt: skip
        shell.fill(face, opening, shell.detail if wide > 1.0 else max(shell.detail, 1))
    over = [front.at(uu, top, d + (0.12 if d else 0.0)) for uu, d in corners]
    peak = [front.at(u + s * half, top + 0.55, 0.0) for s in (-1, 1)]
    planes = ([over[0], over[1], peak[0]], [over[1], over[2], peak[1], peak[0]],
              [over[2], over[3], peak[1]])  # fmt: skip
    for plane in planes:
        builder.add(plane, [(0, k, k + 1) for k in range(1, len(plane) - 1)], "roof_tile", "roof")
    builder.add(over[::-1], [(0, 1, 2), (0, 2, 3)], "painted_wood", "eaves")
