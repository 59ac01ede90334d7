"""From signals to a fix: carrier-to-noise densities, errors of ranges, least squares, dilution.

C/N₀ of open sky rises from 38 dB-Hz near the horizon to 50 at the zenith (a generic patch antenna).
The noise of a code range goes with 1/√(C/N₀) (Kaplan & Hegarty, Understanding GPS, 2006, 5.6). A
reflection of the relative amplitude a that comes Δ later shifts the range by a Δ cos φ, at most by
a d c T / 2 for correlators d chips apart (same, 6.2); one that comes alone shifts it by Δ. Jammers
lower C/N₀ to 1 / (1/(C/N₀) + J/S / (Q R)) with Q = 1 and R = 1.023 MHz (same, 6.1).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

LOWEST, RISE = 38.0, 12.0
"""C/N₀ at the horizon and what the zenith has more [dB-Hz], of open sky."""
USUAL = 45.0
"""C/N₀ at which noise is told [dB-Hz]."""
LEAVES = 10.0
"""Loss in the crown of a tree at 1.6 GHz [dB] (Goldhirsh & Vogel, NASA RP-1274, 1992)."""
ECHO = 10.0
"""Loss of a reflection by a wall, polarisation included [dB]; buildings have 6 to 15."""
CHIP = 299792458.0 / 1.023e6
WAVE = 299792458.0 / 1575.42e6
"""Length of a chip of the C/A code and of a wave of L1 [m]."""
SIGNAL = -158.5
"""Least power of the signal on the ground [dBW] (IS-GPS-200)."""


class Fix(NamedTuple):
    """error (3,): of the place [m], east, north and up; unit (3, 3): covariance of the place for
    ranges of unit errors, weighed as they were; dilution: PDOP; used: how many satellites."""

    error: Array
    unit: Array
    dilution: float
    used: int


def carrier_to_noise(elevation: Array, loss: Array) -> Array:
    """(S,) C/N₀ [dB-Hz] at elevations [rad] after losses [dB]."""
    return LOWEST + RISE * np.sin(elevation) - loss


def jammed(density: Array, power: float, distance: float) -> Array:
    """C/N₀ [dB-Hz] beside a jammer of a power [W] at a distance [m] in free space."""
    spread = 20.0 * np.log10(4.0 * np.pi * max(distance, 1.0) / WAVE)
    above = 10.0 * np.log10(max(power, 1e-30)) - spread - SIGNAL
    noise = 10.0 ** (-density / 10.0) + 10.0 ** (above / 10.0) / 1.023e6
    return np.asarray(-10.0 * np.log10(noise))


def spread(density: Array, noise: float) -> Array:
    """(S,) standard deviations of ranges by C/N₀ [dB-Hz]; noise: that at 45 dB-Hz."""
    return noise * 10.0 ** ((USUAL - density) / 20.0)


def multipath(echo: Array, spacing: float, phase: Array) -> Array:
    """(S,) errors of code ranges [m] by reflections beside direct signals. spacing: of correlators
    in chips."""
    size = 10.0 ** (-ECHO / 20.0)
    return size * np.minimum(echo, 0.5 * spacing * CHIP) * np.cos(2.0 * np.pi * echo / WAVE + phase)


def solve(toward: Array, error: Array, sd: Array) -> Fix | None:
    """The fix from S satellites by weighted least squares, with the receiver's clock as the fourth
    unknown; None with fewer than four, or where these lie in a line. error, sd (S,): of ranges, and
    what the receiver takes that for."""
    if len(toward) < 4:
        return None
    G = np.concatenate([-toward, np.ones((len(toward), 1))], 1)
    weight = 1.0 / sd**2
    normal = (G.T * weight) @ G
    if np.linalg.cond(normal) > 1e12:
        return None
    cover = np.linalg.inv(normal)
    plain = np.linalg.inv(G.T @ G)
    found = cover @ (G.T * weight) @ error
    dilution = float(np.sqrt(np.trace(plain[:3, :3])))
    return Fix(found[:3], cover[:3, :3], dilution, len(toward))
