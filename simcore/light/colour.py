"""Linear light: sRGB primaries with luminance 0.2126 R + 0.7152 G + 0.0722 B."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
"""Weights of linear sRGB in luminance (ITU-R BT.709)."""

_FROM_XYZ = np.array(
    [[3.2406, -1.5372, -0.4986], [-0.9689, 1.8758, 0.0415], [0.0557, -0.2040, 1.0570]]
)


def luminance(rgb: ArrayLike) -> Array:
    """Luminance of linear RGB (…, 3)."""
    return np.asarray(rgb, np.float64) @ LUMINANCE


def from_xyy(x: ArrayLike, y: ArrayLike, Y: ArrayLike) -> Array:
    """(…, 3) linear RGB of chromaticities x, y and luminance Y; negative parts are cut off."""
    x, y, Y = np.broadcast_arrays(*(np.asarray(value, np.float64) for value in (x, y, Y)))
    XYZ = np.stack([x / y * Y, Y, (1 - x - y) / y * Y], -1)
    rgb = np.maximum(XYZ @ _FROM_XYZ.T, 0.0)
    return rgb * (Y / np.maximum(luminance(rgb), 1e-30))[..., None]


def of_luminance(rgb: ArrayLike, value: ArrayLike = 1.0) -> Array:
    """The same colour with another luminance."""
    rgb = np.asarray(rgb, np.float64)
    return rgb * (np.asarray(value) / np.maximum(luminance(rgb), 1e-30))[..., None]


def phase_of_daylight(temperature: float) -> Array:
    """(3,) linear RGB of luminance 1 of daylight of a correlated temperature between 4000 and
    25000 K (CIE 15:2018, equation 4.8)."""
    t = 1000.0 / temperature
    if temperature <= 7000:
        x = ((-4.6070 * t + 2.9678) * t + 0.09911) * t + 0.244063
    else:
        x = ((-2.0064 * t + 1.9018) * t + 0.24748) * t + 0.237040
    return from_xyy(x, -3.0 * x * x + 2.870 * x - 0.275, 1.0)


def blackbody(temperature: float) -> Array:
    """(3,) linear RGB of luminance 1 of a Planckian radiator between 1667 and 25000 K.

    Chromaticity after Kim et al., US patent 7024034 (2006), as in most colour libraries.
    """
    t = 1000.0 / temperature
    if temperature < 4000:
        x = ((-0.2661239 * t - 0.2343589) * t + 0.8776956) * t + 0.179910
    else:
        x = ((-3.0258469 * t + 2.1070379) * t + 0.2226347) * t + 0.240390
    if temperature < 2222:
        y = ((-1.1063814 * x - 1.34811020) * x + 2.18555832) * x - 0.20219683
    elif temperature < 4000:
        y = ((-0.9549476 * x - 1.37418593) * x + 2.09137015) * x - 0.16748867
    else:
        y = ((3.0817580 * x - 5.87338670) * x + 3.75112997) * x - 0.37001483
    return from_xyy(x, y, 1.0)
