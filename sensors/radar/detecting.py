"""Detections: peaks that stand out of the noise around them, as a constant false-alarm rate has it.

The noise is estimated from N cells around (cell averaging): what exceeds N (P^(-1/N) - 1) times
their mean is a detection, so that noise alone is taken for one with probability P, however strong
it is (Finn and Johnson, RCA Review 29, 1968). An echo of Swerling's first case of mean power S by
that of the noise is found with probability (1 + T / (N (1 + S)))^-N. Errors of range, angle and
speed follow the signal-to-noise ratio: resolution / √(2 SNR), angles by 1.6 less, on top of those
that no signal betters (Curry, Radar System Performance Modeling, 2nd ed., ch. 8).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ...simcore.kernel import kernel
from ...simcore.kernels.rng import pcg3d, unit, unit_open
from ...simcore.pose import Array
from .clutter import Clutter
from .equation import Link
from .signals import I8, Peaks, Signals

ANGLES = 1.6
"""Curry's factor of angles: beam by 1.6 √(2 SNR)."""
EDGE = 6.0
"""Power by which errors of the azimuth grow to the edge: of 0.3° ahead, 1° at 45° and 5° at 60°."""
MOST_ALARMS = 2000
CLEAN = 12.0
"""Without noise a peak is found from this power on [dB], about what a detector needs."""
DICE = 8


class Found(NamedTuple):
    """D detections of a scan, as it measures them. snr, area: power by that of the noise, and the
    cross section [m²] that gives it in clear air; main (D,): of the scan's signals, -1 for noise;
    bodies (D,): how many share it; folded: whether the speed is one of several that it may be;
    error (D,) of the speed [m/s]; chance (D,): an even number in [0, 1)."""

    range: Array
    azimuth: Array
    elevation: Array
    speed: Array
    snr: Array
    area: Array
    main: I8
    bodies: I8
    folded: Array
    error: Array
    chance: Array


def threshold(mistakes: Any) -> float:
    """By how much a detection exceeds the mean of the cells around it."""
    n = float(mistakes.reference_cells)
    return float(n * (mistakes.false_alarm ** (-1.0 / n) - 1.0))


def cells_of(link: Link, scan: Any) -> float:
    """How many cells of range, azimuth and speed a scan looks into."""
    beams = max(2.0 * scan.field / scan.azimuth_resolution, 1.0)
    return float(scan.farthest / scan.range_resolution * 2.0 * link.fastest / link.speed * beams)


def detected(
    link: Link, scan: Any, mistakes: Any, made: Signals, peaks: Peaks, clutter: Clutter,
    noise: float, key: int | None,
) -> Found:  # fmt: skip
    """What is found. noise: its power by that of the receiver's own; key: None for no noise at all,
    where a peak is found from ``CLEAN`` on."""
    azimuth = np.arcsin(np.clip(peaks.cell[:, 1], -1.0, 1.0))
    floor = 1.0 + clutter.power(link, scan, np.maximum(peaks.cell[:, 0], 0.1), azimuth,
                                peaks.cell[:, 3]) / noise  # fmt: skip
    floor += peaks.around
    m = len(azimuth)
    dice = np.zeros((m, DICE))
    estimate = np.ones(m)
    if key is not None:
        rolled(mistakes.reference_cells, key & 0xFFFFFFFF, key >> 32, dice, estimate)
    swing = np.sqrt(0.5 * floor)
    power = (peaks.wave[:, 0] + swing * dice[:, 0]) ** 2
    power += (peaks.wave[:, 1] + swing * dice[:, 1]) ** 2
    snr = power / (floor * estimate)
    least = threshold(mistakes) if key is not None else 10.0 ** (0.1 * CLEAN)
    rows = np.flatnonzero(snr > least)
    strong = power[rows] * noise
    found = _measured(link, scan, made, peaks, rows, snr[rows], azimuth[rows], dice[rows], strong)
    if key is not None:
        found = _with_alarms(link, scan, mistakes, found, noise, least, key)
    seen = (np.abs(found.azimuth) <= scan.field) & (found.range <= scan.farthest)
    seen &= found.range >= scan.nearest
    return Found(*(column[seen] for column in found))


def _measured(link, scan, made: Signals, peaks: Peaks, rows, snr, azimuth, dice, power) -> Found:
    """The peaks in rows, with errors; power (D,): by that of the receiver's own noise."""
    fine = 1.0 / np.sqrt(2.0 * snr)
    noisy = float(dice.any())
    share = np.minimum(np.abs(azimuth) / scan.field, 1.0) ** EDGE
    edge = scan.azimuth_accuracy + (scan.azimuth_accuracy_edge - scan.azimuth_accuracy) * share
    wide = scan.azimuth_resolution / np.maximum(np.cos(azimuth), 0.1)
    sd_range = np.hypot(scan.range_resolution * fine, scan.range_accuracy) * noisy
    sd_azimuth = np.hypot(wide * fine / ANGLES, edge) * noisy
    sd_speed = np.hypot(link.speed * fine, scan.speed_accuracy) * noisy
    cell = peaks.cell[rows]
    away = np.maximum(cell[:, 0] + sd_range * dice[:, 2], 0.0)
    told = azimuth + sd_azimuth * dice[:, 3]
    elevation = np.zeros(len(rows))
    if scan.elevation_resolution is not None:
        sd = np.hypot(scan.elevation_resolution * fine / ANGLES, 0.1 * scan.elevation_resolution)
        elevation = cell[:, 2] + sd * noisy * dice[:, 5]
    speed, folded = _unfolded(link, scan, made, peaks.main[rows], cell[:, 3], snr, dice[:, 6])
    gain = link.gain(told, elevation) ** 2
    area = link.area(power, np.maximum(away, 0.1), gain)
    return Found(away, told, elevation, speed + sd_speed * dice[:, 4], snr, area,
                 peaks.main[rows], peaks.bodies[rows], folded, sd_speed, dice[:, 7])  # fmt: skip


def _unfolded(link, scan, made: Signals, main, speed, snr, chance) -> tuple[Array, Array]:
    """Speeds with the turns that a staggered scan has told, and where it could not. Chirps of two
    intervals agree in one speed only unless noise moves both: e^(-SNR/20) of the weak are untold
    (ours)."""
    if scan.staggered:
        untold = chance < np.exp(-snr / 20.0) if chance.any() else np.zeros(len(snr), bool)
    else:
        untold = np.ones(len(snr), bool)
    span = 2.0 * link.fastest
    turns = np.rint((made.echoes.speed[main] - speed) / span)
    within = (speed + link.fastest) % span - link.fastest
    return np.where(untold, within, speed + turns * span), untold


def _with_alarms(link, scan, mistakes, found: Found, noise, least, key) -> Found:
    """The detections, and those that noise makes: as many as cells times their probability."""
    cells = cells_of(link, scan)
    rows = np.zeros((MOST_ALARMS, 4))
    count = alarms(cells * mistakes.false_alarm, (key >> 16) & 0xFFFFFFFF, key & 0xFFFFFFFF, rows)
    if not count:
        return found
    u = rows[:count]
    n = float(mistakes.reference_cells)
    snr = least * u[:, 3] ** (-1.0 / n) + n * (u[:, 3] ** (-1.0 / n) - 1.0)
    away = scan.farthest * u[:, 0]
    azimuth = scan.field * (2.0 * u[:, 1] - 1.0)
    gain = link.gain(azimuth, 0.0) ** 2
    none = np.zeros(count)
    more = Found(
        away, azimuth, none, link.fastest * (2.0 * u[:, 2] - 1.0), snr,
        link.area(snr * noise, np.maximum(away, 0.1), gain), np.full(count, -1), none.astype(int),
        np.full(count, not scan.staggered), np.full(count, link.speed), u[:, 1],
    )  # fmt: skip
    return Found(*(np.concatenate(pair) for pair in zip(found, more, strict=True)))


@kernel("i8, i8, i8 -> f8[:,:], f8[:]")
def rolled(cells, key, more, dice_out, estimate_out):
    """For M peaks: dice_out (M, DICE): six numbers of the normal distribution, and two even in
    [0, 1); estimate_out (M,): mean power of so many cells of noise."""
    for m in range(dice_out.shape[0]):
        for pair in range(3):
            a, b, _ = pcg3d(np.uint32(m * 8 + pair), np.uint32(key), np.uint32(more))
            size = np.sqrt(-2.0 * np.log(np.float64(unit_open(a))))
            angle = 6.283185307179586 * np.float64(unit(b))
            dice_out[m, 2 * pair] = size * np.cos(angle)
            dice_out[m, 2 * pair + 1] = size * np.sin(angle)
        a, b, _ = pcg3d(np.uint32(m * 8 + 3), np.uint32(key), np.uint32(more))
        dice_out[m, 6], dice_out[m, 7] = np.float64(unit(a)), np.float64(unit(b))
        total, k = 0.0, 0
        while k < cells:
            a, b, c = pcg3d(
                np.uint32(m), np.uint32(key) ^ np.uint32(0xA5A5), np.uint32(more) + np.uint32(k)
            )
            for word in (a, b, c):
                if k < cells:
                    total -= np.log(np.float64(unit_open(word)))
                    k += 1
        estimate_out[m] = total / cells


@kernel("f8, i8, i8 -> f8[:,:] : i8")
def alarms(mean, key, more, rows_out):
    """Even numbers in (0, 1] for each of a Poisson-distributed count of mistakes, into rows_out
    (most, 4); returns how many."""
    waited, count = 0.0, 0
    while count < rows_out.shape[0]:
        a, b, _ = pcg3d(np.uint32(count), np.uint32(key), np.uint32(more))
        waited -= np.log(np.float64(unit_open(a)))
        if waited > mean:
            break
        c, d, e = pcg3d(np.uint32(count), np.uint32(key) ^ np.uint32(0x5EED), np.uint32(more))
        rows_out[count, 0], rows_out[count, 1] = np.float64(unit_open(b)), np.float64(unit(c))
        rows_out[count, 2], rows_out[count, 3] = np.float64(unit(d)), np.float64(unit_open(e))
        count += 1
    return count
