"""Sets of classes that writers may use: Whiteout's own and those of other datasets.

``categories.csv`` holds names and kinds from panoptic_coco_categories.json (panopticapi), labels.py
(cityscapesScripts) and the readme of KITTI's object devkit; which class is which category stands in
``simcore/classes.csv``. A class without a counterpart is left out.
"""

from __future__ import annotations

import csv
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from ..simcore.classes import EGO, ObjectClass, class_id, classes

CLASS_SETS = ("native", "coco", "cityscapes", "nuscenes", "kitti")

_THINGS = ("person", "vehicle", "animal", "object", "robot", "furniture", "item")
"""Supercategories of Whiteout whose classes are counted; so are COCO's things."""
_NUSCENES_THINGS = ("human", "vehicle", "animal", "movable_object", "static_object")
_WITH_RIDER = "cycle.with_rider"


class Category(NamedTuple):
    """A class of a set; thing: it is counted one by one, other than sky or road."""

    id: int
    name: str
    supercategory: str
    thing: bool
    colour: tuple[int, int, int]


@dataclass(frozen=True)
class ClassSet:
    """The categories of a set, by ascending id."""

    name: str
    categories: tuple[Category, ...]

    def of(self, kind: int, attributes: Collection[str] = ()) -> int | None:
        """The category of an object of a class; None where there is none."""
        return _COUNTERPART[self.name](classes()[kind], attributes)

    def is_thing(self, category: int) -> bool:
        """Whether a category is counted."""
        return _things(self.name)[category]


@cache
def class_set(name: str) -> ClassSet:
    """A set of classes by its name; ``KeyError`` when there is none."""
    if name == "native":
        found = [
            Category(c.id, c.name, c.supercategory, _is_thing(c), c.colour)
            for c in classes().values()
            if _native(c, ()) is not None
        ]
    elif name == "nuscenes":
        found = list(_nuscenes_categories())
    else:
        found = list(_read(name))
    return ClassSet(name, tuple(found))


@cache
def _things(name: str) -> dict[int, bool]:
    return {category.id: category.thing for category in class_set(name).categories}


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    with files(__package__).joinpath("categories.csv").open(encoding="utf-8") as file:
        return tuple(row for row in csv.DictReader(file) if row["set"] == name)


def _read(name: str) -> list[Category]:
    if not _rows(name):
        raise KeyError(f"no set of classes is called '{name}'")
    colours = _colours(name)
    grey = (128, 128, 128)
    return [
        Category(
            int(row["id"]),
            row["name"],
            row["supercategory"],
            row["thing"] == "1",
            colours.get(int(row["id"]), grey),
        )
        for row in _rows(name)
    ]


def _nuscenes_categories() -> list[Category]:
    found = {}
    for item in classes().values():
        number, name = item.nuscenes, item.nuscenes_name
        if number and name and number not in found:
            family = name.partition(".")[0]
            thing = family in _NUSCENES_THINGS and item.id != EGO
            found[number] = Category(number, name, family, thing, item.colour)
    return [found[number] for number in sorted(found)]


def _colours(name: str) -> dict[int, tuple[int, int, int]]:
    """The colour of the first class that falls into each category."""
    found: dict[int, tuple[int, int, int]] = {}
    for item in classes().values():
        number = _COUNTERPART[name](item, (item.coco_attribute or "", _WITH_RIDER))
        if number is not None:
            found.setdefault(number, item.colour)
    return found


def _is_thing(item: ObjectClass) -> bool:
    counted = item.supercategory in _THINGS or item.coco_kind == "thing"
    return counted and item.id != EGO


def _native(item: ObjectClass, attributes: Collection[str]) -> int | None:
    return item.id if item.id and item.supercategory != "weather" else None


def _coco(item: ObjectClass, attributes: Collection[str]) -> int | None:
    wanted = item.coco_attribute
    return item.coco if wanted is None or wanted in attributes else None


def _cityscapes(item: ObjectClass, attributes: Collection[str]) -> int | None:
    return item.cityscapes or None  # 0, unlabeled, is none: COCO's ids begin at 1


def _nuscenes(item: ObjectClass, attributes: Collection[str]) -> int | None:
    return item.nuscenes or None  # 0, noise, likewise


def _kitti(item: ObjectClass, attributes: Collection[str]) -> int | None:
    name = item.kitti
    if item.id == class_id("bicycle") and _WITH_RIDER in attributes:
        name = "Cyclist"
    return next((int(row["id"]) for row in _rows("kitti") if row["name"] == name), None)


_COUNTERPART = {
    "native": _native,
    "coco": _coco,
    "cityscapes": _cityscapes,
    "nuscenes": _nuscenes,
    "kitti": _kitti,
}
