"""From returns to echoes: what a receiver makes of all that comes back along a ray.

Returns closer together than the pulse's length are one. Noise is added to each; what is above the
threshold is found, at a distance that is wrong by σ² = jitter² + (ΔR)² / (2 SNR) (Kilic et al.,
arXiv 2107.07004), where the SNR is the return in units of the threshold. The device tells the
strongest echo, the last one, or both; where these are the same, the second strongest (HDL-32E user
manual).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.kernel import device, kernel
from ...simcore.kernels.approx import log, sin_turns
from ...simcore.kernels.rng import pcg3d, unit, unit_open

F4 = NDArray[np.float32]
I4 = NDArray[np.int32]

STRONGEST, LAST, BOTH = 0, 1, 2
"""Modes."""
MOST = 16
"""Returns of a ray that are told apart; more than there may be are dropped, the last ones first."""
NOISE = 0.2
"""Noise of a return in the dark, in units of the threshold: that is five times the noise, so that
hardly one ray of a million finds what is not there."""
BRIGHTEST = 1000.0
"""Retro-reflection, as ``reflecting.Back.share``, that has the greatest intensity."""
_NOISE, _PER_BRIGHTEST = np.float32(NOISE), np.float32(1.0 / np.log(BRIGHTEST))


class Returns(NamedTuple):
    """C returns. ray (C,) i4; distance (C,) f4 [m]; power (C,) f4: in units of the threshold in the
    dark; origin (C,) i4: what it is of, as its maker numbers it."""

    ray: I4
    distance: F4
    power: F4
    origin: I4


class Ear(NamedTuple):
    """What makes echoes of returns. least: of the receiver [1/m²]; nearest, farthest, full: told,
    and from which it sees the whole beam [m]; gap: closer returns are one [m]; jitter, blur: σ of
    the distance apart from noise, and ΔR [m]; quantum: of the distance [m], 0 for none; uneven:
    spread of the intensity; false_alarms: share of rays; mode: of the echoes; noisy: 1 or 0."""

    least: np.float32
    nearest: np.float32
    farthest: np.float32
    full: np.float32
    gap: np.float32
    jitter: np.float32
    blur: np.float32
    quantum: np.float32
    uneven: np.float32
    false_alarms: np.float32
    mode: np.int32
    noisy: np.int32


class Echoes(NamedTuple):
    """E echoes in the order of the rays. ray (E,) i4; distance (E,) f4 [m]; intensity, echo (E,)
    u1; origin (E,) i4: of the strongest of its returns, -1 for noise alone."""

    ray: I4
    distance: F4
    intensity: NDArray[np.uint8]
    echo: NDArray[np.uint8]
    origin: I4


def echoes_of(
    returns: Returns, rays: int, ear: Ear, glare: F4, dazzled: NDArray[np.uint8], key: int
) -> Echoes:
    """The echoes of rays. glare (R,) f4: noise of each by daylight, as a multiple of that in the
    dark; dazzled (R,): 1 for those that look into the sun."""
    first = np.zeros(rays + 1, np.int32)
    order = np.empty(len(returns.ray), np.int32)
    by_ray(returns.ray, first, order)
    room = rays * (2 if ear.mode == BOTH else 1)
    out = Echoes(
        np.empty(room, np.int32), np.empty(room, np.float32), np.empty(room, np.uint8),
        np.empty(room, np.uint8), np.empty(room, np.int32),
    )  # fmt: skip
    words = np.uint32(key & 0xFFFFFFFF), np.uint32(key >> 32 & 0xFFFFFFFF)
    count = heard(
        returns.distance, returns.power, returns.origin, first, order, glare, dazzled, ear, *words,
        *out,
    )  # fmt: skip
    return Echoes._make(column[:count] for column in out)


@kernel("i4[:] -> i4[:], i4[:]")
def by_ray(ray, first_out, order_out):
    """Sort returns (C,) by their ray, else as they come. first_out (R + 1,): where each ray's
    begin, zeros before."""
    rays = first_out.shape[0] - 1
    for n in range(ray.shape[0]):
        first_out[ray[n] + 1] += 1
    for k in range(rays):
        first_out[k + 1] += first_out[k]
    for back in range(ray.shape[0]):
        n = ray.shape[0] - 1 - back
        first_out[ray[n] + 1] -= 1
        order_out[first_out[ray[n] + 1]] = n
    for k in range(rays):
        first_out[k] = first_out[k + 1]
    first_out[rays] = ray.shape[0]


@device(narrow=True, inline=True)
def normal(word, other):
    """A normal number for two random words."""
    return np.sqrt(-2.0 * log(unit_open(word))) * sin_turns(unit(other))


@kernel(
    "f4[:], f4[:], i4[:], i4[:], i4[:], f4[:], u1[:], ear, u4, u4"
    " -> i4[:], f4[:], u1[:], u1[:], i4[:] : i8",
    narrow=True,
    ear=Ear,
    counted=True,
)
def heard(
    distance, power, origin, first, order, glare, dazzled, ear, key0, key1, ray_out, distance_out,
    intensity_out, echo_out, origin_out,
):  # fmt: skip
    """See ``echoes_of``; returns how many there are. distance, power, origin (C,); first (R + 1,),
    order (C,): returns of each ray."""
    at, strength = np.empty(MOST + 1, np.float32), np.empty(MOST + 1, np.float32)
    most, whose = np.empty(MOST + 1, np.float32), np.empty(MOST + 1, np.int32)
    count = 0
    for ray in range(glare.shape[0]):
        number = np.int32(0)
        for place in range(first[ray], first[ray + 1]):
            n = order[place]
            if power[n] < 0.02:
                continue
            k = number
            while k > 0 and at[k - 1] > distance[n]:
                if k < MOST:
                    at[k], strength[k], whose[k] = at[k - 1], strength[k - 1], whose[k - 1]
                k -= np.int32(1)
            if k < MOST:
                at[k], strength[k], whose[k] = distance[n], power[n], origin[n]
                number = min(number + np.int32(1), np.int32(MOST))
        number = joined(at, strength, most, whose, number, ear.gap)
        threshold = glare[ray]
        a, b, c = pcg3d(np.uint32(ray), key0, key1)
        if ear.noisy == 1:
            for k in range(number):
                d, e, _ = pcg3d(a, b + np.uint32(k), c)
                strength[k] += _NOISE * glare[ray] * normal(d, e)
            chance = 0.3 if dazzled[ray] == 1 else ear.false_alarms
            d, e, _ = pcg3d(b, c, a)
            if unit(d) < chance and number < MOST:
                at[number] = ear.nearest + unit(e) * (ear.farthest - ear.nearest)
                strength[number], whose[number] = threshold * 1.05, np.int32(-1)
                number += np.int32(1)
        best, second, last = np.int32(-1), np.int32(-1), np.int32(-1)
        for k in range(number):
            if strength[k] <= threshold or at[k] < ear.nearest or at[k] > ear.farthest:
                continue
            if best < 0 or strength[k] > strength[best]:
                best, second = np.int32(k), best
            elif second < 0 or strength[k] > strength[second]:
                second = np.int32(k)
            if last < 0 or at[k] > at[last]:
                last = np.int32(k)
        if best < 0:
            continue
        one = last if ear.mode == LAST else best
        other = np.int32(-1)
        if ear.mode == BOTH:
            other = last if last != best else second
        for turn in range(2):
            k = one if turn == 0 else other
            if k < 0:
                continue
            far, snr = at[k], strength[k]
            light = snr * ear.least * far * far
            shown = min(max((far - ear.nearest) / (ear.full - ear.nearest), 0.02), 1.0)
            light /= shown
            if ear.noisy == 1:
                d, e, f = pcg3d(c + np.uint32(turn), a, b)
                spread = np.sqrt(ear.jitter * ear.jitter + ear.blur * ear.blur / (2.0 * snr))
                far += spread * normal(d, e)
                g, h, _ = pcg3d(d, f, e)
                light *= max(1.0 + ear.uneven * normal(g, h), 0.0)
            if ear.quantum > 0.0:
                far = ear.quantum * np.float32(np.int32(far / ear.quantum + 0.5))
            ray_out[count], distance_out[count] = ray, far
            intensity_out[count] = told(light)
            echo_out[count], origin_out[count] = turn, whose[k]
            count += 1
    return count


@device(narrow=True, inline=True)
def told(light):
    """The intensity of what reflects so much: 0 to 100 by the reflectance of even discs, 101 to 255
    by the logarithm of retro-reflection."""
    if light <= 1.0:
        return np.uint8(100.0 * max(light, 0.0) + 0.5)
    beyond = log(light) * _PER_BRIGHTEST
    return np.uint8(min(100.5 + 155.0 * beyond, 255.0))


@device(narrow=True, inline=True)
def joined(at, strength, most, whose, number, gap):
    """Join returns, by distance, that are no farther apart than ``gap``; returns how many are left.
    most: scratch, the strongest of each."""
    left = np.int32(0)
    for k in range(number):
        here, much = at[k], strength[k]
        if left > 0 and here - at[left - 1] <= gap:
            before = strength[left - 1]
            at[left - 1] = (at[left - 1] * before + here * much) / (before + much)
            strength[left - 1] = before + much
            if much > most[left - 1]:
                most[left - 1], whose[left - 1] = much, whose[k]
        else:
            at[left], strength[left], whose[left], most[left] = here, much, whose[k], much
            left += np.int32(1)
    return left
