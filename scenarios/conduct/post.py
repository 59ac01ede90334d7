"""What a behaviour, a start or a driver is told about the actor that it is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ...simcore.lanes import LaneMap
from ...simcore.line import Line

NEVER = float("nan")
"""Stands in parameters for a setting that is not given."""


class Post(NamedTuple):
    """An actor's place in the world: its own row and settings, the rows of all by name.

    edges: t of the right and the left edge of the carriageway [m]; lanes: of the whole road;
    lights: traffic lights, as ``lights`` has them for kernels. How far one sees, and how light it
    is, changes: that stands in the state (``columns.SIGHT``, ``columns.LIGHT``).
    """

    row: int
    rows: Mapping[str, int]
    actor: Any
    route: Line
    edges: tuple[float, float]
    speed_limit: float
    lanes: LaneMap
    lights: Sequence[float]


def given(value: float | None) -> float:
    """The value, or NEVER for None."""
    return NEVER if value is None else value
