"""Exponential, logarithm and such as polynomials: they vectorise, and give equal bits everywhere.

The system's libm is neither fast in loops nor the same on all machines.
"""

from __future__ import annotations

import numpy as np

from ..kernel import device


@device(narrow=True, inline=True)
def exp(x):
    """e^x for float32 x, relative error < 1e-5 in [-87, 88]; beyond, the value at the end."""
    x = min(max(x, -87.0), 88.0) * 1.44269504
    whole = np.int32(x + 127.5) - np.int32(127)  # nearest: x + 127.5 is positive
    f = x - np.float32(whole)
    power = 1.0 + f * (
        0.69314718 + f * (0.24022651 + f * (0.055504109 + f * (0.0096181291 + f * 0.0013333558)))
    )
    return power * np.int32((whole + np.int32(127)) << np.int32(23)).view(np.float32)


@device(narrow=True, inline=True)
def log(x):
    """ln x for positive, normal float32 x, absolute error < 1e-5 + 2e-7 |ln x|."""
    bits = np.float32(x).view(np.int32)
    whole = np.int32((bits - np.int32(0x3F3504F3)) >> np.int32(23))
    m = np.int32(bits - np.int32(whole << np.int32(23))).view(np.float32) - 1.0
    # ln(1 + m) for 1 + m in [0.707, 1.414), coefficients of Cephes logf
    p = 7.0376836292e-2
    p = p * m - 1.1514610310e-1
    p = p * m + 1.1676998740e-1
    p = p * m - 1.2420140846e-1
    p = p * m + 1.4249322787e-1
    p = p * m - 1.6668057665e-1
    p = p * m + 2.0000714765e-1
    p = p * m - 2.4999993993e-1
    p = p * m + 3.3333331174e-1
    s = m * m
    return m + (m * s * p - 0.5 * s) + np.float32(whole) * 0.69314718


@device(narrow=True, inline=True)
def sin_turns(x):
    """sin(2π x) for float32 x in turns, |x| < 2^23, by a parabola: absolute error < 1.2e-3."""
    f = x - np.float32(np.int32(x))
    f = f + 1.0 if f < 0.0 else f
    f = f - 0.5  # sin(2π(f + 1/2)) = -sin(2π f), f in [-1/2, 1/2)
    y = f * (8.0 - 16.0 * abs(f))
    y = y * (0.775 + 0.225 * abs(y))
    return -y


@device(narrow=True, inline=True)
def sortable(x):
    """An int32 for a float32, in the same order: compilers find the least and the greatest of ints
    by vectors, those of floats one by one."""
    bits = np.float32(x).view(np.int32)
    return np.int32(bits ^ np.int32(np.int32(bits >> np.int32(31)) & np.int32(0x7FFFFFFF)))


@device(narrow=True, inline=True)
def unsorted(order):
    """The float32 for which ``sortable`` gave this."""
    bits = np.int32(order)
    bits = np.int32(bits ^ np.int32(np.int32(bits >> np.int32(31)) & np.int32(0x7FFFFFFF)))
    return bits.view(np.float32)


@device(narrow=True, inline=True)
def smoothstep(low, high, x):
    """0 below ``low``, 1 above ``high``, smooth between."""
    t = min(max((x - low) * (1.0 / (high - low)), 0.0), 1.0)
    return t * t * (3.0 - 2.0 * t)


@device(narrow=True, inline=True)
def clamp(x, low, high):
    """x, kept between low and high."""
    return min(max(x, low), high)
