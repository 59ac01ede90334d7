"""A pickup with a double cab and an open bed."""

from __future__ import annotations

import numpy as np

from ..figure import Figure
from .parts.car import car
from .parts.form import CarForm, Face, Lamps, Measures
from .parts.variation import CarVariation, drawn

FORM = CarForm(
    name="pickup",
    class_name="car",
    measures=Measures(5.35, 1.92, 1.82, 3.22, 0.92, 1.62, 0.775, 0.255, 0.23),
    top=(
        (0, 0.545),
        (0.012, 0.577),
        (0.04, 0.602),
        (0.10, 0.624),
        (0.20, 0.642),
        (0.25, 0.652),
        (0.33, 0.655),
        (1, 0.62),
    ),
    belt=(
        (0, 0.545),
        (0.03, 0.575),
        (0.10, 0.596),
        (0.20, 0.612),
        (0.30, 0.620),
        (0.55, 0.627),
        (0.64, 0.629),
        (0.80, 0.630),
        (0.95, 0.630),
        (1, 0.625),
    ),
    plan=((0, 0.965), (0.10, 0.98), (0.18, 0.995), (0.35, 1), (0.65, 1), (0.90, 0.995), (1, 0.985)),
    sill=((0, 0.225), (0.10, 0.195), (0.5, 0.182), (0.85, 0.205), (0.96, 0.225), (1, 0.24)),
    section=(
        (0, 0.94),
        (0.07, 0.962),
        (0.16, 0.980),
        (0.30, 0.994),
        (0.48, 1.0),
        (0.64, 0.994),
        (0.78, 0.990),
        (0.86, 0.978),
        (0.94, 0.955),
        (1, 0.925),
    ),
    nose=(
        (0, 0.12),
        (0.06, 0.05),
        (0.15, 0.01),
        (0.30, 0),
        (0.5, 0.01),
        (0.65, 0.025),
        (0.8, 0.035),
        (0.92, 0.055),
        (1, 0.10),
    ),
    tail=((0, 0.05), (0.08, 0.01), (0.2, 0), (0.30, 0.0), (0.36, 0.05), (0.8, 0.05), (1, 0.05)),
    front_corner=(0.46, 2.9),
    rear_corner=(0.14, 3.2),
    crown=((0, 0), (0.05, 0.36), (0.13, 0.66), (0.36, 0.88), (0.66, 0.97), (1, 1)),
    cabin=(
        (0.250, 0.350, "p"),
        (0.264, 0.358, "b"),
        (0.286, 0.364, "g"),
        (0.435, 0.447, "b"),
        (0.450, 0.461, "g"),
        (0.585, 0.572, "b"),
        (0.592, 0.578, "p"),
        (0.640, 0.615, "p"),
    ),
    roof=((0.35, 0.96), (0.42, 0.99), (0.48, 1.0), (0.56, 0.99), (0.615, 0.968)),
    cabin_width=(0.69, 0.94, 0.97),
    cant=0.055,
    base=0.91,
    screen=(0.10, 0.05),
    rear_screen=(0.03, 0.02),
    doors=((0.262, 0.264, 0), (0.443, 0.443, 3), (0.600, 0.605, -1)),
    handles=(0.412, 0.560),
    lamps=Lamps(
        head=(0.50, 0.98, 0.70, 0.88, 0.72, 0.93),
        tail=(0.76, 0.99, 0.42, 0.96, 0.42, 0.96),
        tall=True,
    ),
    face=Face(
        grille=(0.44, 0.48, 0.46, 0.90),
        intake=(0.60, 0.58, 0.12, 0.32),
        bars=3,
        front_plate=0.33,
        rear_plate=0.335,
    ),
    cladding=True,
    bed=(0.652, 0.985),
)


def draw(rng: np.random.Generator) -> CarVariation:
    """The knobs of one pickup by the distributions of the recipe book."""
    return drawn(rng)


def figure(variation: CarVariation | None = None, detail: int = 0) -> Figure:
    """The figure of one pickup; ``detail`` 0 is the finest, 2 the coarsest."""
    return car(FORM, variation or CarVariation(), detail)
