"""Draws the records of people: varied, fair, dressed for winter.

Shares and spreads are those of the recipe book, sections 2.1, 2.5 and 9. Skin tone is uniform over
eight tones and independent of everything else. All quantities are drawn in a fixed order whatever
is asked for, so that fixing one leaves the others as they were.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np

from . import colours
from .face import Face
from .proportions import AGES, STATURE, median_stature, stature_spread
from .record import SEXES, Person, Ways

KINDS = ("person", "adult", "older", "child", "worker")
CLOTHING = ("winter", "dark", "muted", "bright", "hi_vis")

_AGE_GROUPS = (("adult", 0.70), ("older", 0.15), ("child", 0.15))
_AGE_RANGE = {"adult": (18.0, 60.0), "worker": (20.0, 62.0), "older": (62.0, 85.0)}
_BANDS = (("dark", 0.60), ("muted", 0.25), ("bright", 0.15))
_HAIR = {
    "male": {"short": 0.34, "parted": 0.20, "buzz": 0.18, "curly": 0.10, "receding": 0.08,
             "bald": 0.06, "long": 0.04},
    "female": {"long": 0.30, "ponytail": 0.18, "bob": 0.17, "bun": 0.12, "curly": 0.12,
               "short": 0.11},
}  # fmt: skip
_TOP = {"jacket": 0.30, "puffer": 0.24, "parka": 0.18, "coat": 0.18, "hoodie": 0.10}
_HAT = {"": 0.46, "knit_cap": 0.24, "bobble_cap": 0.08, "hood": 0.13, "cap": 0.09}
_LEATHER = ((0.03, 0.025, 0.02), (0.02, 0.02, 0.02), (0.08, 0.045, 0.025), (0.05, 0.05, 0.05))
_ITEM = {"backpack": 0.42, "bag": 0.24, "umbrella": 0.14, "phone": 0.12, "call": 0.08}


def draw_person(
    generator: np.random.Generator, kind: str = "person", clothing: str = "winter", **fixed: Any
) -> Person:
    """The record of a person.

    kind: of KINDS ("person": any age); clothing: of CLOTHING, "winter" having the statistics of
    winter clothes (60 % dark), the others only such. ``fixed``: fields of ``Person`` to keep; a
    fixed stature draws a child of the age that has it. Raises ``ValueError`` on unknown words.
    """
    _check(kind, clothing, fixed)
    group = _pick(generator, dict(_AGE_GROUPS))
    if kind != "person":
        group = kind
    sex = fixed.get("sex", _pick(generator, dict.fromkeys(SEXES, 0.5)))
    age = _age(generator, group, sex, fixed)
    unit = float(np.clip(generator.standard_normal(), -2.5, 2.5))
    stature = median_stature(age, sex) * (1 + stature_spread(age) * unit)
    stature *= 1 - 0.0007 * max(age - 45.0, 0.0)  # older people have shrunk
    record = Person(
        stature=round(stature, 4),
        age=round(age, 2),
        sex=sex,
        girth=float(np.exp(np.clip(generator.normal(0.0, 0.08), -0.15, 0.22))),
        shoulders=_about_one(generator, 0.030),
        legs=_about_one(generator, 0.012),
        arms=_about_one(generator, 0.020),
        belly=float(generator.beta(1.6, 3.5) * (0.6 if age < 13 else 1.0)),
        skin_tone=int(generator.integers(8)),
        skin_shift=float(generator.uniform(-2.0, 2.0)),
        face=Face(*np.clip(generator.standard_normal(len(Face._fields)), -2, 2).tolist()),
        ways=_ways(generator, age),
    )
    record = _with_hair(generator, record)
    record = _dressed(generator, record, group, clothing)
    record = _carrying(generator, record)
    return replace(record, **fixed)


def _check(kind: str, clothing: str, fixed: dict[str, Any]) -> None:
    known = {item.name for item in fields(Person)}
    for word, words in ((kind, KINDS), (clothing, CLOTHING), *((name, known) for name in fixed)):
        if word not in words:
            raise ValueError(f"'{word}': known are {', '.join(sorted(words))}")


def _pick(generator: np.random.Generator, shares: dict[str, float]) -> str:
    edges = np.cumsum(list(shares.values()))
    place = np.searchsorted(edges, generator.random() * edges[-1], side="right")
    return list(shares)[min(int(place), len(shares) - 1)]


def _about_one(generator: np.random.Generator, spread: float) -> float:
    return float(1.0 + spread * np.clip(generator.standard_normal(), -2, 2))


def _age(generator: np.random.Generator, group: str, sex: str, fixed: dict[str, Any]) -> float:
    share = generator.random()
    if "age" in fixed:
        return float(fixed["age"])
    if group != "child":
        low, high = _AGE_RANGE[group]
        return low + share * (high - low)
    if "stature" in fixed:
        spread = 0.5 * (share - 0.5)
        likely = np.interp(fixed["stature"], STATURE[sex][:-1], AGES[:-1])
        return float(np.clip(likely + spread, 3.0, 12.9))
    return 3.0 + share * 9.9


def _ways(generator: np.random.Generator, age: float) -> Ways:
    old = float(np.clip((age - 60.0) / 25.0, 0.0, 1.0))
    normal = np.clip(generator.standard_normal(9), -2.2, 2.2)
    return Ways(
        stride=float(1.0 + 0.035 * normal[0] - 0.08 * old),
        arm_swing=float(np.clip(1.0 + 0.22 * normal[1] - 0.25 * old, 0.35, 1.5)),
        toe_out=float(0.12 + 0.05 * normal[2]),
        lean=float(0.05 + 0.02 * normal[3]),
        stoop=float(abs(normal[4]) * 0.02 + old * (0.08 + 0.05 * normal[4])),
        step=float(0.026 + 0.004 * normal[5] + 0.008 * old),
        stand=float(0.055 + 0.010 * normal[6]),
        stagger=float(0.014 * normal[7]),
        weight=float(0.010 * normal[8]),
        sway=float(generator.uniform(0, 200.0)),
    )


def _with_hair(generator: np.random.Generator, record: Person) -> Person:
    style = _pick(generator, _HAIR[record.sex])
    if style in ("bald", "receding") and record.age < 30:
        style = "short"
    colour = _pick(generator, dict(zip("01234", colours.HAIR_SHARE, strict=True)))
    grey = generator.random() < np.clip((record.age - 45.0) / 30.0, 0.0, 0.9)
    if grey or (colour == "4" and record.age > 55):
        colour = "4"
    elif colour == "4" or (colour == "3" and record.skin_tone >= 5):
        colour = "0"
    iris = _pick(generator, {"0": 0.62, "1": 0.23, "2": 0.15})
    shade = float(np.exp(generator.normal(0.0, 0.15)))
    red, green, blue = colours.HAIR[int(colour)]
    return replace(
        record,
        hair=style,
        hair_colour=(red * shade, green * shade, blue * shade),
        iris_colour=colours.IRIS[int(iris)],
    )


def _dressed(generator: np.random.Generator, record: Person, group: str, clothing: str) -> Person:
    def band() -> str:
        drawn = _pick(generator, dict(_BANDS))
        return drawn if clothing in ("winter", "hi_vis") else clothing

    top = _pick(generator, _TOP)
    hat = _pick(generator, _HAT)
    jeans = generator.random() < 0.38
    skirt = generator.random() < 0.16 and record.sex == "female"
    if record.age < 13 and top == "coat":
        top = "parka"
    tints = [colours.cloth(generator, band()) for _ in range(6)]
    luminance = float(generator.uniform(0.03, 0.10))
    denim = colours.of_hue(3.85, 0.42, min(luminance, 0.06) if clothing == "dark" else luminance)
    chance = generator.random(4)
    bottom = "skirt" if skirt else ("jeans" if jeans else "trousers")
    boots = bool(chance[1] < 0.22)
    sporty = chance[0] < 0.30 and not boots
    shoes = _duller(tints[3]) if sporty else _LEATHER[int(chance[0] * 97) % len(_LEATHER)]
    dressed = replace(
        record,
        top=top,
        top_colour=tints[0],
        bottom=bottom,
        bottom_colour=denim if bottom == "jeans" else _duller(tints[1]),
        hat=hat,
        hat_colour=tints[2],
        shoe_colour=shoes,
        sole_colour=(0.3, 0.3, 0.29) if sporty else (0.04, 0.04, 0.04),
        boots=boots,
        gloves=bool(chance[2] < 0.40),
        glove_colour=_duller(tints[4]),
        scarf=bool(chance[3] < 0.20) and hat != "hood",
        scarf_colour=tints[5],
    )
    return _visible(generator, dressed, group, clothing)


def _visible(generator: np.random.Generator, record: Person, group: str, clothing: str) -> Person:
    """Workers in high-visibility clothes and a helmet; anyone in such a jacket."""
    colour = colours.HI_VIS[int(generator.integers(2))]
    helmet = colours.HELMETS[int(generator.integers(3))]
    both = generator.random() < 0.6
    if group != "worker" and clothing != "hi_vis":
        return record
    record = replace(record, top="hi_vis", top_colour=colour, scarf=False)
    if record.bottom == "skirt":
        record = replace(record, bottom="trousers")
    if group != "worker":
        return record
    return replace(
        record,
        bottom="trousers",
        bottom_colour=colour if both else (0.03, 0.035, 0.05),
        hat="helmet",
        hat_colour=helmet,
        boots=True,
    )


def _carrying(generator: np.random.Generator, record: Person) -> Person:
    has = generator.random() < 0.35
    item = _pick(generator, _ITEM)
    side = 1 if generator.random() < 0.4 else -1
    colour = colours.cloth(generator, _pick(generator, {"dark": 0.5, "muted": 0.3, "bright": 0.2}))
    if record.age < 13:
        item = "backpack"
    if record.worker:
        has = False
    return replace(record, carried=item if has else "", carried_side=side, carried_colour=colour)


def _duller(colour: colours.Colour) -> colours.Colour:
    """Trousers and gloves are greyer than tops, and seldom white."""
    red, green, blue = colour
    grey = min(0.2126 * red + 0.7152 * green + 0.0722 * blue, 0.25)
    return (0.6 * grey + 0.4 * min(red, 0.3), 0.6 * grey + 0.4 * min(green, 0.3),
            0.6 * grey + 0.4 * min(blue, 0.3))  # fmt: skip
