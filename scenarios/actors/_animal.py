"""What all animals have in common."""

from __future__ import annotations

from typing import Any

from ...simcore.geometry.figure import Figure
from ...simcore.keys import generator
from ...simcore.physics.driving import columns as c
from ..embodiment import Embodiment, Occasion, body_row

MASS = {"roe": 87.0, "white_tailed": 90.0, "moose": 65.0, "boar": 160.0, "dog": 165.0}
"""Mass per cube of the shoulder's height [kg/m³]: roe deer 25 kg, moose 400 kg, dogs 30 kg."""


def embody_animal(species: str, occasion: Occasion, month: int, **fixed: Any) -> Embodiment:
    """An animal; ``fixed``: fields of its record that are not drawn by the key."""
    from ...simcore.geometry.animals.animal import limbs_of
    from ...simcore.geometry.animals.draw import draw_animal
    from ...simcore.geometry.animals.species import SPECIES

    record = draw_animal(generator(occasion.key, "animal"), species, month=month, **fixed)
    limbs, unit = limbs_of(SPECIES[species], record)

    def figure() -> Figure:
        from ...simcore.geometry.animals.animal import animal

        return animal(record)

    body = body_row(
        length=1.35 * unit,
        width=0.36 * unit,
        height=1.35 * unit,
        mass=MASS[species] * unit**3,
        hip_height=limbs.hip_height,
        stride=limbs.gait_scale,
    )
    attributes = ("antlered",) if record.antlers else ()
    return Embodiment(c.WALKER, body, figure, attributes=attributes)
