"""What stands on the side walls of buildings in rows: windows of stairs, or a second front.

Rows of buildings have blank walls between neighbours. Where a row ends, this is set before the
wall: nothing is cut, and frames hide that. In a building's own axes.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from ...keys import generator
from ..builder import MeshBuilder
from ..fixture import Fixture, Light
from ..mesh import Mesh
from ..street.lamp import NEUTRAL
from .colours import DEFAULTS
from .openings import Panes
from .parts import awning, cornice, fascia, string_course
from .shell import CURTAIN, bays
from .wall import Face, Opening

KINDS = ("stairs", "front", "shops")

_SURROUND, _FRAME, _PANE, _CURTAIN = 0.008, 0.016, 0.024, 0.029
"""How far what belongs to a window lies before the wall, where it is flat [m]."""
_OUT = 0.05
"""How far frames stand out before the wall, where they are not flat [m]."""
_SKIN = 0.03
"""Thickness of the stone before a ground floor with shops [m]."""


class SideWall(NamedTuple):
    """The side walls of a building: half its width, its depth, the heights of its ground floor and
    of the others [m], how many storeys it has, how high its gable is (0: none) [m], and whether a
    cornice goes round it."""

    half: float
    depth: float
    ground: float
    upper: float
    storeys: int
    rise: float
    cornice: bool = False

    @property
    def height(self) -> float:
        """To the eaves [m]."""
        return self.ground + self.upper * (self.storeys - 1)

    def face(self, side: int) -> Face:
        """The wall to the left (+1) or right (-1) of who looks out of the front."""
        if side > 0:
            return Face((0.0, self.half, 0.0), (-1.0, 0.0, 0.0))
        return Face((-self.depth, -self.half, 0.0), (1.0, 0.0, 0.0))


def gabled(building: Fixture, of: SideWall, kind: str, side: int, detail: int) -> Fixture:
    """A building with something on its side wall to the left (+1) or right (-1), in its colours.

    kind: "stairs" (few small windows), "front" (windows as in a front) or "shops" (the same over
    shop windows).
    """
    own = building.pieces[0][0]
    colours = dict(zip(own.slots, own.colours, strict=True))
    mesh = _mesh(of, kind, side, detail).recoloured(colours)
    lights = building.lights + (_lights(of, side) if kind == "shops" else ())
    return Fixture((*building.pieces, (mesh, "building")), building.body, lights)


@lru_cache(maxsize=128)
def _mesh(of: SideWall, kind: str, side: int, detail: int) -> Mesh:
    if kind not in KINDS:
        raise ValueError(f"'{kind}' is no kind of gable; known: {', '.join(KINDS)}")
    rng = generator("gable", kind, side + 1, of.storeys, round(100 * of.half))
    builder, panes, face = MeshBuilder(), Panes(rng), of.face(side)
    for opening in _openings(of, kind, rng):
        _window(builder, face, opening, panes, detail)
    if kind == "shops":
        _shops(builder, face, of, panes, detail)
    if kind != "stairs" and of.cornice:
        # It goes round the corner with the front's, which reaches 0.42 m out.
        u = (-0.42, of.depth) if side > 0 else (0.0, of.depth + 0.42)
        cornice(builder, face, u, of.height + 0.05, detail)
    if kind != "stairs" and detail < 2:
        string_course(builder, face, (0.0, of.depth), of.ground - 0.2, detail)
    colours = {**DEFAULTS, "curtain": CURTAIN, "base": (0.42, 0.40, 0.37)}
    return builder.build(30.0).recoloured(colours)


def _openings(of: SideWall, kind: str, rng: np.random.Generator) -> list[Opening]:
    """The windows of all storeys and of the attic."""
    openings = []
    floors = [0.0, *(of.ground + of.upper * k for k in range(of.storeys - 1))]
    if kind == "stairs":
        column = float(rng.uniform(0.3, 0.7)) * of.depth
        other = (column + 0.42 * of.depth) % of.depth
        for k, floor in enumerate(floors):
            openings.append(_around(column, floor + 1.1, 0.75, 1.15))
            if k and 1.0 < other < of.depth - 1.0:
                openings.append(_around(other, floor + 1.3, 0.55, 0.8))
    else:
        places = bays(of.depth, max(2, round(of.depth / 2.9)))
        for k, floor in enumerate(floors):
            if k or kind == "front":
                openings += [_around(u, floor + (0.9 if k else 1.0), 1.15, 1.5) for u in places]
    if of.rise > 2.4:
        openings.append(_around(of.depth / 2, of.height + 0.6, 0.85, 1.1))
    return openings


def _around(u: float, low: float, width: float, height: float) -> Opening:
    return Opening("window", u - width / 2, u + width / 2, low, low + height)


def _window(builder: MeshBuilder, face: Face, opening: Opening, panes: Panes, detail: int) -> None:
    """A window set before the wall: pane, curtains, frame, surround, mullion and sill."""
    _, u0, u1, v0, v1 = opening
    uv = panes.uv()
    hung = panes.rng.random() < panes.curtained
    if detail >= 2:
        _pane(builder, face, (u0, u1), (v0, v1), _PANE, "window", uv)
        return
    _frames(builder, face, opening, detail)
    inner_u, inner_v = (u0 + 0.07, u1 - 0.07), (v0 + 0.07, v1 - 0.07)
    _pane(builder, face, inner_u, inner_v, _PANE, "window", uv)
    if hung:
        wide = 0.26 * (inner_u[1] - inner_u[0])
        for a, b in ((inner_u[0], inner_u[0] + wide), (inner_u[1] - wide, inner_u[1])):
            share = (np.array([a, b, b, a]) - inner_u[0]) / (inner_u[1] - inner_u[0])
            part = np.column_stack([uv[0, 0] + (uv[1, 0] - uv[0, 0]) * share, uv[:, 1]])
            _pane(builder, face, (a, b), inner_v, _CURTAIN, "window", part, "curtain")
    if u1 - u0 > 0.7:
        middle = (u0 + u1) / 2
        face.quad(builder, (middle - 0.025, middle + 0.025), inner_v, _CURTAIN + 0.006,
                  "painted_wood", "frame")  # fmt: skip
    face.box(builder, (u0 - 0.12, u1 + 0.12), (v0 - 0.14, v0 - 0.06), (0.0, 0.1), "stone", "sill",
             "-x" if detail == 0 else "-x-z-y+y")  # fmt: skip


def _frames(builder: MeshBuilder, face: Face, opening: Opening, detail: int) -> None:
    """The frame and the surround of a window; flat but for the finest detail."""
    _, u0, u1, v0, v1 = opening
    outer = Opening("window", u0 - 0.13, u1 + 0.13, v0 - 0.08, v1 + 0.13)
    if detail:
        for o, d, name, slot in ((outer, _SURROUND, "plaster", "reveal"),
                                 (opening, _FRAME, "painted_wood", "frame")):  # fmt: skip
            face.quad(builder, (o.u0, o.u1), (o.v0, o.v1), d, name, slot)
        return
    face.frame(builder, opening, 0.07, (_PANE, _OUT - 0.01), "painted_wood", "frame")
    face.frame(builder, outer, 0.13, (0.0, _OUT), "plaster", "reveal")


def _pane(builder: MeshBuilder, face: Face, u, v, d: float, material: str, uv, colour=None) -> None:
    corners = face.at([u[0], u[1], u[1], u[0]], [v[0], v[0], v[1], v[1]], d)
    builder.add(corners, [[0, 1, 2], [0, 2, 3]], material, colour, uv)


def _shops(builder: MeshBuilder, face: Face, of: SideWall, panes: Panes, detail: int) -> None:
    """A ground floor of stone with display windows, a name board and perhaps an awning."""
    face.box(builder, (0.0, of.depth), (-1.0, of.ground), (0.0, _SKIN), "stone", "base",
             "-x-z")  # fmt: skip
    inside = (0.7, of.depth - 0.7)
    for a, b in pairwise(np.linspace(*inside, max(2, round((inside[1] - inside[0]) / 1.7)) + 1)):
        _pane(builder, face, (a, b), (0.45, 2.85), _SKIN + 0.012, "shop_window", panes.uv())
        if detail < 2:
            opening = Opening("shop", a, b, 0.45, 2.85)
            face.frame(builder, opening, 0.05, (_SKIN + 0.012, _SKIN + _OUT), "trim", "shop_frame")
    board = Face(face.at(0.0, 0.0, _SKIN), face.along)
    fascia(builder, board, inside, (2.95, 3.45), panes.rng, detail)
    if detail < 2 and panes.rng.random() < 0.5:
        awning(builder, face, inside, 2.93, detail)


def _lights(of: SideWall, side: int) -> tuple[Light, ...]:
    """What shines out of the shop windows."""
    return tuple(
        Light("shop", (-share * of.depth, side * (of.half + 0.7), 2.6), (0.0, 0.75 * side, -0.66),
              260.0, "point", 9.0, NEUTRAL) for share in (0.25, 0.75)
    )  # fmt: skip
