"""Rigs: the sensors of known vehicles by name, YAML files in ``scenarios/rigs``.

A rig file holds a ``description`` and ``sensors``. ``rig: nuscenes`` in a scenario puts its sensors
in the place of those that what it extends has; ``sensors`` beside it changes, adds and takes away.
Other people's packages add theirs by the entry-point group ``whiteout.rigs``: the entry's name is
the rig's, its value a package that holds ``<name>.yaml``.
"""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Any

from ...simcore.quantity.units import shortened
from ...simcore.registry import unknown
from .document import Document, Place, parse
from .files import content, inside
from .problems import Problem, ScenarioError
from .shelf import Shelf

KEYS = ("description", "sensors")
_SHELF = Shelf("rigs", "rigs")
names, text = _SHELF.names, _SHELF.text


def summary(name: str) -> str:
    """The description of a rig, read from its file."""
    return str(parse(text(name), f"{name}.yaml").data.get("description", ""))


def opened(rig: Any, folder: FilePath | None, place: Place) -> Document:
    """The document of a rig: a known one, or a file beside the scenario's. ``ScenarioError``.

    folder: where relative paths start and what they may not leave; None for the library; place: of
    the key that names the rig.
    """
    if not isinstance(rig, str):
        raise _wrong(place, "expected the name of a rig, or a path")
    if not rig.endswith((".yaml", ".yml")):
        if rig not in names():
            raise _wrong(place, unknown(shortened(rig), names(), "there is no such rig"))
        return _checked(parse(text(rig), f"{rig}.yaml"), f"{rig}.yaml")
    target = None if folder is None else inside(folder, rig)
    if target is None:
        raise _wrong(place, f"'{rig}' leaves the folder of the file")
    if not target.is_file():
        raise _wrong(place, f"there is no file '{rig}' beside this one")
    called = str(FilePath(place.file).parent / rig)
    return _checked(parse(content(target), called), called)


def _checked(document: Document, file: str) -> Document:
    """The document, if it is of a rig."""
    for key in document.data:
        if key not in KEYS:
            line = document.places[key,].line
            message = f"a rig holds {' and '.join(KEYS)}; the rest belongs to the scenario"
            raise ScenarioError([Problem(file, line, str(key), message)])
    if not isinstance(document.data.get("sensors"), dict):
        raise ScenarioError([Problem(file, 1, "sensors", "is missing: the sensors by name")])
    return document


def _wrong(place: Place, message: str) -> ScenarioError:
    return ScenarioError([Problem(place.file, place.line, "rig", message)])
