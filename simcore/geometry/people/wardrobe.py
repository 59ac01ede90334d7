"""How clothes are cut: ease, hem, collar and sleeves of each kind of top and bottom."""

from __future__ import annotations

from typing import NamedTuple

from .record import Person
from .torso import Garment


class Cut(NamedTuple):
    """The clothes of a person; lengths in metres, heights in shares of stature from the hips.

    hem: (top, low) of the panels, () for none; collar: its height, 0 for none; hood: one that can
    be let down; cuff: extra radius at the wrist; leg_hem: at the ankle.
    """

    top: Garment
    legs: Garment
    hem: tuple[float, ...]
    hem_colour: str
    hem_ease: float
    flare: float
    collar: float
    hood: bool
    cuff: float
    leg_hem: float
    sleeve_quilt: float

    @property
    def ease(self) -> float:
        """How far the sleeves keep the arms from the body [m]."""
        return self.top.ease


class _Top(NamedTuple):
    ease: float
    low: float
    flare: float
    collar: float
    hood: bool
    cuff: float
    quilt: float = 0.0


_TOPS = {
    "jacket": _Top(0.013, -0.040, 0.004, 0.030, False, 0.002),
    "puffer": _Top(0.024, -0.030, -0.004, 0.036, False, -0.002, 0.005),
    "parka": _Top(0.018, -0.120, 0.012, 0.028, True, 0.003),
    "coat": _Top(0.014, -0.270, 0.020, 0.022, False, 0.004),
    "hoodie": _Top(0.011, -0.022, -0.004, 0.014, True, -0.001),
    "hi_vis": _Top(0.018, -0.050, 0.004, 0.026, False, 0.003),
}
_SKIRT_LOW = -0.200


def cut_of(record: Person) -> Cut:
    """The cut of a person's clothes; the ease shrinks with small bodies."""
    small = 0.45 + 0.55 * min(record.stature / 1.70, 1.1)
    kind = _TOPS[record.top]
    ease = kind.ease * small
    skirt = record.bottom == "skirt" and kind.low > -0.06
    top = Garment(
        "cloth", "top", ease, ease, kind.quilt * small, record.top == "hi_vis",
        bottom=0.040 if skirt else 0.015,
    )  # fmt: skip
    if record.bottom == "skirt":
        legs = Garment("cloth", "tights", 0.001, 0.001)
    else:
        loose = 0.006 if record.bottom == "jeans" else 0.009
        legs = Garment("cloth", "bottom", loose * small, loose * small)
    return Cut(
        top=top,
        legs=legs,
        hem=(0.080, _SKIRT_LOW) if skirt else (0.060, kind.low),
        hem_colour="bottom" if skirt else "top",
        hem_ease=ease + 0.004,
        flare=0.022 * small if skirt else kind.flare,
        collar=kind.collar,
        hood=kind.hood,
        cuff=kind.cuff,
        leg_hem={"trousers": 0.010, "jeans": 0.006, "skirt": 0.0}[record.bottom] * small,
        sleeve_quilt=kind.quilt * small,
    )
