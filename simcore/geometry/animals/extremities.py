"""Ears, tails and antlers of animals, in units of the withers' height."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..builder import MeshBuilder
from .species import Species

Array = NDArray[np.float64]

_EAR = ((0.0, 0.40), (0.22, 0.85), (0.5, 1.0), (0.78, 0.68), (1.0, 0.05))

_ANTLERS: dict[str, tuple[tuple[tuple, tuple], ...]] = {
    "white_tailed": (
        (((0.335, 0.045, 1.42), (0.28, 0.10, 1.52), (0.22, 0.20, 1.60), (0.25, 0.29, 1.70),
          (0.36, 0.33, 1.77), (0.48, 0.28, 1.80)), (0.020, 0.018, 0.016, 0.014, 0.012, 0.004)),
        (((0.325, 0.06, 1.47), (0.40, 0.07, 1.56)), (0.012, 0.003)),
        (((0.22, 0.20, 1.60), (0.20, 0.20, 1.80)), (0.012, 0.003)),
        (((0.26, 0.295, 1.71), (0.25, 0.28, 1.90)), (0.011, 0.003)),
        (((0.37, 0.33, 1.775), (0.37, 0.31, 1.92)), (0.010, 0.003)),
    ),
    "roe": (
        (((0.335, 0.04, 1.42), (0.31, 0.06, 1.54), (0.30, 0.08, 1.66), (0.30, 0.075, 1.78)),
         (0.018, 0.016, 0.012, 0.003)),
        (((0.305, 0.075, 1.60), (0.38, 0.085, 1.68)), (0.010, 0.003)),
        (((0.30, 0.08, 1.67), (0.23, 0.085, 1.74)), (0.010, 0.003)),
    ),
}  # fmt: skip


def ear(kind: Species, side: int, detail: int) -> MeshBuilder:
    """A leaf-shaped ear, hollow in front; origin at its root."""
    _, _, length, half = kind.ear
    way = np.array(kind.ear_way) * [1, side, 1]
    way /= np.linalg.norm(way)
    front = np.array([0.75, 0.35 * side, -0.10])
    if kind.ear_way[2] < 0:  # hanging ears lie against the head
        front = np.array([0.25, 0.95 * side, 0.25])
    front = front - way * (way @ front)
    front /= np.linalg.norm(front)
    across = np.cross(way, front)
    rings = []
    for u, wide in _EAR if detail == 0 else _EAR[::2]:
        middle = way * length * u
        rim = across * half * wide
        hollow, back = front * half * 0.30 * wide, front * half * (0.30 * wide + 0.12)
        rings.append([middle - rim, middle - back, middle + rim, middle - hollow])
    builder = MeshBuilder()
    builder.grid(np.array(rings), "fur", colour="ears", closed=True, flip=True)
    return builder


def tail(kind: Species, detail: int) -> MeshBuilder:
    """A tail along −z from its root, white beneath where the species flags it."""
    builder = MeshBuilder()
    share = np.array([0.0, 0.3, 0.7, 1.0])
    path = np.column_stack([0 * share, 0 * share, -kind.tail * share])
    wide = np.array([0.020, 0.036, 0.030, 0.006]) * kind.tail_thick
    deep = wide if kind.paws else 0.6 * wide
    sides = (6, 5, 4)[detail]
    under = "tail_under"
    builder.tube(path, wide, "fur", colour="coat", sides=sides, radius_up=deep, up=(-1.0, 0.0, 0.0))
    if detail == 0 and kind.tail > 0.1 and not kind.paws:
        low = path + np.array([deep * 1.02 + 0.001, 0 * deep, 0 * deep]).T
        strip = np.stack([low - [0, 1, 0] * wide[:, None], low + [0, 1, 0] * wide[:, None]], 1)
        builder.grid(strip, "fur", colour=under)
    return builder


def antlers(name: str, detail: int) -> MeshBuilder:
    """A pair of antlers in the axes of the control points."""
    builder = MeshBuilder()
    for side in (1.0, -1.0):
        if name == "moose":
            _palm(builder, side, detail)
        for path, radius in _ANTLERS.get(name, ()):
            builder.tube(
                np.array(path) * [1, side, 1],
                np.array(radius),
                "horn",
                colour="antler",
                sides=(6, 4, 3)[detail],
            )
    return builder


def tusks(detail: int) -> MeshBuilder:
    """A boar's lower tusks, in the axes of the control points."""
    builder = MeshBuilder()
    for side in (1.0, -1.0):
        path = np.array([(0.545, 0.055, 0.45), (0.56, 0.075, 0.475), (0.555, 0.08, 0.515)])
        builder.tube(
            path * [1, side, 1],
            np.array([0.011, 0.010, 0.002]),
            "horn",
            colour="tusk",
            sides=(5, 4, 3)[detail],
        )
    return builder


def bell(detail: int) -> MeshBuilder:
    """The flap of skin under a moose's throat."""
    builder = MeshBuilder()
    path = np.array([(0.40, 0, 0.94), (0.385, 0, 0.82), (0.375, 0, 0.70), (0.375, 0, 0.64)])
    builder.tube(
        path,
        np.array([0.020, 0.024, 0.016, 0.004]),
        "fur",
        colour="coat",
        sides=(5, 4, 3)[detail],
        radius_up=np.array([0.075, 0.058, 0.030, 0.006]),
        up=(1.0, 0.0, 0.0),
    )
    return builder


def _palm(builder: MeshBuilder, side: float, detail: int) -> None:
    """A moose's palm: a beam out of the skull before the ear, a blade that widens from its end
    outwards and back over the neck, dished, and points along its rim."""
    mirror = np.array([1.0, side, 1.0])
    beam = np.array([(0.335, 0.035, 1.075), (0.335, 0.13, 1.080), (0.310, 0.235, 1.105)])
    builder.tube(
        beam * mirror, np.array([0.036, 0.031, 0.040]), "horn", colour="antler", sides=6,
        radius_up=np.array([0.036, 0.029, 0.018]),
    )  # fmt: skip
    count = (7, 5, 4)[detail]
    f = np.linspace(0, 1, count)
    bow = np.sin(np.pi * f)
    inner = np.column_stack([0.345 - 0.08 * f, 0.20 + 0.01 * bow, 1.092 + 0.012 * f])
    middle = np.column_stack([0.43 - 0.40 * f, 0.29 + 0.06 * bow, 1.120 + 0.09 * f])
    rim = np.column_stack([0.46 - 0.60 * f, 0.35 + 0.10 * bow, 1.200 + 0.15 * f + 0.03 * bow])
    upper = np.stack([inner, middle, rim], 1)
    under = upper[:, ::-1] + np.array([0, 0.012, -0.012])
    blade = np.concatenate([upper, under], 1) * mirror
    builder.grid(blade, "horn", colour="antler", closed=True, flip=side < 0)
    builder.fan(blade[0], "horn", colour="antler", flip=side > 0)
    builder.fan(blade[-1], "horn", colour="antler", flip=side < 0)
    if detail == 2:
        return
    along = np.gradient(rim, axis=0)
    for k in range(count):
        way = rim[k] - middle[k] + [0.0, 0.0, 0.06]
        way /= np.linalg.norm(way)
        root = 0.5 * (upper[k, 2] + under[k, 0]) - 0.012 * way
        tip = root + way * (0.085 + 0.05 * bow[k])
        bent = 0.55 * root + 0.45 * tip - [0.0, 0.0, 0.010]
        builder.tube(
            np.array([root, bent, tip]) * mirror,
            np.array([0.032, 0.020, 0.003]),
            "horn",
            colour="antler",
            sides=(4, 3)[detail],
            radius_up=np.array([0.008, 0.009, 0.003]),
            up=np.cross(along[k], way) * mirror,
        )
