"""The record of a person: all that a figure is built from, in plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from .face import Face

Colour = tuple[float, float, float]
"""Linear albedo."""

TOPS = ("jacket", "puffer", "parka", "coat", "hoodie", "hi_vis")
BOTTOMS = ("trousers", "jeans", "skirt")
CARRIED = ("", "backpack", "bag", "umbrella", "phone", "call")
SEXES = ("female", "male")


class Ways(NamedTuple):
    """How a person moves, apart from others: factors around 1, angles [rad], shares of stature.

    stride: length of the strides; arm_swing; toe_out; lean: forward; stoop: of a bent back; step:
    half-breadth of the steps; stand: of a stand; stagger; weight: how far the hips rest over one
    leg; sway: phase of the slow sway [rad].
    """

    stride: float = 1.0
    arm_swing: float = 1.0
    toe_out: float = 0.12
    lean: float = 0.05
    stoop: float = 0.0
    step: float = 0.026
    stand: float = 0.055
    stagger: float = 0.0
    weight: float = 0.0
    sway: float = 0.0


@dataclass(frozen=True)
class Person:
    """A person. Lengths in metres, colours linear, names from the lists of the modules.

    stature: to the vertex, upright; girth: factor on all breadths; shoulders, legs, arms: factors
    on their breadth and lengths, apart from age and sex; belly [0, 1]; skin_tone: 0
    light … 7 dark, ``skin_shift``: difference in CIELAB lightness; hair: a style of ``hair``;
    top, bottom, hat, carried: see TOPS, BOTTOMS, ``hats.HATS`` and CARRIED ("" is none).
    """

    stature: float = 1.75
    age: float = 35.0
    sex: str = "female"
    girth: float = 1.0
    shoulders: float = 1.0
    legs: float = 1.0
    arms: float = 1.0
    belly: float = 0.2
    skin_tone: int = 3
    skin_shift: float = 0.0
    face: Face = field(default_factory=Face)
    hair: str = "short"
    hair_colour: Colour = (0.03, 0.02, 0.015)
    iris_colour: Colour = (0.03, 0.018, 0.01)
    top: str = "jacket"
    top_colour: Colour = (0.05, 0.06, 0.09)
    bottom: str = "trousers"
    bottom_colour: Colour = (0.04, 0.04, 0.05)
    tights_colour: Colour = (0.02, 0.02, 0.022)
    shoe_colour: Colour = (0.03, 0.025, 0.02)
    sole_colour: Colour = (0.30, 0.30, 0.29)
    boots: bool = False
    hat: str = ""
    hat_colour: Colour = (0.20, 0.05, 0.04)
    gloves: bool = False
    glove_colour: Colour = (0.03, 0.03, 0.03)
    scarf: bool = False
    scarf_colour: Colour = (0.25, 0.05, 0.05)
    carried: str = ""
    carried_colour: Colour = (0.05, 0.08, 0.06)
    carried_side: int = 1
    ways: Ways = field(default_factory=Ways)

    @property
    def worker(self) -> bool:
        """Whether the person is dressed as a construction worker."""
        return self.top == "hi_vis" and self.hat == "helmet"
