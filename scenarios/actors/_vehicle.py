"""What all vehicles have in common."""

from __future__ import annotations

from typing import Annotated, Literal

from ...simcore.quantity.fields import Colour, Ratio, Word, setting
from ...simcore.quantity.settings import Settings

PAINTS = {
    "grey": 26, "white": 23, "black": 20, "silver": 8, "blue": 7, "light_blue": 2, "navy": 2,
    "red": 6, "green": 2, "dark_green": 1, "brown": 1, "orange": 1, "yellow": 1,
}  # fmt: skip
"""New cars in Europe, per cent: Axalta's and BASF's reports, 2017 to 2022."""

GAUDY = ("blue", "light_blue", "navy", "red", "green", "dark_green", "brown", "orange", "yellow")


def paints(gaudy: float = 1.0) -> dict:
    """The default choice of paints, with all but white, grey and black weighted by ``gaudy``."""
    weights = {name: w * (gaudy if name in GAUDY else 1.0) for name, w in PAINTS.items()}
    return {"choice": weights}


class Vehicle(Settings):
    """Settings of everything that has wheels and an engine."""

    colour: Colour = setting("Paint: a word or [red, green, blue] albedo", paints())
    dirt: Ratio = setting("How dirty it is", {"beta": {"a": 2, "b": 5}}, low=0, high=1)
    lights: Annotated[Literal["auto", "unlit", "low", "high"], Word()] = setting(
        "Head and tail lamps; auto: low beam when it is dark or visibility is poor", "auto"
    )
    indicators: Annotated[Literal["none", "left", "right", "hazard"], Word()] = setting(
        "Indicators that flash from the beginning", "none"
    )
    length_scale: Ratio = setting(
        "Length, as a share of the model's",
        {"truncated_normal": {"mean": 1, "sd": 0.03, "low": 0.94, "high": 1.06}},
        low=0.8,
        high=1.25,
    )
    width_scale: Ratio = setting(
        "Width, as a share of the model's",
        {"truncated_normal": {"mean": 1, "sd": 0.015, "low": 0.97, "high": 1.03}},
        low=0.8,
        high=1.25,
    )
    height_scale: Ratio = setting(
        "Height, as a share of the model's",
        {"truncated_normal": {"mean": 1, "sd": 0.02, "low": 0.96, "high": 1.04}},
        low=0.8,
        high=1.25,
    )
