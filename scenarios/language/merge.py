"""Joins documents: ``extends``, and ``--set path=value``.

Mappings merge, lists and single values replace, null takes away. A distribution replaces what
stood there, and so does a mapping with another ``kind``, whose settings would not fit; a ``rig``
replaces all sensors below it, and lies below those beside it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any

from ...simcore.quantity.terms import NAMES, key_text
from ...simcore.quantity.units import shortened
from ...simcore.registry import unknown
from . import library, rigs
from .document import DEEPEST, MOST_VALUES, Document, Place, parse, parse_value
from .files import content, inside
from .problems import Path, Problem, ScenarioError, dotted

LONGEST_CHAIN = 8
Overrides = Mapping[str, Any] | Sequence[str]
"""Texts "path=value", of which one may stand by itself, or a mapping from dotted paths."""


def extended(document: Document, file: str, folder: FilePath | None) -> Document:
    """The document with what it extends beneath it. Raises ``ScenarioError``.

    folder: where relative paths of the file start and what they may not leave; None: in the
    library, which extends the library alone.
    """
    chain = [document]
    folders = [folder]
    names = [_identity(file, folder)]
    while "extends" in document.data:
        place = document.places["extends",]
        base = document.data["extends"]
        document, folder, name = _opened(base, folder, place)
        if name in names:
            raise _wrong(place, f"'{base}' leads back to a file that extends it")
        names.append(name)
        chain.append(document)
        folders.append(folder)
        if len(chain) > LONGEST_CHAIN:
            raise _wrong(place, f"a chain of more than {LONGEST_CHAIN} files")
    data: dict[str, Any] = {}
    places: dict[Path, Place] = {}
    for layer, home in zip(reversed(chain), reversed(folders), strict=True):
        own = {key: value for key, value in layer.data.items() if key not in ("extends", "rig")}
        if layer.data.get("rig") is not None:
            rig = rigs.opened(layer.data["rig"], home, layer.places["rig",])
            data = _rigged(data, rig, places)
        data = _merged(_nameless(data), own, (), places, layer.places)
    return Document(data, places)


def _rigged(data: Mapping[str, Any], rig: Document, places: dict[Path, Place]) -> dict[str, Any]:
    """Data with the sensors of a rig in place of their own, and their places with them."""
    for path in [path for path in places if path[:1] == ("sensors",)]:
        del places[path]
    places.update((path, place) for path, place in rig.places.items() if path[0] == "sensors")
    return {**data, "sensors": rig.data["sensors"]}


def _nameless(data: dict[str, Any]) -> dict[str, Any]:
    """What is extended, without its name, which is not that of what extends it."""
    metadata = data.get("metadata")
    if not isinstance(metadata, Mapping) or "name" not in metadata:
        return data
    return {**data, "metadata": {k: v for k, v in metadata.items() if k != "name"}}


def overridden(
    document: Document, overrides: Overrides, folder: FilePath | None = None
) -> Document:
    """The document with values replaced by their dotted paths. Raises ``ScenarioError``.

    folder: where paths of rigs start.
    """
    data, places = document.data, dict(document.places)
    assigned = _assignments(overrides)
    for text, path, value in assigned:  # first, since the others may change its sensors
        if path == ("rig",) and value is not None:
            data = _rigged(data, rigs.opened(value, folder, Place(text, 0)), places)
    known = data
    for text, path, value in assigned:
        if path == ("rig",):
            continue
        place = Place(text, 0)
        for length in range(1, len(path)):
            places.setdefault(path[:length], place)
        places.update(dict.fromkeys(_paths(value, path), place))
        data = _with(data, path, value, (), place)
    _check_names(known, data, places)
    return Document(data, places)


def _check_names(before: Mapping[Any, Any], after: Mapping[Any, Any], places: Any) -> None:
    """Refuse settings of actors and sensors that are not there: of names that were misspelt."""
    for section in ("actors", "sensors"):
        known, given = before.get(section), after.get(section)
        if not isinstance(given, Mapping):
            continue
        names = known if isinstance(known, Mapping) else {}
        for name, item in given.items():
            if name in names or not isinstance(item, Mapping) or "kind" in item:
                continue
            text = unknown(str(name), map(key_text, names), f"there is no such {section[:-1]}")
            place = places[section, key_text(name)]
            text += f"; to add one, give its kind: {section}.{shortened(name)}.kind"
            raise ScenarioError([Problem(place.file, 0, f"{section}.{name}", text)])


def _opened(base: Any, folder: FilePath | None, place: Place) -> tuple[Document, Any, str]:
    if not isinstance(base, str):
        raise _wrong(place, "expected the name of a scenario of the library, or a path")
    if not base.endswith((".yaml", ".yml")):
        if base not in library.names():
            text = unknown(shortened(base), library.names(), "no such scenario in the library")
            raise _wrong(place, text)
        return parse(library.text(base), f"{base}.yaml"), None, _identity(base, None)
    if folder is None:
        raise _wrong(place, "only a file can extend a path")
    target = inside(folder, base)
    if target is None:
        raise _wrong(place, f"'{base}' leaves the folder of the file")
    if not target.is_file():
        raise _wrong(place, f"there is no file '{base}' beside this one")
    called = str(FilePath(place.file).parent / base)
    return parse(content(target), called), target.parent, _identity(str(target), target.parent)


def _identity(file: str, folder: FilePath | None) -> str:
    return f"library {FilePath(file).stem}" if folder is None else str(FilePath(file).resolve())


def _wrong(place: Place, message: str) -> ScenarioError:
    return ScenarioError([Problem(place.file, place.line, "extends", message)])


def _merged(
    base: Mapping[Any, Any],
    own: Mapping[Any, Any],
    path: Path,
    places: dict[Path, Place],
    own_places: Mapping[Path, Place],
) -> dict[Any, Any]:
    data = dict(base)
    for key, value in own.items():
        place = (*path, key_text(key))
        below = data.get(key)
        if below is not None and _mergeable(below, value):
            places[place] = own_places.get(place, places[place])
            data[key] = _merged(below, value, place, places, own_places)
            continue
        for old in _paths(below, place):
            places.pop(old, None)
        if value is None and key in base:
            del data[key]
            continue
        data[key] = value
        places.update((new, own_places[new]) for new in _paths(value, place) if new in own_places)
    return data


def _mergeable(below: Any, above: Any) -> bool:
    if not isinstance(below, Mapping) or not isinstance(above, Mapping):
        return False
    if _distribution(below) or _distribution(above):
        return False
    return "kind" not in above or above["kind"] == below.get("kind")


def _distribution(data: Mapping) -> bool:
    return len(data) == 1 and next(iter(data)) in NAMES


def _paths(data: Any, path: Path) -> Iterator[Path]:
    """The paths of a value and of all that is in it."""
    yield path
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from _paths(value, (*path, key_text(key)))
    elif isinstance(data, list | tuple):
        for number, value in enumerate(data):
            yield from _paths(value, (*path, number))


def _assignments(overrides: Overrides) -> list[tuple[str, tuple[str, ...], Any]]:
    if isinstance(overrides, str):
        overrides = (overrides,)
    if isinstance(overrides, Mapping):
        pairs = [(f"override {path}", path, value) for path, value in overrides.items()]
        for text, _, value in pairs:
            _check_plain(value, text)
    else:
        pairs = []
        for text in _texts(overrides):
            path, equals, value = text.partition("=")
            name = f"override {shortened(text, 60)}"
            if not equals or not path.strip():
                message = "write path=value, as in ego.speed='30 km/h'"
                raise ScenarioError([Problem(name, 0, "", message)])
            pairs.append((name, path, parse_value(value, name)))
    return [(text, tuple(path.strip().split(".")), value) for text, path, value in pairs]


def _texts(overrides: Any) -> Sequence[str]:
    texts = list(overrides) if isinstance(overrides, Iterable) else [overrides]
    wrong = [text for text in texts if not isinstance(text, str)]
    if wrong:
        raise TypeError(
            "overrides: expected texts such as 'ego.speed=30 km/h', or a mapping such as "
            f"{{'ego.speed': '30 km/h'}}, got {shortened(repr(wrong[0]))}"
        )
    return texts


def _check_plain(value: Any, name: str, depth: int = 0) -> int:
    """Refuse what no YAML text could have said; returns the number of values."""
    count = 1
    if depth > DEEPEST:
        raise ScenarioError([Problem(name, 0, "", f"more than {DEEPEST} levels of nesting")])
    if isinstance(value, Mapping):
        count += sum(_check_plain(part, name, depth + 1) for part in value.values())
    elif isinstance(value, list | tuple):
        count += sum(_check_plain(part, name, depth + 1) for part in value)
    elif isinstance(value, float) and not math.isfinite(value):
        raise ScenarioError([Problem(name, 0, "", "numbers must be finite")])
    elif not isinstance(value, str | int | float | bool | None):
        message = f"a value of {type(value).__name__} cannot stand in a scenario"
        raise ScenarioError([Problem(name, 0, "", message)])
    if count > MOST_VALUES:
        raise ScenarioError([Problem(name, 0, "", f"more than {MOST_VALUES} values")])
    return count


def _with(data: Any, path: tuple[str, ...], value: Any, done: Path, place: Place) -> Any:
    """A copy of nested mappings with one value replaced, or taken away by None."""
    if not isinstance(data, Mapping):
        message = f"there is nothing beneath '{dotted(done)}', which is no mapping"
        raise ScenarioError([Problem(place.file, 0, dotted((*done, *path)), message)])
    copy = dict(data)
    key = next((known for known in data if key_text(known) == path[0]), path[0])
    if len(path) > 1:
        copy[key] = _with(data.get(key, {}), path[1:], value, (*done, path[0]), place)
    elif value is None:
        copy.pop(key, None)
    else:
        copy[key] = value
    return copy
