"""A stroller: a bowl of cloth with a hood and a child in it, on a folding frame with four wheels.

Measures of the recipe book, section 2.5: wheels of .14 m (rear) and .10 m (front), a bowl .74 m
long, a hood of .33 by .215 m, the handle 1.03 m high. Axes: those of whoever pushes it, x forward.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ...pose import pose
from ..builder import MeshBuilder
from ..figure import Part
from ..mesh import Mesh

Array = NDArray[np.float64]

HANDLE = (0.45, 1.03)
"""Where the handle bar is: ahead of who pushes, and up [m]."""
HANDLE_HALF = 0.235
"""Half its length [m]."""
REAR, FRONT = 0.14, 0.10
"""Radii of the wheels [m]."""
REAR_AT, FRONT_AT = (0.77, 0.275), (1.30, 0.225)
"""Where they touch the ground: ahead and out [m]."""
BOWL = (0.68, 1.42)
"""Where the bowl begins and ends [m]."""
HALF = 0.215
"""Half the bowl's width [m]."""
PIVOT = (0.90, 0.80)
"""Where the ribs of the hood turn: ahead and up [m]."""
HOOD = 0.33
"""Reach of the hood [m]."""
COLOURS = {
    "cloth": (0.05, 0.07, 0.10),
    "tubes": (0.02, 0.02, 0.021),
    "blanket": (0.45, 0.42, 0.36),
    "cap": (0.40, 0.10, 0.08),
}
"""Colours unless others are given."""


def stroller(detail: int) -> list[Part]:
    """Parts: the stroller, its left and right rear wheels, its left and right front wheels."""
    made = MeshBuilder()
    _add_frame(made, detail)
    _add_bowl(made, detail)
    _add_hood(made, detail)
    _add_child(made, detail)
    parts = [Part("stroller", made.build(50.0).recoloured(COLOURS), -1, pose())]
    for end, radius, (x, out) in (("rear", REAR, REAR_AT), ("front", FRONT, FRONT_AT)):
        mesh = wheel(radius, detail)
        for name, side in (("left", 1), ("right", -1)):
            parts.append(Part(f"{name}_{end}_wheel", mesh, 0, pose((x, side * out, radius))))
    return parts


def _add_frame(made: MeshBuilder, detail: int) -> None:
    """Handle, side tubes, legs, axles, the basket beneath."""
    sides = (8, 6, 4)[detail]

    def tube(path, radius=0.0125, material="plastic", colour="tubes"):
        made.tube(path, radius, material, colour=colour, sides=sides)

    hx, hz = HANDLE
    bar = [(hx, y, hz) for y in (-HANDLE_HALF, -0.12, 0.12, HANDLE_HALF)]
    tube(bar, 0.0165, "rubber", "handle")
    for side in (1.0, -1.0):
        y = side * HANDLE_HALF
        tube([(hx, side * (HANDLE_HALF - 0.02), hz), (hx + 0.03, y, hz - 0.01),
              (0.62, y, 0.88), (0.90, y, 0.62), (1.16, side * FRONT_AT[1], 0.30),
              (FRONT_AT[0] - 0.03, side * FRONT_AT[1], 0.225)])  # fmt: skip
        tube([(0.93, y, 0.60), (REAR_AT[0], side * (REAR_AT[1] - 0.03), REAR)])
        tube([(0.66, y, 0.845), (0.70, side * HALF, 0.78)], 0.010)
        tube([(1.00, y, 0.53), (1.05, side * 0.20, 0.62)], 0.010)
        x, out = FRONT_AT
        for fork in (0.026, -0.026):
            tube([(x - 0.03, side * out, 0.225), (x - 0.015, side * out + fork, 0.19),
                  (x, side * out + fork, FRONT)], 0.008)  # fmt: skip
        axle = [(REAR_AT[0], side * (REAR_AT[1] - 0.03), REAR),
                (REAR_AT[0], side * (REAR_AT[1] + 0.02), REAR)]  # fmt: skip
        tube(axle, 0.009, "steel", "axle")
    tube([(REAR_AT[0], y, REAR) for y in (0.245, -0.245)], 0.011)
    low = np.array([(0.74, 0.20), (1.12, 0.17)])
    rings = []
    for z, share in ((0.24, 0.88), (0.38, 1.0)):
        (x0, w0), (x1, w1) = low
        middle = 0.5 * (x0 + x1)
        ring = np.array([(x0, -w0, z), (x1, -w1, z), (x1, w1, z), (x0, w0, z)])
        ring[:, 0] = middle + share * (ring[:, 0] - middle)
        ring[:, 1] *= share
        rings.append(ring)
    shell = np.array(rings)
    made.grid(shell, "fabric", colour="cloth", closed=True)
    inside = shell - [0.93, 0, 0]
    inside = inside * [0.985, 0.985, 1] + [0.93, 0, 0]
    made.grid(inside, "fabric", colour="cloth", closed=True, flip=True)
    made.fan(rings[0], "fabric", colour="cloth", flip=True)
    made.fan(rings[0] + [0, 0, 0.004], "fabric", colour="cloth")


def _rim(u: Array) -> tuple[Array, Array, Array]:
    """x, z and half-width of the bowl's rim at shares ``u`` of its length."""
    x = BOWL[0] + u * (BOWL[1] - BOWL[0])
    z = 0.80 - 0.10 * u + 0.03 * u**3
    return x, z, HALF * np.maximum(1.0 - np.abs(2.0 * u - 1.0) ** 5, 0.0) ** 0.4


def _add_bowl(made: MeshBuilder, detail: int) -> None:
    """The bowl, open above, and the cover that is buttoned over its front half."""
    u = np.array([0.0, 0.03, 0.12, 0.3, 0.5, 0.7, 0.88, 0.97, 1.0])[:: 2 if detail == 2 else 1]
    across = np.linspace(0.0, np.pi, (11, 9, 7)[detail])
    x, z, half = _rim(u)
    deep = 0.30 * (half / HALF) * (1.0 - 0.35 * u)
    shells = []
    for flip, share in ((True, 1.0), (False, 0.965)):
        points = np.empty((len(u), len(across), 3))
        points[..., 0] = 1.05 + share * (x - 1.05)[:, None]
        points[..., 1] = share * half[:, None] * np.cos(across)
        points[..., 2] = z[:, None] - share * deep[:, None] * np.sin(across) ** 0.75
        made.grid(points, "fabric", colour="cloth", flip=flip)
        shells.append(points)
    outer, inner = shells
    made.grid(np.stack([inner[:, 0], outer[:, 0]]), "fabric", colour="cloth")
    made.grid(np.stack([outer[:, -1], inner[:, -1]]), "fabric", colour="cloth")
    v = np.linspace(0.42, 1.0, (6, 5, 3)[detail])
    x, z, half = _rim(v)
    y = np.linspace(1.0, -1.0, (7, 5, 3)[detail])
    cover = np.empty((len(v), len(y), 3))
    cover[..., 0], cover[..., 1] = x[:, None], 1.015 * half[:, None] * y
    rise = 0.075 * np.sqrt(np.clip((1.0 - v) / 0.2, 0.0, 1.0))[:, None]
    cover[..., 2] = z[:, None] + 0.008 + rise * (1.0 - np.abs(y) ** 2.5)
    made.grid(cover, "fabric", colour="blanket")
    made.grid(cover - [0, 0, 0.006], "fabric", colour="blanket", flip=True)
    edge = np.stack([cover[0] - [0, 0, 0.006], cover[0]])
    made.grid(edge, "fabric", colour="blanket")


def _add_hood(made: MeshBuilder, detail: int) -> None:
    """A hood of cloth over ribs, which sags a little between them."""
    angles = np.radians(np.linspace(184.0, 68.0, (9, 5, 4)[detail]))
    across = np.linspace(0.0, np.pi, (13, 9, 6)[detail])
    sag = np.ones(len(angles))
    if detail == 0:
        sag[1::2] = 0.965
    arch = np.abs(np.sin(across)) ** 0.75
    edges = []
    for flip, share in ((False, 1.0), (True, 0.98)):
        points = np.empty((len(angles), len(across), 3))
        points[..., 0] = PIVOT[0] + share * HOOD * (sag * np.cos(angles))[:, None] * arch
        points[..., 1] = share * (HALF + 0.012) * np.cos(across)
        points[..., 2] = PIVOT[1] + share * HOOD * (sag * np.sin(angles))[:, None] * arch
        made.grid(points, "fabric", colour="cloth", flip=flip)
        edges.append(points[0])
    made.grid(np.stack(edges[::-1]), "fabric", colour="cloth")
    c, s = np.cos(angles[-1]), np.sin(angles[-1])
    rib = np.column_stack([PIVOT[0] + HOOD * c * arch, (HALF + 0.012) * np.cos(across),
                           PIVOT[1] + HOOD * s * arch])  # fmt: skip
    made.tube(rib, 0.008, "trim", sides=(6, 4, 3)[detail])


def _add_child(made: MeshBuilder, detail: int) -> None:
    """Pillow, blanket and the head of a small child in a cap."""
    if detail == 2:
        return
    rings = (7, 5)[detail]
    made.ellipsoid((0.84, 0.0, 0.70), (0.13, 0.15, 0.05), "fabric", colour="blanket",
                   rings=rings, sides=10)  # fmt: skip
    made.ellipsoid((0.885, 0.0, 0.77), (0.058, 0.060, 0.070), "skin", rings=rings, sides=10)
    made.ellipsoid((0.872, 0.0, 0.785), (0.062, 0.066, 0.070), "cloth", colour="cap",
                   rings=rings, sides=10)  # fmt: skip
    made.ellipsoid((1.02, 0.0, 0.70), (0.16, 0.15, 0.09), "fabric", colour="blanket",
                   rings=rings, sides=10)  # fmt: skip


@lru_cache(8)
def wheel(radius: float, detail: int) -> Mesh:
    """A wheel with a thick tyre and five spokes, turned about y."""
    builder = MeshBuilder()
    sides = (20, 12, 8)[detail]
    outer, half = radius / np.sqrt(np.cos(np.pi / sides)), 0.020
    inner = 0.76 * radius
    tyre = [(-half, inner), (-half, 0.93 * radius), (-0.5 * half, outer), (0.5 * half, outer),
            (half, 0.93 * radius), (half, inner), (-half, inner)]  # fmt: skip
    builder.lathe(tyre, "rubber", sides=sides, axis="y")
    rim = [(0.8 * half, inner), (0.8 * half, inner - 0.012), (-0.8 * half, inner - 0.012),
           (-0.8 * half, inner)]  # fmt: skip
    builder.lathe(rim, "rim", colour="wheel", sides=sides, axis="y")
    hub = [(-0.026, 0.0), (-0.026, 0.020), (0.026, 0.020), (0.026, 0.0)]
    builder.lathe(hub, "rim", colour="wheel", sides=8, axis="y")
    for angle in 2.0 * np.pi * np.arange(5) / 5:
        s, c = np.sin(angle), np.cos(angle)
        path = [(0.012 * s, 0.0, 0.012 * c), ((inner - 0.004) * s, 0.0, (inner - 0.004) * c)]
        builder.tube(path, 0.009, "rim", colour="wheel", sides=4)
    return builder.build().recoloured({"wheel": (0.20, 0.20, 0.21)})
