"""Allan deviations: of records, and those that noise of known parameters has (IEEE Std 952-1997).

N: white noise density [unit/√Hz], B: bias instability, K: rate random walk [unit/s/√Hz], Q:
quantisation. One may compare a record of a simulated device with its data sheet::

    tau = np.geomspace(0.1, 700.0, 40)
    deviation(record, rate, tau) / expected(tau, N=1.4e-4, B=3.9e-5)
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

FLOOR = float(np.sqrt(2.0 * np.log(2.0) / np.pi))
"""Allan deviation of flicker noise by its bias instability: 0.664."""


def deviation(record: ArrayLike, rate: float, tau: ArrayLike) -> Array:
    """(T,) overlapping Allan deviation of a record (N,) at a rate [Hz], at cluster times tau (T,)
    [s], each rounded to whole samples. NaN where fewer than two clusters fit."""
    total = np.concatenate([[0.0], np.cumsum(np.asarray(record, np.float64))]) / rate
    found = []
    for wanted in np.atleast_1d(np.asarray(tau, np.float64)):
        m = max(round(float(wanted) * rate), 1)
        second: Array = np.zeros(0)
        if 2 * m < len(total):
            second = total[2 * m :] - 2.0 * total[m:-m] + total[: -2 * m]
        time = m / rate
        found.append(np.sqrt(0.5 * np.mean(np.square(second))) / time if len(second) else np.nan)
    return np.array(found)


def of_markov(tau: ArrayLike, sd: float, constant: float) -> Array:
    """Allan deviation of a Gauss-Markov process: its standard deviation, its time constant [s]
    (IEEE 952-1997, C.1.6, in terms of the process' own variance). Its peak is 0.618 sd, at 1.89
    time constants."""
    x = np.asarray(tau, np.float64) / constant
    variance = 2.0 / x * (1.0 - (3.0 - 4.0 * np.exp(-x) + np.exp(-2.0 * x)) / (2.0 * x))
    return sd * np.sqrt(np.maximum(variance, 0.0))


def expected(
    tau: ArrayLike, N: float = 0.0, B: float = 0.0, K: float = 0.0, Q: float = 0.0
) -> Array:
    """Allan deviation at cluster times [s] of all of them together."""
    tau = np.asarray(tau, np.float64)
    return np.sqrt(N**2 / tau + (FLOOR * B) ** 2 + K**2 * tau / 3.0 + 3.0 * Q**2 / tau**2)
