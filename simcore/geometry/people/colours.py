"""Colours of people: skin by the individual typology angle, hair, eyes and winter clothes.

Skin: eight tones spread evenly over the six classes of the individual typology angle ITA =
atan((L* - 50) / b*), so that none is a default; linear RGB computed from CIELAB. Measured skins of
all groups overlap widely (CIE x050-OP065:2023), and here the tone goes with nothing else.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .record import Colour, Person

SKIN: tuple[Colour, ...] = (
    (0.596, 0.402, 0.307),
    (0.547, 0.343, 0.248),
    (0.494, 0.292, 0.200),
    (0.432, 0.241, 0.158),
    (0.356, 0.189, 0.120),
    (0.271, 0.140, 0.088),
    (0.187, 0.099, 0.067),
    (0.118, 0.068, 0.052),
)
"""ITA 57, 47, 38, 27, 12, -8, -35 and -60 degrees."""

HAIR: tuple[Colour, ...] = (
    (0.010, 0.008, 0.007),
    (0.030, 0.020, 0.015),
    (0.120, 0.060, 0.030),
    (0.300, 0.200, 0.090),
    (0.450, 0.430, 0.400),
)
HAIR_SHARE = (0.40, 0.25, 0.15, 0.08, 0.12)
"""Black, dark brown, brown, blond, grey or white."""

IRIS: tuple[Colour, ...] = ((0.020, 0.012, 0.007), (0.060, 0.035, 0.015), (0.08, 0.13, 0.20))
"""Dark brown, hazel, blue."""

HI_VIS: tuple[Colour, ...] = ((0.80, 0.22, 0.02), (0.62, 0.75, 0.03))
"""Fluorescent orange-red and yellow (EN ISO 20471, without the fluorescence)."""

HELMETS: tuple[Colour, ...] = ((0.75, 0.75, 0.72), (0.78, 0.58, 0.03), (0.75, 0.20, 0.02))


def skin(tone: int, shift: float = 0.0) -> Colour:
    """The linear RGB of a tone, ``shift`` lighter in CIELAB L*."""
    rgb = np.array(SKIN[tone])
    luminance = float(rgb @ [0.2126, 0.7152, 0.0722])
    lightness = 116.0 * luminance ** (1 / 3) - 16.0
    changed = ((lightness + shift + 16.0) / 116.0) ** 3
    red, green, blue = (rgb * (changed / luminance)).tolist()
    return (red, green, blue)


def lips(skin_colour: Colour) -> Colour:
    """Lips are redder and darker than the skin around them."""
    red, green, blue = skin_colour
    return (0.72 * red, 0.50 * green, 0.55 * blue)


def cloth(generator: np.random.Generator, band: str) -> Colour:
    """A winter colour from a band of luminance: ``dark`` .02-.08, ``muted`` .10-.25, ``bright``.

    Most are greys and blacks, navies and browns; some are vivid.
    """
    low, high = {"dark": (0.02, 0.08), "muted": (0.10, 0.25), "bright": (0.28, 0.62)}[band]
    luminance = float(np.exp(generator.uniform(np.log(low), np.log(high))))
    hue, chroma = _HUES[min(int(np.searchsorted(_HUE_SHARE, generator.random())), len(_HUES) - 1)]
    hue += float(generator.normal(0.0, 0.12))
    chroma *= float(generator.uniform(0.6, 1.1))
    return of_hue(hue, min(chroma, 0.9), luminance)


_HUES = ((0.7, 0.06), (3.9, 0.45), (0.75, 0.40), (1.3, 0.25), (0.05, 0.75), (2.3, 0.35),
         (3.4, 0.50), (5.6, 0.45))  # fmt: skip
"""Hue [rad] and chroma: greys, navy, brown and beige, olive, red, green, petrol, plum."""
_HUE_SHARE = np.cumsum((0.36, 0.20, 0.13, 0.08, 0.09, 0.05, 0.05, 0.04))


def of_hue(hue: float, chroma: float, luminance: float) -> Colour:
    """A linear colour of a luminance: hue [rad] from red over green, chroma 0 grey … 1 vivid."""
    wheel: NDArray[np.float64] = 1.0 + chroma * np.cos(hue - np.radians([0.0, 120.0, 240.0]))
    wheel = np.maximum(wheel, 0.02) ** 1.5
    rgb = wheel * (luminance / float(wheel @ [0.2126, 0.7152, 0.0722]))
    red, green, blue = np.minimum(rgb, 0.9).tolist()
    return (red, green, blue)


def slots(record: Person) -> dict[str, Colour]:
    """The colours of all slots that a person's parts may have."""
    complexion = skin(record.skin_tone, record.skin_shift)
    top, hat = record.top_colour, record.hat_colour
    return {
        "skin": complexion,
        "lips": lips(complexion),
        "sclera": (0.36, 0.34, 0.32),
        "iris": record.iris_colour,
        "lash": (0.015, 0.012, 0.01),
        "hair": record.hair_colour,
        "top": top,
        "top_lining": _darker(top, 0.35),
        "zip": _darker(top, 0.45),
        "bottom": record.bottom_colour,
        "bottom_lining": _darker(record.bottom_colour, 0.35),
        "tights": record.tights_colour,
        "shoe": record.shoe_colour,
        "sole": record.sole_colour,
        "glove": record.glove_colour,
        "hat": hat,
        "hat_trim": _darker(hat, 0.6),
        "scarf": record.scarf_colour,
        "bag": record.carried_colour,
        "umbrella": record.carried_colour,
        "phone": (0.015, 0.015, 0.016),
        "handle": (0.02, 0.02, 0.02),
    }


def _darker(colour: Colour, share: float) -> Colour:
    red, green, blue = colour
    return (share * red, share * green, share * blue)
