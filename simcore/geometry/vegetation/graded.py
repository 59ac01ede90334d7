"""Trees that are drawn finer from close by and coarser from far away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ...scene import Grade
from ..fixture import Fixture

SIZES = {0: 0.16, 1: 0.5, 2: 1.2}
"""What one must not be able to make out for a crown of each detail to do [m]: about the width of
its sprays of leaves, which are a third as long again, or how far apart its twigs are."""


def graded(make: Callable[[int], Fixture], detail: int, finest: int = 0) -> Fixture:
    """``make(detail)``, with the details from ``finest`` on to be chosen from for each picture."""
    made = [make(level) for level in range(finest, 3)]
    sizes = [0.0, *(SIZES[level] for level in range(finest + 1, 3))]
    grades = tuple(
        tuple(Grade(size, tree.pieces[k][0]) for size, tree in zip(sizes, made, strict=True))
        for k in range(len(made[0].pieces))
    )
    return replace(make(detail), grades=grades)
