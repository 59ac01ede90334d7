"""The classes of things: one stable table of ids, with their counterparts in other datasets.

``classes.csv`` is the table; ids never change their meaning. ``colour`` is for pictures only.
Counterparts were checked against cityscapesScripts' labels.py, COCO's panoptic categories, the
order of nuscenes-devkit's colour map and semantic-kitti.yaml. ``coco_attribute``: the COCO id
holds only for objects that carry this attribute.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

SKY = 22
EGO = 53


class ObjectClass(NamedTuple):
    """One row of ``classes.csv``; None where another dataset has no counterpart."""

    id: int
    name: str
    supercategory: str
    colour: tuple[int, int, int]
    coco: int | None
    coco_kind: str | None
    coco_attribute: str | None
    cityscapes: int | None
    cityscapes_train: int | None
    nuscenes: int | None
    nuscenes_name: str | None
    semantickitti: int | None
    semantickitti_moving: int | None
    kitti: str | None


@cache
def classes() -> dict[int, ObjectClass]:
    """All classes by id, in ascending order."""
    with files(__package__).joinpath("classes.csv").open(encoding="utf-8") as file:
        return {int(row["id"]): _read(row) for row in csv.DictReader(file)}


@cache
def class_id(name: str) -> int:
    """The id of the class called ``name``; ``KeyError`` when there is none."""
    for item in classes().values():
        if item.name == name:
            return item.id
    raise KeyError(f"no class is called '{name}'")


def _read(row: dict[str, str]) -> ObjectClass:
    values: dict[str, object] = {}
    for key, text in row.items():
        if key == "colour":
            values[key] = tuple(bytes.fromhex(text))
        elif not text:
            values[key] = None
        else:
            values[key] = int(text) if text.isdecimal() else text
    return ObjectClass(**values)  # type: ignore[arg-type]
