"""Bus shelters, billboards and advertising pillars; their posters show no real brand."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ..builder import MeshBuilder
from ..fixture import Fixture, Light
from ..sheets import QUAD
from .lamp import NEUTRAL

POSTERS = (
    (0.05, 0.20, 0.45), (0.55, 0.10, 0.05), (0.62, 0.45, 0.04), (0.06, 0.30, 0.16),
    (0.40, 0.08, 0.30), (0.08, 0.09, 0.12),
)  # fmt: skip

_AD = {"poster": POSTERS[0], "poster_band": (0.70, 0.69, 0.66), "poster_round": POSTERS[2]}


@lru_cache(maxsize=8)
def bus_shelter(detail: int = 0) -> Fixture:
    """A shelter 4.1 × 1.6 × 2.5 m with glass walls, a bench and a lit poster, open to +x."""
    builder = MeshBuilder()
    for y in (-1.9, 0.0, 1.9):
        builder.box((-0.7, y, 1.2), (0.06, 0.06, 2.4), "trim", leave_out="-z")
        if y:
            builder.box((0.55, y, 1.2), (0.06, 0.06, 2.4), "trim", leave_out="-z")
    if detail == 0:
        builder.rounded_box(
            (-0.02, 0, 2.45), (1.6, 4.1, 0.12), 0.05, "plastic", colour="roof", arc=3
        )
    else:
        builder.box((-0.02, 0, 2.45), (1.6, 4.1, 0.12), "plastic", colour="roof")
    for low, high in ((-1.87, -0.03), (0.03, 1.87)):
        _glass(builder, (-0.7, (low + high) / 2, 1.25), (0.012, high - low, 1.9), detail)
    _glass(builder, (-0.1, -1.9, 1.25), (1.1, 0.012, 1.9), detail)
    builder.box((-0.1, 1.9, 1.25), (1.1, 0.10, 1.9), "trim", leave_out="-z")
    _poster(builder, (-0.1, 1.846, 1.25), (0.96, 1.7), "-y")
    _poster(builder, (-0.1, 1.954, 1.25), (0.96, 1.7), "+y")
    builder.box((-0.45, -0.3, 0.46), (0.38, 2.4, 0.05), "wood", colour="slat")
    if detail < 2:
        for y in (-1.2, 0.6):
            builder.box((-0.45, y, 0.22), (0.06, 0.3, 0.44), "trim", leave_out="-z+z")
    mesh = builder.build().recoloured(
        {
            "roof": (0.25, 0.26, 0.27),
            "slat": (0.24, 0.14, 0.07),
            "frosted": (0.6, 0.62, 0.62),
            **_AD,
        }
    )
    light = Light("shop", (0.0, 1.7, 1.3), (0.0, -1.0, 0.0), 150.0, "point", 8.0, NEUTRAL)
    return Fixture(((mesh, "building"),), None, (light,))


@lru_cache(maxsize=8)
def billboard(detail: int = 0) -> Fixture:
    """A billboard 3.7 × 2.7 m on two posts, its lower edge at 1.6 m, facing +x. Slot "poster"."""
    builder = MeshBuilder()
    for y in (-1.2, 1.2):
        builder.box((-0.12, y, 1.9), (0.10, 0.14, 4.4), "galvanised", leave_out="-z")
    builder.box((-0.03, 0, 2.95), (0.10, 3.7, 2.7), "galvanised", colour="board")
    _poster(builder, (0.022, 0, 2.95), (3.5, 2.5), "+x")
    if detail == 0:
        builder.box((0.28, 0, 4.42), (0.10, 2.4, 0.06), "galvanised", colour="board")
        for y in (-1.0, 1.0):
            builder.tube([(0.0, y, 4.25), (0.28, y, 4.42)], 0.02, "galvanised", sides=5)
    mesh = builder.build().recoloured({"board": (0.2, 0.2, 0.21), **_AD})
    return Fixture(((mesh, "building"),))


@lru_cache(maxsize=8)
def advertising_pillar(detail: int = 0) -> Fixture:
    """A round pillar d 1.2 × 3.4 m with posters."""
    builder = MeshBuilder()
    sides = (20, 16, 12)[detail]
    builder.lathe([(0, 0.66), (0.25, 0.66), (0.3, 0.6), (2.75, 0.6)], "concrete", colour="pillar",
                  sides=sides)  # fmt: skip
    hat = [(2.75, 0.6), (2.78, 0.72), (2.9, 0.72), (3.2, 0.35), (3.4, 0.0)]
    builder.lathe(hat, "sheet_metal", colour="hat", sides=sides)
    rng = np.random.Generator(np.random.Philox(key=7))
    colours = {}
    for k in range(7 if detail < 2 else 0):
        turn, low = 2 * np.pi * k / 7, float(rng.uniform(0.5, 0.9))
        angle = turn + np.linspace(0, 0.75, 5)
        rows = [[(0.605 * np.cos(a), 0.605 * np.sin(a), z) for a in angle]
                for z in (low, low + float(rng.uniform(0.9, 1.5)))]  # fmt: skip
        builder.grid(rows, "plastic", colour=f"poster{k}")
        colours[f"poster{k}"] = POSTERS[k % len(POSTERS)]
    return Fixture(
        ((builder.build().recoloured({**colours, "hat": (0.10, 0.14, 0.12)}), "building"),)
    )


def _glass(builder: MeshBuilder, centre, size, detail: int) -> None:
    """A pane of clear glass: its steel edges and frosted bands; one looks through the rest."""
    x, y, z = centre
    deep, wide, high = (max(extent, 0.02) for extent in size)
    for edge in (z - high / 2, z + high / 2):
        builder.box((x, y, edge), (deep, wide, 0.03), "trim")
    for level in (1.1, 1.45) if detail < 2 else (1.3,):
        band = (max(size[0], 0.014), max(size[1], 0.014), 0.05)
        builder.box((x, y, level), band, "plastic", colour="frosted")


def _poster(builder: MeshBuilder, centre, size: tuple[float, float], facing: str) -> None:
    """A poster of a field, a band and a round: no real brand."""
    x, y, z = centre
    width, height = size
    axis = {"+x": (0, 1, 0), "-y": (1, 0, 0), "+y": (-1, 0, 0)}[facing]
    right = np.array(axis, np.float64)
    out = np.cross(right, [0, 0, 1.0])

    def panel(u0, u1, v0, v1, lift, colour):
        corners = [(u0, v0), (u1, v0), (u1, v1), (u0, v1)]
        at = np.array([x, y, z]) + out * lift
        points = [at + right * u * width + np.array([0, 0, v * height]) for u, v in corners]
        builder.add(points, QUAD, "shop_window", colour)

    panel(-0.5, 0.5, -0.5, 0.5, 0.0, "poster")
    panel(-0.5, 0.5, -0.42, -0.2, 0.003, "poster_band")
    angle = np.linspace(0, 2 * np.pi, 18, endpoint=False)
    ring = [np.array([x, y, z]) + right * (0.28 * min(width, height) * np.cos(a))
            + np.array([0, 0, 0.12 * height + 0.28 * min(width, height) * np.sin(a)]) + out * 0.003
            for a in angle]  # fmt: skip
    builder.fan(ring, "shop_window", colour="poster_round")
