"""What is wrong with a scenario, told as ``file:line: path: message``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import NamedTuple

Path = tuple[str | int, ...]


class Problem(NamedTuple):
    """One thing that is wrong. file: empty when unknown; line: from 1, 0 when there is none;
    path: the dotted place in the scenario, empty for the file as a whole.
    """

    file: str
    line: int
    path: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(part for part in (where, self.path, self.message) if part)


class ScenarioError(ValueError):
    """A scenario that cannot be used; ``problems`` holds all that was found."""

    def __init__(self, problems: Sequence[Problem] | str):
        if isinstance(problems, str):
            problems = [Problem("", 0, "", problems)]
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    @property
    def portable(self) -> str:
        """The message with files by their names alone: the same wherever they lie."""
        named = [p._replace(file=PurePath(p.file).name) if p.line else p for p in self.problems]
        return "\n".join(map(str, named))

    def __reduce__(self):
        return type(self), (self.problems,)


class DrawError(ScenarioError):
    """A scenario that is well-formed, but whose draw has no result."""


def dotted(path: Path) -> str:
    """A path for people: ``sensors.front.channels[2]``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text
