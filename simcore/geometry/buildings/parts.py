"""Pieces put onto facades: cornices, balconies, awnings, signs, canopies, dormers."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ..builder import MeshBuilder
from ..sheets import QUAD
from .openings import CASEMENT, Panes, WindowStyle, window
from .roofs import Plan, slope
from .wall import UP, Face, Opening, wall

Array = NDArray[np.float64]


def cornice(
    builder: MeshBuilder, face: Face, u: tuple[float, float], v: float, detail: int
) -> None:
    """A cornice 0.30 m high and 0.45 m deep on blocks every 0.60 m, its top at v."""
    hidden = "-x" if detail == 0 else "-x-y+y"
    face.box(builder, u, (v - 0.12, v), (0, 0.42), "stone", "trim", hidden)
    face.box(builder, u, (v - 0.24, v - 0.12), (0, 0.30), "stone", "trim", hidden)
    if detail == 0:
        count = int((u[1] - u[0]) / 0.6)
        for middle in u[0] + (np.arange(count) + 0.5) * (u[1] - u[0]) / count:
            block = (middle - 0.06, middle + 0.06)
            face.box(builder, block, (v - 0.36, v - 0.24), (0, 0.24), "stone", "trim", "-x+z")


def string_course(
    builder: MeshBuilder, face: Face, u: tuple[float, float], v: float, detail: int
) -> None:
    """A band of 0.22 m around the house above v."""
    hidden = "-x" if detail == 0 else "-x-z-y+y"
    face.box(builder, u, (v, v + 0.22), (0, 0.06), "stone", "trim", hidden)


def balcony(builder: MeshBuilder, face: Face, u: tuple[float, float], v: float, detail: int):
    """A slab 1.1 m deep and 0.16 m thick with a railing of bars every 0.15 m, 1.0 m high."""
    face.box(builder, u, (v - 0.16, v), (0, 1.1), "concrete", "balcony")
    out = 1.05
    rail = (v + 0.98, v + 1.02)
    if detail == 0:
        count = round((u[1] - u[0] - 0.1) / 0.15)
        across = np.linspace(u[0] + 0.05, u[1] - 0.05, count + 1)
        _bars(builder, face.at(across, v, out), face.at(across, v + 0.98, out), face.along)
        for side in (u[0] + 0.05, u[1] - 0.05):
            deep = np.arange(0.15, out, 0.15)
            _bars(builder, face.at(side, v, deep), face.at(side, v + 0.98, deep), face.normal)
            edge = (side - 0.02, side + 0.02)
            face.box(builder, edge, rail, (0, out + 0.02), "trim", "rail")
        front = (u[0] + 0.03, u[1] - 0.03)
        face.box(builder, front, rail, (out - 0.02, out + 0.02), "trim", "rail", "")
    elif detail == 1:
        across = np.linspace(u[0] + 0.05, u[1] - 0.05, round((u[1] - u[0]) / 0.3))
        _bars(builder, face.at(across, v, out), face.at(across, v + 0.98, out), face.along)
        front = (u[0] + 0.03, u[1] - 0.03)
        face.box(builder, front, rail, (out - 0.02, out + 0.02), "trim", "rail", "-z")
        for side in (u[0] + 0.05, u[1] - 0.05):
            edge = (side - 0.02, side + 0.02)
            face.box(builder, edge, rail, (0, out + 0.02), "trim", "rail", "-z")


def _bars(builder: MeshBuilder, low: Array, high: Array, along: Array) -> None:
    """Flat upright bars 20 mm wide, seen from both sides."""
    half, thick = 0.01 * along, 0.003 * np.cross(along, UP)
    front = np.stack([low - half, low + half, high + half, high - half], 1) + thick
    back = front[:, [1, 0, 3, 2]] - 2 * thick
    corners = np.concatenate([front, back])
    faces = 4 * np.arange(len(corners))[:, None] + np.array([0, 1, 2, 0, 2, 3])
    builder.add(corners.reshape(-1, 3), faces.reshape(-1, 3), "trim", "rail")


def awning(builder: MeshBuilder, face: Face, u: tuple[float, float], v: float, detail: int) -> None:
    """A striped awning 1.2 m deep that falls from v, with a valance of 0.2 m."""
    count = max(4, round((u[1] - u[0]) / 0.3)) if detail == 0 else 4
    edges = np.linspace(*u, count + 1)
    for k, (a, b) in enumerate(pairwise(edges)):
        colour = "awning" if k % 2 else "awning_light"
        for low, high, d0, d1 in ((v - 0.5, v, 1.2, 0.04), (v - 0.7, v - 0.5, 1.2, 1.2)):
            corners = np.array([*face.at([a, b], low, d0), *face.at([b, a], high, d1)])
            builder.add(corners, QUAD, "fabric", colour)
            under = corners[::-1] - face.normal * 0.006 - [0.0, 0.0, 0.006]
            builder.add(under, QUAD, "fabric", colour)
    if detail == 0:
        for side, out in ((u[0], -1), (u[1], 1)):
            corners = face.at(side, [v, v - 0.5, v - 0.5], [0.04, 1.2, 0.04])
            thick = 0.006 * face.along
            outer, inner = ([0, 2, 1], [0, 1, 2]) if out < 0 else ([0, 1, 2], [0, 2, 1])
            builder.add(corners, [outer], "fabric", "awning")
            builder.add(corners - out * thick, [inner], "fabric", "awning")


_GLYPHS = (
    ("111", "101", "111", "101", "101"), ("110", "101", "110", "101", "110"),
    ("111", "100", "100", "100", "111"), ("111", "100", "110", "100", "111"),
    ("101", "101", "111", "101", "101"), ("010", "010", "010", "010", "010"),
    ("100", "100", "100", "100", "111"), ("101", "111", "111", "101", "101"),
    ("111", "101", "101", "101", "111"), ("111", "101", "111", "100", "100"),
    ("111", "010", "010", "010", "010"), ("101", "101", "101", "101", "111"),
)  # fmt: skip


def fascia(
    builder: MeshBuilder,
    face: Face,
    u: tuple[float, float],
    v: tuple[float, float],
    rng: np.random.Generator,
    detail: int,
) -> None:
    """A shop's name board with raised letters that belong to no real shop."""
    face.box(builder, u, v, (0, 0.16), "plastic", "fascia", "-x" if detail == 0 else "-x-y+y")
    if detail >= 2:
        return
    height = 0.52 * (v[1] - v[0])
    cell = height / 5
    letters = min(int((u[1] - u[0] - 0.8) / (4 * cell)), int(rng.integers(5, 11)))
    place = (u[0] + u[1]) / 2 - letters * 2 * cell
    base = (v[0] + v[1]) / 2 - height / 2
    for _ in range(letters):
        rows = _GLYPHS[rng.integers(len(_GLYPHS))]
        for r, row in enumerate(rows):
            first = row.find("1")
            while first >= 0:
                last = first
                while last + 1 < 3 and row[last + 1] == "1":
                    last += 1
                span = (place + first * cell, place + (last + 1) * cell)
                up = (base + (4 - r) * cell, base + (5 - r) * cell)
                face.quad(builder, span, up, 0.168, "plastic", "letters")
                first = row.find("1", last + 1)
        place += 4 * cell


def canopy(builder: MeshBuilder, face: Face, u: tuple[float, float], v: float, detail: int) -> None:
    """A small roof over a door, on two brackets."""
    face.box(builder, u, (v, v + 0.09), (0, 0.85), "painted_wood", "frame")
    if detail == 0:
        slope_top = [*face.at([u[0], u[1]], v + 0.09, 0.85), *face.at([u[1], u[0]], v + 0.34, 0.0)]
        slope(builder, slope_top)
        for side in (u[0] + 0.06, u[1] - 0.06):
            path = [face.at(side, v - 0.5, 0.02), face.at(side, v, 0.65)]
            builder.tube(path, 0.03, "painted_wood", colour="frame", sides=4)
        for side, order in ((u[0], [0, 1, 2]), (u[1], [0, 2, 1])):
            cheek = [face.at(side, v + 0.09, 0.0), face.at(side, v + 0.34, 0.0)]
            cheek.insert(1, face.at(side, v + 0.09, 0.85))
            builder.add(cheek, [order], "painted_wood", "frame")


def dormer(
    builder: MeshBuilder,
    plan: Plan,
    rise: float,
    y: float,
    panes: Panes,
    detail: int,
    width: float = 1.5,
    style: WindowStyle = CASEMENT,
) -> None:
    """A dormer on the front slope of a gabled roof, 1.5 m wide, with its own little gable."""
    half = (plan.x1 - plan.x0) / 2
    pitch = rise / half
    back_of_wall = 0.75
    x = plan.x1 - back_of_wall
    base = plan.z + back_of_wall * pitch + 0.05
    height = 1.45
    top = base + height
    reach = x - (height + 0.15) / pitch  # where its roof meets the slope
    face = Face((x, y - width / 2, base), (0, 1, 0))
    opening = Opening("window", 0.2, width - 0.2, 0.12, height - 0.15)
    wall(builder, face, (0, width), (-0.3, height), "plaster", "dormer", [opening] if detail < 2
         else [], reveal=0.05)  # fmt: skip
    pane_face = Face(face.at(0, 0, 0.08), (0, 1, 0)) if detail < 2 else face
    window(builder, pane_face, opening, style._replace(sill=False, lintel="none"), panes,
           min(detail + (detail == 0), 2))  # fmt: skip
    for side, flip in ((-1, False), (1, True)):
        at = y + side * width / 2
        cheek = np.array([(x, at, base - 0.3), (x, at, top), (reach, at, top)])
        builder.add(cheek, [[0, 2, 1]] if flip else [[0, 1, 2]], "sheet_metal", "dormer_side")
    peak = top + 0.45
    deep = x - (peak - base + 0.1) / pitch
    over = 0.18
    for side in (-1, 1):
        eave, out = y + side * (width / 2 + over), x + over
        low = top - 0.05
        corners = [(out, eave, low), (reach, eave, low), (deep, y, peak), (out, y, peak)]
        slope(builder, corners[:] if side > 0 else [corners[k] for k in (1, 0, 3, 2)])
    gable = [(x, y - width / 2, top), (x, y + width / 2, top), (x, y, peak - 0.02)]
    builder.add(gable, [[0, 1, 2]], "plaster", "dormer")
