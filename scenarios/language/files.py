"""Files that a scenario names: they lie in its folder or beneath it.

A dataset keeps them in its folder ``files``, under the digest of their content. Its scenarios name
them so: ``files/0123456789abcdef/robot.obj``, which for the scenario of an episode begins in the
folder of the dataset as well. They lead nowhere else.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from ...simcore.quantity.fields import invalid
from ...simcore.quantity.settings import Settings
from ...simcore.quantity.units import shortened
from .document import LARGEST_FILE
from .problems import Path as Place
from .problems import Problem, ScenarioError

KEPT = "files"
"""The folder of a dataset that holds the files of its scenario."""
_ADDRESS = re.compile(rf"{KEPT}/([0-9a-f]{{16}})/[^/]+")
_EPISODE = re.compile(r"shards/[0-9]{6,}/[0-9]{8,}")
_PIECE = 1 << 20


@dataclass(frozen=True)
class LocalFile:
    """A file beside a scenario.

    name: as the scenario says it; folder: where that begins; others: names of the files that it
    refers to, relative to its own folder; sha256: of the content of all of them.
    """

    name: str
    folder: Path
    others: tuple[str, ...] = ()
    sha256: str = ""

    @property
    def authored(self) -> str:
        """How it stands in a file."""
        return self.name

    @property
    def path(self) -> Path:
        """Where it is on this machine."""
        return self.folder / self.name

    @property
    def parts(self) -> dict[str, Path]:
        """All that belongs to it, itself first: places by their names in its folder."""
        home = self.path.parent
        return {self.path.name: self.path, **{name: home / name for name in self.others}}

    @property
    def address(self) -> str:
        """How the scenarios of a dataset name it, which says its content."""
        return f"{KEPT}/{self.sha256[:16]}/{self.path.name}"


class Beside:
    """Metadata of a field that names such a file, with one of these endings.

    others: reads a file and returns the names of those that it refers to, relative to its folder;
    raises ``ValueError`` with "path: what is wrong with it".
    """

    def __init__(self, *suffixes: str, others: Callable[[Path], tuple[str, ...]] = lambda path: ()):
        self.suffixes, self.others = suffixes, others

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self._validated)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        endings = "|".join(suffix.lstrip(".") for suffix in self.suffixes)
        return {"type": "string", "pattern": rf"\.({endings})$"}

    @property
    def told(self) -> str:
        """What such a field takes, for people."""
        return f"name of a file beside the scenario ({' '.join(self.suffixes)})"

    def _validated(self, raw: Any, info: ValidationInfo) -> LocalFile:
        if isinstance(raw, LocalFile):
            return raw
        folder = (info.context or {}).get("folder")
        if not isinstance(raw, str):
            raise invalid(((), "expected the name of a file"))
        if not raw.lower().endswith(self.suffixes):
            raise invalid(((), f"'{shortened(raw)}' must end in {', '.join(self.suffixes)}"))
        if folder is None:
            raise invalid(((), "only a scenario that lies in a file of its own can name files"))
        home = _home(folder.resolve(), raw)
        target = inside(home, raw)
        kept = home == folder.resolve() or inside(home / KEPT, raw.partition("/")[2])
        if target is None or not kept:
            raise invalid(((), f"'{shortened(raw)}' leaves the folder of the scenario"))
        if not target.is_file():
            raise invalid(((), f"there is no file '{shortened(raw)}' beside the scenario"))
        file = LocalFile(raw, home)
        try:
            file = replace(file, others=self.others(file.path))
            file = replace(file, sha256=content_sha256(file.parts))
        except OSError as error:
            raise invalid(((), f"'{shortened(raw)}': {error.strerror}")) from None
        except ValueError as error:
            raise invalid(((), str(error).replace(f"{file.path}: ", f"{raw} ", 1))) from None
        said = _ADDRESS.fullmatch(raw)
        if said and not file.sha256.startswith(said[1]):
            text = f"'{shortened(raw)}' or what it refers to is not what it was: "
            raise invalid(((), f"{text}its SHA-256 begins with {file.sha256[:16]}"))
        return file


def content_sha256(parts: Mapping[str, Path]) -> str:
    """Hex SHA-256 of files and their names: in order, name, 0x00, SHA-256 of the content."""
    whole = hashlib.sha256()
    for name in sorted(parts):
        digest = hashlib.sha256()
        with parts[name].open("rb") as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
        whole.update(name.encode() + b"\0" + digest.digest())
    return whole.hexdigest()


def files_of(settings: Settings, path: Place = ()) -> Iterator[tuple[Place, LocalFile]]:
    """The files that settings name, by where they stand in the data."""
    for name, info in type(settings).model_fields.items():
        yield from _files_in(getattr(settings, name), (*path, info.alias or name))


def _files_in(value: Any, path: Place) -> Iterator[tuple[Place, LocalFile]]:
    if isinstance(value, LocalFile):
        yield path, value
    elif isinstance(value, Settings):
        yield from files_of(value, path)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _files_in(item, (*path, key))


def addressed(data: Mapping[str, Any], files: Mapping[Place, LocalFile]) -> dict[str, Any]:
    """A copy of a scenario's data that names files by their content."""
    result: Any = dict(data)
    for path, file in files.items():
        here: Any = result
        for key in path[:-1]:
            here[key] = dict(here[key])
            here = here[key]
        here[path[-1]] = file.address
    return result


def _home(folder: Path, name: str) -> Path:
    """Where a path begins: in the folder of its scenario, or of the dataset of its episode."""
    kept = name.startswith(f"{KEPT}/") and not (folder / KEPT).exists()
    if kept and _EPISODE.fullmatch("/".join(folder.parts[-3:])):
        return folder.parents[2]
    return folder


def content(path: Path) -> bytes:
    """What a file holds, one byte more than is allowed at most. Raises ``ScenarioError``."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except IsADirectoryError:
        raise ScenarioError([Problem(str(path), 0, "", "is a folder, not a file")]) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "cannot be read"
        raise ScenarioError([Problem(str(path), 0, "", reason)]) from None


def inside(folder: Path, path: str) -> Path | None:
    """The file that a relative path means, None when it lies outside of the folder."""
    if "\0" in path or "\\" in path or Path(path).is_absolute():
        return None
    root = folder.resolve()
    try:
        target = (root / path).resolve()
    except (OSError, RuntimeError):  # a circle of links
        return None
    return target if target.is_relative_to(root) else None
