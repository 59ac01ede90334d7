"""An estate car with roof rails."""

from __future__ import annotations

import numpy as np

from ..figure import Figure
from .parts.car import car
from .parts.form import CarForm, Face, Lamps, Measures
from .parts.variation import CarVariation, drawn

FORM = CarForm(
    name="wagon",
    class_name="car",
    measures=Measures(4.69, 1.83, 1.48, 2.69, 0.93, 1.545, 0.655, 0.215, 0.15),
    top=(
        (0, 0.495),
        (0.012, 0.53),
        (0.04, 0.568),
        (0.10, 0.608),
        (0.20, 0.646),
        (0.285, 0.672),
        (0.33, 0.68),
        (0.9, 0.69),
        (1, 0.68),
    ),
    belt=(
        (0, 0.495),
        (0.03, 0.535),
        (0.10, 0.582),
        (0.20, 0.615),
        (0.30, 0.636),
        (0.50, 0.650),
        (0.70, 0.664),
        (0.85, 0.678),
        (0.95, 0.685),
        (1, 0.68),
    ),
    plan=(
        (0, 0.955),
        (0.10, 0.968),
        (0.20, 0.99),
        (0.35, 1),
        (0.65, 1),
        (0.80, 0.992),
        (0.90, 0.975),
        (1, 0.95),
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
        (0.48, 0.012),
        (0.56, 0.045),
        (0.8, 0.055),
        (1, 0.075),
    ),
    front_corner=(0.50, 2.5),
    rear_corner=(0.34, 3.0),
    crown=((0, 0), (0.05, 0.33), (0.13, 0.62), (0.36, 0.86), (0.66, 0.97), (1, 1)),
    cabin=(
        (0.285, 0.425, "p"),
        (0.302, 0.434, "b"),
        (0.330, 0.441, "g"),
        (0.505, 0.520, "b"),
        (0.522, 0.537, "g"),
        (0.700, 0.694, "b"),
        (0.716, 0.708, "g"),
        (0.890, 0.862, "b"),
        (0.898, 0.868, "p"),
        (0.943, 0.915, "p"),
    ),
    roof=((0.425, 0.955), (0.50, 0.988), (0.58, 1.0), (0.75, 0.992), (0.915, 0.965)),
    cabin_width=(0.63, 0.93, 0.93),
    cant=0.055,
    base=0.89,
    screen=(0.10, 0.05),
    rear_screen=(0.12, 0.06),
    doors=((0.295, 0.302, 0), (0.515, 0.512, 3), (0.685, 0.706, 5)),
    handles=(0.475, 0.650),
    lamps=Lamps(
        head=(0.46, 1.02, 0.68, 0.85, 0.74, 0.94), tail=(0.48, 1.02, 0.66, 0.94, 0.70, 0.97)
    ),
    face=Face(
        grille=(0.40, 0.45, 0.48, 0.86),
        intake=(0.64, 0.68, 0.13, 0.33),
        bars=5,
        front_plate=0.30,
        rear_plate=0.45,
    ),
    rails=True,
)


def draw(rng: np.random.Generator) -> CarVariation:
    """The knobs of one wagon by the distributions of the recipe book."""
    return drawn(rng, rails=0.75)


def figure(variation: CarVariation | None = None, detail: int = 0) -> Figure:
    """The figure of one wagon; ``detail`` 0 is the finest, 2 the coarsest."""
    return car(FORM, variation or CarVariation(), detail)
