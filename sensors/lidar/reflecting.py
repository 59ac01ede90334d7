"""How much of a beam's light comes straight back from what it meets.

Rough surfaces by Oren and Nayar ("Generalization of Lambert's reflectance model", SIGGRAPH 1994),
seen from where the light comes: A cos θ + B sin² θ of a white, even disc; so asphalt returns
something at grazing angles, where Lambert's law has next to nothing. Gloss by Trowbridge and Reitz'
facets. Below a film of water (n = 1.33) a ground gives ρ (1 - F)² / (n² (1 - R ρ)), where R is what
the film throws back from within (R = 0.475): grazing light is mirrored away, and wet roads vanish.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.covers import cover_id
from ...simcore.materials import Material, material, materials
from ...simcore.render.stage import Stage
from ...simcore.surface import Surface
from .met import Met

F4 = NDArray[np.float32]

GRAIN = 0.55
"""Spread of the facets of what has a roughness of 1 [rad]: 30° for asphalt, as Oren and Nayar took
for sandpaper and plaster."""
WATER, WITHIN = 1.33, 0.475
"""Refractive index, and what a film throws back of even light from within."""
SMOOTH = 0.12
"""What is less rough mirrors beams as a whole."""
COATED = 0.2
"""Roughness of clear coats: their glints are two degrees wide."""
SNOW, PACKED, SLUSH, LEAVES, STONES = 0.86, 0.70, 0.35, 0.45, 0.30
"""Reflectance at 905 nm: fresh snow 0.86 to 0.9 (Wiscombe and Warren, J. Atmos. Sci. 37, 1980, for
grains of 0.1 to 0.2 mm), old snow 0.7; water between the grains takes more."""
GLAZED = 0.6
"""Share that is left of a ground's reflectance below ice, which mirrors as water does."""
DARK = 0.7
"""Share that is left of a damp ground's (Lekner and Dorf, Appl. Opt. 27, 1988)."""
DAMP = 0.1e-3
"""Film with which a ground is damp all over [m]."""


class Back(NamedTuple):
    """Of R rays. share (R,) f4: what comes back, where 1 is a white, even disc that faces the beam;
    retro (R,) f4: of it, by retro-reflection; mirrored, passed (R,) f4: of the beam that goes on as
    from a mirror, and straight on through glass; cover (R,) u1; snowy (R,): whether snow lies
    there."""

    share: F4
    retro: F4
    mirrored: F4
    passed: F4
    cover: NDArray[np.uint8]
    snowy: NDArray[np.bool_]


class _Looks(NamedTuple):
    nir: F4
    tinted: F4
    brightest: F4
    retro: F4
    rough: F4
    f0: F4
    keep: F4
    glass: NDArray[np.bool_]


@cache
def _looks() -> _Looks:
    every = materials()
    panes = {material("glass").id}
    columns = [
        (m.nir, m.tinted, max(m.albedo), m.retro, _coarse(m), max(m.f0, m.coat), m.snow)
        for m in every
    ]
    arrays = np.array(columns, np.float32).T
    return _Looks._make((*arrays, np.array([m.id in panes for m in every])))


def _coarse(what: Material) -> float:
    """Roughness of what beams meet first."""
    return COATED if what.coat > 0.0 else what.roughness


def reflected(stage: Stage, surface: Surface, met: Met, footprint: float = 0.2) -> Back:
    """What comes back of beams that are so wide [m] where they meet the ground."""
    looks, there = _looks(), met.item >= 0
    item = np.where(there, met.item, 0)
    colour = stage.colours.max(1)[stage.palette[item] + met.slot]
    kind = met.material
    ratio = colour / np.maximum(looks.brightest[kind], 1e-3)
    base = looks.nir[kind] * (1.0 + looks.tinted[kind] * (ratio - 1.0))
    base = np.clip(base, 0.01, 0.95).astype(np.float32)
    rough, f0, glass = looks.rough[kind], looks.f0[kind], looks.glass[kind]
    film, ice = np.zeros_like(base), np.zeros_like(base)
    white = np.zeros_like(base)
    cover = np.zeros(len(base), np.uint8)
    if surface.snowy:
        white = (
            _step(0.55, 0.80, met.normal[:, 2])
            * looks.keep[kind]
            * min(surface.snow_depth / 0.01, 1.0)
        )
    ground = there & (stage.chart[item] >= 0)
    if surface.covered and ground.any():
        lies = surface.at(stage.chart[item[ground]], met.s[ground], met.t[ground], footprint)
        cover[ground] = lies.cover
        snow = np.isin(lies.cover, [cover_id(x) for x in ("loose_snow", "packed_snow", "slush")])
        white[ground] = snow
        film[ground], ice[ground] = lies.film / lies.texture, lies.ice
        base[ground] = _strewn(base[ground], lies.cover, lies.packed, lies.film)
    cosine = np.maximum(met.cosine, 1e-3)
    sine2 = 1.0 - cosine * cosine
    mirror = f0 + (1.0 - f0) * (1.0 - cosine) ** 5
    wet = np.clip(np.maximum(film, ice), 0.0, 1.0) * (white < 0.5)
    over = _fresnel(cosine)
    spread2 = (GRAIN * np.where(white > 0.5, 1.0, rough)) ** 2
    a, b = 1.0 - 0.5 * spread2 / (spread2 + 0.33), 0.45 * spread2 / (spread2 + 0.09)
    rho = np.where(ground, base, base + (SNOW - base) * white)
    rho = np.where(ice > 0.5, GLAZED * rho, rho) if surface.icy else rho
    coated = np.where((rough < 0.7) & (white < 0.5), (1.0 - mirror) ** 2, 1.0)
    dry = rho * (a * cosine + b * sine2) * coated
    below = rho * cosine * (1.0 - over) ** 2 / (WATER**2 * (1.0 - WITHIN * rho))
    share = dry + (below - dry) * wet
    gloss2 = np.maximum(rough, 0.05) ** 4
    facets = gloss2 / (np.pi * (cosine**2 * (gloss2 - 1.0) + 1.0) ** 2)
    share = share + np.where(
        (rough < 0.7) & (white < 0.5), np.pi * f0 * facets / (4.0 * cosine), 0.0
    )
    retro = np.pi * looks.retro[kind] * (1.0 - white) * (1.0 - 0.85 * wet) * np.sqrt(cosine)
    flat = ((rough < SMOOTH) & (white < 0.5)) | (wet > 0.5)
    mirrored = np.where(flat, np.where(wet > 0.5, over * wet, mirror), 0.0)
    passed = np.where(glass & (white < 0.5), (1.0 - mirror) ** 2, 0.0)
    out = (share + retro, retro, mirrored, passed)
    made = (np.where(there, x, 0.0).astype(np.float32) for x in out)
    return Back._make((*made, cover, there & (white > 0.5)))


def _strewn(base: F4, cover: NDArray[np.uint8], packed: F4, film: F4) -> F4:
    """Reflectance of grounds by what lies there."""
    rho = base * (1.0 - (1.0 - DARK) * np.clip(film / DAMP, 0.0, 1.0))
    rho = np.where(cover == cover_id("loose_snow"), SNOW + (PACKED - SNOW) * packed, rho)
    for name, value in (
        ("packed_snow", PACKED), ("slush", SLUSH), ("leaves", LEAVES), ("gravel", STONES),
    ):  # fmt: skip
        rho = np.where(cover == cover_id(name), value, rho)
    return np.where(cover == cover_id("oil"), GLAZED * base, rho).astype(np.float32)


def _fresnel(cosine: F4) -> F4:
    """What water mirrors of unpolarised light."""
    inner = np.sqrt(1.0 - (1.0 - cosine * cosine) / WATER**2)
    across = (cosine - WATER * inner) / (cosine + WATER * inner)
    along = (inner - WATER * cosine) / (inner + WATER * cosine)
    return 0.5 * (across**2 + along**2)


def _step(low: float, high: float, x: F4) -> F4:
    t = np.clip((x - low) / (high - low), 0.0, 1.0)
    return t * t * (3.0 - 2.0 * t)
