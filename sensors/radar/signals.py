"""Echoes as a scan's receiver has them, and the peaks that they make in its cells.

Window functions make the response of a cell to an echo beside it a bell (here a Gaussian, half at
half the resolution from its middle): echoes within a resolution in range, azimuth and speed add up
with their phases 4π R/λ to one peak, those further apart make peaks of their own.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.kernel import device, kernel
from ...simcore.kernels.rng import pcg3d, unit
from ...simcore.pose import Array
from .clutter import Air
from .echo import ASIDE, REAL, Echoes
from .equation import Link

I8 = NDArray[np.int64]

FAINT = 0.1
"""Echoes that give less than this, beside the noise, are left out."""
SEED = 0.5
"""Weaker ones make no peak of their own: what noise makes of them counts among its mistakes."""
WIDE = 1.3
"""Echoes further than so many resolutions from a peak add nothing to it (they give below -20 dB
of themselves)."""
TURN = 2.0 * np.pi
SURFACES = 1_000_000
"""Echoes of surfaces have numbers from here on, images by mirrors from twice this."""
GUARD, FAR = 1.5, 9.0
"""The noise about a peak is taken from cells that lie between so many resolutions before it and
behind it. Walls and trees there belong to it; the few cells that bodies fill do not, as where
cells are put in order (Rohling, IEEE Trans. Aerosp. Electron. Syst. 19, 1983)."""


class Signals(NamedTuple):
    """N echoes in a scan, by range. cell (N, 4): range [m], sine of the azimuth as the array tells
    it, elevation [rad], folded speed [m/s]; wave (N, 2): amplitude, whose square is the power by
    that of the noise; echoes: of which they are."""

    cell: Array
    wave: Array
    echoes: Echoes

    @property
    def power(self) -> Array:
        """(N,) by that of the noise."""
        return (self.wave**2).sum(1)


def signals(
    link: Link, scan: Any, echoes: Echoes, air: Air, radome: float, noise: float, key: int
) -> Signals:
    """What echoes give in a scan. radome: power that passes it both ways; noise: its power, by that
    of the receiver's own; key: of the episode."""
    gain = link.gain(echoes.azimuth, echoes.elevation)
    gain = gain * link.gain(echoes.azimuth_out, echoes.elevation_out)
    power = link.received(echoes.area, echoes.range, gain) * (radome / noise)
    rows = np.flatnonzero((power > FAINT) & (echoes.range <= scan.farthest + scan.range_resolution))
    rows = rows[np.argsort(echoes.range[rows], kind="stable")]
    e = echoes.at(rows)
    azimuth = 0.5 * (e.azimuth + e.azimuth_out)
    power = power[rows] * air.share(azimuth, e.range)
    phase = np.empty(len(rows))
    phases(np.ascontiguousarray(e.number), key & 0xFFFFFFFF, phase)
    phase += 2.0 * TURN / link.wavelength * e.range
    span = 1.0 / scan.spacing
    true = np.sin(azimuth)
    sine = (true + 0.5 * span) % span - 0.5 * span
    aside = (np.abs(sine - true) > 1e-9) & (e.ghost == REAL)
    e = e._replace(ghost=np.where(aside, ASIDE, e.ghost))
    cell = np.stack([e.range, sine, e.elevation, link.folded(e.speed)], 1)
    wave = np.sqrt(power)[:, None] * np.stack([np.cos(phase), np.sin(phase)], 1)
    return Signals(np.ascontiguousarray(cell), wave, e)


class Peaks(NamedTuple):
    """M peaks, from the strongest on. cell (M, 4): the middle of what makes them, as in
    ``Signals``; wave (M, 2): its amplitude; around (M,): mean power of surfaces in the cells before
    and behind it; main (M,): the echo that gives the most; bodies (M,): how many share it."""

    cell: Array
    wave: Array
    around: Array
    main: I8
    bodies: I8


def peaks_of(link: Link, scan: Any, made: Signals) -> Peaks:
    """The peaks that echoes make in the cells of a scan."""
    n = len(made.cell)
    cell, wave, around = np.empty((n, 4)), np.empty((n, 2)), np.empty(n)
    main, count = np.empty(n, np.int64), np.empty(n, np.int64)
    up = scan.elevation_resolution
    finest = np.array([
        scan.range_resolution, np.sin(scan.azimuth_resolution), 1e9 if up is None else up,
        link.speed, 2.0 * link.fastest, 10.0 ** (0.1 * scan.sidelobes),
    ])  # fmt: skip
    number = made.echoes.number
    surface = ((number >= SURFACES) & (number < 2 * SURFACES)).astype(np.uint8)
    order = np.argsort(-made.power, kind="stable")
    found = gather(
        made.cell, made.cell / finest[:4], made.wave, np.ascontiguousarray(made.echoes.instance),
        surface, order, finest, cell, wave, around, main, count,
    )  # fmt: skip
    return Peaks(cell[:found], wave[:found], around[:found], main[:found], count[:found])


@device
def apart(fine, i, j, span):
    """How far two echoes lie apart in range, azimuth, elevation and speed, in resolutions; span: of
    folded speeds, in these too."""
    v = abs(fine[i, 3] - fine[j, 3])
    return (
        abs(fine[i, 0] - fine[j, 0]),
        abs(fine[i, 1] - fine[j, 1]),
        abs(fine[i, 2] - fine[j, 2]),
        min(v, span - v),
    )


@kernel(
    "f8[:,:], f8[:,:], f8[:,:], i8[:], u1[:], i8[:], f8[:] "
    "-> f8[:,:], f8[:,:], f8[:], i8[:], i8[:] : i8",
    counted=True,
)
def gather(
    cell, fine, wave, instance, surface, order, finest, cell_out, wave_out, around_out, main_out,
    count_out,
):  # fmt: skip
    """``Peaks`` of echoes sorted by range; fine (N, 4): their cells in resolutions; surface (N,):
    whether they are of one; finest (6,): resolutions, the span of folded speeds, and the antenna's
    side lobes. Returns how many there are."""
    span = finest[4] / finest[3]
    n = cell.shape[0]
    top = np.zeros(n, np.float64)
    found = 0
    for place in range(n):
        k = order[place]
        own = wave[k, 0] * wave[k, 0] + wave[k, 1] * wave[k, 1]
        if own < SEED:
            break
        if hidden(fine, k, own, top, span, finest[5]):
            continue
        top[k] = own
        re = im = total = mean_r = mean_u = mean_e = mean_v = best = 0.0
        main, bodies, last = k, 0, np.int64(-1)
        first = k
        while first > 0 and fine[k, 0] - fine[first - 1, 0] < WIDE:
            first -= 1
        j = first
        while j < n and fine[j, 0] - fine[k, 0] < WIDE:
            r, u, e, v = apart(fine, j, k, span)
            if u < WIDE and e < WIDE and v < WIDE:
                w = np.exp(-1.3862943611198906 * (r * r + u * u + e * e + v * v))
                re += w * wave[j, 0]
                im += w * wave[j, 1]
                p = w * w * (wave[j, 0] * wave[j, 0] + wave[j, 1] * wave[j, 1])
                total += p
                mean_r += p * cell[j, 0]
                mean_u += p * cell[j, 1]
                mean_e += p * cell[j, 2]
                dv = cell[j, 3] - cell[k, 3]
                if dv > 0.5 * finest[4]:
                    dv -= finest[4]
                elif dv < -0.5 * finest[4]:
                    dv += finest[4]
                mean_v += p * dv
                if p > best:
                    best, main = p, j
                if instance[j] > 0 and instance[j] != last and p > 0.1 * best:
                    bodies, last = bodies + 1, instance[j]
            j += 1
        cell_out[found, 0], cell_out[found, 1] = mean_r / total, mean_u / total
        cell_out[found, 2] = mean_e / total
        cell_out[found, 3] = cell[k, 3] + mean_v / total
        wave_out[found, 0], wave_out[found, 1] = re, im
        main_out[found], count_out[found] = main, bodies
        around_out[found] = beside(fine, wave, surface, k, span)
        found += 1
    return found


@device
def beside(fine, wave, surface, k, span):
    """Mean power of surfaces in the cells before and behind echo k, at its angle and speed."""
    total = 0.0
    for step in (-1, 1):
        j = k + step
        while j >= 0 and j < fine.shape[0] and abs(fine[j, 0] - fine[k, 0]) < FAR:
            if surface[j] != 0:
                r, u, e, v = apart(fine, j, k, span)
                if r > GUARD and u < 1.0 and e < 1.0 and v < 1.0:
                    total += wave[j, 0] * wave[j, 0] + wave[j, 1] * wave[j, 1]
            j += step
    return total / (2.0 * (FAR - GUARD))


@device
def hidden(fine, k, own, top, span, sidelobes):
    """Whether a stronger echo that has a peak lies within a resolution of echo k, of power ``own``,
    or shows above it by a side lobe."""
    for step in (-1, 1):
        j = k + step
        while j >= 0 and j < fine.shape[0] and abs(fine[j, 0] - fine[k, 0]) < 1.0:
            if top[j] > 0.0:
                r, u, e, v = apart(fine, j, k, span)
                covered = (u < 1.0 and e < 1.0) or own < top[j] * sidelobes
                if r < 1.0 and v < 1.0 and covered:
                    return True
            j += step
    return False


@kernel("i8[:], i8 -> f8[:]")
def phases(number, key, phase_out):
    """The phase (N,) [rad] at which each centre echoes, for good."""
    for k in range(number.shape[0]):
        a, _, _ = pcg3d(np.uint32(number[k]), np.uint32(0x9A3), np.uint32(key))
        phase_out[k] = 6.283185307179586 * np.float64(unit(a))
