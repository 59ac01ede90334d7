"""Light scattered by a sphere: Mie's series, for many sizes at once.

After Bohren and Huffman, Absorption and Scattering of Light by Small Particles (1983), chapter 4
and appendix A: logarithmic derivatives downwards, Riccati-Bessel functions upwards, as many terms
as Wiscombe (Applied Optics 19, 1505, 1980) found to be enough. Checked against his rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]


class Scattering(NamedTuple):
    """Of spheres (N,): efficiencies of extinction, scattering and radar backscatter; mean cosine;
    intensity (N, A) of scattered, unpolarised light, |S1|²/2 + |S2|²/2, at the asked angles."""

    extinction: Array
    scattering: Array
    backscatter: Array
    asymmetry: Array
    intensity: Array


def mie(index: complex, sizes: ArrayLike, cosines: ArrayLike = ()) -> Scattering:
    """What spheres of a refractive index scatter.

    index: relative to the surroundings, of either sign of its imaginary part; sizes (N,): 2π r/λ;
    cosines (A,) of the scattering angles, 1 straight on.
    """
    x = np.atleast_1d(np.asarray(sizes, np.float64))
    cosine = np.asarray(cosines, np.float64)
    m = complex(abs(index.real), abs(index.imag))
    extinct, scattered, forward = (np.zeros(len(x)) for _ in range(3))
    back = np.zeros(len(x), complex)
    s1, s2 = (np.zeros((len(x), len(cosine)), complex) for _ in range(2))
    before: tuple[Complex, Complex] | None = None
    pi_last, pi = np.zeros(len(cosine)), np.ones(len(cosine))
    for n, a, b in _coefficients(m, x):
        extinct += (2 * n + 1) * (a + b).real
        scattered += (2 * n + 1) * (abs(a) ** 2 + abs(b) ** 2)
        back += (2 * n + 1) * (-1) ** n * (a - b)
        if before is not None:
            k, (c, d) = n - 1, before
            forward += k * (k + 2) / (k + 1) * (c * a.conj() + d * b.conj()).real
            forward += (2 * k + 1) / (k * (k + 1)) * (c * d.conj()).real
        before = a, b
        if len(cosine):
            tau = n * cosine * pi - (n + 1) * pi_last
            weight = (2 * n + 1) / (n * (n + 1))
            s1 += weight * (a[:, None] * pi + b[:, None] * tau)
            s2 += weight * (a[:, None] * tau + b[:, None] * pi)
            pi, pi_last = ((2 * n + 1) * cosine * pi - (n + 1) * pi_last) / n, pi
    return Scattering(
        2 / x**2 * extinct,
        2 / x**2 * scattered,
        abs(back) ** 2 / x**2,
        2 * forward / scattered,
        (abs(s1) ** 2 + abs(s2) ** 2) / 2,
    )


def _coefficients(m: complex, x: Array) -> Iterator[tuple[int, Complex, Complex]]:
    """n = 1, 2, … with a_n and b_n (N,), which are 0 beyond the terms that a size needs."""
    terms = np.ceil(x + 4.05 * np.cbrt(x) + 2).astype(int)
    last = int(terms.max())
    z = m * x
    largest = max(float(abs(z).max()), last)
    start = int(largest + 8 * np.cbrt(largest)) + 16  # well above where it begins to waver
    derivative = np.zeros((last + 1, len(x)), complex)
    value = np.zeros(len(x), complex)
    for n in range(start, 0, -1):
        value = n / z - 1 / (value + n / z)
        if n - 1 <= last:
            derivative[n - 1] = value
    psi_last, psi = np.cos(x), np.sin(x)
    chi_last, chi = -np.sin(x), np.cos(x)
    with np.errstate(over="ignore", invalid="ignore"):  # of sizes that need no such term
        for n in range(1, last + 1):
            psi_last, psi = psi, (2 * n - 1) / x * psi - psi_last
            chi_last, chi = chi, (2 * n - 1) / x * chi - chi_last
            xi, xi_last = psi - 1j * chi, psi_last - 1j * chi_last
            inner, outer = derivative[n] / m + n / x, derivative[n] * m + n / x
            a = (inner * psi - psi_last) / (inner * xi - xi_last)
            b = (outer * psi - psi_last) / (outer * xi - xi_last)
            needed = n <= terms
            yield n, np.where(needed, a, 0.0), np.where(needed, b, 0.0)
