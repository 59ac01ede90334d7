"""Times of an episode as people write them: "2 s", "350 ms", "2"."""

from __future__ import annotations

from .dataset.plan import PlanError
from .simcore.quantity.units import DIMENSIONS, UnitError, read


def seconds(text: str, option: str) -> float:
    """A time of an episode [s]; a bare number is seconds. Raises ``PlanError``, which names the
    option."""
    try:
        time = read(text if any(map(str.isalpha, text)) else f"{text} s", DIMENSIONS["time"])
    except UnitError as error:
        raise PlanError(f"{option}: {error}") from None
    if time < 0.0:
        raise PlanError(f"{option} {text}: an episode begins at 0 s")
    return time
