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

from ...simcore.covers import cover_id, covers
from ...simcore.kernel import device, kernel
from ...simcore.kernels.approx import smoothstep
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
WHOLE = 0.01
"""Snow that hides what it lies on [m]."""
_LOOSE, _PACKED, _SLUSH = (
    np.uint8(cover_id(name)) for name in ("loose_snow", "packed_snow", "slush")
)
_SNOW, _OLD, _GLAZED, _DARKER = (np.float32(x) for x in (SNOW, PACKED, GLAZED, 1.0 - DARK))
_WATER, _SQUARE, _WITHIN = (np.float32(x) for x in (WATER, WATER**2, WITHIN))
_GRAIN, _SMOOTH, _PI = np.float32(GRAIN), np.float32(SMOOTH), np.float32(np.pi)


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


def reflected(stage: Stage, surface: Surface, met: Met, footprint: float = 0.2) -> Back:
    """What comes back of beams that are so wide [m] where they meet the ground."""
    count = len(met.item)
    cover, lies = np.zeros(count, np.uint8), np.zeros((3, count), np.float32)
    lies[0] = -1.0
    there = met.item >= 0
    ground = np.flatnonzero(there & (stage.chart[np.maximum(met.item, 0)] >= 0))
    if surface.covered and len(ground):
        chart = stage.chart[met.item[ground]]
        found = surface.at(chart, met.s[ground], met.t[ground], footprint)
        cover[ground], lies[0, ground] = found.cover, found.film / np.float32(found.texture)
        lies[1, ground], lies[2, ground] = found.ice, found.packed
        damp = np.float32(found.texture / DAMP)
    else:
        damp = np.float32(0.0)
    depth = min(surface.snow_depth / WHOLE, 1.0) if surface.snowy else 0.0
    share, retro, mirrored, passed = (np.zeros(count, np.float32) for _ in range(4))
    snowy = np.zeros(count, np.uint8)
    sent_back(
        met.item, met.slot, met.material, met.cosine, met.normal, stage.palette,
        stage.colours.max(1), _looks(), cover, lies, _whitenesses(), np.float32(depth), damp,
        share, retro, mirrored, passed, snowy,
    )  # fmt: skip
    return Back(share, retro, mirrored, passed, cover, snowy > 0)


@cache
def _looks() -> F4:
    """(M, 8) of each material: nir, tinted, brightest colour, retro, roughness, f0, how well snow
    stays, 1 for panes."""
    pane = material("glass").id
    rows = [
        (m.nir, m.tinted, max(m.albedo), m.retro, _coarse(m), max(m.f0, m.coat), m.snow,
         m.id == pane)
        for m in materials()
    ]  # fmt: skip
    return np.array(rows, np.float32)


def _coarse(what: Material) -> float:
    """Roughness of what beams meet first."""
    return COATED if what.coat > 0.0 else what.roughness


@cache
def _whitenesses() -> F4:
    """(C,) reflectance by cover: below 0 what leaves that of the ground, 0 for oil."""
    table = np.full(len(covers()), -1.0, np.float32)
    for name, value in (
        ("loose_snow", SNOW), ("packed_snow", PACKED), ("slush", SLUSH), ("leaves", LEAVES),
        ("gravel", STONES), ("oil", 0.0),
    ):  # fmt: skip
        table[cover_id(name)] = value
    return table


@kernel(
    "i4[:], u1[:], u1[:], f4[:], f4[:,:], i4[:], f4[:], f4[:,:], u1[:], f4[:,:], f4[:], f4, f4"
    " -> f4[:], f4[:], f4[:], f4[:], u1[:]",
    narrow=True,
)
def sent_back(
    item, slot, material, cosine, normal, palette, brightest, looks, cover, lies, whiteness, depth,
    damp, share_out, retro_out, mirrored_out, passed_out, snowy_out,
):  # fmt: skip
    """See ``Back``, for rays (R,); item, slot, material, cosine, normal: see ``Met``.

    palette (I,), brightest (C,): of the stage's colours the brightest component; looks (M, 8),
    whiteness: see ``_looks`` and ``_whitenesses``; cover (R,); lies (3, R): film by the depth of
    the texture, below 0 off the ground or where nothing lies, ice, and how packed the snow is;
    depth: of the snow on things, 1 for as much as hides them; damp: texture by the film that is
    damp.
    """
    for n in range(item.shape[0]):
        if item[n] < 0:
            continue
        m = material[n]
        ratio = brightest[palette[item[n]] + slot[n]] / max(looks[m, 2], 1e-3)
        rho = looks[m, 0] * (1.0 + looks[m, 1] * (ratio - 1.0))
        rho = min(max(rho, 0.01), 0.95)
        rough, f0 = looks[m, 4], looks[m, 5]
        c = max(cosine[n], 1e-3)
        sine2 = 1.0 - c * c
        wet, snowy, bare = np.float32(0.0), False, rho
        if lies[0, n] >= 0.0:
            film, ice = lies[0, n], lies[1, n]
            kind = cover[n]
            snowy = (kind == _LOOSE) | (kind == _PACKED) | (kind == _SLUSH)
            rho = bare * (1.0 - _DARKER * min(film * damp, 1.0))
            if whiteness[kind] > 0.0:
                rho = whiteness[kind]
            elif whiteness[kind] == 0.0:
                rho = _GLAZED * bare
            if kind == _LOOSE:
                rho = _SNOW + (_OLD - _SNOW) * lies[2, n]
            if not snowy:
                wet = min(max(film, ice), 1.0)
                rho = _GLAZED * rho if ice > 0.5 else rho
        elif depth > 0.0:
            white = smoothstep(0.55, 0.80, normal[n, 2]) * looks[m, 6] * depth
            rho = rho + (_SNOW - rho) * white
            snowy = white > 0.5
        dull = snowy or rough >= 0.7
        spread = _GRAIN * (1.0 if snowy else rough)
        spread *= spread
        a, b = 1.0 - 0.5 * spread / (spread + 0.33), 0.45 * spread / (spread + 0.09)
        away = 1.0 - c
        mirror = f0 + (1.0 - f0) * away * away * away * away * away
        coated = 1.0 if dull else (1.0 - mirror) * (1.0 - mirror)
        share = rho * (a * c + b * sine2) * coated
        over = np.float32(0.0)
        if wet > 0.0:
            over = water(c)
            below = rho * c * (1.0 - over) * (1.0 - over) / (_SQUARE * (1.0 - _WITHIN * rho))
            share = share + (below - share) * wet
        if not dull:
            gloss = max(rough, 0.05)
            gloss = gloss * gloss * gloss * gloss
            lobe = c * c * (gloss - 1.0) + 1.0
            share += f0 * gloss / (4.0 * c * lobe * lobe)
        retro = _PI * looks[m, 3] * (1.0 - 0.85 * wet) * np.sqrt(c)
        retro = 0.0 if snowy else retro
        share_out[n], retro_out[n] = share + retro, retro
        if wet > 0.5:
            mirrored_out[n] = over * wet
        elif rough < _SMOOTH and not snowy:
            mirrored_out[n] = mirror
        if looks[m, 7] > 0.0 and not snowy:
            passed_out[n] = (1.0 - mirror) * (1.0 - mirror)
        snowy_out[n] = np.uint8(snowy)


@device(narrow=True, inline=True)
def water(cosine):
    """What water mirrors of unpolarised light (Fresnel)."""
    inner = np.sqrt(1.0 - (1.0 - cosine * cosine) / _SQUARE)
    across = (cosine - _WATER * inner) / (cosine + _WATER * inner)
    along = (inner - _WATER * cosine) / (inner + _WATER * cosine)
    return 0.5 * (across * across + along * along)
