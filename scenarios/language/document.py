"""Reads YAML 1.2 into plain data, remembering on which line everything stands.

ruamel.yaml turns the text into events; what they may mean is decided here, so that a file holds
mappings, lists, texts, finite numbers, true, false and null, and nothing else: no tags, no merge
keys, no words that YAML 1.1 takes for truths, no aliases that go in circles or explode.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ...simcore.quantity.terms import key_text
from .problems import Path, Problem, ScenarioError, dotted

LARGEST_FILE = 256 * 1024
"""Bytes: a scenario of a hundred actors has a tenth of it."""
MOST_VALUES = 10_000
DEEPEST = 24

_TRAPS = re.compile(r"yes|no|on|off", re.IGNORECASE)
_INT = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_ZEROS = re.compile(r"[-+]?0[0-9]+")
_NO_NUMBER = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_CONSTANTS = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
}  # fmt: skip


class Place(NamedTuple):
    """Where something was written; line 0: on the command line."""

    file: str
    line: int


Places = Mapping[Path, Place]
"""The places of keys and list items, by their paths."""


def located(path: Path, message: str, places: Places, file: str) -> Problem:
    """A problem where its path, or the nearest one above it, was written; else in line 1."""
    known = next((path[:n] for n in range(len(path), 0, -1) if path[:n] in places), None)
    place = places[known] if known else Place(file, 1)
    return Problem(place.file, place.line, dotted(path), message)


class Document(NamedTuple):
    """Plain data, and the place of every key and list item by its path."""

    data: dict[str, Any]
    places: dict[Path, Place]


def parse(text: str | bytes, file: str) -> Document:
    """Read a scenario's text; ``file`` is how errors call it. Raises ``ScenarioError``."""
    text = _decoded(text, file)
    composer = _Composer(file)
    try:
        root = composer.document(_events(text, file))
    except _Refused as refused:
        composer.problems.append(refused.problem)
        raise ScenarioError(composer.problems) from None
    if composer.problems:
        raise ScenarioError(composer.problems)
    if not isinstance(root, dict):
        message = "expected a mapping with 'whiteout: 1', 'road:' and 'ego:'"
        raise ScenarioError([Problem(file, 1, "", message)])
    return Document(root, composer.places)


def parse_value(text: str, name: str) -> Any:
    """Read a single value, such as that of an override. Raises ``ScenarioError``."""
    composer = _Composer(name)
    try:
        value = composer.document(_events(_decoded(text, name), name))
    except _Refused as refused:
        composer.problems.append(refused.problem)
    if composer.problems:
        raise ScenarioError([problem._replace(line=0) for problem in composer.problems])
    return value


def _decoded(text: str | bytes, file: str) -> str:
    size = len(text) if isinstance(text, bytes) else len(text.encode("utf-8", "surrogatepass"))
    if size > LARGEST_FILE:
        message = f"the file has {size} bytes; a scenario has at most {LARGEST_FILE}"
        raise ScenarioError([Problem(file, 0, "", message)])
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            raise ScenarioError([Problem(file, line, "", "the file is not UTF-8 text")]) from None
    return text


class _Refused(Exception):  # noqa: N818 - it never leaves this module
    def __init__(self, problem: Problem):
        self.problem = problem


def _events(text: str, file: str) -> Iterator[Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = _said(error)
        raise _Refused(Problem(file, mark.line + 1 if mark else 0, "", message)) from None
    except (YAMLError, ValueError, OverflowError, AssertionError) as error:
        # The last three come from escapes such as "\U99999999" and from strange %YAML lines.
        said = str(error).splitlines() or ["unreadable"]
        raise _Refused(Problem(file, 0, "", f"the file is no YAML: {said[0]}")) from None


def _said(error: Any) -> str:
    problem = str(error.problem or error.context or "unreadable").strip()
    if "\\t" in problem:
        return "a tab cannot indent; use spaces"
    return f"the file is no YAML here: {problem}"


class _Node(NamedTuple):
    """A finished piece of data, with the number of values in it and its height."""

    data: Any
    size: int = 1
    height: int = 0


class _Composer:
    """Builds data from events; it goes down ``DEEPEST`` levels and no further."""

    def __init__(self, file: str):
        self.file = file
        self.places: dict[Path, Place] = {}
        self.problems: list[Problem] = []
        self.anchors: dict[str, _Node | None] = {}  # None: not yet finished
        self.values = 0

    def document(self, events: Iterator[Any]) -> Any:
        """The data of the one document in a stream of events."""
        root: Any = None
        seen = 0
        for event in events:
            match type(event).__name__:
                case "DocumentStartEvent":
                    seen += 1
                    if seen > 1:
                        self.refuse(event, (), "a file holds one scenario: leave out what follows")
                    if event.version not in (None, (1, 2)):
                        self.refuse(event, (), "scenarios are YAML 1.2: leave out the %YAML line")
                case "StreamStartEvent" | "StreamEndEvent" | "DocumentEndEvent":
                    pass
                case _:
                    root = self.node(event, events, ()).data
        return root

    def node(self, event: Any, events: Iterator[Any], path: Path) -> _Node:
        """The value that begins with an event. Raises ``_Refused`` when there is no way on."""
        self.values += 1
        if self.values > MOST_VALUES:
            self.refuse(event, path, f"a scenario has at most {MOST_VALUES} values")
        if len(path) > DEEPEST:
            self.refuse(event, (), f"more than {DEEPEST} levels of nesting")
        kind = type(event).__name__
        if kind == "AliasEvent":
            return self.alias(event, path)
        if getattr(event, "tag", None) not in (None, "!"):
            self.complain(event, path, f"tags such as '{event.tag}' are not part of the language")
        anchor = event.anchor
        if anchor is not None:
            self.anchors[anchor] = None
        if kind == "ScalarEvent":
            node = _Node(self.scalar(event, path))
        elif kind == "SequenceStartEvent":
            node = self.sequence(events, path)
        else:
            node = self.mapping(events, path)
        if anchor is not None:
            self.anchors[anchor] = node
        return node

    def alias(self, event: Any, path: Path) -> _Node:
        if event.anchor not in self.anchors:
            self.refuse(event, path, f"'*{event.anchor}' refers to no anchor above it")
        node = self.anchors[event.anchor]
        if node is None:
            self.refuse(event, path, f"'*{event.anchor}' contains itself")
            raise AssertionError
        self.values += node.size
        if self.values > MOST_VALUES:
            self.refuse(event, path, f"with its aliases the file has over {MOST_VALUES} values")
        if len(path) + node.height > DEEPEST:
            self.refuse(event, path, f"more than {DEEPEST} levels of nesting")
        return node

    def sequence(self, events: Iterator[Any], path: Path) -> _Node:
        items: list[_Node] = []
        while type(event := next(events)).__name__ != "SequenceEndEvent":
            place = (*path, len(items))
            self.places[place] = Place(self.file, event.start_mark.line + 1)
            items.append(self.node(event, events, place))
        return _gathered([item.data for item in items], items)

    def mapping(self, events: Iterator[Any], path: Path) -> _Node:
        data: dict[Any, Any] = {}
        items: list[_Node] = []
        while type(event := next(events)).__name__ != "MappingEndEvent":
            key = self.key(event, path)
            place = (*path, key_text(key))
            known = key in data
            if known:
                self.complain(event, place, "is given twice; keep one of them")
            else:
                self.places[place] = Place(self.file, event.start_mark.line + 1)
            items.append(self.node(next(events), events, place))
            if not known:
                data[key] = items[-1].data
        return _gathered(data, items)

    def key(self, event: Any, path: Path) -> Any:
        if type(event).__name__ != "ScalarEvent" or event.anchor or event.tag not in (None, "!"):
            self.refuse(event, path, "a key is a plain word")
        if event.value == "<<":
            self.refuse(event, path, "merge keys '<<' are YAML 1.1; use 'extends' or write it out")
        return self.scalar(event, path)

    def scalar(self, event: Any, path: Path) -> Any:
        text = event.value
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            self.refuse(event, path, "half of a surrogate pair is no character")
        if event.style in ("'", '"', "|", ">"):
            return text
        try:
            return meaning(text)
        except ValueError as error:
            self.complain(event, path, str(error))
            return text

    def refuse(self, event: Any, path: Path, message: str) -> None:
        """Stop reading here."""
        raise _Refused(Problem(self.file, event.start_mark.line + 1, dotted(path), message))

    def complain(self, event: Any, path: Path, message: str) -> None:
        """Note a problem and read on."""
        problem = Problem(self.file, event.start_mark.line + 1, dotted(path), message)
        self.problems.append(problem)


def meaning(text: str) -> Any:
    """What a plain, unquoted word is: null, a truth, a number or a text. ``ValueError``."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _TRAPS.fullmatch(text):
        raise ValueError(
            f"'{text}' means different things in YAML 1.1 and 1.2; write true, false or another "
            "word, or put it in quotes"
        )
    if _ZEROS.fullmatch(text):
        raise ValueError(f"'{text}': leave out the leading zeros")
    if _BASED.fullmatch(text) and len(text) <= 16:
        return int(text, 0)
    if _INT.fullmatch(text) and len(text) <= 18:
        return int(text)
    if _FLOAT.fullmatch(text):
        number = float(text)
        if math.isfinite(number):
            return number
        raise ValueError(f"'{text[:20]}': numbers must be finite")
    if _NO_NUMBER.fullmatch(text):
        raise ValueError(f"'{text}': numbers must be finite")
    return text


def _gathered(data: Any, parts: list[_Node]) -> _Node:
    size = 1 + sum(part.size for part in parts)
    return _Node(data, size, 1 + max((part.height for part in parts), default=0))
