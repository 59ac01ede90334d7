"""Halos of retro-reflectors: optics scatter a little of the light into the channels beside.

A share of STRAY falls off by e for each WIDE of angle. Signs near by so grow by a beam or two to
all sides, as scans show.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...simcore.kernel import kernel
from ...simcore.kernels.approx import exp
from .pattern import Pattern

F4 = NDArray[np.float32]
I4 = NDArray[np.int32]

STRAY, WIDE = 1e-3, np.radians(0.25)
"""Share of the light, and angle [rad]: ours, so that a clean sign at 20 m grows by half a
degree."""
REACH = 3.0 * WIDE
"""Beyond this angle [rad] nothing is left of it."""
STRONG = 100.0
"""Returns that are so many times the threshold have a halo worth looking for."""
_STRAY, _REACH, _PER_WIDE = np.float32(STRAY), np.float32(REACH), np.float32(1.0 / WIDE)


def halos(ray: I4, power: F4, retro: F4, pattern: Pattern) -> tuple[I4, I4, F4]:
    """Rays that hear a strong reflector beside theirs, which of the returns (N,) they hear, and how
    strong it is. ray, power, retro (N,): of returns."""
    strong = np.flatnonzero((power > STRONG) & (retro > 1.0)).astype(np.int32)
    columns = int(np.ceil(REACH / pattern.step))
    room = len(strong) * (2 * columns + 1) * pattern.beams
    rays, origin = np.empty(room, np.int32), np.empty(room, np.int32)
    much = np.empty(room, np.float32)
    count = beside(
        strong, ray, power, pattern.table.elevation.astype(np.float32), columns, pattern.columns,
        np.float32(pattern.step), np.uint8(pattern.view > 6.28), rays, origin, much,
    )  # fmt: skip
    return rays[:count], origin[:count], much[:count]


@kernel("i4[:], i4[:], f4[:], f4[:], i8, i8, f4, u1 -> i4[:], i4[:], f4[:] : i8", narrow=True)
def beside(
    strong, ray, power, elevation, reach, columns, step, around, ray_out, origin_out, power_out
):
    """See ``halos``. strong (S,): which returns (N,) have a halo; elevation (B,) of the beams
    [rad]; reach: columns to each side; step: from column to column [rad]; around: 1 if the last
    column is beside the first."""
    count, beams = 0, elevation.shape[0]
    for n in strong:
        column, beam = ray[n] // beams, ray[n] % beams
        for aside in range(-reach, reach + 1):
            other = column + aside
            if around == 1:
                other = other % columns
            if other < 0 or other >= columns:
                continue
            turn = np.float32(np.int32(aside)) * step
            for k in range(beams):
                rise = elevation[k] - elevation[beam]
                angle = np.sqrt(rise * rise + turn * turn)
                if angle >= _REACH or (aside == 0 and k == beam):
                    continue
                heard = power[n] * _STRAY * exp(-angle * _PER_WIDE)
                if heard > 0.5:
                    ray_out[count], origin_out[count] = other * beams + k, n
                    power_out[count] = heard
                    count += 1
    return count
