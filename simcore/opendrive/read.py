"""XML with line numbers, which remembers what nobody asked for.

Expat reads the file; a document type is refused, so that no entity can grow or name another file.
Whatever was never looked at is named by ``Node.leftovers``: what an importer does not understand
is said and never silently dropped.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

LARGEST = 64 << 20
"""Largest file that is read [bytes]."""
MOST_NODES = 2_000_000
"""Most elements of a file."""
DEEPEST = 40
"""Deepest nesting of elements."""


class RoadFileError(ValueError):
    """A road file that cannot be used: ``file:line: <element>: what is wrong``."""

    def __init__(self, file: str, line: int, element: str, message: str):
        place = f"{file}:{line}" if line else file
        super().__init__(f"{place}: <{element}>: {message}" if element else f"{place}: {message}")


class Note(NamedTuple):
    """Something of a file that has no effect. times: how often; line: where first."""

    file: str
    line: int
    element: str
    message: str
    times: int = 1

    def __str__(self) -> str:
        often = f" ({self.times} times)" if self.times > 1 else ""
        return f"{self.file}:{self.line}: <{self.element}>{often}: {self.message}"


class Notes:
    """What is to be said about a file; the same thing is said once, and how often."""

    def __init__(self, file: str):
        self.file = file
        self._found: dict[tuple[str, str], Note] = {}

    def add(self, node: Node, message: str) -> None:
        """Say something about an element."""
        self.say(node.line, node.tag, message)

    def say(self, line: int, element: str, message: str) -> None:
        """Say something about an element of a line."""
        before = self._found.get((element, message))
        if before is None:
            self._found[element, message] = Note(self.file, line, element, message)
        else:
            first = min(before.line, line)
            self._found[element, message] = before._replace(line=first, times=before.times + 1)

    def all(self) -> tuple[Note, ...]:
        """Everything, in the order of the file."""
        return tuple(sorted(self._found.values(), key=lambda note: (note.line, note.element)))


class Node:
    """An element: its tag without prefix, its line, its children and attributes.

    What is asked for counts as understood. written: whether there is text in it.
    """

    __slots__ = (
        "_asked", "_read", "attributes", "children", "file", "line", "parent", "tag", "written",
    )  # fmt: skip

    def __init__(self, tag: str, attributes: dict[str, str], line: int, parent: Node | None, file):
        self.tag, self.attributes, self.line, self.parent, self.file = (
            tag, attributes, line, parent, file,
        )  # fmt: skip
        self.children: list[Node] = []
        self.written = False
        self._asked: set[str] = set()
        self._read: set[str] = set()

    def error(self, message: str) -> RoadFileError:
        """An error about this element, to be raised."""
        return RoadFileError(self.file, self.line, self.tag, message)

    def every(self, *tags: str) -> list[Node]:
        """The children with one of these tags, in the order of the file."""
        self._asked.update(tags)
        return [child for child in self.children if child.tag in tags]

    def first(self, tag: str) -> Node | None:
        """The first child with a tag."""
        found = self.every(tag)
        return found[0] if found else None

    def text(self, name: str, default: str = "") -> str:
        """An attribute as it stands."""
        self._read.add(name)
        return self.attributes.get(name, default).strip()

    def needed(self, name: str) -> str:
        """An attribute that must be there."""
        value = self.text(name)
        if not value:
            raise self.error(f"'{name}' is missing")
        return value

    def number(self, name: str, default: float | None = None) -> float:
        """A number; without a default it must be there."""
        raw = self.text(name)
        if not raw:
            if default is None:
                raise self.error(f"'{name}' is missing")
            return default
        try:
            value = float(raw)
        except ValueError:
            raise self.error(f"{name}='{raw[:40]}' is no number") from None
        if not math.isfinite(value) or abs(value) > 1e9:
            raise self.error(f"{name}='{raw[:40]}' is no number that a road can have")
        return value

    def whole(self, name: str) -> int:
        """A whole number that must be there."""
        raw = self.needed(name)
        try:
            return int(raw)
        except ValueError:
            raise self.error(f"{name}='{raw[:40]}' is no whole number") from None

    def without_effect(self, *names: str) -> None:
        """Attributes that say nothing about what is to be built (names, dates)."""
        self._read.update(names)

    def leftovers(self) -> Iterator[tuple[Node, str]]:
        """Elements below that nobody asked for, with "", and attributes that nobody read."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            for name in node.attributes:
                if name not in node._read and ":" not in name and not name.startswith("xmlns"):
                    yield node, name
            for child in node.children:
                if child.tag in node._asked:
                    waiting.append(child)
                else:
                    yield child, ""


def read_xml(path: Path, name: str | None = None) -> Node:
    """The root of a file. name: how errors call it. Raises ``RoadFileError``."""
    file = name or path.name
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise RoadFileError(file, 0, "", f"is larger than {LARGEST >> 20} MiB")
        data = path.read_bytes()
    except OSError as error:
        raise RoadFileError(file, 0, "", error.strerror or "cannot be read") from None
    return parse_xml(data, file)


def parse_xml(data: bytes, file: str) -> Node:
    """The root of a document. Raises ``RoadFileError``."""
    builder = _Builder(file)
    try:
        builder.parser.Parse(data, True)
    except expat.ExpatError as error:
        reason = expat.errors.messages.get(error.code, "it cannot be read")
        tag = builder.open[-1].tag
        raise RoadFileError(file, error.lineno, tag, f"is no XML: {reason}") from None
    return builder.open[0].children[0]


class _Builder:
    """Builds the nodes of a document. open: the elements that have begun and not ended."""

    def __init__(self, file: str):
        self.file = file
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.open = [Node("", {}, 0, None, file)]
        self._count = 0

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        name, above = tag.rpartition(":")[2], self.open[-1]
        node = Node(name, attributes, self.parser.CurrentLineNumber, above, self.file)
        self._count += 1
        if self._count > MOST_NODES:
            raise node.error(f"the file has more than {MOST_NODES} elements")
        if len(self.open) > DEEPEST:
            raise node.error(f"is nested more than {DEEPEST} deep")
        above.children.append(node)
        self.open.append(node)

    def _end(self, tag: str) -> None:
        self.open.pop()

    def _text(self, text: str) -> None:
        if not text.isspace():
            self.open[-1].written = True

    def _refuse(self, *_: object) -> None:
        line = self.parser.CurrentLineNumber
        raise RoadFileError(self.file, line, "!DOCTYPE", "document types are not read")
