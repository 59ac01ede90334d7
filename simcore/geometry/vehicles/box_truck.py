"""A truck of 12 t with a box body."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ...classes import class_id
from ...pose import pose
from ..builder import MeshBuilder
from ..figure import BodyShape, Figure, LampShape, Part
from .parts.cargo import Box, add_box, add_frame, add_tail, tail_lamp_places
from .parts.deflector import add_deflector
from .parts.flashers import with_flashers
from .parts.lamps import DIP, pair
from .parts.lorry import Cab, add_cab, add_cab_mirror, cab_shape, head_lamp_places
from .parts.rolling import Axle, Rolling, wheel_parts
from .parts.wheel import wheel

LENGTH, WIDTH, HEIGHT, WHEELBASE, FRONT = 8.1, 2.5, 3.55, 4.75, 1.25
TRACK, WHEEL, TYRE = 1.95, 0.92, 0.26
CAB = 1.90
"""Length of the cab [m]."""
SWAP = {"indicator_left": "indicator_right"}


@dataclass(frozen=True)
class TruckVariation:
    """Scales of length, width and height (0.8 to 1.25) and whether air is led over the box."""

    length: float = 1.0
    width: float = 1.0
    height: float = 1.0
    deflector: bool = True

    def __post_init__(self):
        for name in ("length", "width", "height"):
            if not 0.8 <= getattr(self, name) <= 1.25:
                raise ValueError(f"{name} {getattr(self, name):g}: must lie between 0.8 and 1.25")


def draw(rng: np.random.Generator) -> TruckVariation:
    """A truck's knobs by the distributions of the recipe book."""
    long, wide, tall = 1 + np.array([0.03, 0.0075, 0.02]) * np.clip(rng.normal(size=3), -2, 2)
    return TruckVariation(float(long), float(wide), float(tall), bool(rng.random() < 0.6))


def figure(variation: TruckVariation | None = None, detail: int = 0) -> Figure:
    """The figure of one truck; ``detail`` 0 is the finest, 2 the coarsest.

    Colours: "car_paint" the cab, "box" the box, "marking" the stripe along it.
    """
    return _figure(variation or TruckVariation(), detail)


@lru_cache(32)
def _figure(v: TruckVariation, detail: int) -> Figure:
    front = (WHEELBASE + FRONT) * v.length
    rear, axle = front - LENGTH * v.length, WHEELBASE * v.length
    half, hub = WIDTH / 2 * v.width, WHEEL / 2
    builder = MeshBuilder()
    cab = _cab(front, half, axle, detail)
    box = Box(rear + 0.06, front - CAB - 0.03, half, 1.05, HEIGHT * v.height)
    add_cab(builder, cab, detail, TRACK / 2 - TYRE / 2 - 0.08)
    add_frame(builder, rear + 0.12, front - 1.0, axle - hub - 0.22, box, hub, detail)
    add_tail(builder, rear + 0.045, half, detail)
    if v.deflector:
        add_deflector(builder, cab.roof, box.top - 0.12, detail)
    if detail < 2:
        add_cab_mirror(builder, cab, detail)
    builder.mirror(SWAP)
    add_box(builder, box, detail)
    single = [wheel(WHEEL / 2, TYRE, "truck", detail, left) for left in (True, False)]
    dual = [wheel(WHEEL / 2, TYRE, "truck", detail, left, 2) for left in (True, False)]
    track = TRACK * v.width
    axles = [Axle("f", axle, track, *single), Axle("r", 0.0, track - 0.06, *dual)]
    wheels, spinning = wheel_parts(axles, hub)
    size = (LENGTH * v.length, WIDTH * v.width, HEIGHT * v.height)
    centre = ((front + rear) / 2, 0.0, size[2] / 2)
    made = Figure(
        parts=(Part("body", builder.build(), -1, pose()), *wheels),
        bodies=(BodyShape("box_truck", class_id("truck"), size, centre),),
        articulation=Rolling(spinning, spinning[:2]),
        lamps=_lamps(_cab(front, half, axle, 0), rear, half),
        wheel_radius=hub,
    )
    return with_flashers(made)


def _cab(front: float, half: float, axle: float, detail: int) -> Cab:
    return cab_shape(front, front - CAB, 0.93 * half, axle, WHEEL / 2, detail)


def _lamps(cab: Cab, rear: float, half: float) -> tuple[LampShape, ...]:
    beams = {"head_lamp": ("low_beam", -DIP), "high_lamp": ("high_beam", 0.0)}
    shapes: list[LampShape] = []
    for material, where in head_lamp_places(cab).items():
        circuit, drop = beams[material]
        place, normal = cab.wrap.sheet.at(*where)
        shapes += pair(circuit, place + 0.012 * normal, (1.0, 0.0, drop))
    for circuit, spot in tail_lamp_places(rear + 0.045, half).items():
        shapes += pair(circuit, spot, (-1.0, 0.0, 0.0))
    return tuple(shapes)
