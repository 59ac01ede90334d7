"""Spruces: sprays of needles around a straight stem."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ...keys import generator
from ..fixture import Fixture
from ..sheets import assembled
from .needles import Whorls, crowns
from .skeleton import Branches, tubes

VARIANTS = 3

_SIZES = (Whorls(25, 11, 9), Whorls(14, 8, 5), Whorls(16, 9, 0))


@lru_cache(maxsize=64)
def spruce(variant: int = 0, detail: int = 0, height: float = 10.0) -> Fixture:
    """A spruce: some 2900, 700 or 250 triangles."""
    rng = generator("spruce", variant % VARIANTS, detail)
    base = (0.07, 0.12, 0.18)[variant % VARIANTS]
    stem = Branches(
        np.array([[(0, 0, 0), (0, 0, 0.5 * height), (0, 0, 0.98 * height)]], np.float64),
        np.array([[0.018, 0.011, 0.002]]) * height,
        np.zeros(1, np.int64),
    )
    trunk = assembled([tubes(stem, (7, 5, 4)[detail], "bark")])
    feet, heights, bases = np.zeros((1, 3)), np.array([height]), np.array([base])
    needles = assembled(crowns(feet, heights, bases, _SIZES[detail], rng))
    return Fixture(((trunk, "trunk"), (needles, "vegetation")))
