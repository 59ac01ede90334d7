"""The radar equation: how strong an echo is beside the noise, and how speeds turn into shifts.

P_r = P_t G² λ² σ / ((4π)³ R⁴ L), over k T0 F / T for a coherent time T (Skolnik, Introduction to
Radar Systems, 3rd ed., ch. 2). Ten milliwatts, 25 dB, a noise figure of 12 dB, 10 ms and losses of
6 dB find a person of -8 dBsm at 100 m with 26.8 dB.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

LIGHT = 299_792_458.0
"""Speed of light [m/s]."""
BOLTZMANN = 1.380649e-23
"""[J/K]"""
T0 = 290.0
"""Temperature that noise figures refer to [K]."""
SIDE = 1e-3
"""What an antenna gives and takes beside its beam, one way, of what it does in the middle: -30 dB,
usual of patch arrays."""


class Link(NamedTuple):
    """A scan as the equation needs it.

    snr: of 1 m² at 1 m in the middle of the beam; wavelength [m]; beam, beam_up: widths at which
    the antenna gives half, one way [rad]; speed: resolution [m/s]; fastest: speed beyond which
    Doppler shifts are folded [m/s].
    """

    snr: float
    wavelength: float
    beam: float
    beam_up: float
    speed: float
    fastest: float

    @classmethod
    def of(cls, scan: Any, frequency: float) -> Link:
        """That of a scan's settings at a frequency [Hz]."""
        wavelength = LIGHT / frequency
        power = decibel(scan.power - 30.0)
        gain, losses = decibel(scan.gain), decibel(scan.losses)
        noise = BOLTZMANN * T0 * decibel(scan.noise_figure) / scan.time
        snr = power * gain**2 * wavelength**2 / ((4.0 * np.pi) ** 3 * losses * noise)
        return cls(
            float(snr), wavelength, scan.beam, scan.beam_up, wavelength / (2.0 * scan.time),
            wavelength / (4.0 * scan.chirp),
        )  # fmt: skip

    def received(self, area: ArrayLike, away: ArrayLike, gain: ArrayLike = 1.0) -> Array:
        """(…,) power by that of the noise of echoes of an area [m²] from a range [m]; gain: of the
        antenna both ways, as a share of that in the middle."""
        area, gain = np.asarray(area, np.float64), np.asarray(gain, np.float64)
        return self.snr * area * gain / np.asarray(away, np.float64) ** 4

    def area(self, snr: ArrayLike, away: ArrayLike, gain: ArrayLike = 1.0) -> Array:
        """(…,) the area [m²] that gives so much: the inverse of ``received``."""
        snr, gain = np.asarray(snr, np.float64), np.asarray(gain, np.float64)
        return snr * np.asarray(away, np.float64) ** 4 / (self.snr * gain)

    def gain(self, azimuth: ArrayLike, elevation: ArrayLike) -> Array:
        """(…,) of the antenna one way, as a share of that in the middle."""
        x = np.asarray(azimuth) / self.beam
        y = np.asarray(elevation) / self.beam_up
        return np.maximum(np.exp(-4.0 * np.log(2.0) * (x * x + y * y)), SIDE)

    def folded(self, speed: ArrayLike) -> Array:
        """(…,) speeds [m/s] as Doppler shifts show them, within ± ``fastest``."""
        speed, span = np.asarray(speed, np.float64), 2.0 * self.fastest
        return speed - span * np.floor((speed + self.fastest) / span)


def decibel(value: float) -> float:
    """The ratio of so many dB."""
    return float(10.0 ** (0.1 * value))


def in_decibel(ratio: ArrayLike) -> Array:
    """(…,) ratios in dB; nothing is -200 dB."""
    return 10.0 * np.log10(np.maximum(np.asarray(ratio, np.float64), 1e-20))


def doppler_shift(speed: ArrayLike, frequency: float) -> Array:
    """(…,) shift [Hz] of the echo of what comes nearer at a speed [m/s]."""
    return 2.0 * frequency / LIGHT * np.asarray(speed, np.float64)
