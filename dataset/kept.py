"""The files that a scenario names, kept in its dataset under the digest of their content.

Episodes are made from these copies, so whatever happens to the originals meanwhile, a dataset shows
one world; and its scenarios name them, so that they stand on their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..scenarios.language.document import Document
from ..scenarios.language.files import addressed, content_sha256
from ..scenarios.language.load import checked
from ..scenarios.language.spec import ScenarioSpec
from .files import write_whole


class ChangedError(RuntimeError):
    """A file became another one while it was read."""


def keep(spec: ScenarioSpec, out: Path) -> ScenarioSpec:
    """Copy what a scenario names to the dataset in a folder, as far as it is not there; returns the
    same scenario with these copies. Raises ``ChangedError`` and ``OSError``."""
    if not spec.files:
        return spec
    for file in spec.files.values():
        home = (out / file.address).parent
        if not _there({name: home / name for name in file.parts}, file.sha256):
            for name, path in file.parts.items():
                write_whole(home / name, path.read_bytes())
    data = addressed(spec.data, spec.files)
    kept = checked(Document(data, {}), f"{spec.name}.yaml", out)
    if kept.digest != spec.digest:
        raise ChangedError("a file that the scenario names was changed meanwhile: run it again")
    return kept


def kept_names(spec: ScenarioSpec) -> Iterator[str]:
    """The paths of the copies in the dataset."""
    for file in spec.files.values():
        home = Path(file.address).parent
        yield from ((home / name).as_posix() for name in file.parts)


def _there(parts: dict[str, Path], sha256: str) -> bool:
    return all(path.is_file() for path in parts.values()) and content_sha256(parts) == sha256
