"""Halos of retro-reflectors: optics scatter a little of the light into the channels beside.

A share of STRAY falls off by e for each WIDE of angle. Signs near by so grow by a beam or two to
all sides, as scans show.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .pattern import Pattern

F4 = NDArray[np.float32]
I4 = NDArray[np.int32]

STRAY, WIDE = 1e-3, np.radians(0.25)
"""Share of the light, and angle [rad]: ours, so that a clean sign at 20 m grows by half a
degree."""
STRONG = 100.0
"""Returns that are so many times the threshold have a halo worth looking for."""


def halos(ray: I4, power: F4, retro: F4, pattern: Pattern) -> tuple[I4, I4, F4]:
    """Rays that hear a strong reflector beside theirs, which of the returns (N,) they hear, and how
    strong it is. ray, power, retro (N,): of returns."""
    strong = np.flatnonzero((power > STRONG) & (retro > 1.0))
    if not len(strong):
        return np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.float32)
    up, beams = pattern.table.elevation, pattern.beams
    reach = 3.0 * WIDE
    columns = int(np.ceil(reach / pattern.step))
    column, beam = ray[strong] // beams, ray[strong] % beams
    found = []
    for step in range(-columns, columns + 1):
        other = column + step
        other = other % pattern.columns if pattern.view > 6.28 else other
        inside = (other >= 0) & (other < pattern.columns)
        for k in range(beams):
            rise = up[k] - up[beam]
            angle = np.hypot(rise, step * pattern.step)
            near = inside & (angle < reach) & ~((step == 0) & (beam == k))
            if near.any():
                much = power[strong[near]] * STRAY * np.exp(-angle[near] / WIDE)
                heard = much > 0.5
                whose = strong[near][heard]
                found.append((other[near][heard] * beams + k, whose, much[heard]))
    if not found:
        return np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.float32)
    rays, origin, much = (np.concatenate(x) for x in zip(*found, strict=True))
    return rays.astype(np.int32), origin.astype(np.int32), much.astype(np.float32)
