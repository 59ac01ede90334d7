"""A saloon car with a boot."""

from __future__ import annotations

import numpy as np

from ..figure import Figure
from .parts.car import car
from .parts.form import CarForm, Face, Lamps, Measures
from .parts.variation import CarVariation, drawn

FORM = CarForm(
    name="sedan",
    class_name="car",
    measures=Measures(4.63, 1.79, 1.44, 2.70, 0.92, 1.545, 0.63, 0.215, 0.15),
    top=(
        (0, 0.495),
        (0.012, 0.530),
        (0.04, 0.568),
        (0.10, 0.608),
        (0.20, 0.646),
        (0.285, 0.672),
        (0.33, 0.680),
        (0.60, 0.700),
        (0.80, 0.735),
        (0.86, 0.745),
        (0.93, 0.745),
        (0.975, 0.733),
        (1, 0.69),
    ),
    belt=(
        (0, 0.495),
        (0.03, 0.535),
        (0.10, 0.582),
        (0.20, 0.615),
        (0.30, 0.636),
        (0.50, 0.652),
        (0.70, 0.672),
        (0.85, 0.692),
        (0.93, 0.697),
        (0.985, 0.695),
        (1, 0.69),
    ),
    plan=(
        (0, 0.955),
        (0.10, 0.968),
        (0.20, 0.99),
        (0.35, 1),
        (0.65, 1),
        (0.80, 0.985),
        (0.90, 0.96),
        (1, 0.93),
    ),
    sill=((0, 0.15), (0.10, 0.128), (0.5, 0.125), (0.85, 0.135), (0.96, 0.17), (1, 0.185)),
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
        (0, 0.12),
        (0.06, 0.06),
        (0.15, 0.012),
        (0.30, 0),
        (0.45, 0.005),
        (0.6, 0.035),
        (0.75, 0.05),
        (0.9, 0.075),
        (1, 0.12),
    ),
    tail=(
        (0, 0.12),
        (0.08, 0.04),
        (0.2, 0.005),
        (0.35, 0),
        (0.48, 0.01),
        (0.56, 0.04),
        (0.8, 0.05),
        (0.93, 0.035),
        (1, 0.05),
    ),
    front_corner=(0.50, 2.5),
    rear_corner=(0.40, 2.8),
    crown=((0, 0), (0.05, 0.33), (0.13, 0.62), (0.36, 0.86), (0.66, 0.97), (1, 1)),
    cabin=(
        (0.285, 0.435, "p"),
        (0.302, 0.445, "b"),
        (0.330, 0.452, "g"),
        (0.512, 0.530, "b"),
        (0.530, 0.548, "g"),
        (0.715, 0.700, "b"),
        (0.722, 0.704, "p"),
        (0.765, 0.725, "p"),
        (0.845, 0.745, "p"),
    ),
    roof=((0.435, 0.955), (0.50, 0.990), (0.58, 1.0), (0.66, 0.99), (0.745, 0.945)),
    cabin_width=(0.625, 0.93, 0.92),
    cant=0.055,
    base=0.89,
    screen=(0.10, 0.05),
    rear_screen=(0.06, 0.03),
    doors=((0.295, 0.30, 0), (0.525, 0.52, 3), (0.70, 0.72, 5)),
    handles=(0.485, 0.665),
    lamps=Lamps(
        head=(0.44, 1.0, 0.66, 0.84, 0.72, 0.93), tail=(0.40, 0.95, 0.62, 0.88, 0.66, 0.92)
    ),
    face=Face(
        grille=(0.40, 0.46, 0.50, 0.85),
        intake=(0.62, 0.66, 0.13, 0.34),
        bars=4,
        front_plate=0.32,
        rear_plate=0.50,
    ),
    deck=True,
)


def draw(rng: np.random.Generator) -> CarVariation:
    """The knobs of one sedan by the distributions of the recipe book."""
    return drawn(rng)


def figure(variation: CarVariation | None = None, detail: int = 0) -> Figure:
    """The figure of one sedan; ``detail`` 0 is the finest, 2 the coarsest."""
    return car(FORM, variation or CarVariation(), detail)
