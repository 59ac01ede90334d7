"""Presets: settings of known sensors, with the source of each value, and plain ones by view.

``camera.csv`` has one row per setting of a camera, ``lidar.csv`` of a LiDAR, and so on;
``named.csv`` has a line about each. A preset stands below what a file says: every value can be
given anew. Values that no maker publishes are generic, and their source says so.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from ...simcore.quantity.fields import invalid
from ...simcore.registry import unknown

Tree = dict[str, Any]


class Value(NamedTuple):
    """One setting of a preset: its dotted name, its authored value, and where that is from."""

    setting: str
    value: Any
    source: str


class Named(NamedTuple):
    """A preset: the kind of sensor that it is of, and a line about it."""

    kind: str
    summary: str


@dataclass(frozen=True)
class Known:
    """Metadata of a field that holds the name of a preset of a table."""

    table: str = "camera"

    @property
    def told(self) -> str:
        """The names, for people."""
        return " | ".join(presets(self.table))


@cache
def presets(table: str = "camera") -> dict[str, tuple[Value, ...]]:
    """The settings of each preset of a table, by name."""
    found: dict[str, list[Value]] = {}
    for row in _rows(table):
        value = Value(row["setting"], _read(row["value"]), row["source"])
        found.setdefault(row["preset"], []).append(value)
    return {name: tuple(values) for name, values in found.items()}


@cache
def named() -> dict[str, Named]:
    """The presets of all kinds, by name: no two kinds have one of the same."""
    return {row["preset"]: Named(row["kind"], row["summary"]) for row in _rows("named")}


def values_of(name: str) -> tuple[Value, ...]:
    """The settings of a preset of any kind."""
    return presets(named()[name].kind)[name]


def on_preset(data: Any, table: str = "camera") -> Any:
    """Authored settings on top of those of the preset that they name, if they do. Raises a pydantic
    error for one that is not known."""
    if not isinstance(data, Mapping) or (name := data.get("preset")) is None:
        return data
    if name not in presets(table):
        problem = unknown(str(name), presets(table), "unknown preset")
        raise invalid((("preset",), problem))
    return below(name, data, table)


def below(name: str, given: Mapping[str, Any], table: str = "camera") -> Tree:
    """The settings given, on top of those of a preset."""
    tree: Tree = {}
    for item in presets(table)[name]:
        *path, last = item.setting.split(".")
        here = tree
        for part in path:
            here = here.setdefault(part, {})
        here[last] = item.value
    return _on_top(tree, given)


def _on_top(tree: Tree, given: Mapping[str, Any]) -> Tree:
    joined = dict(tree)
    for key, value in given.items():
        old = tree.get(key)
        if isinstance(old, dict) and isinstance(value, Mapping):
            value = _on_top(old, value)
        joined[key] = value
    return joined


def _rows(table: str) -> list[dict[str, str]]:
    text = files(__package__).joinpath(f"{table}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _read(text: str) -> Any:
    if text == "{}":
        return {}
    if text in ("true", "false"):
        return text == "true"
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
