"""A medium as a camera of another band sees it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .banks import Banks
from .medium import Medium


@dataclass(frozen=True)
class InBand(Medium):
    """medium: as it lies; band: of ``BANDS``; acceptance: width of a pixel [rad], within which
    light that is diffracted still counts as come straight."""

    medium: Medium
    band: str
    acceptance: float = 0.0

    @cached_property
    def seen(self) -> float:  # type: ignore[override]
        """σ [1/m] in the band."""
        return self.medium.extinction(self.band, self.acceptance)

    @property
    def depth(self) -> float:  # type: ignore[override]
        """As the medium's."""
        return self.medium.depth

    @property
    def banks(self) -> Banks | None:  # type: ignore[override]
        """As the medium's."""
        return self.medium.banks

    @property
    def veils(self) -> bool:  # type: ignore[override]
        """As the medium's."""
        return self.medium.veils

    def extinction(self, band: str = "visible", acceptance: float = 0.0) -> float:
        """As the medium's."""
        return self.medium.extinction(band, acceptance)

    def profile(self, height: ArrayLike) -> NDArray[np.float64]:
        """As the medium's."""
        return self.medium.profile(height)
