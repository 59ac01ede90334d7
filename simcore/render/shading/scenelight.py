"""What light the kernels need to know of, from the atmosphere and the ground."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from ...atmosphere import CONTRAST, EYE, Atmosphere
from ...kernel import kernel
from ...lamps import Lamp
from ...light.horizon import SUN_RADIUS
from ...light.sky import Sky
from ...surface import Surface
from .air import Air
from .background import FULL, Clouds, cloud_noise
from .inscatter import inscatter
from .light import Daylight
from .way import CLEAREST

Array = NDArray[np.float64]

GROUND = np.array([0.125, 0.125, 0.12])
"""Mean albedo of streets, gardens and fields."""

SNOW = np.array([0.74, 0.76, 0.78])
"""Mean albedo of a snowy place: fresh snow, less what sticks out of it."""

WALLS = np.array([0.26, 0.23, 0.20])
"""Mean albedo of what stands around."""

HAZE_GLOW, HAZE_FORWARD = 0.35, 0.72
"""Of the sun's light by π what usual haze adds towards it, and f of that glow (``air.glow_at``):
ours, by eye."""

VEIL = 0.3
"""Density of thin, high clouds where a quarter of the sky or more is cloud."""


def thick(atmosphere: Atmosphere) -> float:
    """Extinction [1/m] of what is in the air near the ground beyond its usual haze."""
    return max(atmosphere.seen - min(-np.log(CONTRAST) / atmosphere.haze, CLEAREST), 0.0)


def whitened(surface: Surface) -> tuple[float, float]:
    """Share of the ground that snow of this depth hides, and how wet the rest is, in the mean.

    In steps of 1/32, so that light is worked out anew only when that has changed.
    """
    snow = min(max(float(surface.snow_depth) / 0.006, 0.0), 1.0)
    wet = min(max(float(surface.lying.film) / 0.2e-3, 0.0), 1.0)
    return round(snow * 32) / 32, round(wet * 32) / 32


def ground_albedo(surface: Surface) -> Array:
    """(3,) mean albedo of the place."""
    snow, wet = whitened(surface)
    bare = GROUND * (1.0 - 0.35 * wet)
    return bare + (SNOW - bare) * snow


def town_light(lamps: Sequence[Lamp]) -> Array:
    """(3,) RGB light [lx] that street lamps give a place in the mean: 5 lx, as in EN 13201's
    classes for residential streets, where there are some; none else."""
    street = [lamp.colour for lamp in lamps if lamp.beam == "street"]
    return 5.0 * np.mean(street, 0) if len(street) > 1 else np.zeros(3)


def sky_over(sky: Sky, atmosphere: Atmosphere, surface: Surface, town: Array) -> Sky:
    """A sky with the glow of the town below it: little in clear air, more from low clouds."""
    if not town.any():
        return sky
    thrown_up = town * ground_albedo(surface) / np.pi
    return sky.with_glow(thrown_up * (0.01 + 0.10 * atmosphere.cloud_cover))


def daylight_of(atmosphere: Atmosphere, sky: Sky, surface: Surface, town: Array) -> Daylight:
    """Sun, sky and what the surroundings throw back."""
    direction, sun = atmosphere.luminary.direction, atmosphere.sunlight
    level = max(float(direction[2]), 0.0)
    dome = sky.irradiance([0.0, 0.0, 1.0])
    # Half of the ground and a third of the walls' faces lie in the sun, by and large.
    ground = ground_albedo(surface) * (dome + 0.55 * level * sun + 0.5 * town)
    walls = 0.5 * dome + 0.5 * ground + 0.30 * np.sqrt(1 - level**2) * sun + 0.25 * town
    values = [*direction, *sun, *ground, *(WALLS * walls), sky.halo]
    return Daylight(*(np.float32(value) for value in values))


def air_of(atmosphere: Atmosphere, sky: Sky, surface: Surface, town: Array) -> Air:
    """Extinction, and the light that the air scatters towards the camera. sky: above all that
    floats near the ground."""
    extinction, sun = atmosphere.seen, atmosphere.sunlight
    azimuths = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    ring = np.stack([np.cos(azimuths), np.sin(azimuths), np.zeros(16)], 1)
    near = sky_over(atmosphere.sky, atmosphere, surface, town)
    horizon = near.luminance(ring).astype(np.float64).mean(0)
    level = max(float(atmosphere.luminary.direction[2]), 0.0)
    down = near.irradiance([0.0, 0.0, 1.0]) + level * sun
    up = ground_albedo(surface) * (down + 0.5 * town)
    # Lamps along the street light thick air from within.
    tint, made = colour_of(atmosphere), inscatter(atmosphere, sky, up)
    share = thick(atmosphere) / extinction
    side = (1 - share) * horizon + share * tint * (made.level + 0.5 * town / (2 * np.pi))
    glow = (1 - share) * HAZE_GLOW * sun / np.pi + share * tint * made.sun
    values = [
        extinction, *side, *(share * tint * made.up), *(share * tint * made.down), made.soft_up,
        made.soft_down, *atmosphere.luminary.direction, *glow,
        HAZE_FORWARD + share * (made.forward - HAZE_FORWARD),
    ]  # fmt: skip
    return Air(*(np.float32(value) for value in values))


def colour_of(atmosphere: Atmosphere) -> Array:
    """(3,) colour of thick air: of what fills it."""
    weight = np.array([m.seen * float(m.profile(EYE)) for _, m in atmosphere.media])
    if weight.sum() <= 0.0:
        return np.ones(3)
    weight /= weight.sum()
    return weight @ np.array([m.tint for _, m in atmosphere.media])


def flake_glow(
    atmosphere: Atmosphere, sky: Sky, surface: Surface, town: Array
) -> NDArray[np.float32]:
    """(3,) radiance of a flake in the open [cd/m²]: it scatters what comes from all sides. A drop
    shows all of that upside down, so that its mean is the same."""
    level = max(float(atmosphere.luminary.direction[2]), 0.0)
    down = sky.irradiance([0.0, 0.0, 1.0])
    up = ground_albedo(surface) * (down + level * atmosphere.sunlight + 0.5 * town)
    light = 0.95 * (down + up) / (2 * np.pi) + 0.25 * atmosphere.sunlight / np.pi
    return light.astype(np.float32)


def clouds_of(atmosphere: Atmosphere) -> Clouds:
    """The clouds at time 0, for pixels of 1 rad."""
    share, side, limb, whole = _lit_part(atmosphere)
    disc = atmosphere.undimmed / (np.pi * np.sin(SUN_RADIUS) ** 2 * share)
    start = (atmosphere.key & 0xFFFF) / 256.0, (atmosphere.key >> 16 & 0xFFFF) / 256.0
    values = [
        atmosphere.cloud_cover, _cloud_threshold(round(atmosphere.cloud_cover, 4)),
        *start, VEIL * min(atmosphere.cloud_cover / 0.25, 1.0), *disc, *side, limb, whole, 1.0,
    ]  # fmt: skip
    return Clouds(*(np.float32(value) for value in values))


def _lit_part(atmosphere: Atmosphere) -> tuple[float, Array, float, float]:
    """Of the disc: the share of its area that shines as ``background`` draws it, and side, limb
    and whole of ``Clouds``."""
    moon = atmosphere.moon
    if not atmosphere.moonlit or moon is None:
        return _drawn_share(1.0, 2.0), np.zeros(3), 1.0, 2.0
    direction = moon.position.direction
    side = atmosphere.sun.direction - direction * (atmosphere.sun.direction @ direction)
    side /= max(float(np.linalg.norm(side)), 1e-9) * np.sin(SUN_RADIUS)
    limb = float(np.cos(moon.phase))
    return max(_drawn_share(limb, 0.0), 1e-3), side, limb, 0.0


@lru_cache(maxsize=16)
def _drawn_share(limb: float, whole: float) -> float:
    """Area that ``background`` draws of a disc, as a share of its own."""
    grid = np.linspace(-1.4, 1.4, 281)
    side, across = np.meshgrid(grid, grid)
    square = side**2 + across**2
    outer, inner = (2.0 * (1.0 - cosine) * float(FULL) for cosine in (0.9999826, 0.9999936))
    rim = _smooth((outer - square) / (outer - inner))
    edge = side + whole + limb * np.sqrt(np.maximum(1.0 - across**2, 0.0))
    lit = _smooth(edge / 0.2 + 0.5)
    return float((rim * lit).sum() * (grid[1] - grid[0]) ** 2 / np.pi)


def _smooth(x: Array) -> Array:
    x = np.clip(x, 0.0, 1.0)
    return x * x * (3.0 - 2.0 * x)


def drifted(clouds: Clouds, atmosphere: Atmosphere, time: float, focal: float) -> Clouds:
    """The clouds at a time [s], seen by a camera with a focal length [px]."""
    # A kilometre up they drift twice as fast as the wind near the ground.
    x, y, _ = 2.0 * atmosphere.wind.displacement(time) / 1000.0
    return clouds._replace(
        x=np.float32(clouds.x - x), y=np.float32(clouds.y - y), pixel=np.float32(1 / focal)
    )


@cache
def _cloud_threshold(cover: float) -> float:
    """Where the clouds' noise must lie for them to fill this share of the sky."""
    x, y = np.meshgrid(np.arange(128) * 0.37, np.arange(128) * 0.37)
    out = np.empty(x.size, np.float32)
    _heaps(x.ravel().astype(np.float32), y.ravel().astype(np.float32), out)
    return float(np.quantile(out, 1 - cover))


@kernel("f4[:], f4[:] -> f4[:]", narrow=True)
def _heaps(x, y, out):
    for n in range(x.shape[0]):
        out[n] = cloud_noise(x[n], y[n], np.float32(0.0))
