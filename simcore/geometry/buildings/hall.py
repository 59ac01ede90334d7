"""Industrial halls and garages: ribbed sheet, dock doors, ribbon windows."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

import numpy as np

from ...keys import generator
from ...pose import pose
from ..builder import MeshBuilder
from ..fixture import Fixture, Light
from ..street.lamp import NEUTRAL
from .colours import DEFAULTS
from .openings import CASEMENT
from .roofs import Plan, downpipe, flat_roof, gable_roof
from .shell import Shell
from .wall import Opening

_SIZES = ((30.0, 20.0, 7.5), (24.0, 18.0, 6.5), (36.0, 24.0, 9.0))
VARIANTS = len(_SIZES)

CLADDING = ((0.42, 0.45, 0.48), (0.12, 0.20, 0.32), (0.50, 0.48, 0.42), (0.30, 0.32, 0.31),
            (0.55, 0.56, 0.56))  # fmt: skip


def size(variant: int) -> tuple[float, float]:
    """Width and depth [m]."""
    return _SIZES[variant % VARIANTS][:2]


@lru_cache(maxsize=16)
def hall(variant: int = 0, detail: int = 0) -> Fixture:
    """A hall of sheet ribbed every 0.20 m, dock doors 4 × 4.5 m every 7 m, a ribbon window."""
    width, depth, height = _SIZES[variant % VARIANTS]
    rng = generator("hall", variant % VARIANTS)
    shell = Shell(width, depth, height, rng, detail, "sheet_metal", CASEMENT)
    shell.reveal_material = "sheet_metal"
    docks = [Opening("gate", u - 2.0, u + 2.0, 0.0, 4.5)
             for u in np.arange(4.0, width - 9.0, 7.0)]  # fmt: skip
    office = width - 3.2
    front = [*docks, Opening("door2", office - 0.55, office + 0.55, 0.0, 2.15)]
    ribbon = height - 1.6
    shell.walls(front)
    face, builder = shell.front, shell.builder
    if detail < 2:
        _ribbon(shell, (4.0, width - 4.0), (ribbon, ribbon + 0.9))
        for dock in docks:
            _dock(shell, dock)
        sign = (office - 2.2, office + 1.6)
        face.box(builder, sign, (height - 3.4, height - 2.4), (0, 0.08), "plastic", "fascia")
        over = (office - 1.2, office + 1.2)
        face.box(builder, over, (2.35, 2.45), (0, 1.2), "galvanised", "canopy")
    if detail == 0:
        for u in (0.3, width - 0.3):
            downpipe(builder, face, u, (0.0, height - 0.1))
    gable_roof(builder, shell.plan, 1.0, max(detail, 1), eaves=0.15, verge=(0.15, 0.15),
               material="sheet_metal")  # fmt: skip
    shell.gables(1.0, "sheet_metal")
    colours = {
        "wall": CLADDING[0],
        "roof": (0.40, 0.41, 0.42),
        "gate": (0.12, 0.16, 0.22),
        "buffer": (0.02, 0.02, 0.02),
        "post": (0.70, 0.48, 0.03),
        "canopy": (0.3, 0.31, 0.32),
    }
    place = (0.5, 0.0, height - 1.9)
    light = Light("street", place, (0.7, 0.0, -0.71), 900.0, "street", 25.0, NEUTRAL)
    return replace(shell.fixture({**DEFAULTS, **colours}), lights=(light,))


def _ribbon(shell: Shell, u: tuple[float, float], v: tuple[float, float]) -> None:
    """A long window before the cladding, in panes of 1.5 m."""
    face, builder = shell.front, shell.builder
    count = round((u[1] - u[0]) / 1.5)
    edges = np.linspace(*u, count + 1)
    for a, b in pairwise(edges):
        corners = face.at([a, b, b, a], [v[0], v[0], v[1], v[1]], 0.03)
        builder.add(corners, [[0, 1, 2], [0, 2, 3]], "window", None, shell.panes.uv())
    frame = Opening("window", u[0] - 0.08, u[1] + 0.08, v[0] - 0.08, v[1] + 0.08)
    face.frame(builder, frame, 0.08, (0.03, 0.06), "trim", "shop_frame")
    outer = (u[0] - 0.08, u[1] + 0.08)
    for low, high in ((v[0] - 0.08, v[0] - 0.07), (v[1] + 0.07, v[1] + 0.08)):
        face.box(builder, outer, (low, high), (0, 0.06), "trim", "shop_frame")
    if shell.detail == 0:
        for at in edges[1:-1]:
            face.quad(builder, (at - 0.02, at + 0.02), v, 0.034, "trim", "shop_frame")


def _dock(shell: Shell, dock: Opening) -> None:
    """Bumpers and yellow posts beside a dock door."""
    face, builder = shell.front, shell.builder
    for side in (dock.u0 - 0.15, dock.u1 + 0.15):
        face.box(builder, (side - 0.09, side + 0.09), (0.0, 1.2), (0.05, 0.23), "plastic", "post",
                 "-z")  # fmt: skip
    if shell.detail == 0:
        for side in (dock.u0 + 0.3, dock.u1 - 0.3):
            face.box(builder, (side - 0.12, side + 0.12), (0.35, 0.85), (-0.12, 0.1), "rubber",
                     "buffer")  # fmt: skip


@lru_cache(maxsize=8)
def garage(detail: int = 0, gabled: bool = False) -> Fixture:
    """A garage 3.2 × 6.2 m with a sectional door, flat or gabled. Slots "wall", "gate"."""
    width, depth, height = 3.2, 6.2, 2.6
    rng = generator("garage", int(gabled))
    shell = Shell(width, depth, height, rng, detail, "plaster")
    shell.walls([Opening("gate", 0.35, width - 0.35, 0.0, 2.15)])
    if gabled:
        shell.builder.merge(_garage_roof(width, depth, height, detail))
        for face in (shell.front, shell.back):
            places = np.array([(0, height), (width, height), (width / 2, height + 1.1)])
            shell.builder.add(face.at(places[:, 0], places[:, 1]), [[0, 1, 2]], "plaster", "wall",
                              places)  # fmt: skip
    else:
        flat_roof(shell.builder, shell.plan, detail, 0.22)
    return shell.fixture(dict(DEFAULTS))


def _garage_roof(width: float, depth: float, height: float, detail: int) -> MeshBuilder:
    roof = MeshBuilder()
    plan = Plan(-width / 2, width / 2, -depth / 2, depth / 2, height)
    T = pose((-depth / 2, 0, 0), yaw=np.pi / 2)
    gable_roof(roof, plan, 1.1, detail, T=T, eaves=0.25, verge=(0.2, 0.2))
    return roof
