"""From luminance to sRGB: exposure, white balance and a filmic curve, by look-up.

The curve is straight where most of a picture lies, so that colours stay what they are, with a
shoulder that never quite reaches white, as film has it, and a short toe. Before it the colours are
drawn together a little, so that bright lamps turn white instead of clipping channel by channel.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from ..kernel import device, kernel

_FIRST = np.int32(0x3A000000 >> 15)  # float bits of 2^-11, the start of the table
_ENTRIES = 20 * 256
_SHOULDER, _TOE = 0.42, 0.007  # where the shoulder begins, and half of which the toe takes


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
    x = 1.25 * light
    above = np.maximum(x - _SHOULDER, 0.0) / (1.0 - _SHOULDER)
    curve = np.minimum(x, _SHOULDER) + (1.0 - _SHOULDER) * (1.0 - np.exp(-above))
    return curve * x / (x + _TOE)


def encoded(linear: NDArray[np.float64]) -> NDArray[np.float64]:
    """sRGB's transfer function."""
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


@kernel("f4[:,:], i8, i8, f4[:], u1[:] -> u1[:,:]", narrow=True, counted=True)
def develop(image, first, end, gain, table, srgb_out):
    """sRGB of pixels [first, end). image (3, N) [cd/m²]; gain (3,): exposure by channel; table:
    ``curve``; srgb_out (N, 3)."""
    index = np.empty((3, 256), np.int32)
    red, green, blue = gain[0], gain[1], gain[2]
    for begin in range(first, end, 256):
        count = min(256, end - begin)
        x = image[0, begin : begin + count]
        y = image[1, begin : begin + count]
        z = image[2, begin : begin + count]
        i, j, k = index[0, :count], index[1, :count], index[2, :count]
        for n in range(count):
            r, g, b = x[n] * red, y[n] * green, z[n] * blue
            mean = 0.30 * r + 0.55 * g + 0.15 * b
            i[n] = entry_of(r + 0.12 * (mean - r))
            j[n] = entry_of(g + 0.12 * (mean - g))
            k[n] = entry_of(b + 0.12 * (mean - b))
        for n in range(count):
            out = srgb_out[begin + n]
            out[0] = table[np.uint64(i[n])]
            out[1] = table[np.uint64(j[n])]
            out[2] = table[np.uint64(k[n])]


@device(narrow=True, inline=True)
def entry_of(light):
    """The entry of ``curve`` for a scaled luminance."""
    bits = np.int32(np.float32(light).view(np.int32) >> np.int32(15)) - _FIRST
    return min(max(bits, np.int32(0)), np.int32(_ENTRIES - 1))
