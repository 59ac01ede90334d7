"""What is common to those who walk, along the road or across it."""

from __future__ import annotations

from ...simcore.quantity.fields import Speed, setting
from ...simcore.quantity.settings import Settings


class Walker(Settings):
    """Settings of all that walk."""

    speed: Speed = setting(
        "Speed of walking",
        {
            "truncated_normal": {
                "mean": "1.35 m/s",
                "sd": "0.2 m/s",
                "low": "0.8 m/s",
                "high": "2 m/s",
            }
        },
        low="0.2 m/s",
        high="12 m/s",
    )


BEYOND = 0.5
"""Who crosses goes at least so far beyond the road [m]."""


def far_side(start: float, from_left: bool, edges: tuple[float, float]) -> float:
    """t as far beyond the road as one comes from; edges: t of its right and left edge [m]."""
    right, left = edges
    if from_left:
        return right - max(start - left, BEYOND)
    return left + max(right - start, BEYOND)
