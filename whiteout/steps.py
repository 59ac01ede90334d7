"""Values of a setting that are gone through: "0..10 mm/h", or "dry, wet, ice"."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from .dataset.plan import PlanError
from .simcore.quantity.units import NUMBER, UNIT

MOST = 64
_VALUE = re.compile(rf"({NUMBER})\s*({UNIT})?")
_RANGE = re.compile(rf"({NUMBER})\s*({UNIT})?\s*\.\.\s*({NUMBER})\s*({UNIT})?")


USUAL = 6
"""How many values of a range are gone through unless more or fewer are asked for."""


def values_of(text: str, steps: int | None = None, logarithmic: bool = False) -> list[str]:
    """So many values from the first to the last of a range, evenly or by factors, or those of a
    list, as a scenario has them. Raises ``PlanError``."""
    match = _RANGE.fullmatch(text.strip())
    if match is None:
        values = [value.strip() for value in text.split(",")]
        if ".." in text or "" in values:
            raise PlanError(
                f"'{text}' is neither a range such as \"0..10 mm/h\" nor a list such as "
                '"dry, wet, ice"'
            )
        if steps is not None or logarithmic:
            raise PlanError("--steps and --log are for ranges; of a list, all values are shown")
        return _not_too_many(_in_one_unit(values))
    steps = USUAL if steps is None else steps
    first, last, unit = float(match[1]), float(match[3]), match[4] or match[2] or ""
    if match[2] not in (None, unit):
        raise PlanError(f"'{text}' has two units: give both ends in {unit}")
    if logarithmic and not (first > 0.0 and last > 0.0):
        raise PlanError(f"'{text}' cannot be gone through by factors: both ends must be above 0")
    low, high = (math.log(first), math.log(last)) if logarithmic else (first, last)
    found = [low + (high - low) * k / max(steps - 1, 1) for k in range(steps)]
    numbers = [float(f"{math.exp(number):.3g}") for number in found] if logarithmic else found
    return _not_too_many([f"{number:.6g} {unit}".strip() for number in numbers])


def captions_of(values: Sequence[str]) -> list[str]:
    """The values as they are told below pictures: to three digits, where that tells them apart."""
    short = [_short(value) for value in values]
    return short if len({*short}) == len({*values}) else list(values)


def _short(value: str) -> str:
    match = _VALUE.fullmatch(value)
    number = float(match[1]) if match else 0.0
    if match is None or not math.isfinite(number) or number == round(number):
        return value
    places = max(2 - math.floor(math.log10(abs(number))), 0)
    return f"{round(number, places):g} {match[2] or ''}".strip()


def _in_one_unit(values: list[str]) -> list[str]:
    """The values of a list, the unit of the last being that of bare numbers before it."""
    found = [_VALUE.fullmatch(value) for value in values]
    units = [match[2] if match else "" for match in found]
    if not units[-1] or any(unit is not None for unit in units[:-1]):
        return values
    return [*(f"{value} {units[-1]}" for value in values[:-1]), values[-1]]


def _not_too_many(values: list[str]) -> list[str]:
    if len(values) > MOST:
        raise PlanError(f"{len(values)} values are too many for one strip: at most {MOST}")
    return values
