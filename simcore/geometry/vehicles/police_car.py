"""A police car: an estate with a blue bar and chequers or stripes along its sides."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..builder import MeshBuilder
from ..figure import Figure
from . import wagon
from .parts.cabin import Cabin
from .parts.car import car
from .parts.form import CarForm
from .parts.light_bar import add_light_bar
from .parts.livery import CELL, add_chequers
from .parts.lower import LowerBody
from .parts.variation import CarVariation, drawn

FORM = replace(wagon.FORM, name="police_car", class_name="police_car", rails=False)

BAR = (1.15, 0.28, 0.12)
CELLS = 12

_YELLOW, _BLUE, _SILVER = (0.66, 0.58, 0.02), (0.015, 0.05, 0.30), (0.55, 0.56, 0.57)
LIVERIES = {
    "chequers": {
        "livery_00": _YELLOW, "livery_01": _BLUE, "livery_10": _YELLOW, "livery_11": _BLUE,
    },
    "stripes": {
        "livery_00": _BLUE, "livery_01": _BLUE, "livery_10": _SILVER, "livery_11": _SILVER,
    },
}  # fmt: skip
"""Colours of the slots of each livery."""


def draw(rng: np.random.Generator) -> CarVariation:
    """The knobs of one police car by the distributions of the recipe book."""
    return replace(drawn(rng), rails=False)


def figure(variation: CarVariation | None = None, detail: int = 0) -> Figure:
    """The figure of one police car; ``detail`` 0 is the finest, 2 the coarsest."""
    made = car(FORM, variation or CarVariation(), detail, _kit)
    return made.recoloured(LIVERIES["chequers"])


def _kit(builder: MeshBuilder, form: CarForm, body: LowerBody, cab: Cabin, detail: int) -> None:
    """The bar, and the film on the left side."""
    add_light_bar(builder, cab, float(form.x(0.56)), BAR, detail)
    if detail < 2:
        middle = form.measures.wheelbase / 2
        z = 0.615 * form.measures.height
        add_chequers(builder, body, middle + CELL * CELLS / 2, z, CELLS)
