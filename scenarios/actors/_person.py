"""What all people have in common.

Skin, hair, clothing and build are drawn independently of each other and of what a person does, so
that no look stands for a kind of behaviour.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, ClassVar, Literal

from ...simcore.geometry.figure import Figure
from ...simcore.keys import generator
from ...simcore.physics.driving import columns as c
from ...simcore.quantity.colours import albedo
from ...simcore.quantity.fields import Colour, Count, Length, Number, Ratio, Word, setting
from ...simcore.quantity.settings import Settings
from ..embodiment import Embodiment, Occasion, body_row

Headwear = Literal["none", "knit_cap", "bobble_cap", "cap", "hood", "helmet", "cycle_helmet"]

SKIN_TONES = 8
"""Tones evenly spread over the individual typology angle, 0 the lightest."""


class Person(Settings):
    """Settings of everyone on foot, on a saddle or in a seat.

    A person's stature follows from age, sex and ``stature``, or is ``height`` where that is given;
    with a height alone the age of a child is that of the median child of this height.
    """

    group: ClassVar[str] = "people"

    sex: Annotated[Literal["female", "male"], Word()] = setting(
        "Build of the body", {"choice": {"female": 1, "male": 1}}
    )
    stature: Number = setting(
        "How tall for age and sex, in standard deviations from the median",
        {"truncated_normal": {"mean": 0, "sd": 1, "low": -2.5, "high": 2.5}},
        low=-4,
        high=4,
    )
    height: Length | None = setting(
        "Height; it takes the place of stature", None, low="0.7 m", high="2.3 m"
    )
    girth: Ratio = setting(
        "Breadth of the body, as a share of the average's",
        {"truncated_normal": {"mean": 1, "sd": 0.12, "low": 0.75, "high": 1.4}},
        low=0.6,
        high=1.7,
    )
    skin: Count = setting(
        "Tone of the skin, 0 lightest to 7 darkest",
        {"uniform": [0, SKIN_TONES - 1]},
        low=0,
        high=SKIN_TONES - 1,
    )
    hair: Annotated[Literal["black", "dark_brown", "brown", "blond", "grey"], Word()] = setting(
        "Colour of the hair",
        {"choice": {"black": 40, "dark_brown": 25, "brown": 15, "blond": 8, "grey": 12}},
    )
    clothing: Annotated[Literal["ordinary", "dark", "muted", "bright", "hi_vis"], Word()] = setting(
        "How light the clothes are; ordinary: as people dress in winter, 60 % dark, 25 % muted, "
        "15 % bright; hi_vis: a vest with retro-reflective bands",
        "ordinary",
    )
    colour: Colour | None = setting("Colour of the jacket; as clothing says unless given", None)
    headwear: Annotated[Headwear, Word()] = setting(
        "What is worn on the head",
        {"choice": {"none": 55, "knit_cap": 20, "bobble_cap": 7, "cap": 8, "hood": 10}},
    )


def pace_of(mean: str, sd: str, low: str, high: str, most: str) -> Any:
    """The setting ``pace`` of those who cannot go as fast as others; most: its upper limit."""
    return setting(
        "The fastest it goes, whatever its behaviour asks",
        {"truncated_normal": {"mean": mean, "sd": sd, "low": low, "high": high}},
        low="0.2 m/s",
        high=most,
    )


YEAR = 365.25 * 86400.0
OLD = 65.0
"""Age from which a person is labelled "elderly" [years]."""
HAIR = ("black", "dark_brown", "brown", "blond", "grey")


def age_group(settings: Any) -> str:
    """The kind of record of a grown-up: "adult" or "older"."""
    return "older" if settings.age >= OLD * YEAR else "adult"


def record_of(settings: Any, occasion: Occasion, kind: str) -> Any:
    """The record by which a person's figure is built; what is not set is drawn by the key."""
    from ...simcore.geometry.people.colours import HAIR as HAIR_COLOURS
    from ...simcore.geometry.people.draw import draw_person
    from ...simcore.geometry.people.proportions import median_stature, stature_spread

    clothing = "winter" if settings.clothing == "ordinary" else settings.clothing
    fixed: dict[str, Any] = {
        "sex": settings.sex,
        "girth": settings.girth,
        "skin_tone": settings.skin,
        "hair_colour": HAIR_COLOURS[HAIR.index(settings.hair)],
        "hat": "" if settings.headwear == "none" else settings.headwear,
    }
    if settings.age is not None:
        fixed["age"] = settings.age / YEAR
    if settings.height is not None:
        fixed["stature"] = settings.height
    elif settings.age is not None:
        median, spread = (f(fixed["age"]) for f in (
            lambda age: median_stature(age, settings.sex), stature_spread))  # fmt: skip
        fixed["stature"] = median * (1 + spread * settings.stature)
    if settings.colour is not None:
        fixed["top_colour"] = albedo(settings.colour)
    if hasattr(settings, "carrying"):
        fixed["carried"] = "" if settings.carrying == "none" else settings.carrying
    return draw_person(generator(occasion.key, "person"), kind, clothing, **fixed)


def embody_person(settings: Any, occasion: Occasion, kind: str) -> Embodiment:
    """A person on foot; kind: "adult", "older", "child" or "worker"."""
    record = record_of(settings, occasion, kind)

    def figure() -> Figure:
        from ...simcore.geometry.people.person import person

        return person(record)

    dense = 16.0 if kind == "child" else 23.0
    return on_foot(record, figure, mass=dense * record.stature**2)


def on_foot(record: Any, figure: Callable[[], Figure], **measures: float) -> Embodiment:
    """Somebody who walks and looks like ``figure``; measures: columns of the body besides."""
    from ...simcore.geometry.people.person import body_of

    own = {
        "length": 0.18 * record.stature,
        "width": 0.27 * record.stature,
        "height": record.stature,
        "mass": 23.0 * record.stature**2,
        "hip_height": body_of(record).hip_height,
        "stride": record.ways.stride,
    }
    body = body_row(**{**own, **measures})
    attributes = ("elderly",) if record.age >= OLD else ()
    return Embodiment(c.WALKER, body, figure, attributes=attributes)
