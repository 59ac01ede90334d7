"""The range-Doppler map of a scan: the power in its cells, all directions together."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...simcore.kernel import kernel
from ...simcore.kernels.rng import pcg3d, unit, unit_open
from ...simcore.pose import Array
from .clutter import Clutter
from .equation import Link
from .signals import Signals

FINE = 2
"""Bins to a resolution."""
REACH = 5
"""Bins to which an echo spreads on each side: to -75 dB."""
LEAST = -30.0
"""Least power told [dB]."""
BEAMS = 40
"""Directions in which road and rain are summed up."""


def axes(link: Link, scan: Any) -> tuple[Array, Array]:
    """Ranges (R,) [m] and speeds (V,) [m/s] of the middles of a map's rows and columns."""
    step, pace = float(scan.range_resolution) / FINE, link.speed / FINE
    rows, half = int(np.ceil(scan.farthest / step)), int(np.floor(link.fastest / pace))
    middles = (np.arange(rows, dtype=np.float64) + 0.5) * step
    return middles, np.arange(-half, half, dtype=np.float64) * pace


def range_doppler(
    link: Link, scan: Any, made: Signals, clutter: Clutter, noise: float, key: int | None
) -> NDArray[np.float32]:
    """(R, V) power by the mean of the receiver's own noise [dB]; noise, key: as in ``detected``."""
    away, speed = axes(link, scan)
    wave = np.zeros((len(away), len(speed), 2))
    if len(made.cell):
        spread(made.cell, made.wave, away[0], away[1] - away[0], speed[0], speed[1] - speed[0],
               wave)  # fmt: skip
    floor = np.ones((len(away), len(speed)))
    for azimuth in scan.field * ((np.arange(BEAMS) + 0.5) / BEAMS * 2.0 - 1.0):
        there = np.full(len(away), azimuth)
        beams = 2.0 * scan.field / BEAMS / (scan.azimuth_resolution / np.cos(azimuth))
        for level, middle, wide in clutter.lines(link, scan, away, there):
            lines(level * beams / noise, link.folded(middle), wide, speed[0],
                  speed[1] - speed[0], floor)  # fmt: skip
    out = np.empty((len(away), len(speed)), np.float32)
    low, high = (0, 0) if key is None else (key & 0xFFFFFFFF, key >> 32)
    powers(wave, floor, noise, low, high, 0 if key is None else 1, out)
    return out


@kernel("f8[:,:], f8[:,:], f8, f8, f8, f8 -> f8[:,:,:]")
def spread(cell, wave, first, step, slowest, pace, wave_out):
    """Add echoes, cell (N, 4) and wave (N, 2), as bells to wave_out (R, V, 2); the speeds go
    round. first, slowest: middles of the first row and column; step, pace: between them."""
    rows, columns = wave_out.shape[0], wave_out.shape[1]
    for k in range(cell.shape[0]):
        y, x = (cell[k, 0] - first) / step, (cell[k, 3] - slowest) / pace
        i0, j0 = np.int64(np.floor(y + 0.5)), np.int64(np.floor(x + 0.5))
        for i in range(max(i0 - REACH, 0), min(i0 + REACH + 1, rows)):
            dy = (i - y) / FINE
            for d in range(-REACH, REACH + 1):
                j = j0 + d
                dx = (j - x) / FINE
                w = np.exp(-1.3862943611198906 * (dx * dx + dy * dy))
                column = j % columns
                wave_out[i, column, 0] += w * wave[k, 0]
                wave_out[i, column, 1] += w * wave[k, 1]


@kernel("f8[:], f8[:], f8[:], f8, f8 -> f8[:,:]")
def lines(level, middle, wide, slowest, pace, floor_out):
    """Add bells by speed, of a level, a middle and a width [m/s] for each row, to floor_out (R, V);
    the speeds go round."""
    columns = floor_out.shape[1]
    for i in range(floor_out.shape[0]):
        far = min(np.int64(6.0 * wide[i] / pace) + 1, columns // 2)
        x = (middle[i] - slowest) / pace
        j0 = np.int64(np.floor(x + 0.5))
        for d in range(-far, far):
            off = (j0 + d - x) * pace / wide[i]
            floor_out[i, (j0 + d) % columns] += level[i] * np.exp(-0.5 * off * off)


@kernel("f8[:,:,:], f8[:,:], f8, i8, i8, i8 -> f4[:,:]")
def powers(wave, floor, noise, key, more, noisy, power_out):
    """Power [dB] of amplitudes (R, V, 2) with noise and clutter of mean powers floor (R, V); noise:
    what both are given by; noisy: 0 for their means."""
    for i in range(power_out.shape[0]):
        for j in range(power_out.shape[1]):
            re, im = wave[i, j, 0], wave[i, j, 1]
            if noisy != 0:
                a, b, _ = pcg3d(
                    np.uint32(i * power_out.shape[1] + j), np.uint32(key), np.uint32(more)
                )
                size = np.sqrt(-floor[i, j] * np.log(np.float64(unit_open(a))))
                angle = 6.283185307179586 * np.float64(unit(b))
                re += size * np.cos(angle)
                im += size * np.sin(angle)
                power = re * re + im * im
            else:
                power = re * re + im * im + floor[i, j]
            power_out[i, j] = np.float32(max(10.0 * np.log10(max(power * noise, 1e-20)), LEAST))
