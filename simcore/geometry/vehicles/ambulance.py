"""An ambulance: a panel van with two blue bars, a band, chequers and a star of six bars."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..builder import MeshBuilder
from ..figure import Figure
from . import van
from .parts.cabin import Cabin
from .parts.car import car
from .parts.form import CarForm
from .parts.light_bar import add_light_bar
from .parts.livery import CELL, add_band, add_chequers, add_star, add_tail_band
from .parts.lower import LowerBody
from .parts.variation import CarVariation, drawn

FORM = replace(van.FORM, name="ambulance", class_name="ambulance")

FRONT_BAR, REAR_BAR = (1.35, 0.32, 0.13), (1.20, 0.25, 0.10)
CELLS = 15

_YELLOW, _GREEN, _ORANGE = (0.66, 0.58, 0.02), (0.02, 0.16, 0.06), (0.62, 0.10, 0.015)
COLOURS = {
    "livery_00": _YELLOW, "livery_01": _GREEN, "livery_10": _YELLOW, "livery_11": _GREEN,
    "band": _ORANGE, "star": (0.015, 0.05, 0.30),
}  # fmt: skip


def draw(rng: np.random.Generator) -> CarVariation:
    """The knobs of one ambulance by the distributions of the recipe book."""
    return drawn(rng, glazed=0.0)


def figure(variation: CarVariation | None = None, detail: int = 0) -> Figure:
    """The figure of one ambulance; ``detail`` 0 is the finest, 2 the coarsest."""
    chosen = replace(variation or CarVariation(), glazed=False)
    return car(FORM, chosen, detail, _kit).recoloured(COLOURS)


def _kit(builder: MeshBuilder, form: CarForm, body: LowerBody, cab: Cabin, detail: int) -> None:
    """The bars, and the film on the left side and the tail."""
    add_light_bar(builder, cab, float(form.x(0.37)), FRONT_BAR, detail)
    add_light_bar(builder, cab, float(form.x(0.93)), REAR_BAR, detail)
    if detail == 2:
        return
    middle, scale = form.measures.wheelbase / 2, form.measures.height / 1.97
    reach = CELL * CELLS / 2
    low = 0.72 * scale
    add_band(builder, body, (middle + reach, middle - reach), (low, low + 0.16))
    add_chequers(builder, body, middle + reach, low, CELLS)
    add_tail_band(builder, body, (0.44, 0.60))
    if detail == 0:
        add_star(builder, cab, float(form.x(0.80)), 0.46)
