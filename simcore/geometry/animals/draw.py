"""Draws the records of animals: species, sex, season, size and coat.

Sizes: roe deer shoulder .63-.67 m, white-tailed deer .81-1.0 m, moose to 2.0 m, wild boar
.75-.95 m, each times Normal(1, .07) at most. Antlers are worn by males in the months below: roe
bucks shed in late autumn, white-tailed bucks and bull moose in winter.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np

from .record import Animal, Colour

KINDS = ("roe", "white_tailed", "moose", "boar", "dog")
SEXES = ("female", "male")

_SHOULDER = {
    "roe": (0.65, 0.67, 0.025),
    "white_tailed": (0.86, 0.97, 0.045),
    "moose": (1.67, 1.85, 0.080),
    "boar": (0.76, 0.86, 0.050),
    "dog": (0.55, 0.59, 0.035),
}
"""Mean height of the withers of females and males, and spread [m]."""

_ANTLERS = {
    "roe": range(3, 11),
    "white_tailed": (5, 6, 7, 8, 9, 10, 11, 12, 1),
    "moose": range(5, 13),
}
_SUMMER = range(5, 10)
_DOGS: tuple[tuple[Colour, Colour], ...] = (
    ((0.34, 0.20, 0.08), (0.40, 0.27, 0.13)),
    ((0.025, 0.024, 0.023), (0.022, 0.021, 0.020)),
    ((0.55, 0.50, 0.42), (0.60, 0.56, 0.48)),
    ((0.085, 0.042, 0.020), (0.080, 0.040, 0.020)),
    ((0.025, 0.022, 0.020), (0.30, 0.16, 0.06)),
    ((0.20, 0.19, 0.18), (0.45, 0.44, 0.42)),
)
"""Coat and markings: golden, black, cream, chocolate, black and tan, grey."""


def antlered(species: str, sex: str, month: int) -> bool:
    """Whether an animal of a species and sex wears antlers in a month (1-12)."""
    return sex == "male" and month in _ANTLERS.get(species, ())


def draw_animal(
    generator: np.random.Generator,
    species: str,
    *,
    month: int = 1,
    sex: str | None = None,
    **fixed: Any,
) -> Animal:
    """The record of an animal of a species (KINDS); sex: of SEXES, drawn unless given.

    ``fixed``: fields of ``Animal`` to keep, the other draws staying as they were. Raises
    ``ValueError`` on unknown words.
    """
    _check(species, sex, fixed)
    male = generator.random() < 0.5
    sex = sex or SEXES[int(male)]
    female_mean, male_mean, spread = _SHOULDER[species]
    mean = male_mean if sex == "male" else female_mean
    size = mean + spread * float(np.clip(generator.standard_normal(), -2, 2))
    girth = float(np.exp(np.clip(generator.normal(0.0, 0.06), -0.12, 0.12)))
    stride = float(1.0 + 0.03 * np.clip(generator.standard_normal(), -2, 2))
    shade = float(np.exp(np.clip(generator.normal(0.0, 0.12), -0.25, 0.25)))
    breed = int(generator.integers(len(_DOGS)))
    record = Animal(
        species=species,
        shoulder=fixed.get("shoulder", round(size, 4)),
        girth=girth,
        antlers=antlered(species, sex, month),
        tusks=species == "boar" and sex == "male",
        stride=stride,
        phase=float(generator.uniform(0, 500)),
    )
    return replace(_coated(record, month, shade, breed, fixed.get("coat")), **fixed)


def _check(species: str, sex: str | None, fixed: dict[str, Any]) -> None:
    known = {item.name for item in fields(Animal)}
    words = [(species, KINDS), *((name, known) for name in fixed)]
    if sex is not None:
        words.append((sex, SEXES))
    for word, allowed in words:
        if word not in allowed:
            raise ValueError(f"'{word}': known are {', '.join(sorted(allowed))}")


def _times(colour: Colour, factor: float) -> Colour:
    red, green, blue = (min(factor * value, 0.85) for value in colour)
    return (red, green, blue)


def _coated(record: Animal, month: int, shade: float, breed: int, coat: Colour | None) -> Animal:
    """The colours of a species and season; a given coat colours what belongs to it."""
    if record.species == "dog":
        own, marks = _DOGS[breed] if coat is None else (coat, _times(coat, 1.1))
        own, marks = _times(own, shade), _times(marks, shade)
        return replace(
            record, coat=own, belly=marks, legs=marks, rump=own, muzzle=marks,
            ears=_times(own, 0.75),
        )  # fmt: skip
    if record.species == "boar":
        own = _times(coat or (0.060, 0.050, 0.042), shade)
        return replace(
            record, coat=own, belly=_times(own, 0.85), legs=_times(own, 0.55), rump=own,
            muzzle=_times(own, 0.8), ears=_times(own, 0.75),
        )  # fmt: skip
    if record.species == "moose":
        own = _times(coat or (0.055, 0.038, 0.026), shade)
        return replace(
            record, coat=own, belly=_times(own, 0.85), legs=(0.26, 0.22, 0.17), rump=own,
            muzzle=_times(own, 1.2), ears=_times(own, 1.1),
        )  # fmt: skip
    summer = month in _SUMMER
    own = (0.28, 0.125, 0.05) if summer else (0.175, 0.130, 0.095)
    own = _times(coat or own, shade)
    pale = (0.50, 0.44, 0.36) if summer else (0.42, 0.39, 0.35)
    rump = (0.55, 0.42, 0.28) if summer and record.species == "roe" else (0.74, 0.71, 0.65)
    return replace(
        record, coat=own, belly=pale, legs=_times(own, 0.80), rump=rump,
        muzzle=(0.40, 0.37, 0.33), ears=_times(own, 0.80),
    )  # fmt: skip
