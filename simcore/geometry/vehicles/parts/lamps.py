"""Where a car's lamps stand as light sources."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...figure import LampShape
from .form import CarForm
from .front import LENS_HEIGHT, LENSES, head_lamp_region
from .lower import LowerBody
from .rear import tail_lamp_fields, tail_lamp_region

Array = NDArray[np.float64]

DIP = 0.002
"""How far the low beam's axis drops per metre: with the cut-off of its beam, 1 %, it is in the
middle of what UN R48 asks, 1 to 1.5 %."""


def lamp_shapes(form: CarForm, body: LowerBody) -> tuple[LampShape, ...]:
    """Low and high beams, tail and brake lamps of both sides, on the surface of their lenses."""
    circuits = {"head_lamp": "low_beam", "high_lamp": "high_beam"}
    shapes: list[LampShape] = []
    field = head_lamp_region(form)
    for u, material in LENSES:
        place, normal = body.by_t.at(*field.at(u, LENS_HEIGHT))
        drop = DIP if material == "head_lamp" else 0.0
        shapes += pair(circuits[material], place + normal * 0.0165, (1.0, 0.0, -drop))
    field = tail_lamp_region(form, body.end)
    for u, v, material in tail_lamp_fields(form)[:2]:
        place, normal = body.by_t.at(*field.at((u[0] + u[1]) / 2, (v[0] + v[1]) / 2))
        circuit = material.removesuffix("_lamp")
        shapes += pair(circuit, place + normal * 0.008, (-1.0, 0.0, 0.0))
    return tuple(shapes)


def pair(circuit: str, place: ArrayLike, direction: ArrayLike) -> list[LampShape]:
    """A lamp of part 0 on the left, at a place [m], and its mirror image on the right."""
    x, y, z = np.asarray(place, np.float64).tolist()
    dx, dy, dz = (np.asarray(direction) / np.linalg.norm(direction)).tolist()
    return [LampShape(circuit, 0, (x, side, z), (dx, dy, dz)) for side in (y, -y)]
