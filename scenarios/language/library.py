"""The library: scenarios by name, YAML files in ``scenarios/library``.

Other people's packages add theirs by the entry-point group ``whiteout.scenarios``: the entry's
name is the scenario's, its value a package that holds ``<name>.yaml``.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_ROOM = __package__.rpartition(".")[0]


@cache
def _own() -> dict[str, Traversable]:
    folder = files(_ROOM).joinpath("library")
    return {f.name[:-5]: f for f in folder.iterdir() if f.name.endswith(".yaml")}


@cache
def _foreign() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group="whiteout.scenarios")}


def names() -> tuple[str, ...]:
    """The names of all scenarios of the library, sorted, without opening any."""
    return tuple(sorted({*_own(), *_foreign()}))


def text(name: str) -> str:
    """The YAML text of a scenario of the library; ``KeyError`` when there is none."""
    if name in _own():
        return _own()[name].read_text(encoding="utf-8")
    package = _foreign()[name].value.partition(":")[0]
    return files(package).joinpath(f"{name}.yaml").read_text(encoding="utf-8")


def summary(name: str) -> str:
    """The description of a scenario, read from its file."""
    from .document import parse

    metadata = parse(text(name), f"{name}.yaml").data.get("metadata") or {}
    return str(metadata.get("description", ""))
