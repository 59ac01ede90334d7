"""Values of a setting that are gone through: "0..10 mm/h", or "dry, wet, ice"."""

from __future__ import annotations

import math
import re

from .dataset.plan import PlanError
from .simcore.quantity.units import NUMBER, UNIT

MOST = 64
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
        return _not_too_many(values)
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


def _not_too_many(values: list[str]) -> list[str]:
    if len(values) > MOST:
        raise PlanError(f"{len(values)} values are too many for one strip: at most {MOST}")
    return values
