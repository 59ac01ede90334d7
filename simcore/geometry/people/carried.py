"""What people carry, and how their arms hold it: backpack, bag, umbrella, telephone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..builder import MeshBuilder
from .posture import Hold
from .proportions import Proportions
from .torso import Surface, neckline

Array = NDArray[np.float64]

HOLDS = {
    "bag": Hold(0.75, 0.02, 0.16, 0.2, 0.10, 0.0),
    "umbrella": Hold(1.0, 0.42, 0.22, 0.55, 1.75, -0.2),
    "phone": Hold(1.0, 0.14, 0.24, 0.46, 1.90, -1.25),
    "call": Hold(1.0, 1.15, 1.05, -0.90, 2.52, 0.0),
}
"""How the arm is held that carries something."""

CURL = {"bag": 1.0, "umbrella": 1.0, "phone": 0.55, "call": 0.55}
"""How far the fingers of that hand close."""


def holds_of(carried: str, side: int) -> tuple[Hold, Hold]:
    """The holds of the left and the right arm; ``side`` +1 left, -1 right carries."""
    hold = HOLDS.get(carried, Hold())
    return (hold, Hold()) if side > 0 else (Hold(), hold)


def backpack(body: Proportions, depth: float, detail: int) -> MeshBuilder:
    """A backpack on the chest part; depth: of the back behind the axis of the trunk [m]."""
    builder = MeshBuilder()
    unit = body.stature
    tall = body.trunk / 0.288
    top = neckline(body) + np.array([0, 0, -0.035 * tall])
    rises = np.array([-0.205, -0.195, -0.12, -0.05, -0.015, 0.0]) * tall
    back = -depth - np.array([0.022, 0.034, 0.040, 0.034, 0.028, 0.022]) * unit
    path = np.column_stack([back - top[0], 0 * rises, rises]) + top
    builder.tube(
        path,
        np.array([0.055, 0.078, 0.082, 0.078, 0.064, 0.030]) * unit,
        "fabric",
        colour="bag",
        sides=(12, 8, 6)[detail],
        radius_up=np.array([0.030, 0.050, 0.058, 0.052, 0.042, 0.020]) * unit,
        up=(1.0, 0.0, 0.0),
        exponent=3.0,
    )
    if detail == 0:
        pocket = (
            path[[1, 1, 2, 2]]
            + np.array([[-0.045, 0, 0], [-0.05, 0, 0.01], [-0.05, 0, 0.0], [-0.045, 0, 0.01]])
            * unit
        )
        builder.tube(
            pocket,
            np.array([0.03, 0.055, 0.055, 0.03]) * unit,
            "fabric",
            colour="bag",
            sides=8,
            radius_up=np.array([0.010, 0.022, 0.022, 0.010]) * unit,
            up=(1.0, 0.0, 0.0),
            exponent=3.0,
        )
    return builder


def straps(body: Proportions, surface: Surface) -> MeshBuilder:
    """Shoulder straps; ``surface(places (K, 2) of y and z, front)`` gives points on the jacket."""
    builder = MeshBuilder()
    unit = body.stature
    tall = body.trunk / 0.288
    half = 0.011 * unit
    heights = np.array([0.13, 0.20, 0.25, 0.285]) * tall
    lateral = np.array([0.072, 0.060, 0.056, 0.058]) * unit
    for side in (1.0, -1.0):
        edges = []
        for offset in (-half, half):
            y = side * (lateral + offset)
            front = surface(np.column_stack([y, heights]), True)
            behind = surface(np.column_stack([y[::-1], heights[::-1]]), False)
            edges.append(np.vstack([front, behind]))
        builder.grid(np.stack(edges, 1), "fabric", colour="bag", flip=side < 0)
    return builder


def bag(upright: Array, body: Proportions, side: int, detail: int) -> MeshBuilder:
    """A shopping bag in a hand that hangs; ``upright`` (3, 3): figure axes seen from the hand's."""
    made = MeshBuilder()
    size = 0.20 * body.stature
    long, wide, tall = 0.95 * size, 0.32 * size, size
    low = np.array([0.0, 0.0, -0.12 - tall])
    outline = np.array([[-long, -wide], [long, -wide], [long, wide], [-long, wide]]) / 2
    rings = [
        np.column_stack([outline * share, np.full(4, height)]) + low
        for share, height in ((0.92, 0.0), (1.0, 0.15 * tall), (0.96, tall))
    ]
    made.grid(np.array(rings), "fabric", colour="bag", closed=True)
    made.fan(rings[0], "fabric", colour="bag", flip=True)
    made.fan(rings[-1], "fabric", colour="bag")
    if detail < 2:
        arc = np.array([(-0.5, 1, 0), (-0.3, 0.5, 0.9), (0, 0, 1), (0.3, 0.5, 0.9), (0.5, 1, 0)])
        for y in (-0.3, 0.3):
            path = low + [0, 0, tall] + arc * [0.45 * long, y * wide, 0.12]
            made.tube(path, 0.006, "fabric", colour="bag", sides=4)
    return _placed(made, upright, np.array([0.02, -0.17 * side, -0.66]) * body.hand)


def _placed(made: MeshBuilder, R: Array, place: Array) -> MeshBuilder:
    T = np.eye(4)
    T[:3, :3], T[:3, 3] = R, place
    builder = MeshBuilder()
    builder.merge(made, T)
    return builder


def umbrella(upright: Array, body: Proportions, side: int, detail: int) -> MeshBuilder:
    """An open umbrella in a fist; ``upright`` (3, 3): figure axes seen from the hand's."""
    made = MeshBuilder()
    ribs = (8, 8, 6)[detail]
    steps = 2 if detail == 0 else 1
    count = ribs * steps
    angle = 2 * np.pi * np.arange(count) / count
    rib = np.arange(count) % steps == 0
    radius, height = 0.52, 0.62 + 0.06 * body.stature
    rings = []
    for share in (0.04, 0.35, 0.70, 1.0)[:: 1 if detail < 2 else 3]:
        reach = radius * share * np.where(rib, 1.0, 1 - 0.07 * share)
        drop = height + 0.24 * (1 - share**1.8) + np.where(rib, 0.0, 0.025 * share)
        rings.append(np.column_stack([reach * np.cos(angle), reach * np.sin(angle), drop]))
    rings_up = np.array(rings)
    made.grid(rings_up, "fabric", colour="umbrella", closed=True, flip=True)
    made.grid(rings_up - [0, 0, 0.004], "fabric", colour="umbrella", closed=True)
    made.fan(rings_up[0], "fabric", colour="umbrella", centre=(0, 0, height + 0.25))
    shaft = np.array([(0, 0, -0.10), (0, 0, height + 0.30)])
    made.tube(shaft, 0.007, "steel", colour="shaft", sides=(6, 4, 3)[detail])
    handle = np.array([(0, 0, -0.16), (0, 0, -0.03)])
    made.tube(handle, 0.013, "trim", colour="handle", sides=(6, 4, 3)[detail])
    return _placed(made, upright, np.array([0.02, -0.16 * side, -0.62]) * body.hand)


def phone(body: Proportions, side: int) -> MeshBuilder:
    """A telephone in the palm of the left (+1) or right (-1) hand."""
    builder = MeshBuilder()
    centre = np.array([0.02 * body.hand, -0.20 * side * body.hand, -0.62 * body.hand])
    builder.box(centre, (0.072, 0.009, 0.148), "trim", colour="phone")
    return builder
