"""The pinhole projection that the rasteriser draws through."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Pinhole(NamedTuple):
    """A centred pinhole camera. The centre of the top-left pixel is (0, 0); lengths in pixels."""

    width: int
    height: int
    fx: float
    fy: float
    cx: float
    cy: float
    near: float = 0.05

    @classmethod
    def from_fov(cls, width: int, height: int, fov: float, near: float = 0.05) -> Pinhole:
        """Square pixels, centred, with the horizontal field of view ``fov`` [rad]."""
        f = width / 2 / np.tan(fov / 2)
        return cls(width, height, f, f, (width - 1) / 2, (height - 1) / 2, near)

    @property
    def K(self) -> NDArray[np.float64]:
        """(3, 3) camera matrix."""
        return np.array([[self.fx, 0.0, self.cx], [0.0, self.fy, self.cy], [0.0, 0.0, 1.0]])
