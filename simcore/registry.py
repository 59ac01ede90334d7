"""Registries are folders: ``kind: lens_ice`` is the file ``sensors/faults/lens_ice.py``.

A plug-in is one module, found by its file name and imported on use. Other people's packages add
theirs through the entry-point group ``whiteout.<registry>``; a scenario can never name a module.
"""

from __future__ import annotations

import ast
import difflib
import inspect
import textwrap
from collections.abc import Iterable
from functools import cached_property
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from importlib.resources import files
from types import ModuleType


class UnknownNameError(LookupError):
    """A name that a registry does not have; the message says the nearest one that it has."""


class Registry:
    """The plug-ins of one folder. ``name`` is plural, as in ``whiteout list behaviours``."""

    def __init__(self, name: str, package: str):
        self.name = name
        self.package = package

    @cached_property
    def _foreign(self) -> dict[str, EntryPoint]:
        return {point.name: point for point in entry_points(group=f"whiteout.{self.name}")}

    @cached_property
    def _own(self) -> tuple[str, ...]:
        names = (item.name for item in files(self.package).iterdir())
        return tuple(sorted(n[:-3] for n in names if n.endswith(".py") and not n.startswith("_")))

    def names(self) -> tuple[str, ...]:
        """The names of all plug-ins, sorted, without importing any."""
        return tuple(sorted({*self._own, *self._foreign}))

    def load(self, name: str) -> ModuleType:
        """The module of a plug-in. Raises ``UnknownNameError``."""
        if name in self._own:
            return import_module(f"{self.package}.{name}")
        if name in self._foreign:
            return self._foreign[name].load()
        raise UnknownNameError(unknown(name, self.names(), f"no such thing in {self.name}"))

    def manual(self, name: str) -> str:
        """A plug-in's docstring; those of its own files are read, not imported."""
        if name in self._own:
            text = files(self.package).joinpath(f"{name}.py").read_text(encoding="utf-8")
            doc = ast.get_docstring(ast.parse(text))
        else:
            doc = inspect.getdoc(self.load(name))
        return (doc or "").strip()

    def summary(self, name: str) -> str:
        """The first line of a plug-in's docstring."""
        return self.manual(name).partition("\n")[0]

    def example(self, name: str) -> str:
        """The YAML that stands under ``Example::`` in a plug-in's docstring, empty if none."""
        _, _, after = self.manual(name).partition("Example::\n")
        lines = [line for line in after.splitlines() if not line.strip() or line[:1] == " "]
        return textwrap.dedent("\n".join(lines)).strip()


def unknown(word: str, known: Iterable[str], what: str) -> str:
    """A sentence on an unknown word with the nearest known one, or all when few are known."""
    known = sorted(known)
    lower = {name.lower(): name for name in known}
    near = difflib.get_close_matches(word.lower(), lower, 1, 0.6)
    if near:
        return f"'{word}': {what}; did you mean '{lower[near[0]]}'?"
    if 0 < len(known) <= 16:
        return f"'{word}': {what}; known: {', '.join(known)}"
    return f"'{word}': {what}"
