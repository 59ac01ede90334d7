"""The sections of a scenario's file, and all that can be set in each, for listings and tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ...simcore.quantity.describe import described
from ...simcore.quantity.settings import Settings, metadata_of
from ...simcore.registry import Registry
from .kinds import Keyed, Kind
from .spec import ScenarioSpec

BEFORE = {
    "extends": (
        "A scenario of the library, or a file beside this one, that this one changes",
        "name of a scenario, or of a file beside this one",
    ),
    "rig": (
        "The sensors of a known vehicle, which those of the file change",
        "name of a rig, or of a file beside this one",
    ),
}
"""What is read before all other keys: what each means, and what it takes."""


class Section(NamedTuple):
    """A key of the file. rows: its settings, see ``described``, those of things by name without
    it; kinds: the plug-ins that it holds, by the registry that has them."""

    name: str
    summary: str
    rows: tuple[dict[str, Any], ...]
    kinds: tuple[tuple[Registry, tuple[str, ...]], ...]


def names() -> tuple[str, ...]:
    """The keys that an author may write."""
    return ScenarioSpec.offered()


def section(name: str) -> Section:
    """All about a key. Raises ``KeyError`` for a name that is none."""
    if name in BEFORE:
        about, values = BEFORE[name]
        row = {**_row("metadata.description"), "name": name, "default": None}
        row |= {"description": about, "values": values}
        return Section(name, about, (row,), ())
    info = ScenarioSpec.model_fields[name]
    kinds: list[tuple[Registry, tuple[str, ...]]] = []
    rows = [row for row in described(ScenarioSpec) if row["name"].split(".")[0] == name]
    for note in metadata_of(info):
        if isinstance(note, Kind):
            kinds.append((note.registry, note.names()))
            rows = [_with_kinds(row, note, info.default) for row in described(note.base)]
            rows += described(note.of) if note.of is not Settings else []
        elif isinstance(note, Keyed):
            kinds.append((note.registry, note.registry.names()))
            rows = []
    rows = [{**row, "name": row["name"].removeprefix(f"{name}.")} for row in rows]
    return Section(name, info.description or "", tuple(rows), tuple(kinds))


def _row(name: str) -> dict[str, Any]:
    return next(row for row in described(ScenarioSpec) if row["name"] == name)


def _with_kinds(row: dict[str, Any], kind: Kind, default: Any) -> dict[str, Any]:
    if row["name"] != "kind":
        return row
    told = {**row, "values": kind.told, "description": "What it is"}
    if isinstance(default, Mapping) and "kind" in default:
        told |= {"default": default["kind"], "required": False}
    return told
