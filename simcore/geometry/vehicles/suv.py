"""A sport utility vehicle with cladding and roof rails."""

from __future__ import annotations

import numpy as np

from ..figure import Figure
from .parts.car import car
from .parts.form import CarForm, Face, Lamps, Measures
from .parts.variation import CarVariation, drawn

FORM = CarForm(
    name="suv",
    class_name="car",
    measures=Measures(4.60, 1.87, 1.68, 2.68, 0.93, 1.60, 0.72, 0.235, 0.20),
    top=(
        (0, 0.53),
        (0.012, 0.565),
        (0.04, 0.598),
        (0.10, 0.630),
        (0.20, 0.654),
        (0.265, 0.670),
        (0.33, 0.678),
        (0.9, 0.69),
        (1, 0.68),
    ),
    belt=(
        (0, 0.53),
        (0.03, 0.565),
        (0.10, 0.600),
        (0.20, 0.625),
        (0.30, 0.641),
        (0.55, 0.653),
        (0.80, 0.672),
        (0.95, 0.684),
        (1, 0.68),
    ),
    plan=(
        (0, 0.96),
        (0.10, 0.975),
        (0.20, 0.992),
        (0.35, 1),
        (0.65, 1),
        (0.80, 0.992),
        (0.90, 0.978),
        (1, 0.955),
    ),
    sill=((0, 0.19), (0.10, 0.165), (0.5, 0.152), (0.85, 0.168), (0.96, 0.195), (1, 0.215)),
    section=(
        (0, 0.94),
        (0.07, 0.962),
        (0.16, 0.980),
        (0.30, 0.994),
        (0.48, 1.0),
        (0.64, 0.994),
        (0.78, 0.990),
        (0.86, 0.978),
        (0.94, 0.948),
        (1, 0.905),
    ),
    nose=(
        (0, 0.13),
        (0.06, 0.06),
        (0.15, 0.012),
        (0.30, 0),
        (0.5, 0.005),
        (0.65, 0.02),
        (0.8, 0.035),
        (0.92, 0.06),
        (1, 0.11),
    ),
    tail=(
        (0, 0.13),
        (0.08, 0.05),
        (0.2, 0.005),
        (0.35, 0),
        (0.46, 0.015),
        (0.54, 0.05),
        (0.8, 0.06),
        (1, 0.08),
    ),
    front_corner=(0.46, 2.7),
    rear_corner=(0.33, 3.0),
    crown=((0, 0), (0.05, 0.36), (0.13, 0.66), (0.36, 0.88), (0.66, 0.97), (1, 1)),
    cabin=(
        (0.265, 0.395, "p"),
        (0.282, 0.404, "b"),
        (0.308, 0.411, "g"),
        (0.515, 0.528, "b"),
        (0.533, 0.546, "g"),
        (0.730, 0.720, "b"),
        (0.746, 0.735, "g"),
        (0.875, 0.845, "b"),
        (0.883, 0.851, "p"),
        (0.938, 0.910, "p"),
    ),
    roof=((0.395, 0.958), (0.48, 0.99), (0.58, 1.0), (0.75, 0.99), (0.91, 0.96)),
    cabin_width=(0.665, 0.93, 0.93),
    cant=0.055,
    base=0.89,
    screen=(0.10, 0.05),
    rear_screen=(0.12, 0.07),
    doors=((0.275, 0.284, 0), (0.523, 0.523, 3), (0.700, 0.736, 5)),
    handles=(0.485, 0.680),
    lamps=Lamps(
        head=(0.47, 0.98, 0.70, 0.86, 0.75, 0.93),
        tail=(0.50, 1.0, 0.66, 0.94, 0.70, 0.97),
        strip=True,
    ),
    face=Face(
        grille=(0.40, 0.46, 0.48, 0.88),
        intake=(0.60, 0.56, 0.12, 0.32),
        bars=5,
        front_plate=0.315,
        rear_plate=0.46,
    ),
    cladding=True,
    rails=True,
)


def draw(rng: np.random.Generator) -> CarVariation:
    """The knobs of one SUV by the distributions of the recipe book."""
    return drawn(rng, rails=0.7)


def figure(variation: CarVariation | None = None, detail: int = 0) -> Figure:
    """The figure of one SUV; ``detail`` 0 is the finest, 2 the coarsest."""
    return car(FORM, variation or CarVariation(), detail)
