"""The projection that a lens's settings ask for, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from ...simcore.quantity.fields import invalid
from ...simcore.quantity.terms import Constant, Term
from ...simcore.render.projection import Projection

WIDEST = np.radians(150.0)
"""Of lenses that are no fisheyes."""

BENDS = ("k1", "k2", "k3", "k4", "p1", "p2")
MATRIX = ("fx", "fy", "cx", "cy")
Matrix = tuple[float | None, ...]


def measured(data: Any) -> Any:
    """Authored settings of a camera without a field of view where its lens has a focal length.
    Raises a pydantic error where there are both, or neither."""
    if not isinstance(data, Mapping):
        return data
    lens = data.get("lens")
    given = isinstance(lens, Mapping) and lens.get("fx") is not None
    if not given:
        if "fov" in data and data["fov"] is None:
            raise invalid((("fov",), "must be given where the lens has no fx"))
        return data
    if data.get("fov") is not None:
        problem = (
            "the lens has fx, which takes its place: take one of the two away; `fov: null` undoes "
            "one that this file builds on"
        )
        raise invalid((("fov",), problem))
    return {**data, "fov": None}


def projection_of(settings: Any) -> Projection:
    """The projection of a camera with drawn settings. Raises ``ValueError`` where none is."""
    lens, fov = settings.lens, settings.fov
    given = tuple(float(getattr(lens, name)) for name in BENDS)
    return _projection(
        lens.model, settings.width, settings.height, _float(fov), _matrix(lens), given
    )


def unfit(lens: Any, fov: Any, width: int, height: int) -> str:
    """What is wrong with a lens as authored, as far as its quantities are constant; else ""."""
    terms = [getattr(lens, name) for name in (*BENDS, *MATRIX)]
    if lens.fx is None and (named := [n for n in MATRIX if getattr(lens, n) is not None]):
        return f"{', '.join(named)} of a calibration are nothing without fx, its focal length [px]"
    if any(isinstance(t, Term) and not isinstance(t, Constant) for t in (*terms, fov)):
        return ""
    values = tuple(float(getattr(t, "value", t)) for t in terms[: len(BENDS)])
    try:
        _projection(lens.model, width, height, _float(fov), _matrix(lens), values)
    except ValueError as error:
        return str(error)
    return ""


def _float(value: Any) -> float | None:
    return None if value is None else float(getattr(value, "value", value))


def _matrix(lens: Any) -> Matrix:
    return tuple(_float(getattr(lens, name)) for name in MATRIX)


@cache
def _projection(
    model: str,
    width: int,
    height: int,
    fov: float | None,
    matrix: Matrix,
    given: tuple[float, ...],
) -> Projection:
    k1, k2, k3, k4, p1, p2 = given
    if fov is not None and model != "kannala_brandt" and fov > WIDEST:
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
    fx, fy, cx, cy = matrix
    if fx is None:
        assert fov is not None
        return Projection.from_fov(model, width, height, fov, coefficients)
    middle = (width - 1) / 2 if cx is None else cx, (height - 1) / 2 if cy is None else cy
    focal = fx, fx if fy is None else fy
    made = Projection.calibrated(model, width, height, focal, middle, coefficients)
    if model != "kannala_brandt" and made.widest > WIDEST / 2:
        away = f"{np.degrees(made.widest):.0f} deg"
        raise ValueError(
            f"with this fx, fy, cx and cy a {model} would see {away} from its axis; at most 75 deg "
            "can be, or more with kannala_brandt"
        )
    return made
