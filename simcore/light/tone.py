"""From luminance to sRGB: exposure, white balance and a filmic curve, by look-up.

The curve is the fit of K. Narkowicz to the ACES output ("ACES filmic tone mapping curve", 2015),
applied after the colours were drawn together a little, so that bright lamps turn white instead of
clipping channel by channel.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from ..kernel import kernel

_FIRST = np.int32(0x3A000000 >> 15)  # float bits of 2^-11, the start of the table
_ENTRIES = 20 * 256


@cache
def curve() -> NDArray[np.uint8]:
    """(5120,) sRGB by the upper 17 bits of a float32 from 2^-11 to 2^9, 256 entries an octave."""
    bits = (np.arange(_ENTRIES, dtype=np.int64) + int(_FIRST)) << 15
    light = bits.astype(np.uint32).view(np.float32).astype(np.float64)
    table = np.floor(255 * encoded(display(light)) + 0.5).astype(np.uint8)
    table[0] = 0
    table.flags.writeable = False
    return table


def display(light: NDArray[np.float64]) -> NDArray[np.float64]:
    """Linear display light in [0, 1] of scaled luminance, 1 being white in full light."""
    x = 0.8 * light
    return np.clip(x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14), 0.0, 1.0)


def encoded(linear: NDArray[np.float64]) -> NDArray[np.float64]:
    """sRGB's transfer function."""
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


@kernel("f4[:,:], i8, i8, f4[:], u1[:] -> u1[:,:]", narrow=True)
def develop(image, first, end, gain, table, srgb_out):
    """sRGB of pixels [first, end). image (3, N) [cd/m²]; gain (3,): exposure by channel; table:
    ``curve``; srgb_out (N, 3)."""
    for n in range(first, end):
        r, g, b = image[0, n] * gain[0], image[1, n] * gain[1], image[2, n] * gain[2]
        mean = 0.30 * r + 0.55 * g + 0.15 * b
        r, g, b = r + 0.12 * (mean - r), g + 0.12 * (mean - g), b + 0.12 * (mean - b)
        i = min(max((np.float32(r).view(np.int32) >> 15) - _FIRST, 0), _ENTRIES - 1)
        j = min(max((np.float32(g).view(np.int32) >> 15) - _FIRST, 0), _ENTRIES - 1)
        k = min(max((np.float32(b).view(np.int32) >> 15) - _FIRST, 0), _ENTRIES - 1)
        srgb_out[n, 0], srgb_out[n, 1], srgb_out[n, 2] = table[i], table[j], table[k]
