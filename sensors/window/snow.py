"""Snow on a pane: which flakes stick, and how what lies there melts or is blown off.

Wet flakes stick at first touch, by the square root of their speed ever fewer of them (Nygaard,
Ágústsson and Somfalvi-Tóth, J. Appl. Meteorol. Climatol. 52, 2013: β = v^-1/2); dry ones hardly
(ISO 12494 counts none). Between lies the liquid that flakes carry down to -8 °C (ours). Snow holds
flakes better than glass does, so that it grows in patches.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...simcore.kernel import device, kernel
from ...simcore.kernels.rng import pcg3d, unit
from .drops import GRIP, VOLUME, X, Y

F4 = NDArray[np.float32]

LATENT = 334e3
"""Heat that melts ice [J/kg]."""
DRIEST = 0.05
"""Share of dry flakes that stay, beside that of wet ones."""
GLASS = 0.8
"""How well glass holds flakes, beside snow."""
SPARSE = 0.1
"""Share of the pane under snow below which heat no longer gathers there: it comes from as far as
√(k d / h), 1 cm in 5 mm of glass (a fin's length)."""
COVERED = np.float32(0.03)
"""Snow that hides the glass from flakes [kg/m²]."""


def stickiness(temperature: float, wet: bool) -> float:
    """How well flakes stick in air of a temperature [K], of 1; wet: flakes that have begun to
    melt."""
    cold = 273.15 - temperature
    return 1.0 if wet else float(np.clip(1.0 - (cold - 1.0) / 7.0 * (1.0 - DRIEST), DRIEST, 1.0))


def stays(sticky: float, speed: float) -> float:
    """Share of flakes that stay on snow where they hit it at a speed [m/s]."""
    return sticky / max(speed, 1.0) ** 0.5


def holds(sticky: float) -> float:
    """Speed of the air along a pane [m/s] from which it takes snow along: dry snow from 7 m/s on,
    as it takes it from the ground in a wind of 9 m/s at 10 m (Li and Pomeroy, 1997); ours for
    wet."""
    return 6.0 + 24.0 * sticky


@kernel("f4[:,:], f4, f4, f4 -> f4[:,:], f4[:]", narrow=True)
def settle(flakes, glass, snow, cell, snow_out, tally_out):
    """Let flakes land on cells (R, C) of a pane [kg/m²].

    flakes (K, 5), ragged: place in cells from the first corner, mass [mg], radius in cells, a
    number in [0, 1); glass, snow: share that stays there; cell: side [mm]; tally_out[0]: what stays
    [mg].
    """
    rows, columns = snow_out.shape
    for k in range(flakes.shape[0]):
        x, y, mass, radius, chance = (
            flakes[k, 0], flakes[k, 1], flakes[k, 2], flakes[k, 3], flakes[k, 4],
        )  # fmt: skip
        i, j = np.int64(y), np.int64(x)
        if (y < 0.0) | (x < 0.0) | (i >= rows) | (j >= columns):
            continue
        there = min(snow_out[i, j] / COVERED, 1.0)
        if chance >= glass + (snow - glass) * there:
            continue
        top, bottom = max(np.int64(y - radius), 0), min(np.int64(y + radius) + 1, rows)
        left, right = max(np.int64(x - radius), 0), min(np.int64(x + radius) + 1, columns)
        total = np.float32(0.0)
        for r in range(top, bottom):
            for c in range(left, right):
                total += _share(r, c, x, y, radius, chance)
        per = mass / (total * cell * cell)  # mg/mm² are kg/m²
        for r in range(top, bottom):
            for c in range(left, right):
                snow_out[r, c] += per * _share(r, c, x, y, radius, chance)
        tally_out[0] += mass


@device(narrow=True, inline=True)
def _share(r, c, x, y, radius, chance):
    """How much of a flake at (x, y) lies on a cell, unscaled: less towards its rim, and here and
    there nothing."""
    dy, dx = np.float32(np.int32(r)) + 0.5 - y, np.float32(np.int32(c)) + 0.5 - x
    word, _, _ = pcg3d(np.uint32(r), np.uint32(c), np.uint32(np.int32(chance * 1e6)))
    ragged = unit(word)
    thick = 1.0 - (dx * dx + dy * dy) / ((radius + 0.6) * (radius + 0.6))
    return max(thick, 1e-3) * ragged * ragged + 1e-4


@kernel("f4[:,:], f4, f4, f4[:] -> f4[:,:], f4[:,:] : i8", narrow=True)
def drip(chance, least, cell, half, soaked_out, drops_out):
    """Let the water that snow has become draw together in drops; returns how many.

    chance (R, C): numbers in [0, 1); least: of a drop [mm³]; cell: side [mm]; half: width and
    height of the pane by 2 [mm]; soaked_out (R, C): water [kg/m²], which a drop takes from the
    cells around it; drops_out (K, 5).
    """
    rows, columns = soaked_out.shape
    count, area = 0, cell * cell
    for r in range(rows):
        for c in range(columns):
            if (soaked_out[r, c] <= 0.0) | (chance[r, c] > 0.05) | (count == drops_out.shape[0]):
                continue
            whole = np.float32(0.0)
            for q in range(max(r - 1, 0), min(r + 2, rows)):
                for d in range(max(c - 1, 0), min(c + 2, columns)):
                    whole += soaked_out[q, d]
            if whole * area < least:
                continue
            for q in range(max(r - 1, 0), min(r + 2, rows)):
                for d in range(max(c - 1, 0), min(c + 2, columns)):
                    soaked_out[q, d] = 0.0
            jitter = chance[r, c] * 20.0
            drops_out[count, X] = (np.float32(np.int32(c)) + jitter) * cell - half[0]
            drops_out[count, Y] = (np.float32(np.int32(r)) + 1.0 - jitter) * cell - half[1]
            drops_out[count, VOLUME] = whole * area
            drops_out[count, GRIP] = 0.7 + 0.6 * jitter
            count += 1
    return count
