"""A city bus of 12 m with a low floor, its doors on the kerb's side."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ...classes import class_id
from ...pose import pose
from ..builder import MeshBuilder
from ..figure import BodyShape, Figure, LampShape, Part
from .parts.coach import (
    SHARES,
    UNIT,
    Coach,
    add_bus_mirror,
    add_coach,
    add_kerb_doors,
    add_roof_units,
    coach,
    head_lamp_places,
    tail_lamp_place,
)
from .parts.flashers import with_flashers
from .parts.lamps import DIP, pair
from .parts.rolling import Axle, Rolling, wheel_parts
from .parts.wheel import wheel

LENGTH, WIDTH, HEIGHT, WHEELBASE, FRONT = 12.0, 2.55, 3.08, 5.85, 2.71
TRACK, WHEEL, TYRE = 2.10, 0.96, 0.275
SWAP = {"indicator_left": "indicator_right"}


@dataclass(frozen=True)
class BusVariation:
    """Scales of length, width and height (0.8 to 1.25); kerb: the side of the doors."""

    length: float = 1.0
    width: float = 1.0
    height: float = 1.0
    kerb: str = "right"

    def __post_init__(self):
        for name in ("length", "width", "height"):
            if not 0.8 <= getattr(self, name) <= 1.25:
                raise ValueError(f"{name} {getattr(self, name):g}: must lie between 0.8 and 1.25")
        if self.kerb not in ("left", "right"):
            raise ValueError(f"'{self.kerb}': the kerb is left or right")


def draw(rng: np.random.Generator) -> BusVariation:
    """A bus's knobs by the distributions of the recipe book; buses come in one length."""
    long, tall = 1 + np.array([0.01, 0.02]) * np.clip(rng.normal(size=2), -2, 2)
    return BusVariation(length=float(long), height=float(tall))


def figure(variation: BusVariation | None = None, detail: int = 0) -> Figure:
    """The figure of one bus; ``detail`` 0 is the finest, 2 the coarsest.

    Colours: "car_paint", "band" along the side, "display" of the destination, "rail" at the doors.
    """
    return _figure(variation or BusVariation(), detail)


@lru_cache(32)
def _figure(v: BusVariation, detail: int) -> Figure:
    base, hub = WHEELBASE * v.length, WHEEL / 2
    front = base + FRONT * v.length
    rear, half = front - LENGTH * v.length, WIDTH / 2 * v.width
    height = HEIGHT * v.height
    tall = (height - UNIT) / SHARES[-1][0]
    bus = coach(front, rear, half, tall, (base, 0.0), hub, detail)
    builder = MeshBuilder()
    add_coach(builder, bus, detail, TRACK / 2 - TYRE / 2 - 0.10)
    if detail < 2:
        add_bus_mirror(builder, bus)
    builder.mirror(SWAP)
    add_roof_units(builder, bus, detail)
    doors = MeshBuilder()
    add_kerb_doors(doors, bus, detail)
    if v.kerb == "right":
        doors.reflect()
    builder.merge(doors)
    single = [wheel(hub, TYRE, "truck", detail, left) for left in (True, False)]
    dual = [wheel(hub, TYRE, "truck", detail, left, 2) for left in (True, False)]
    track = TRACK * v.width
    axles = [Axle("f", base, track, *single), Axle("r", 0.0, track, *dual)]
    wheels, spinning = wheel_parts(axles, hub)
    mesh = builder.build().recoloured(
        {"display": (0.8, 0.35, 0.03), "band": (0.7, 0.7, 0.68), "rail": (0.7, 0.45, 0.02)}
    )
    size = (LENGTH * v.length, WIDTH * v.width, height)
    centre = ((front + rear) / 2, 0.0, height / 2)
    made = Figure(
        parts=(Part("body", mesh, -1, pose()), *wheels),
        bodies=(BodyShape("bus", class_id("bus"), size, centre),),
        articulation=Rolling(spinning, spinning[:2]),
        lamps=_lamps(coach(front, rear, half, tall, (base, 0.0), hub, 0)),
        wheel_radius=hub,
    )
    return with_flashers(made)


def _lamps(bus: Coach) -> tuple[LampShape, ...]:
    shapes: list[LampShape] = []
    places = head_lamp_places(bus)
    spots = [("low_beam", places["head_lamp"], (1.0, 0.0, -DIP)),
             ("high_beam", places["high_lamp"], (1.0, 0.0, 0.0)),
             ("tail", tail_lamp_place(bus, 0.40), (-1.0, 0.0, 0.0)),
             ("brake", tail_lamp_place(bus, 0.345), (-1.0, 0.0, 0.0))]  # fmt: skip
    for circuit, place, direction in spots:
        point, normal = bus.wrap.sheet.at(*place)
        shapes += pair(circuit, point + 0.010 * normal, direction)
    return tuple(shapes)
