"""From the light of pixels to a picture: colour matrix, curve and code values.

``film`` is the curve of the ideal camera, with a shoulder before white, stretched so that the whole
range of a sensor lies on it; ``srgb`` is the bare transfer function, as for measuring.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from ...simcore.kernel import kernel
from ...simcore.light.colour import LUMINANCE
from ...simcore.light.tone import display, encoded, entry_of

Array = NDArray[np.float64]

TONES = ("film", "srgb")
_RANGE = 2.3
"""Scaled light that a full pixel has on the film curve: 0.99 of white."""


@cache
def curve(tone: str) -> NDArray[np.uint8]:
    """(5120,) code values by ``tone.entry_of``, for light in which 1 is a full pixel."""
    bits = (np.arange(5120, dtype=np.int64) + (0x3A000000 >> 15)) << 15
    light = bits.astype(np.uint32).view(np.float32).astype(np.float64)
    if tone == "film":
        light = display(_RANGE * light) / float(display(np.array(_RANGE)))
    table = np.floor(255.0 * encoded(np.clip(light, 0.0, 1.0)) + 0.5).astype(np.uint8)
    table[0] = 0
    table.flags.writeable = False
    return table


@cache
def hdr_curve(tone: str, span: float) -> NDArray[np.uint8]:
    """The same for a sensor that tells ``span`` times as much as a full pixel from more: highlights
    are drawn together after Reinhard et al. (2002), so that its limit is white."""
    bits = (np.arange(5120, dtype=np.int64) + (0x3A000000 >> 15)) << 15
    light = bits.astype(np.uint32).view(np.float32).astype(np.float64)
    lift = 2.0 * _RANGE if tone == "film" else 1.0
    x, white = lift * light, lift * span
    drawn = x * (1.0 + x / white**2) / (1.0 + x)
    table = np.floor(255.0 * encoded(np.clip(drawn, 0.0, 1.0)) + 0.5).astype(np.uint8)
    table[0] = 0
    table.flags.writeable = False
    return table


def colour_matrix(electrons: Array, saturation: float) -> Array:
    """(3, 3) from red, green and blue pixels, balanced for white, to linear sRGB.

    electrons (3, 3): ``photons.Response``; white stays white; saturation: 1 as the scene's.
    """
    balanced = electrons / electrons.sum(1, keepdims=True)
    grey = np.outer(np.ones(3), LUMINANCE)
    return (grey + saturation * (np.eye(3) - grey)) @ np.linalg.inv(balanced)


@kernel("f4[:,:], i8, i8, f4[:,:], u1[:] -> u1[:,:]", narrow=True, counted=True)
def develop(light, first, end, matrix, table, rgb_out):
    """Code values (N, 3) of pixels [first, end) of light (3, N).

    matrix (3, 3); table: ``curve``.
    """
    index = np.empty((3, 256), np.int32)
    a, b, c = matrix[0, 0], matrix[0, 1], matrix[0, 2]
    d, e, f = matrix[1, 0], matrix[1, 1], matrix[1, 2]
    g, h, m = matrix[2, 0], matrix[2, 1], matrix[2, 2]
    for begin in range(first, end, 256):
        count = min(256, end - begin)
        x, y = light[0, begin : begin + count], light[1, begin : begin + count]
        z = light[2, begin : begin + count]
        i, j, k = index[0, :count], index[1, :count], index[2, :count]
        for n in range(count):
            i[n] = entry_of(a * x[n] + b * y[n] + c * z[n])
            j[n] = entry_of(d * x[n] + e * y[n] + f * z[n])
            k[n] = entry_of(g * x[n] + h * y[n] + m * z[n])
        for n in range(count):
            out = rgb_out[begin + n]
            out[0] = table[np.uint64(i[n])]
            out[1] = table[np.uint64(j[n])]
            out[2] = table[np.uint64(k[n])]


@kernel("f4[:,:], i8, i8, f4[:,:] -> f4[:,:]", narrow=True)
def scale(light, first, end, matrix, rgb_out):
    """Linear RGB (N, 3) of pixels [first, end) of light (3, N). matrix (3, 3)."""
    for n in range(first, end):
        for c in range(3):
            value = matrix[c, 0] * light[0, n] + matrix[c, 1] * light[1, n]
            rgb_out[n, c] = value + matrix[c, 2] * light[2, n]


def compressed(picture: NDArray[np.uint8], quality: int) -> NDArray[np.uint8]:
    """A picture (H, W, 3) as it comes out of JPEG, 4:2:0."""
    import cv2

    swapped = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
    done, data = cv2.imencode(".jpg", swapped, (cv2.IMWRITE_JPEG_QUALITY, quality))
    if not done:
        raise ValueError(f"a picture of shape {picture.shape} cannot be compressed")
    back = cv2.imdecode(data, cv2.IMREAD_COLOR)
    assert back is not None
    return np.ascontiguousarray(back[..., ::-1], np.uint8)
