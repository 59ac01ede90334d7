"""Colours of houses (linear albedo), to be drawn for each; contrast with trim and frames is kept.

Plaster from white to the common ochres, greys and pastels; brick .20–.40; dark roofs .08–.18.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

Colour = tuple[float, float, float]

BRICK: tuple[Colour, ...] = (
    (0.36, 0.15, 0.09),
    (0.30, 0.11, 0.07),
    (0.40, 0.21, 0.13),
    (0.27, 0.15, 0.10),
    (0.44, 0.33, 0.20),
    (0.24, 0.10, 0.075),
)
PLASTER: tuple[Colour, ...] = (
    (0.72, 0.70, 0.65),
    (0.66, 0.58, 0.42),
    (0.62, 0.47, 0.27),
    (0.52, 0.52, 0.50),
    (0.60, 0.40, 0.30),
    (0.45, 0.52, 0.42),
    (0.42, 0.50, 0.56),
    (0.70, 0.62, 0.50),
    (0.33, 0.33, 0.34),
    (0.64, 0.52, 0.22),
)
BOARDS: tuple[Colour, ...] = (
    (0.33, 0.05, 0.035),
    (0.70, 0.68, 0.63),
    (0.20, 0.13, 0.08),
    (0.13, 0.15, 0.16),
    (0.52, 0.42, 0.22),
    (0.25, 0.31, 0.30),
)
ROOF: tuple[Colour, ...] = (
    (0.28, 0.09, 0.05),
    (0.20, 0.075, 0.05),
    (0.10, 0.10, 0.105),
    (0.14, 0.09, 0.07),
    (0.075, 0.075, 0.08),
    (0.33, 0.14, 0.07),
)
DOOR: tuple[Colour, ...] = (
    (0.10, 0.05, 0.03),
    (0.03, 0.08, 0.05),
    (0.25, 0.02, 0.02),
    (0.03, 0.06, 0.15),
    (0.60, 0.58, 0.54),
    (0.05, 0.05, 0.055),
    (0.45, 0.30, 0.05),
    (0.10, 0.22, 0.24),
)
FRAME: tuple[Colour, ...] = (
    (0.75, 0.75, 0.73),
    (0.75, 0.75, 0.73),
    (0.75, 0.75, 0.73),
    (0.12, 0.12, 0.13),
    (0.25, 0.13, 0.06),
)
SHUTTER: tuple[Colour, ...] = (
    (0.06, 0.16, 0.08),
    (0.25, 0.06, 0.04),
    (0.10, 0.16, 0.25),
    (0.32, 0.26, 0.18),
)
FASCIA: tuple[Colour, ...] = (
    (0.03, 0.05, 0.12),
    (0.04, 0.12, 0.07),
    (0.30, 0.03, 0.03),
    (0.03, 0.03, 0.035),
    (0.55, 0.40, 0.05),
    (0.10, 0.28, 0.30),
)
AWNING: tuple[Colour, ...] = (
    (0.10, 0.22, 0.14),
    (0.35, 0.04, 0.04),
    (0.05, 0.10, 0.25),
    (0.40, 0.28, 0.08),
)
GATE: tuple[Colour, ...] = (
    (0.55, 0.55, 0.54),
    (0.20, 0.21, 0.22),
    (0.20, 0.12, 0.07),
    (0.12, 0.16, 0.22),
)

DEFAULTS: Mapping[str, Colour] = {
    "frame": FRAME[0],
    "reveal": (0.55, 0.54, 0.51),
    "sill": (0.45, 0.43, 0.40),
    "trim": (0.52, 0.50, 0.46),
    "step": (0.36, 0.35, 0.33),
    "plinth": (0.32, 0.31, 0.29),
    "eaves": (0.60, 0.59, 0.56),
    "chimney": BRICK[1],
    "pot": (0.40, 0.19, 0.11),
    "dormer": PLASTER[0],
    "dormer_side": (0.28, 0.29, 0.30),
    "awning_light": (0.66, 0.64, 0.58),
    "letters": (0.75, 0.74, 0.70),
    "fascia": FASCIA[0],
    "shop_frame": (0.03, 0.03, 0.032),
    "groove": (0.05, 0.05, 0.05),
    "gutter": (0.25, 0.26, 0.27),
    "gutter_inside": (0.03, 0.03, 0.03),
    "flat_roof": (0.22, 0.21, 0.20),
}


def pick(rng: np.random.Generator, palette: tuple[Colour, ...], jitter: float = 0.12) -> Colour:
    """One of a palette, a little lighter or darker."""
    which, shade = rng.random(2).tolist()
    return _shaded(palette, which, shade, jitter)


def coat(rng: np.random.Generator, material: str) -> dict[str, Colour]:
    """Colours for the slots of a house whose walls are of this material."""
    walls = {"brick": BRICK, "plaster": PLASTER, "painted_wood": BOARDS}[material]
    palettes = {
        "wall": walls, "door": DOOR, "frame": FRAME, "roof": ROOF, "shutter": SHUTTER,
        "awning": AWNING, "fascia": FASCIA, "gate": GATE, "chimney": BRICK,
    }  # fmt: skip
    draws = rng.random((len(palettes), 2)).tolist()
    colours = {
        name: _shaded(palette, which, shade, 0.03 if name == "frame" else 0.12)
        for (name, palette), (which, shade) in zip(palettes.items(), draws, strict=True)
    }
    if material == "brick":
        colours["chimney"] = colours["wall"]
    return colours


def _shaded(palette: tuple[Colour, ...], which: float, shade: float, jitter: float) -> Colour:
    red, green, blue = palette[int(which * len(palette))]
    light = 1.0 + jitter * (2.0 * shade - 1.0)
    return min(red * light, 0.85), min(green * light, 0.85), min(blue * light, 0.85)
