"""A van: glazed all round, or a panel van without windows behind the driver."""

from __future__ import annotations

import numpy as np

from ..figure import Figure
from .parts.car import car
from .parts.form import CarForm, Face, Lamps, Measures
from .parts.variation import CarVariation, drawn

FORM = CarForm(
    name="van",
    class_name="van",
    measures=Measures(4.90, 1.90, 1.97, 3.00, 0.91, 1.63, 0.67, 0.215, 0.18),
    top=(
        (0, 0.46),
        (0.012, 0.492),
        (0.04, 0.525),
        (0.10, 0.562),
        (0.155, 0.588),
        (0.3, 0.6),
        (0.9, 0.58),
        (1, 0.555),
    ),
    belt=(
        (0, 0.46),
        (0.03, 0.495),
        (0.10, 0.535),
        (0.155, 0.553),
        (0.30, 0.562),
        (0.5, 0.562),
        (0.95, 0.562),
        (1, 0.555),
    ),
    plan=(
        (0, 0.955),
        (0.10, 0.985),
        (0.18, 0.997),
        (0.35, 1),
        (0.65, 1),
        (0.90, 0.995),
        (1, 0.985),
    ),
    sill=((0, 0.15), (0.10, 0.12), (0.5, 0.115), (0.85, 0.12), (0.96, 0.135), (1, 0.15)),
    section=(
        (0, 0.955),
        (0.08, 0.972),
        (0.18, 0.985),
        (0.34, 0.997),
        (0.5, 1.0),
        (0.64, 0.997),
        (0.80, 0.990),
        (0.92, 0.978),
        (1, 0.962),
    ),
    nose=(
        (0, 0.10),
        (0.06, 0.05),
        (0.15, 0.01),
        (0.30, 0),
        (0.45, 0.005),
        (0.6, 0.03),
        (0.75, 0.06),
        (0.9, 0.10),
        (1, 0.15),
    ),
    tail=((0, 0.06), (0.08, 0.02), (0.2, 0), (0.3, 0.005), (0.38, 0.03), (0.8, 0.035), (1, 0.045)),
    front_corner=(0.48, 2.6),
    rear_corner=(0.16, 3.2),
    crown=((0, 0), (0.05, 0.33), (0.13, 0.62), (0.36, 0.86), (0.66, 0.97), (1, 1)),
    cabin=(
        (0.160, 0.275, "p"),
        (0.178, 0.286, "b"),
        (0.215, 0.295, "g"),
        (0.370, 0.378, "p"),
        (0.395, 0.401, "g"),
        (0.645, 0.645, "p"),
        (0.672, 0.670, "g"),
        (0.925, 0.915, "p"),
        (0.975, 0.962, "p"),
    ),
    roof=((0.275, 0.958), (0.35, 0.988), (0.5, 1.0), (0.8, 1.0), (0.962, 0.985)),
    cabin_width=(0.80, 0.94, 0.98),
    cant=0.085,
    base=0.952,
    screen=(0.12, 0.06),
    rear_screen=(0.06, 0.045),
    doors=((0.172, 0.182, 0), (0.383, 0.383, 3), (0.668, 0.660, 5)),
    handles=(0.350, 0.425),
    lamps=Lamps(
        head=(0.48, 0.98, 0.68, 0.86, 0.74, 1.0),
        tail=(0.74, 0.98, 0.42, 0.95, 0.42, 0.95),
        tall=True,
    ),
    face=Face(
        grille=(0.42, 0.46, 0.56, 0.80),
        intake=(0.58, 0.54, 0.12, 0.36),
        bars=3,
        front_plate=0.235,
        rear_plate=0.36,
        chrome=False,
    ),
    sliding=True,
)


def draw(rng: np.random.Generator) -> CarVariation:
    """The knobs of one van by the distributions of the recipe book."""
    return drawn(rng, glazed=0.4)


def figure(variation: CarVariation | None = None, detail: int = 0) -> Figure:
    """The figure of one van; ``detail`` 0 is the finest, 2 the coarsest."""
    return car(FORM, variation or CarVariation(), detail)
