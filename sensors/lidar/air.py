"""What the air does to beams: how much of their light it takes, and what fog sends back.

A soft target gives β ξ(R) e^-2τ / R² along the way, drawn out by the pulse (Rasshofer, Spies and
Spies, Adv. Radio Sci. 9, 2011; Hahner et al., ICCV 2021, eq. 4-7), with β from the lidar ratio of
what floats there. The pulse is sin² with the given width at half its height. In even air all beams
share one table; where fog lies low, drifts in banks, or a vehicle throws up spray, there is a table
for each of many directions.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.atmosphere import Atmosphere
from ...simcore.classes import class_id
from ...simcore.kernel import device, kernel
from ...simcore.kernels.approx import exp
from ...simcore.kernels.noise import floored
from ...simcore.kernels.rng import pcg3d, unit
from ...simcore.media.layers import even
from ...simcore.media.medium import Medium
from ...simcore.media.spray import extinction_at
from .receiver import Receiver

Array = NDArray[np.float64]
F4 = NDArray[np.float32]

LIGHT = 299_792_458.0
"""Speed of light in vacuum [m/s]; that in air is less by 0.03 %, which devices allow for."""
AROUND, UPWARD = 120, 8
"""Directions of uneven air."""
PLACES = 28
"""Distances at which the air is asked for: reach · (k / (PLACES - 1))²."""
SOFT = 45.0
"""Beyond this distance [m] nothing soft is told from noise."""
FINE = 6
"""Places of the pulse's length at which it is summed up."""
FAINT = 0.3
"""Gates with less than this of the strongest echo hardly ever have a stronger one."""
SPRAY_RATIO = 20.0
"""Lidar ratio of drops of spray [sr]."""
EDDIES, EDDY = 0.35, 0.6
"""Unevenness of what floats, as standard deviation of its logarithm, and its size [m]: ours."""
_PER_EDDY, _UNEVEN = np.float32(1.0 / EDDY), np.float32(EDDIES)
_EVEN = np.float32(np.exp(-0.5 * EDDIES * EDDIES))


class Air(NamedTuple):
    """Tables by direction (D) and distance. depth (D, PLACES) f4: optical depth one way; soft
    (D, K) f4: power of soft echoes at (k + 1) · gate [m], in units of the threshold; last (D,) i4:
    the last gate with any to speak of, -1 for none; label: class of what floats."""

    depth: F4
    soft: F4
    last: NDArray[np.int32]
    gate: float
    reach: float
    label: int


def air_between(
    air: Atmosphere, eye: Array, directions: Array, receiver: Receiver, solid: Array
) -> Air:
    """The air along directions (D, 3) from an eye (3,) [m]; solid (PLACES,): optical depth at their
    distances that is told apart as particles."""
    reach, band = receiver.farthest, receiver.band
    far = reach * (np.arange(PLACES) / (PLACES - 1)) ** 2
    points = eye + far[:, None] * directions[:, None, :]
    sigma = air.extinction_at(points, band, 0.5 * receiver.divergence)
    floating = [(name, m) for name, m in air.media if m.population is None]
    beta = np.zeros(points.shape[:-1])
    for _, medium in floating:
        share = medium.share(points, air.level, air.time, air.wind)
        beta += share * medium.backscatter(band)
    spray = extinction_at(air.plumes, points) if air.plumes else np.zeros_like(beta)
    beta += spray / SPRAY_RATIO
    steps = 0.5 * (sigma[:, 1:] + sigma[:, :-1]) * np.diff(far)
    depth = np.concatenate([np.zeros((len(sigma), 1)), np.cumsum(steps, 1)], 1)
    soft, gate = _echoes(receiver, far, depth, beta)
    worth = soft > np.maximum(0.2, FAINT * soft.max(1, keepdims=True))
    soft = np.where(worth, soft, 0.0)
    last = np.where(worth.any(1), worth.shape[1] - 1 - worth[:, ::-1].argmax(1), -1)
    left = np.maximum(depth - solid, 0.0)
    label = _label([m for _, m in floating], band, bool(air.plumes))
    return Air(
        left.astype(np.float32), soft.astype(np.float32), last.astype(np.int32), gate, reach, label
    )


def uneven(air: Atmosphere) -> bool:
    """Whether the air differs by direction."""
    return bool(air.plumes) or not even([medium for _, medium in air.media])


def _echoes(receiver: Receiver, far: Array, depth: Array, beta: Array) -> tuple[NDArray, float]:
    """(D, K) power of soft echoes, and how far the K gates are apart [m]."""
    place, pulse, gate, spread = _gates(receiver, tuple(far))
    if not beta.any():
        return np.zeros((len(depth), 1)), gate
    b, tau = (x.astype(np.float32) @ spread for x in (beta, depth))
    whole = np.pi * b * receiver.overlap_at(place) * np.exp(-2.0 * tau) / place**2
    return whole.astype(np.float32) @ pulse / receiver.least, gate


@lru_cache(maxsize=16)
def _gates(receiver: Receiver, far: tuple[float, ...]) -> tuple[Array, F4, float, F4]:
    """places (N,) [m] at which echoes are summed up; pulse (N, K): what each gives to K gates; how
    far these are apart [m]; spread (PLACES, N): from what is known at distances to the places."""
    length = LIGHT * receiver.pulse / 2.0  # at half the height of the pulse, in metres of range
    step = 2.0 * length / FINE
    place = np.arange(0.5, np.ceil(min(SOFT, far[-1]) / step)) * step
    gate = step * (FINE // 2)
    gates = gate * (np.arange(len(place) // (FINE // 2)) + 1)
    away = (place[:, None] - gates) / (2.0 * length)
    pulse = np.where(abs(away) < 0.5, np.cos(np.pi * away) ** 2, 0.0) * step
    spread = np.stack([np.interp(place, far, row) for row in np.eye(len(far))])
    return place, pulse.astype(np.float32), gate, spread.astype(np.float32)


def _label(floating: Sequence[Medium], band: str, spray: bool) -> int:
    """The class of what sends the most back."""
    if not floating:
        return class_id("spray" if spray else "fog")
    return class_id(max(floating, key=lambda medium: medium.backscatter(band)).label)


@device(narrow=True, inline=True)
def depth_at(depth, row, distance, reach):
    """Optical depth [1] of a way in the direction ``row``."""
    last = depth.shape[1] - 1
    place = np.sqrt(min(max(distance / reach, 0.0), 1.0)) * np.float32(np.int32(last))
    k = min(np.int32(place), np.int32(last - 1))
    low = np.float32(k) * np.float32(k)
    high = np.float32(k + 1) * np.float32(k + 1)
    t = (place * place - low) / (high - low)
    return depth[row, k] + (depth[row, k + 1] - depth[row, k]) * t


@kernel("f4[:,:], i4[:], f4[:], f4 -> f4[:]", narrow=True)
def passed(depth, row, distance, reach, share_out):
    """Share (R,) of the light that comes back from distances (R,) [m] in directions (R,): there and
    back."""
    for n in range(row.shape[0]):
        far = min(distance[n], reach)
        share_out[n] = exp(-2.0 * depth_at(depth, row[n], far, reach))


@kernel(
    "f4[:,:], i4[:], f4, i4[:], f4[:], f4[:,:], f4[:,:], f4[:], f4, u4, u4 -> f4[:], f4[:]",
    narrow=True,
)
def floated(
    soft, last, gate, row, distance, origin, direction, carried, nearest, key0, key1, range_out,
    power_out,
):  # fmt: skip
    """The strongest soft echo of each ray before what it meets at distance (R,) [m].

    soft, last, gate: see ``Air``; row (R,): of each ray; origin, direction (R, 3); carried (3,):
    from the rays' centre to where the air of time 0 is now [m]; range_out [m], power_out (R,): 0
    for none.
    """
    for n in range(row.shape[0]):
        best, place = np.float32(0.0), np.float32(0.0)
        d = row[n]
        for k in range(last[d] + 1):
            middle = np.float32(np.int32(k + 1)) * gate
            if middle >= distance[n]:
                break
            power = soft[d, k]
            if power <= 0.0:
                continue
            x = (origin[n, 0] + middle * direction[n, 0] - carried[0]) * _PER_EDDY
            y = (origin[n, 1] + middle * direction[n, 1] - carried[1]) * _PER_EDDY
            z = (origin[n, 2] + middle * direction[n, 2] - carried[2]) * _PER_EDDY
            a, b, c = pcg3d(
                np.uint32(floored(x)) ^ key0, np.uint32(floored(y)) ^ key1, np.uint32(floored(z))
            )  # fmt: skip
            # Three even numbers make one that is normal enough.
            spread = (unit(a) + unit(b) + unit(c) - 1.5) * 2.0
            power *= _EVEN * exp(_UNEVEN * spread)
            if power > best:
                jitter, _, _ = pcg3d(a, b, np.uint32(np.int32(n)))
                at = middle + (unit(jitter) - 0.5) * gate
                best, place = power, at
        power_out[n] = best if place >= nearest else np.float32(0.0)
        range_out[n] = place
