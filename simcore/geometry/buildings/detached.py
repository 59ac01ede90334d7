"""Detached houses: gabled to the side or to the street, hipped, or with a gabled wing."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from ...keys import generator
from ...pose import pose
from ..fixture import Fixture
from .colours import DEFAULTS
from .openings import CASEMENT, CROSS, PICTURE, SASH, SHUTTERED, WindowStyle
from .parts import canopy, dormer
from .roofs import Plan, chimney, downpipe, gable_roof, hip_roof
from .shell import Shell, bays, row
from .wall import Face, Opening, wall


class Form(NamedTuple):
    """A kind of house. roof: "side" (ridge along the street), "front" (gable to the street),
    "hip" or "wing" (ridge along the street and a gabled wing in front of it)."""

    width: float
    depth: float
    storeys: int
    material: str
    roof: str
    rise: float
    style: WindowStyle
    bays: int
    dormers: int = 0
    door: int = 0


FORMS = (
    Form(10.4, 8.6, 2, "plaster", "side", 3.2, CASEMENT, 4, 0, 1),
    Form(8.8, 9.8, 2, "painted_wood", "front", 4.0, CROSS, 3, 0, 0),
    Form(11.0, 9.4, 1, "brick", "side", 4.6, PICTURE, 4, 2, 2),
    Form(10.0, 10.0, 2, "plaster", "hip", 2.9, SHUTTERED, 3, 0, 0),
    Form(11.6, 9.0, 2, "brick", "wing", 3.3, SASH, 4, 0, 1),
    Form(9.4, 8.2, 1, "painted_wood", "side", 4.4, CROSS, 3, 1, 1),
    Form(9.8, 9.0, 1, "plaster", "front", 4.6, SHUTTERED, 3, 0, 2),
    Form(12.4, 9.2, 1, "plaster", "hip", 2.6, PICTURE, 4, 0, 2),
)

VARIANTS = len(FORMS)


def size(variant: int) -> tuple[float, float]:
    """Width along the street and depth [m]."""
    form = FORMS[variant % VARIANTS]
    return form.width, form.depth + (2.4 if form.roof == "wing" else 0.0)


def material(variant: int) -> str:
    """What its walls are made of."""
    return FORMS[variant % VARIANTS].material


def door_place(variant: int) -> float:
    """y of the front door [m]."""
    form = FORMS[variant % VARIANTS]
    return bays(form.width, form.bays)[_door_bay(form)] - form.width / 2


def _door_bay(form: Form) -> int:
    return 1 if form.bays == 3 else 2


@lru_cache(maxsize=64)
def detached(variant: int, detail: int = 0) -> Fixture:
    """A detached house; its front door faces +x."""
    form = FORMS[variant % VARIANTS]
    rng = generator("detached", variant % VARIANTS)
    ground, upper = 2.9, 2.75
    height = ground + upper * (form.storeys - 1) + 0.35
    shell = Shell(form.width, form.depth, height, rng, detail, form.material, form.style)
    floor = 0.3
    places = bays(form.width, form.bays)
    entrance = _door_bay(form)
    front = [Opening(f"door{form.door}", places[entrance] - 0.55, places[entrance] + 0.55, floor,
                     floor + 2.35)]  # fmt: skip
    wide = min(1.5, form.width / form.bays - 1.3)
    wide = max(wide, 1.1)
    others = [u for k, u in enumerate(places) if k != entrance]
    front += row("window", others, wide, floor + 0.85, floor + 2.25)
    side_places = bays(form.depth, 3)
    left = row("window", side_places[::2], 1.1, floor + 0.85, floor + 2.2)
    right = row("window", side_places[1:2], 1.2, floor + 0.85, floor + 2.2)
    rear = [Opening("french", places[0] - 0.9, places[0] + 0.9, floor, floor + 2.2)]
    rear += row("window", places[1:], 1.2, floor + 0.85, floor + 2.2)
    for storey in range(1, form.storeys):
        low = ground + upper * (storey - 1) + 0.9 + floor - 0.15
        front += row("window", places, min(wide, 1.3), low, low + 1.35)
        left += row("window", side_places[::2], 1.0, low, low + 1.3)
        right += row("window", side_places[:2], 1.0, low, low + 1.3)
        rear += row("window", places, 1.1, low, low + 1.3)
    if form.roof == "wing":
        front = [o for o in front if o.u0 > form.width * 0.46 or o.kind.startswith("door")]
    shell.walls(front, rear, left, right)
    _roof(shell, form, rng)
    if detail < 2:
        face = shell.front
        u = places[entrance]
        canopy(shell.builder, face, (u - 0.9, u + 0.9), floor + 2.5, detail)
        if detail == 0:
            for at in (0.12, form.width - 0.12):
                downpipe(shell.builder, face, at, (0.0, height - 0.1))
    return shell.fixture(dict(DEFAULTS))


def _roof(shell: Shell, form: Form, rng: np.random.Generator) -> None:
    """The roof of the form, with its gables, chimney and dormers."""
    builder, detail, plan = shell.builder, shell.detail, shell.plan
    if form.roof == "hip":
        ridge = hip_roof(builder, plan, form.rise / (form.depth / 2), detail)
    elif form.roof == "front":
        ridge = _roof_to_street(shell, form)
    else:
        ridge = gable_roof(builder, plan, form.rise, detail, verge=(0.35, 0.35))
        shell.gables(form.rise)
        _attic(shell, form)
        if form.roof == "wing":
            _wing(shell, form)
    for k in range(form.dormers if detail < 2 else 0):
        y = form.width * ((k + 0.5) / form.dormers - 0.5) * 0.8
        dormer(builder, plan, form.rise, y, shell.panes, detail)
    at = (-form.depth / 2 - 0.6, float(rng.uniform(0.1, 0.3)) * form.width)
    chimney(builder, at, (shell.height, ridge + 0.7), detail, (0.6, 0.6), 1)


def _roof_to_street(shell: Shell, form: Form) -> float:
    """A ridge from the street to the back, with gables at both ends."""
    w, d = form.width / 2, form.depth
    turned = Plan(-w, w, -d / 2, d / 2, shell.height)
    T = pose((-d / 2, 0.0, 0.0), yaw=np.pi / 2)
    ridge = gable_roof(
        shell.builder, turned, form.rise, shell.detail, T=T, verge=(0.4, 0.4), eaves=0.4
    )
    for face in (shell.front, shell.back):
        places = np.array([(0, shell.height), (form.width, shell.height),
                           (w, shell.height + form.rise)])  # fmt: skip
        points = face.at(places[:, 0], places[:, 1])
        shell.builder.add(points, [[0, 1, 2]], shell.material, "wall", places)
    if shell.detail < 2:
        low = shell.height + 0.45
        _raised_window(shell, shell.front, w, low, 1.1, 1.3)
    return ridge


def _attic(shell: Shell, form: Form) -> None:
    """A small window in each gable of a roof along the street."""
    if shell.detail == 0 and form.rise > 3.0:
        for face in (shell.left, shell.right):
            _raised_window(shell, face, form.depth / 2, shell.height + 0.5, 0.8, 1.0)


def _raised_window(
    shell: Shell, face: Face, u: float, low: float, width: float, height: float
) -> None:
    """A window in a gable, set before the wall, whose frame hides that nothing is cut."""
    opening = Opening("window", u - width / 2, u + width / 2, low, low + height)
    uv = shell.panes.uv()
    corners = face.at([opening.u0, opening.u1, opening.u1, opening.u0],
                      [opening.v0, opening.v0, opening.v1, opening.v1], 0.01)  # fmt: skip
    shell.builder.add(corners, [[0, 1, 2], [0, 2, 3]], "window", None, uv)
    face.frame(shell.builder, opening, 0.08, (0.01, 0.045), "painted_wood", "frame")
    outer = Opening("window", opening.u0 - 0.1, opening.u1 + 0.1, low - 0.1, low + height + 0.1)
    face.frame(shell.builder, outer, 0.1, (0.01, 0.045), "painted_wood", "frame")
    mullion = (u - 0.025, u + 0.025)
    face.quad(shell.builder, mullion, (opening.v0, opening.v1), 0.02, "painted_wood", "frame")


def _wing(shell: Shell, form: Form) -> None:
    """A gabled wing 2.4 m before the front, on its left half."""
    builder, detail = shell.builder, shell.detail
    wide, deep = form.width * 0.42, 2.4
    u0 = 0.3
    face = Face(shell.front.at(u0, 0.0, deep), (0, 1, 0))
    openings = [Opening("window", wide / 2 - 1.0, wide / 2 + 1.0, 1.1, 2.6)]
    if form.storeys > 1:
        openings.append(Opening("window", wide / 2 - 0.75, wide / 2 + 0.75, 4.0, 5.35))
    shell.storeys(face, wide, openings, detail)
    for start, along in ((face.at(wide, 0.0, 0.0), (-1, 0, 0)), (face.at(0, 0, -deep), (1, 0, 0))):
        side = Face(start, along)
        wall(builder, side, (0.0, deep), (-1.0, shell.height), shell.material, "wall")
    rise = form.rise * wide / form.depth * 1.15
    reach = deep + rise / (form.rise / (form.depth / 2)) + 0.3
    centre = face.at(wide / 2, 0.0, -reach / 2)
    plan = Plan(-wide / 2, wide / 2, -reach / 2, reach / 2, shell.height)
    T = pose((centre[0], centre[1], 0.0), yaw=np.pi / 2)
    gable_roof(builder, plan, rise, detail, T=T, eaves=0.35, verge=(0.0, 0.35))
    places = np.array([(0, shell.height), (wide, shell.height), (wide / 2, shell.height + rise)])
    points = face.at(places[:, 0], places[:, 1])
    builder.add(points, [[0, 1, 2]], shell.material, "wall", places)
