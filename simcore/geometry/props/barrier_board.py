"""Barrier boards of road works: two red and white boards 2 m long on feet, with amber lamps."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ..builder import MeshBuilder
from ..sheets import QUAD
from .prop import Prop, prop


@lru_cache(maxsize=16)
def figure(*, length: float = 2.0) -> Prop:
    """A barrier along y that faces both ways along x."""
    builder = MeshBuilder()
    stripes = round(length / 0.25)
    for z in (0.55, 1.0):
        for x, flip in ((0.016, False), (-0.016, True)):
            edges = np.linspace(-length / 2, length / 2, stripes + 1)
            for k in range(stripes):
                a, b = edges[k], edges[k + 1]
                lean = 0.1
                low, high = z - 0.1, z + 0.1
                c, d = min(b + lean, length / 2), min(a + lean, length / 2)
                quad = [(x, a, low), (x, b, low), (x, c, high), (x, d, high)]
                if k == 0:
                    corner = [(x, a, low), (x, d, high), (x, a, high)]
                    builder.add(corner, [(0, 2, 1) if flip else (0, 1, 2)], "sign_face", "white")
                colour = "red" if k % 2 == 0 else "white"
                builder.add(quad[::-1] if flip else quad, QUAD, "sign_face", colour)
        builder.box((0, 0, z), (0.032, length, 0.2), "plastic", colour="board", leave_out="-x+x")
    for y in (-0.42 * length, 0.42 * length):
        builder.box((0, y, 0.62), (0.04, 0.05, 1.16), "galvanised")
        builder.box((0, y, 0.05), (0.75, 0.28, 0.10), "rubber")
        profile = [(1.2, 0.0), (1.2, 0.05), (1.25, 0.075), (1.36, 0.075), (1.40, 0.04), (1.40, 0.0)]
        builder.lathe(profile, "amber_beacon", sides=10, centre=(0, y, 0))
    colours = {"red": (0.52, 0.025, 0.02), "white": (0.75, 0.75, 0.74), "board": (0.7, 0.7, 0.69)}
    return prop(builder.build(), "barrier", "barrier", 30.0, colours=colours)
