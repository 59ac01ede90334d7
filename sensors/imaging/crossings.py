"""Events of pixels that tell changes of light: crossings of a logarithm with two thresholds.

Between two times each pixel's logarithm goes on a straight line. A pixel keeps the level at its
last event; an event comes where the line is a threshold above or below it. Then the pixel is held
for its refractory period, at the end of which it takes the level of that moment. Leaks let the kept
level sink, so that there are events of brighter pixels where nothing changes; noise makes events of
both signs, more of them in the dark (Hu, Liu and Delbruck, "v2e: From video frames to realistic DVS
events", CVPR workshops 2021; Rebecq, Gehrig and Scaramuzza, "ESIM", CoRL 2018).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ...simcore.kernel import device, kernel
from ...simcore.kernels.approx import exp, log
from ...simcore.kernels.rng import pcg3d, unit


class Span(NamedTuple):
    """From one look to the next. start_ns, end_ns; held_ns: refractory period; lux: on the chip,
    per luminance of the scene [lx per cd/m²]; dark: current as light on the chip [lx]; fastest:
    bandwidth [Hz], per_lux: that of each lx on the chip, 0 for no limit at all; noise: events of a
    sign per second in the dark, of which ``bright`` are left in much light, half of the way at
    ``half`` lx."""

    start_ns: np.int64
    end_ns: np.int64
    held_ns: np.int64
    lux: np.float32
    dark: np.float32
    fastest: np.float32
    per_lux: np.float32
    noise: np.float32
    bright: np.float32
    half: np.float32


@kernel("f4[:,:], f4[:], i8, i8, f4, f4 -> f4[:]", narrow=True)
def logarithms(light, shading, first, end, lux, dark, level_out):
    """ln of the light on pixels [first, end), with their dark current. light (3, N): linear RGB
    [cd/m²]; shading (N,): what the lens lets through."""
    for n in range(first, end):
        seen = 0.2126 * light[0, n] + 0.7152 * light[1, n] + 0.0722 * light[2, n]
        level_out[n] = log(max(seen, 0.0) * shading[n] * lux + dark)


@device(narrow=True, inline=True)
def followed(level, target, span):
    """Where a photoreceptor of limited bandwidth has got to at the end of a span."""
    speed = min(span.fastest, span.per_lux * exp(target))
    seconds = np.float32(span.end_ns - span.start_ns) * 1e-9
    share = 1.0 - exp(-6.2831853 * speed * seconds)
    return level + (target - level) * (share if span.per_lux > 0.0 else 1.0)


@kernel(
    "f4[:], f4[:,:], f4[:], f4[:], i8[:], span, u4, u4, i8, i8 "
    "-> f4[:], f4[:], i8[:], i4[:], i8[:], i1[:] : i8",
    narrow=True,
    span=Span,
)
def crossings(
    target, limits, level, kept, free_ns, span, key, stream, first, end,
    level_out, kept_out, free_out, pixel_out, time_out, sign_out,
):  # fmt: skip
    """Events of pixels [first, end); returns how many there are, of which as many are written as
    there is room for.

    target (N,): logarithms at the end; limits (3, N): thresholds up and down, and leak [1/s];
    level, kept (N,): where the pixels are, and at their last event; free_ns (N,): until when they
    are held.
    """
    count, room = np.int64(0), np.int64(len(pixel_out))
    seconds = np.float32(span.end_ns - span.start_ns) * 1e-9
    length = np.float32(span.end_ns - span.start_ns)
    for n in range(first, end):
        before, here = level[n], followed(level[n], target[n], span)
        level_out[n] = here
        # The kept level sinks: the same as if the light rose, until the end of the span.
        sunk = limits[2, n] * seconds
        after = here + sunk
        rise = after - before
        reference, free = kept[n], free_ns[n]
        flash_at, flash_sign = np.float32(2.0), np.int64(0)
        if span.noise > 0.0:
            a, b, _ = pcg3d(np.uint32(n), key, stream)
            dim = 1.0 / (1.0 + exp(here) / span.half)
            chance = span.noise * (span.bright + (1.0 - span.bright) * dim) * seconds
            drawn = unit(a)
            if drawn < 2.0 * chance:
                flash_at = unit(b)
                flash_sign = np.int64(1) if drawn < chance else np.int64(-1)
        at = np.float32(0.0)
        if free > span.start_ns:  # still held from before
            if free >= span.end_ns:
                kept_out[n], free_out[n] = reference - sunk, free
                continue
            at = np.float32(free - span.start_ns) / length
            reference = before + rise * at
        while True:
            sign = np.int64(0)
            when = np.float32(2.0)
            if rise > 0.0 and reference + limits[0, n] <= after:
                when, sign = max((reference + limits[0, n] - before) / rise, at), np.int64(1)
            elif rise < 0.0 and reference - limits[1, n] >= after:
                when, sign = max((reference - limits[1, n] - before) / rise, at), np.int64(-1)
            flashed = at <= flash_at < when
            if flashed:
                when, sign = flash_at, flash_sign
            if sign == 0 or when > 1.0:
                break
            time = min(span.start_ns + np.int64(when * length), span.end_ns)
            if count < room:
                pixel_out[count], time_out[count] = np.int32(n), time
                sign_out[count] = np.int8(sign)
            count += 1
            free = time + span.held_ns
            if flashed:
                flash_at = np.float32(2.0)
                reference = before + rise * when
            else:
                reference += limits[0, n] if sign > 0 else -limits[1, n]
            at = when
            if span.held_ns > 0:
                if free >= span.end_ns:
                    reference = after
                    break
                at = np.float32(free - span.start_ns) / length
                reference = before + rise * at
        kept_out[n], free_out[n] = reference - sunk, free
    return count
