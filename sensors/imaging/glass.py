"""The projection that a lens's settings ask for, and what is wrong with them."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from ...simcore.quantity.terms import Constant, Term
from ...simcore.render.projection import Projection

WIDEST = np.radians(150.0)
"""Of lenses that are no fisheyes."""


def projection_of(settings: Any) -> Projection:
    """The projection of a camera with drawn settings. Raises ``ValueError`` where none is."""
    lens = settings.lens
    given = tuple(float(getattr(lens, name)) for name in ("k1", "k2", "k3", "k4", "p1", "p2"))
    return _projection(lens.model, settings.width, settings.height, settings.fov, given)


def unfit(lens: Any, fov: Any, width: int, height: int) -> str:
    """What is wrong with a lens as authored, as far as its quantities are constant; else ""."""
    terms = [getattr(lens, name) for name in ("k1", "k2", "k3", "k4", "p1", "p2")]
    if any(isinstance(t, Term) and not isinstance(t, Constant) for t in (*terms, fov)):
        return ""
    values = tuple(float(getattr(t, "value", t)) for t in terms)
    try:
        _projection(lens.model, width, height, float(getattr(fov, "value", fov)), values)
    except ValueError as error:
        return str(error)
    return ""


@cache
def _projection(
    model: str, width: int, height: int, fov: float, given: tuple[float, ...]
) -> Projection:
    k1, k2, k3, k4, p1, p2 = given
    if model != "kannala_brandt" and fov > WIDEST:
        raise ValueError(f"a {model} sees at most 150 deg; kannala_brandt sees more")
    unused = {"pinhole": given, "brown_conrady": (k4,), "kannala_brandt": (p1, p2)}[model]
    if any(unused):
        names = {"pinhole": "k1 … p2", "brown_conrady": "k4", "kannala_brandt": "p1 and p2"}
        raise ValueError(f"{names[model]} are no coefficients of a {model}")
    coefficients = {
        "pinhole": (),
        "brown_conrady": (k1, k2, p1, p2, k3),
        "kannala_brandt": (k1, k2, k3, k4),
    }[model]
    return Projection.from_fov(model, width, height, fov, coefficients)
