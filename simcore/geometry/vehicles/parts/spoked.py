"""Wheels of bicycles and motorcycles, turned about y, symmetric."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ...builder import MeshBuilder
from ...mesh import Mesh


@lru_cache(16)
def bicycle_wheel(radius: float, detail: int, spokes: int = 18) -> Mesh:
    """A wheel with a tyre of 37 mm, a rim, crossing spokes and a hub."""
    builder = MeshBuilder()
    sides = (24, 14, 10)[detail]
    outer = radius / np.sqrt(np.cos(np.pi / sides))
    if detail == 0:
        section = [(0.013, 0.034), (0.0185, 0.020), (0.011, 0.005), (0.0, 0.0)]
        half = [(y, outer - drop) for y, drop in section]
        tyre = [*((-y, r) for y, r in half), *half[-2::-1]]
    else:
        edge = (-0.017, outer - 0.032)
        tyre = [edge, (0.0, outer), (0.017, outer - 0.032), edge]
    builder.lathe(tyre, "rubber", sides=sides, axis="y")
    rim = outer - 0.033
    builder.lathe(
        [(0.013, rim), (0.010, rim - 0.022), (-0.010, rim - 0.022), (-0.013, rim)],
        "rim", colour="bicycle_rim", sides=sides, axis="y",
    )  # fmt: skip
    if detail == 2:
        return builder.build()
    count = spokes if detail == 0 else 10
    turn = 2 * np.pi * np.arange(count) / count
    lean = np.where(np.arange(count) % 2, 0.35, -0.35)
    flange = np.where(np.arange(count) % 4 < 2, 0.028, -0.028)
    for angle, side, y in zip(turn, lean, flange, strict=True):
        hub = [0.02 * np.sin(angle + 3 * side), y, 0.02 * np.cos(angle + 3 * side)]
        end = [(rim - 0.015) * np.sin(angle), 0.0, (rim - 0.015) * np.cos(angle)]
        builder.tube([hub, end], 0.0022, "chrome", sides=3, caps=False)
    path = [(-0.05, 0.012), (-0.034, 0.024), (0.034, 0.024), (0.05, 0.012)]
    builder.lathe([(-0.05, 0), *path, (0.05, 0)], "steel", sides=6, axis="y")
    if detail == 0:
        for k in (1, 4):
            angle = 2 * np.pi * k / 6
            place = (0.62 * rim * np.sin(angle), 0.0, 0.62 * rim * np.cos(angle))
            R = np.array(
                [[np.cos(angle), 0, np.sin(angle)], [0, 1, 0], [-np.sin(angle), 0, np.cos(angle)]]
            )
            builder.box(place, (0.09, 0.012, 0.028), "plastic", colour="reflector", R=R)
    return builder.build()


@lru_cache(16)
def motorcycle_wheel(radius: float, width: float, detail: int) -> Mesh:
    """A cast wheel with six spokes and brake discs on both sides."""
    builder = MeshBuilder()
    sides = (28, 14, 8)[detail]
    half = width / 2
    tread = radius / np.sqrt(np.cos(np.pi / sides))
    rim = 0.70 * radius
    outside = [(half, 0.86 * radius), (0.72 * half, 0.955 * radius), (0.0, tread)]
    if detail:
        outside = [(half, 0.88 * radius), (0.0, tread)]
    edge = (0.62 * half, rim)
    profile = [(-edge[0], rim), *((-y, r) for y, r in outside), *outside[-2::-1], edge]
    builder.lathe(profile, "rubber", sides=sides, axis="y")
    inside = [edge, (0.55 * half, rim - 0.025), (-0.55 * half, rim - 0.025), (-edge[0], rim)]
    builder.lathe(inside, "rim", colour="motorcycle_rim", sides=sides, axis="y")
    hub = [(-0.06, 0), (-0.06, 0.05), (0.06, 0.05), (0.06, 0)]
    builder.lathe(hub, "rim", colour="motorcycle_rim", sides=8, axis="y")
    for k in range(6 if detail < 2 else 3):
        angle = 2 * np.pi * k / (6 if detail < 2 else 3)
        c, s = np.cos(angle), np.sin(angle)
        path = [(0.04 * s, 0, 0.04 * c), ((rim - 0.02) * s, 0, (rim - 0.02) * c)]
        builder.tube(path, 0.018, "rim", colour="motorcycle_rim", sides=4, caps=False)
    if detail == 0:
        for side in (1, -1):
            y0, y1 = 0.068 * side - 0.002, 0.068 * side + 0.002
            disc = [(y0, 0.075), (y0, 0.15), (y1, 0.15), (y1, 0.075)]
            builder.lathe(disc, "steel", sides=16, axis="y")
    return builder.build()
