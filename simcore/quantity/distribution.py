"""What all distributions can do, and what those with and without tails have in common."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol


class Distribution(Protocol):
    """What every distribution can do."""

    def at(self, u: float) -> Any:
        """The value at u in [0, 1)."""

    @property
    def support(self) -> tuple[float, float]:
        """The lowest and the highest value that can come, infinite where there is none."""

    @property
    def ends(self) -> tuple[Any, ...]:
        """The lowest and the highest value that its author named; none of a tail that runs out."""

    def within(self, low: float, high: float) -> float:
        """The probability of a value in [low, high], given that its ``ends`` lie there."""


class Bounded:
    """What distributions without tails have in common."""

    @property
    def support(self) -> tuple[Any, Any]:
        raise NotImplementedError

    @property
    def ends(self) -> tuple[Any, ...]:
        return self.support

    def within(self, low: float, high: float) -> float:
        return 1.0


class Tailed:
    """What distributions have in common whose values thin out towards 0 or without end."""

    ends: ClassVar[tuple[Any, ...]] = ()

    def below(self, value: float) -> float:
        """The probability of a lower value."""
        raise NotImplementedError

    def within(self, low: float, high: float) -> float:
        return self.below(high) - self.below(low)
