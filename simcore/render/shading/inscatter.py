"""What thick air sends on towards an eye, by how far up or down that looks.

Each droplet turns light by little, so that the air sends on what already went towards the eye: the
eye that looks level through fog sees the sky near the horizon and the ground behind it, the eye
that looks down sees light that comes up, of which there is little over dark ground. (Fog of one
colour in all directions makes roads half as bright again as a path tracer does.)

Light that has been turned but a little is as good as not turned: of the optical depth between the
eye and the sky, 1 - g² counts, and what is left of the phase function has the asymmetry g / (1 + g)
(delta-Eddington: Joseph, Wiscombe and Weinman, J. Atmos. Sci. 33, 1976). Sunlight has lost its
direction after an optical depth of 1 / (1 - g) (similarity: van de Hulst, Multiple Light
Scattering, 1980); until then it makes a glow around the sun, then it is even. Phase functions are
those of Henyey and Greenstein (Astrophys. J. 93, 70, 1941).
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...atmosphere import Atmosphere
from ...light.sky import Sky

Array = NDArray[np.float64]

LOW = 0.2
"""Sine of an elevation, up and down, in the middle of those that matter in a picture."""

SINES = np.linspace(0.0, 1.0, 33) ** 2
"""Elevations at which the sky is asked for."""

RING = np.linspace(0.0, 2.0 * np.pi, 16, endpoint=False)
"""Azimuths over which it is evened out."""

_LOBES = np.linspace(0.02, 0.95, 94)
"""Of glows around the sun, f in (1 - f)² / (1 + f² - 2 f cos θ)."""

_SUNLIT = np.pi * (1 - _LOBES) ** 2 / _LOBES * np.log(((1 + _LOBES) / (1 - _LOBES)) ** 2)
"""Their integrals [sr] over all directions."""

_TURNED = (1 + _LOBES**2) / (2 * _LOBES) - 2 * np.pi * (1 - _LOBES) ** 2 / _LOBES / _SUNLIT
"""Their mean cosines."""

_LEVEL = np.sqrt(1.0 - SINES**2)
_ROUND = np.stack(
    [
        np.outer(_LEVEL, np.sin(RING)),
        np.outer(_LEVEL, np.cos(RING)),
        np.outer(SINES, np.ones(len(RING))),
    ],
    -1,
).reshape(-1, 3)


class Inscatter(NamedTuple):
    """RGB radiance (3,) [cd/m²] of an endless way: seen level; how much more straight up; how much
    more (less) straight down; soft_up, soft_down: sines s where the change from level is about half
    of that, by (1 + soft) s / (soft + s); sun: what the sun adds towards it; forward: f of its
    glow, (1 - f)² / (1 + f² - 2 f cos θ)."""

    level: Array
    up: Array
    down: Array
    soft_up: float
    soft_down: float
    sun: Array
    forward: float


def inscatter(atmosphere: Atmosphere, sky: Sky, below: Array) -> Inscatter:
    """What thick air over a ground that throws back ``below`` (3,) [lx] sends on. sky: above all
    that floats, with the glow of a town."""
    depth, asymmetry = _depth(atmosphere)
    rise = max(float(atmosphere.luminary.direction[2]), 0.0)
    veil, own, _ = atmosphere.veil
    total = atmosphere.sky.irradiance([0.0, 0.0, 1.0]) + rise * atmosphere.sunlight
    sun = atmosphere.open_sunlight * np.exp(-veil * (1.0 - own) / max(rise, 0.02))
    within = sky.veiled(depth * (1.0 - asymmetry**2), np.maximum(total - rise * sun, 0.0))
    seen = _evened(within)
    level, high, low, top, bottom = (
        sent_on(asymmetry, sine, seen, below) for sine in (0.0, LOW, -LOW, 1.0, -1.0)
    )
    up, down = top - level, bottom - level
    turned = asymmetry / (1.0 + asymmetry)
    forward = float(np.interp(turned, _TURNED, _LOBES))
    sun = sun / np.interp(forward, _LOBES, _SUNLIT)
    return Inscatter(
        level, up, down, _soft(high - level, up), _soft(low - level, down), sun, forward
    )


def sent_on(asymmetry: float, sine: float, above: Array, below: Array) -> Array:
    """(3,) radiance sent on to an eye that looks up at an angle of this sine. above: RGB radiance
    (len(SINES), 3) of the sky by SINES; below (3,): light that the ground throws back [lx]."""
    weight = _weights(round(asymmetry, 3), sine)
    return weight @ above + (1.0 - weight.sum()) * below / np.pi


@lru_cache(maxsize=256)
def _weights(asymmetry: float, sine: float) -> Array:
    """(len(SINES),) shares of the light turned towards an eye that come from about SINES; the rest
    comes from below. By even steps of the phase function's integral, and of the turn about the line
    of sight, shared out among neighbouring SINES."""
    g, step = max(asymmetry, 1e-3), (np.arange(256) + 0.5) / 256
    cosine = (1 + g * g - ((1 - g * g) / (1 - g + 2 * g * step)) ** 2) / (2 * g)
    turn = (np.arange(32) + 0.5) / 32 * np.pi
    across = np.sqrt(np.maximum((1 - cosine**2) * (1 - sine**2), 0.0))
    found = (cosine[:, None] * sine + across[:, None] * np.cos(turn)).ravel()
    place = np.interp(found[found > 0.0], SINES, np.arange(len(SINES)))
    low = np.minimum(place.astype(np.int64), len(SINES) - 2)
    shares = np.bincount(low, 1.0 - (place - low), len(SINES))
    shares += np.bincount(low + 1, place - low, len(SINES))
    return shares / len(found)


def _depth(atmosphere: Atmosphere) -> tuple[float, float]:
    """Optical depth straight up of all that falls or floats, and its asymmetry."""
    columns = np.array([medium.column for _, medium in atmosphere.media])
    if columns.sum() <= 0.0:
        return 0.0, 0.75
    own = np.array([medium.asymmetry for _, medium in atmosphere.media])
    return float(columns.sum()), float(columns @ own / columns.sum())


def _evened(sky: Sky) -> Array:
    """(len(SINES), 3) RGB of a sky by SINES, the same all around."""
    found = sky.luminance(_ROUND).reshape(len(SINES), len(RING), 3)
    return found.astype(np.float64).mean(1)


def _soft(change: Array, whole: Array) -> float:
    """The softness by which the change at ``LOW`` is right, of luminance."""
    share = float(np.clip(change.sum() / whole.sum(), LOW + 1e-3, 0.999)) if whole.any() else 0.5
    return LOW * (1.0 - share) / (share - LOW)
