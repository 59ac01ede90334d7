"""YAML files by name: those of a folder beside, and those of other people's packages."""

from __future__ import annotations

from functools import cached_property
from importlib.metadata import EntryPoint, entry_points
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_ROOM = __package__.rpartition(".")[0]


class Shelf:
    """The files of ``scenarios/<folder>``, and those of the entry-point group ``whiteout.<group>``:
    an entry's name is the file's, its value a package that holds ``<name>.yaml``."""

    def __init__(self, folder: str, group: str):
        self.folder, self.group = folder, f"whiteout.{group}"

    @cached_property
    def _own(self) -> dict[str, Traversable]:
        folder = files(_ROOM).joinpath(self.folder)
        return {f.name[:-5]: f for f in folder.iterdir() if f.name.endswith(".yaml")}

    @cached_property
    def _foreign(self) -> dict[str, EntryPoint]:
        return {point.name: point for point in entry_points(group=self.group)}

    def names(self) -> tuple[str, ...]:
        """The names of all, sorted, without opening any."""
        return tuple(sorted({*self._own, *self._foreign}))

    def text(self, name: str) -> str:
        """The YAML text of one; ``KeyError`` when there is none."""
        if name in self._own:
            return self._own[name].read_text(encoding="utf-8")
        package = self._foreign[name].value.partition(":")[0]
        return files(package).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
