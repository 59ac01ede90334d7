"""From a name or a file to a checked ``ScenarioSpec``, or to all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from ...simcore.quantity.units import shortened
from ...simcore.registry import unknown
from . import library
from .document import Document, Place, Places, located, parse
from .files import content
from .merge import Overrides, extended, overridden
from .problems import Path, Problem, ScenarioError
from .references import crossed
from .salvage import what_holds
from .spec import VERSION, ScenarioSpec

MANY = 100
"""So many mistakes are looked for in what a file says about its own parts, and no more."""


def load(source: str | FilePath, overrides: Overrides = ()) -> ScenarioSpec:
    """A scenario of the library by its name, or a YAML file by its path. ``ScenarioError``.

    overrides: texts "path=value" as after ``--set``, of which one may stand by itself, or a mapping
    from dotted paths to values; ``TypeError`` for what is neither.
    """
    text, file, folder = opened(source)
    return read(text, file, folder, overrides)


def opened(source: str | FilePath) -> tuple[str | bytes, str, FilePath | None]:
    """The text of a scenario, the name by which errors call it, and its folder, if it has one."""
    file = str(source)
    if isinstance(source, FilePath) or file.endswith((".yaml", ".yml")) or "/" in file:
        path = FilePath(file)
        return content(path), file, path.parent
    if file not in library.names():
        text = unknown(shortened(file), library.names(), "no such scenario in the library")
        raise ScenarioError(f"{text}; files end in .yaml")
    return library.text(file), f"{file}.yaml", None


def read(
    text: str | bytes, file: str, folder: FilePath | None = None, overrides: Overrides = ()
) -> ScenarioSpec:
    """A scenario from its text. file: how errors call it; folder: where its paths start."""
    document = parse(text, file)
    _check_version(document, file)
    document = overridden(extended(document, file, folder), overrides, folder)
    return checked(document, file, folder)


def checked(document: Document, file: str, folder: FilePath | None) -> ScenarioSpec:
    """The validated scenario of a document. Raises ``ScenarioError`` with all problems."""
    context = {"folder": folder}
    wrong: list[tuple[Path, str]] = []
    blind: set[Path] = set()
    try:
        spec = ScenarioSpec.model_validate(document.data, context=context)
    except ValidationError as error:
        wrong = [(_path(line["loc"]), line["msg"]) for line in error.errors(include_url=False)]
        if len(wrong) > MANY:
            raise ScenarioError(_located(wrong, document.places, file)) from None
        spec, blind = what_holds(document.data, [place for place, _ in wrong], context)
    wrong += islice(crossed(spec, blind), MANY)
    if wrong:
        raise ScenarioError(_located(wrong, document.places, file))
    return spec.keep(document.data, FilePath(file).stem, document.places, file)


def _check_version(document: Document, file: str) -> None:
    version = document.data.get("whiteout")
    if version == VERSION and not isinstance(version, bool):
        return
    line = document.places.get(("whiteout",), Place(file, 1)).line
    if version is None:
        message = f"is missing: begin the file with 'whiteout: {VERSION}', the language's version"
    else:
        message = f"this program reads version {VERSION} of the language, not {shortened(version)}"
    raise ScenarioError([Problem(file, line, "whiteout", message)])


def _path(location: Iterable[Any]) -> Path:
    return tuple(part for part in location if part != "[key]")


def _located(wrong: Iterable[tuple[Path, str]], places: Places, file: str) -> list[Problem]:
    problems = [located(path, message, places, file) for path, message in wrong]
    return sorted(dict.fromkeys(problems), key=lambda problem: problem.line)
