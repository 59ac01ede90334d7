"""Exposes pixels: photons, electrons, noise and counts, by the linear model of EMVA 1288.

An electron count is a Poisson number: below ``EXACT`` electrons by inversion of its distribution,
above by a normal number with the skew of the Cornish-Fisher expansion, whose distribution is then
within 0.0011 of Poisson's everywhere. Read noise is normal (Box and Muller). Random words belong to
the pixel and to the key of the exposure, so that any number of threads gives the same bytes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.kernel import device, kernel
from ...simcore.kernels.approx import exp, log, sin_turns
from ...simcore.kernels.rng import pcg3d, unit, unit_open

F4 = NDArray[np.float32]

EXACT = 8.0
"""Mean number of electrons up to which the Poisson distribution is inverted."""

BLOCK = 256
_EXACT = np.float32(EXACT)
_MOST_TERMS = 64


class Chip(NamedTuple):
    """Of one exposure. dark: mean dark electrons; well: full well [e]; read: noise [e]; counts:
    per electron; black, most: the least and the greatest count; prnu: how uneven the response is
    (a share), dsnu: how uneven the dark is [e]."""

    dark: np.float32
    well: np.float32
    read: np.float32
    counts: np.float32
    black: np.float32
    most: np.float32
    prnu: np.float32
    dsnu: np.float32


@device(narrow=True, inline=True)
def poisson_normal(mean, z):
    """A whole number near ``mean``, by a normal number z, with the skew of a Poisson number."""
    # The inverse of its distribution at z, to the second order; rounding adds a variance of 1/12.
    shaped = mean + np.sqrt(max(mean - 0.083333333, 0.0)) * z + (z * z - 1.0) * 0.16666667
    return np.float32(np.int32(max(shaped, 0.0) + 0.5))


@kernel(
    "f4[:,:], i8, i8, i8, f4[:,:,:], f4[:], f4[:,:], u4, u4, chip -> u2[:]",
    narrow=True,
    counted=True,
    chip=Chip,
)
def expose(light, top, bottom, width, weight, shading, pattern, key, stream, chip, count_out):
    """Counts of the pixels of rows [top, bottom).

    light (3, N) [cd/m²]; weight (2, 3, W): electrons per cd/m² of each pixel of even and of odd
    rows, in R, G and B; shading (N,): what the lens lets through there; pattern (2, N): fixed
    normal numbers, response and dark; key, stream: of the exposure; count_out (N,).
    """
    mean, value = np.empty(BLOCK, np.float32), np.empty(BLOCK, np.float32)
    z_read, u = np.empty(BLOCK, np.float32), np.empty(BLOCK, np.float32)
    term, reached = np.empty(BLOCK, np.float32), np.empty(BLOCK, np.float32)
    found = np.empty(BLOCK, np.int32)
    inverse = np.empty(_MOST_TERMS, np.float32)
    for k in range(_MOST_TERMS):
        inverse[k] = 1.0 / np.float32(np.int32(max(k, 1)))
    for y in range(top, bottom):
        for left in range(0, width, BLOCK):
            size = min(BLOCK, width - left)
            begin = y * width + left
            r, g = light[0, begin : begin + size], light[1, begin : begin + size]
            b, p = light[2, begin : begin + size], weight[y & 1, 0, left : left + size]
            q, s = weight[y & 1, 1, left : left + size], weight[y & 1, 2, left : left + size]
            shade, uneven = shading[begin : begin + size], pattern[0, begin : begin + size]
            least = _expect(r, g, b, p, q, s, shade, uneven, chip, mean)
            first = np.uint32(begin)
            for n in range(size):
                a, c, d = pcg3d(np.uint32(first + np.uint32(n)), key, stream)
                radius = np.sqrt(-2.0 * log(unit_open(a)))
                turn = unit(c)
                value[n] = poisson_normal(mean[n], radius * sin_turns(turn))
                z_read[n] = radius * sin_turns(turn + 0.25)
                u[n] = unit(d)
            if least < _EXACT:
                _invert(mean, u, inverse, size, term, reached, found, value)
            dark, out = pattern[1, begin : begin + size], count_out[begin : begin + size]
            for n in range(size):
                kept = min(value[n], chip.well) + chip.read * z_read[n] + chip.dsnu * dark[n]
                counts = kept * chip.counts + chip.black + 0.5
                out[n] = np.uint16(np.int32(min(max(counts, 0.0), chip.most)))


@kernel(
    "f4[:,:], i8, i8, i8, f4[:,:,:], f4[:], chip -> u2[:]", narrow=True, counted=True, chip=Chip
)
def expose_cleanly(light, top, bottom, width, weight, shading, chip, count_out):
    """The counts that ``expose`` gives in the mean, of even pixels without noise."""
    mean, even = np.empty(BLOCK, np.float32), np.zeros(BLOCK, np.float32)
    for y in range(top, bottom):
        for left in range(0, width, BLOCK):
            size = min(BLOCK, width - left)
            begin = y * width + left
            r, g = light[0, begin : begin + size], light[1, begin : begin + size]
            b, p = light[2, begin : begin + size], weight[y & 1, 0, left : left + size]
            q, s = weight[y & 1, 1, left : left + size], weight[y & 1, 2, left : left + size]
            shade = shading[begin : begin + size]
            _expect(r, g, b, p, q, s, shade, even[:size], chip, mean)
            out = count_out[begin : begin + size]
            for n in range(size):
                counts = min(mean[n], chip.well) * chip.counts + chip.black + 0.5
                out[n] = np.uint16(np.int32(min(max(counts, 0.0), chip.most)))


@device(narrow=True, counted=True)
def _expect(r, g, b, p, q, s, shade, uneven, chip, mean_out):
    """Mean electrons of a run of pixels; returns the least of them."""
    least = np.float32(1e30)
    for n in range(r.shape[0]):
        freed = (r[n] * p[n] + g[n] * q[n] + b[n] * s[n]) * shade[n]
        freed = freed * max(1.0 + chip.prnu * uneven[n], 0.0) + chip.dark
        mean_out[n] = min(freed, 1e7)
    for n in range(r.shape[0]):
        least = min(least, mean_out[n])
    return least


@device(narrow=True, counted=True)
def _invert(mean, u, inverse, size, term, reached, found, value_out):
    """Poisson numbers of the pixels with few electrons, by inversion: how many steps of the
    distribution lie below u."""
    most = np.float32(0.0)
    for n in range(size):
        few = mean[n] if mean[n] < _EXACT else np.float32(0.0)
        most = max(most, few)
        term[n] = exp(-few)
        reached[n] = term[n]
        found[n] = 0
    terms = min(np.int64(most + 7.0 * np.sqrt(most) + 7.0), _MOST_TERMS)
    for k in range(1, terms):
        for n in range(size):
            found[n] += np.int32(1) if u[n] >= reached[n] else np.int32(0)
            term[n] = term[n] * mean[n] * inverse[k]
            reached[n] = reached[n] + term[n]
    for n in range(size):
        value_out[n] = np.float32(found[n]) if mean[n] < _EXACT else value_out[n]


@kernel("i8, i8, u4, u4 -> f4[:,:]", narrow=True)
def fixed_pattern(first, end, key, stream, pattern_out):
    """Two normal numbers for each pixel from first to end of a specimen: pattern_out (2, N)."""
    for n in range(first, end):
        a, c, _ = pcg3d(np.uint32(n), key, stream)
        radius = np.sqrt(-2.0 * log(unit_open(a)))
        pattern_out[0, n] = radius * sin_turns(unit(c))
        pattern_out[1, n] = radius * sin_turns(unit(c) + 0.25)
