"""A compact hatchback with five doors."""

from __future__ import annotations

import numpy as np

from ..figure import Figure
from .parts.car import car
from .parts.form import CarForm, Face, Lamps, Measures
from .parts.variation import CarVariation, drawn

FORM = CarForm(
    name="compact",
    class_name="car",
    measures=Measures(4.28, 1.79, 1.47, 2.63, 0.86, 1.54, 0.635, 0.215, 0.15),
    top=(
        (0, 0.49),
        (0.012, 0.53),
        (0.04, 0.57),
        (0.10, 0.615),
        (0.20, 0.655),
        (0.27, 0.678),
        (0.33, 0.685),
        (0.9, 0.70),
        (1, 0.695),
    ),
    belt=(
        (0, 0.49),
        (0.03, 0.533),
        (0.10, 0.585),
        (0.20, 0.622),
        (0.30, 0.642),
        (0.55, 0.658),
        (0.80, 0.685),
        (0.95, 0.70),
        (1, 0.695),
    ),
    plan=(
        (0, 0.95),
        (0.10, 0.968),
        (0.20, 0.99),
        (0.35, 1),
        (0.65, 1),
        (0.80, 0.992),
        (0.90, 0.975),
        (1, 0.95),
    ),
    sill=((0, 0.15), (0.10, 0.125), (0.5, 0.122), (0.85, 0.132), (0.96, 0.165), (1, 0.18)),
    section=(
        (0, 0.93),
        (0.07, 0.955),
        (0.16, 0.972),
        (0.32, 0.992),
        (0.48, 1.0),
        (0.64, 0.994),
        (0.78, 0.990),
        (0.86, 0.978),
        (0.94, 0.948),
        (1, 0.905),
    ),
    nose=(
        (0, 0.11),
        (0.06, 0.05),
        (0.15, 0.01),
        (0.30, 0),
        (0.45, 0.005),
        (0.6, 0.03),
        (0.75, 0.045),
        (0.9, 0.07),
        (1, 0.115),
    ),
    tail=(
        (0, 0.12),
        (0.08, 0.04),
        (0.2, 0.005),
        (0.35, 0),
        (0.48, 0.012),
        (0.56, 0.045),
        (0.8, 0.055),
        (1, 0.075),
    ),
    front_corner=(0.46, 2.5),
    rear_corner=(0.33, 3.0),
    crown=((0, 0), (0.05, 0.33), (0.13, 0.62), (0.36, 0.86), (0.66, 0.97), (1, 1)),
    cabin=(
        (0.270, 0.420, "p"),
        (0.288, 0.430, "b"),
        (0.320, 0.438, "g"),
        (0.545, 0.558, "b"),
        (0.563, 0.575, "g"),
        (0.815, 0.775, "b"),
        (0.823, 0.781, "p"),
        (0.880, 0.830, "p"),
        (0.935, 0.885, "p"),
    ),
    roof=((0.42, 0.955), (0.50, 0.99), (0.58, 1.0), (0.72, 0.985), (0.885, 0.94)),
    cabin_width=(0.635, 0.93, 0.93),
    cant=0.055,
    base=0.89,
    screen=(0.10, 0.05),
    rear_screen=(0.12, 0.07),
    doors=((0.285, 0.288, 0), (0.555, 0.552, 3), (0.735, 0.785, 5)),
    handles=(0.515, 0.725),
    lamps=Lamps(
        head=(0.44, 0.98, 0.64, 0.84, 0.72, 0.95), tail=(0.46, 0.98, 0.68, 0.93, 0.72, 0.96)
    ),
    face=Face(
        grille=(0.42, 0.44, 0.62, 0.80),
        intake=(0.56, 0.50, 0.14, 0.40),
        bars=2,
        front_plate=0.335,
        rear_plate=0.47,
    ),
)


def draw(rng: np.random.Generator) -> CarVariation:
    """The knobs of one compact by the distributions of the recipe book."""
    return drawn(rng)


def figure(variation: CarVariation | None = None, detail: int = 0) -> Figure:
    """The figure of one compact; ``detail`` 0 is the finest, 2 the coarsest."""
    return car(FORM, variation or CarVariation(), detail)
