"""What fills the openings of walls: windows, doors, shop fronts, gates.

Measures (residential buildings): window 1.15 × 1.55 m with the sill at 0.90 m, frame 60 mm, mullion
50 mm, transom at 68 % of the height; door 1.0–1.2 × 2.1 m with a fanlight; reveal 0.13 m.

Texture coordinates of panes count windows: within one, u and v run from a whole number to almost
the next, so that ``floor(u)`` tells windows apart, which are lit one by one at night.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from ..builder import MeshBuilder
from .wall import Face, Opening

REVEAL = 0.13
_BEFORE = 0.02
"""At the coarsest detail walls are not cut, and panes lie this far before them [m]."""


class WindowStyle(NamedTuple):
    """bars: mullions; transom: height share of the cross bar (0: none); sash: bars of a sash."""

    bars: int = 1
    transom: float = 0.68
    frame: float = 0.06
    mullion: float = 0.05
    sill: bool = True
    lintel: str = "band"
    shutters: float = 0.0


CROSS = WindowStyle()
SASH = WindowStyle(bars=0, transom=0.5, lintel="flush")
CASEMENT = WindowStyle(bars=1, transom=0.0, lintel="none")
PICTURE = WindowStyle(bars=1, transom=0.0, frame=0.07, lintel="none")
GEORGIAN = WindowStyle(bars=2, transom=0.5, mullion=0.035, frame=0.05, lintel="flush")
SHUTTERED = WindowStyle(bars=1, transom=0.6, lintel="none", shutters=0.46)


class Panes:
    """Numbers the windows of one building and knows what hangs behind each."""

    def __init__(self, rng: np.random.Generator, curtained: float = 0.45):
        self.rng, self.curtained = rng, curtained
        self.count = 0

    def uv(self, share: float = 1.0) -> np.ndarray:
        """(4, 2) texture coordinates of the next window's pane."""
        self.count += 1
        low, high = float(self.count), self.count + 0.98 * share
        return np.array([(low, 0.01), (high, 0.01), (high, 0.99), (low, 0.99)])


def window(
    builder: MeshBuilder,
    face: Face,
    opening: Opening,
    style: WindowStyle,
    panes: Panes,
    detail: int,
) -> None:
    """A window in its opening, with sill and lintel on the wall."""
    _, u0, u1, v0, v1 = opening
    hung = panes.rng.random() < panes.curtained
    uv = panes.uv()
    if detail >= 2:
        _pane(builder, face, (u0, u1), (v0, v1), _BEFORE, uv)
        return
    back = -REVEAL
    f = style.frame
    inner_u, inner_v = (u0 + f, u1 - f), (v0 + f, v1 - f)
    _pane(builder, face, inner_u, inner_v, back, uv)
    if hung:
        w = 0.27 * (inner_u[1] - inner_u[0])
        for a, b in ((inner_u[0], inner_u[0] + w), (inner_u[1] - w, inner_u[1])):
            share = (np.array([a, b]) - inner_u[0]) / (inner_u[1] - inner_u[0])
            part = uv.copy()
            part[:, 0] = uv[0, 0] + (uv[1, 0] - uv[0, 0]) * share[[0, 1, 1, 0]]
            _pane(builder, face, (a, b), inner_v, back + 0.004, part, "curtain")
    _bars(builder, face, opening, style, detail)
    if style.sill:
        hidden = "-x" if detail == 0 else "-x-z-y+y"
        depth = (-REVEAL, 0.07) if detail == 0 else (0.0, 0.06)
        face.box(builder, (u0 - 0.07, u1 + 0.07), (v0 - 0.06, v0), depth, "stone", "sill", hidden)
    _lintel(builder, face, opening, style.lintel, detail)
    if style.shutters:
        _shutters(builder, face, opening, style.shutters, detail)


def _bars(
    builder: MeshBuilder, face: Face, opening: Opening, style: WindowStyle, detail: int
) -> None:
    """Frame, mullions and transom in front of the pane."""
    _, u0, u1, v0, v1 = opening
    back, front = -REVEAL, -REVEAL + (0.035 if detail == 0 else 0.012)
    f, m = style.frame, style.mullion
    depth = (back, front) if detail == 0 else (front, front)
    face.frame(builder, opening, f, depth, "painted_wood", "frame")
    low, high = v0 + f, v1 - f
    for k in range(style.bars):
        u = u0 + f + (u1 - u0 - 2 * f) * (k + 1) / (style.bars + 1)
        _bar(builder, face, (u - m / 2, u + m / 2), (low, high), depth, detail, "-x-z+z")
    if style.transom:
        v = v0 + (v1 - v0) * style.transom
        _bar(builder, face, (u0 + f, u1 - f), (v - m / 2, v + m / 2), depth, detail, "-x-y+y")


def _bar(builder, face, u, v, depth, detail: int, hidden: str) -> None:
    if detail == 0:
        face.box(builder, u, v, depth, "painted_wood", "frame", hidden)
    else:
        face.quad(builder, u, v, depth[1], "painted_wood", "frame")


def _pane(builder, face: Face, u, v, d: float, uv, colour: str | None = None) -> None:
    corners = face.at([u[0], u[1], u[1], u[0]], [v[0], v[0], v[1], v[1]], d)
    triangles = [[0, 1, 2], [0, 2, 3]]
    builder.add(corners, triangles, "window", colour, uv)


def _lintel(builder: MeshBuilder, face: Face, opening: Opening, kind: str, detail: int) -> None:
    _, u0, u1, _, v1 = opening
    hidden = "-x" if detail == 0 else "-x-y+y+z"
    if kind == "band":
        span, up = (u0 - 0.15, u1 + 0.15), (v1, v1 + 0.2)
        face.box(builder, span, up, (0.0, 0.06), "stone", "trim", hidden)
    elif kind == "flush":
        span, up = (u0 - 0.1, u1 + 0.1), (v1, v1 + 0.24)
        face.box(builder, span, up, (0.0, 0.012), "stone", "trim", "-x-y+y-z+z")


def _shutters(builder, face: Face, opening: Opening, width: float, detail: int) -> None:
    _, u0, u1, v0, v1 = opening
    hidden = "-x" if detail == 0 else "-x-z-y+y+z"
    for a, b in ((u0 - width - 0.03, u0 - 0.03), (u1 + 0.03, u1 + width + 0.03)):
        face.box(builder, (a, b), (v0, v1), (0.01, 0.05), "painted_wood", "shutter", hidden)
        if detail == 0:
            for share in (0.28, 0.72):
                v = v0 + (v1 - v0) * share
                half = 0.17 * (v1 - v0)
                inside = (a + 0.06, b - 0.06)
                face.box(
                    builder, inside, (v - half, v + half), (0.05, 0.062), "painted_wood", "shutter"
                )


def door(
    builder: MeshBuilder,
    face: Face,
    opening: Opening,
    panes: Panes,
    detail: int,
    style: int = 0,
    steps: int = 1,
) -> None:
    """A front door: leaf with panels or glass, fanlight above 2.1 m, steps in front."""
    _, u0, u1, v0, v1 = opening
    if detail >= 2:
        face.quad(builder, (u0, u1), (v0, v1), _BEFORE, "door", "door")
        return
    back = -REVEAL
    head = min(v0 + 2.1, v1)
    face.quad(builder, (u0, u1), (v0, head), back, "door", "door")
    if v1 - head > 0.12:
        _pane(builder, face, (u0 + 0.05, u1 - 0.05), (head + 0.06, v1 - 0.05), back, panes.uv())
        upper = Opening("window", u0, u1, head, v1)
        face.frame(builder, upper, 0.05, (back, back + 0.03), "painted_wood", "frame")
    _leaf(builder, face, (u0, u1), (v0, head), back, panes, style if detail == 0 else None)
    for k in range(steps):
        top = v0 - 0.15 * k
        out = 0.32 * (k + 1) + 0.1
        hidden = "-x-z" if detail == 0 else "-x-z-y+y"
        width = (u0 - 0.15, u1 + 0.15)
        face.box(builder, width, (top - 0.15, top), (0.0, out), "stone", "step", hidden)


def _leaf(builder, face: Face, u, v, back: float, panes: Panes, style: int | None) -> None:
    """Panels, glass and handle of a door leaf; ``style`` None: glass alone."""
    width, height = u[1] - u[0], v[1] - v[0]
    middle = (u[0] + u[1]) / 2
    if style is None:  # at some distance
        glass = (v[0] + 0.52 * height, v[0] + 0.9 * height)
        inside = (u[0] + 0.24 * width, u[1] - 0.24 * width)
        _pane(builder, face, inside, glass, back + 0.008, panes.uv())
        return
    frame = Opening("door", u[0], u[1], v[0], v[1])
    face.frame(builder, frame, 0.055, (back + 0.002, back + 0.03), "painted_wood", "frame")
    if style == 0:  # three panels
        rows = ((0.08, 0.34), (0.40, 0.62), (0.68, 0.92))
        for low, high in rows:
            panel = (v[0] + low * height, v[0] + high * height)
            inside = (u[0] + 0.2 * width, u[1] - 0.2 * width)
            face.box(builder, inside, panel, (back, back + 0.018), "door", "door")
    elif style == 1:  # glazed upper half
        glass = (v[0] + 0.52 * height, v[0] + 0.9 * height)
        inside = (u[0] + 0.24 * width, u[1] - 0.24 * width)
        _pane(builder, face, inside, glass, back + 0.008, panes.uv())
        panel = (v[0] + 0.1 * height, v[0] + 0.44 * height)
        face.box(builder, inside, panel, (back, back + 0.018), "door", "door")
    else:  # a slit of glass beside the handle
        slit = (u[0] + 0.62 * width, u[0] + 0.76 * width)
        glass = (v[0] + 0.12 * height, v[0] + 0.9 * height)
        _pane(builder, face, slit, glass, back + 0.008, panes.uv())
    knob = middle + 0.32 * width
    handle = (v[0] + 1.0, v[0] + 1.14)
    face.box(builder, (knob - 0.02, knob + 0.02), handle, (back, back + 0.06), "steel", "handle")


def shop_front(
    builder: MeshBuilder, face: Face, opening: Opening, panes: Panes, detail: int
) -> None:
    """Display windows between slender posts above a stall riser."""
    _, u0, u1, v0, v1 = opening
    back = _BEFORE if detail >= 2 else -REVEAL
    bays = max(1, round((u1 - u0) / 1.5))
    edges = np.linspace(u0, u1, bays + 1)
    for a, b in pairwise(edges):
        corners = face.at([a, b, b, a], [v0, v0, v1, v1], back)
        builder.add(corners, [[0, 1, 2], [0, 2, 3]], "shop_window", None, panes.uv())
    if detail >= 2:
        return
    front = back + (0.05 if detail == 0 else 0.01)
    depth = (back, front) if detail == 0 else (front, front)
    face.frame(builder, opening, 0.07, depth, "trim", "shop_frame")
    for u in edges[1:-1]:
        span = (u - 0.03, u + 0.03)
        if detail == 0:
            face.box(builder, span, (v0, v1), depth, "trim", "shop_frame", "-x-z+z")
        else:
            face.quad(builder, span, (v0, v1), front, "trim", "shop_frame")
    if detail == 0:
        head = v1 - 0.5
        face.box(
            builder, (u0, u1), (head - 0.025, head + 0.025), depth, "trim", "shop_frame", "-x-y+y"
        )


def gate(
    builder: MeshBuilder, face: Face, opening: Opening, detail: int, material: str = "sheet_metal"
) -> None:
    """A sectional or roller door: horizontal grooves every half metre."""
    _, u0, u1, v0, v1 = opening
    back = _BEFORE if detail >= 2 else -REVEAL
    face.quad(builder, (u0, u1), (v0, v1), back, material, "gate")
    if detail == 0:
        for v in np.arange(v0 + 0.5, v1 - 0.1, 0.5):
            face.quad(builder, (u0, u1), (v - 0.012, v + 0.012), back + 0.004, "trim", "groove")
