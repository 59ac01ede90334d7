"""Words for colours, as linear albedo: the paints and cloths that scenarios name.

Paints: white to orange after the measured range of car paints (solid coats, without the clear
coat); cloths and skin have tables of their own beside the shapes that wear them.
"""

from __future__ import annotations

COLOURS: dict[str, tuple[float, float, float]] = {
    "white": (0.78, 0.78, 0.76),
    "silver": (0.50, 0.51, 0.52),
    "light_grey": (0.32, 0.32, 0.32),
    "grey": (0.12, 0.125, 0.13),
    "dark_grey": (0.045, 0.047, 0.05),
    "black": (0.012, 0.012, 0.013),
    "navy": (0.012, 0.018, 0.05),
    "blue": (0.03, 0.06, 0.18),
    "light_blue": (0.10, 0.16, 0.24),
    "red": (0.38, 0.02, 0.02),
    "dark_red": (0.12, 0.012, 0.015),
    "pink": (0.55, 0.16, 0.22),
    "green": (0.06, 0.12, 0.08),
    "dark_green": (0.018, 0.04, 0.022),
    "olive": (0.09, 0.09, 0.04),
    "yellow": (0.62, 0.42, 0.05),
    "orange": (0.60, 0.18, 0.02),
    "brown": (0.12, 0.07, 0.04),
    "beige": (0.42, 0.35, 0.25),
    "purple": (0.10, 0.03, 0.14),
    "turquoise": (0.05, 0.25, 0.25),
}
"""Linear RGB albedo by name."""


def albedo(colour: str | tuple[float, float, float]) -> tuple[float, float, float]:
    """The linear albedo of a drawn colour, be it a word or three numbers."""
    return COLOURS[colour] if isinstance(colour, str) else colour
