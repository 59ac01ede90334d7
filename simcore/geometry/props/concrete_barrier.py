"""Loose concrete barriers as they stand around road works, 0.81 m high (New Jersey profile)."""

from __future__ import annotations

from functools import lru_cache

from ..street.barrier import JERSEY, jersey_barrier
from .prop import Prop, prop


@lru_cache(maxsize=16)
def figure(*, length: float = 3.0) -> Prop:
    """A barrier along y."""
    mesh = jersey_barrier(length).pieces[0][0]
    half_area = sum(
        (JERSEY[k, 0] + JERSEY[k + 1, 0]) / 2 * (JERSEY[k + 1, 1] - JERSEY[k, 1]) for k in range(3)
    )
    return prop(mesh, "concrete_barrier", "barrier", 2400.0 * 2 * float(half_area) * length)
